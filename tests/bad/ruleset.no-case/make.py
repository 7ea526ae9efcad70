import datetime as dt
from pathlib import Path

from shikii.authoring.cases import read_cases
from shikii.authoring.lint import lint
from shikii.facts.errors import ShikiiError
from shikii.rulesets.loader import read_ruleset


def run():
    ruleset = read_ruleset([("town/rules.yaml", Path("rules.txt").read_text("utf-8"))])
    cases = read_cases([("cases/rules.yaml", Path("cases.txt").read_text("utf-8"))], ruleset, "town")
    raise ShikiiError(lint(ruleset, dt.date(2025, 4, 1), cases))
