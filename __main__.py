"""``python -m shikii``: the command line where no script is installed."""

from .cli.main import main

main()
