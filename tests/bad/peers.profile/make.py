from pathlib import Path

from shikii.cli.commands.benchmark import read_profile


def run():
    path = Path("expected.json")
    path.write_text('{"schema": "shikii/batch/1", "as_of": "", "ruleset": "", "forms": {}}', "utf-8")
    try:
        read_profile(path)
    finally:
        path.unlink()
