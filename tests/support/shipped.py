"""The ruleset of the package and the cases beside it, read once."""

from shikii.authoring.cases import load_cases
from shikii.rulesets.loader import DEFAULT, load_ruleset

RULESET = load_ruleset()
CASES = tuple(load_cases(RULESET, DEFAULT))
