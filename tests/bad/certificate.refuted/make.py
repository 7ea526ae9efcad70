from pathlib import Path

from shikii.cli.commands.verify import command


def run():
    command.callback(Path("input.json"), (), "ja")
