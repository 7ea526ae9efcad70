from pathlib import Path

from shikii.rulesets.loader import load_ruleset


def run():
    load_ruleset(replacing_national=Path())
