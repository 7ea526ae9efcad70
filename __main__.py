"""``python -m shikii`` is the command ``shikii``."""

from .cli.main import main

if __name__ == "__main__":
    main()
