from pathlib import Path

import shikii
from shikii.cli.common import ruleset_of

FOLDER = Path(shikii.__file__).parent / "examples" / "rulesets" / "kr-pipa-35"


def run():
    try:
        ruleset_of([FOLDER, FOLDER])
    except Exception as error:
        for problem in error.problems:
            object.__setattr__(problem, "value", "kr-pipa-35")
        raise
