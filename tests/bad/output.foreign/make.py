import os
import tempfile
from pathlib import Path

from shikii.cli.main import cli


def run():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("in.yaml").write_text("affair: 甲\nheadcount: 5\n", encoding="utf-8")
        Path("minutes.md").write_text("# 会議録\n", encoding="utf-8")
        cli.main(args=["assess", "in.yaml", "-o", "minutes.md"], standalone_mode=False)
