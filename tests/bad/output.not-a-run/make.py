import os
import tempfile
from pathlib import Path

from shikii.cli.main import cli


def run():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("in.yaml").write_text("affair: 甲\nheadcount: 5\n", encoding="utf-8")
        Path("minutes").mkdir()
        Path("minutes", "2026.md").write_text("# 会議録\n", encoding="utf-8")
        cli.main(args=["batch", "in.yaml", "-o", "minutes"], standalone_mode=False)
