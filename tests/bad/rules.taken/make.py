def run():
    from pathlib import Path

    from shikii.cli.commands.rules_new import new

    new.callback(Path(), "town")
