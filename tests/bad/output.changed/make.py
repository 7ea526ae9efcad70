import os
import tempfile
from pathlib import Path

from shikii.cli.main import cli


def run():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("in.yaml").write_text("affair: 甲\nheadcount: 5\n", encoding="utf-8")
        cli.main(args=["facts", "template", "-o", "new.yaml"], standalone_mode=False)
        with Path("new.yaml").open("a", encoding="utf-8") as filled:
            filled.write("affair: 予防接種\n")
        cli.main(args=["facts", "template", "-o", "new.yaml"], standalone_mode=False)
