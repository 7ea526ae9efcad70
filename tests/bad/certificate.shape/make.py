from pathlib import Path

from shikii.cli.verify import command


def run():
    command.callback(Path("input.json"), (), "ja")
