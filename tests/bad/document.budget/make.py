from unittest.mock import patch

from shikii.facts import budget


def run():
    with patch.multiple(budget, BASE=0.0, PER_PAGE=0.0), budget.budget("a.txt", 3):
        budget.spend()
