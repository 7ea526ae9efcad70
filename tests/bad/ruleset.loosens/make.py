from pathlib import Path

from shikii import load_ruleset


def run():
    load_ruleset(over=[Path("city")])
