from pathlib import Path

from shikii.facts.errors import InputError
from shikii.reports.outcomes.outcome_workers import ended


def run():
    raise InputError(ended(Path("a.pdf"), -9))
