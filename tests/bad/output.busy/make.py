import os
import tempfile
from pathlib import Path

from shikii.cli.main import cli
from shikii.reports.files.run import claim


def run():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("in.yaml").write_text("affair: 甲\nheadcount: 5\n", encoding="utf-8")
        with claim(Path("out")):
            cli.main(args=["batch", "in.yaml", "-o", "out"], standalone_mode=False)
