import os
import socket
import tempfile
from pathlib import Path

from shikii.cli.main import cli


def run():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("in.yaml").write_text("affair: 甲\nheadcount: 5\n", encoding="utf-8")
        with socket.socket(socket.AF_UNIX) as door:
            door.bind("door")
        cli.main(args=["assess", "in.yaml", "-o", "door"], standalone_mode=False)
