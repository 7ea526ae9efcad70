"""Rules that no case tests: a rule is finished when both its sides are shown beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..facts.errors import Problem
from ..rulesets.language.grammar import Check, Decide, Define, Expect, Judge, Oblige
from .case_expectations import NOT_IN_FORCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..rulesets.language.grammar import Statement
    from ..rulesets.loader import Ruleset
    from .cases import Case

__all__ = ["uncovered"]


def uncovered(ruleset: Ruleset, cases: Iterable[Case]) -> Iterator[Problem]:
    """Yield a problem for every rule or row of a table that has no case, or cases of one side only.

    A check, or a ``judge`` rule that finds, needs a case with a finding and one without; a duty one where it is met and one where it is not; a
    measure one where it is expected and, where it has a condition, one where it is not. Checks made
    from the forms have no file and are tested as a family.
    """
    known: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        known.setdefault((case.home, case.rule), []).append(case)
    for s in ruleset.statements:
        if not s.file:
            continue
        home = s.file.split("/")[0]
        for rule_id in [row.id for row in s.rows] if isinstance(s, Decide) else [s.id]:
            lacking = _lacking(s, _seen(s, known.get((home, rule_id), [])))
            if lacking:
                stem = s.file.split("/")[-1]
                yield Problem(
                    "ruleset.no-case",
                    f"{s.file}:{s.line}",
                    rule_id,
                    f"no case shows {lacking}",
                    f"write one in cases/{stem}: rule, article, given, expect, why",
                )


def _seen(s: Statement, cases: list[Case]) -> set[str]:
    """Return what the cases on a rule's own days show; where the same id stands twice, each has its own."""
    return {
        word
        for case in cases
        for _, wanted in case.expected
        for word in wanted.values()
        if s.in_force.covers(case.as_of) or word == NOT_IN_FORCE
    }


def _lacking(s: Statement, seen: set[str]) -> str:
    """Say which side of a rule is not shown; nothing when all are."""
    if not seen:
        return "what this rule concludes"
    if NOT_IN_FORCE in seen and len(seen) == 1:
        return "this rule in force"
    match s:
        case Check() if "finding" not in seen:
            return "where this check finds something"
        case Check() if "none" not in seen:
            return "where this check finds nothing"
        case Oblige() if "met" not in seen:
            return "how this duty is met"
        case Oblige() if "unmet" not in seen:
            return "where this duty is not met"
        case Expect() if not seen & {"done", "not_stated", "possible", "not_done", "unread"}:
            return "where this measure is expected"
        case Expect() if s.when is not None and "not_expected" not in seen:
            return "where this measure is not expected"
        case Judge() if s.judge == "finding" and "finding" not in seen:
            return "where this rule finds something"
        case Judge() if s.judge == "finding" and "none" not in seen:
            return "where this rule finds nothing"
        case Define() | Judge() | _:
            return ""
