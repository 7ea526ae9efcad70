import os
import tempfile
from pathlib import Path

from shikii.cli.main import cli


def run():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("in.yaml").write_text("affair: 甲\nheadcount: 5\n", encoding="utf-8")

        cli.main(args=["prescreen", "in.yaml", "-o", "/dev/full"], standalone_mode=False)
