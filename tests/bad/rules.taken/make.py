def run():
    from pathlib import Path

    from shikii.cli.commands.rules.rules_new import new

    new.callback(Path(), "town")
