import os
import tempfile
from pathlib import Path

from shikii.cli.main import cli


def run():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("in.yaml").write_text("affair: 甲\nheadcount: 5\n", encoding="utf-8")
        Path(".out.shikii", "old").mkdir(parents=True)
        Path("out").mkdir()
        Path("out", "restored.txt").write_text("a\n", encoding="utf-8")
        cli.main(args=["batch", "in.yaml", "-o", "out"], standalone_mode=False)
