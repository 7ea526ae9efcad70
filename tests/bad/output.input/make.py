import os
import tempfile
from pathlib import Path

from shikii.cli.main import cli


def run():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("in.yaml").write_text("affair: 甲\nheadcount: 5\n", encoding="utf-8")
        Path("other.yaml").hardlink_to("in.yaml")
        cli.main(args=["assess", "in.yaml", "--force", "-o", "other.yaml"], standalone_mode=False)
