"""Conditions in the safe subset of durable_rules: positive comparisons of columns with constants.

An unknown simply never matches, because bounds are compared and not values: certainly ``>= 500`` is
``lo >= 500``, certainly ``< 500`` is ``hi <= 499``. Constants are folded, so nothing empty reaches the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ....facts.errors import Problem, RulesetError
from ....facts.values import Options, Range
from ....facts.vocabulary import Kind
from ....rulesets.language.allowed import Intervals
from ....rulesets.language.conditions import All, AnyOf, Atom, normal

if TYPE_CHECKING:
    from collections.abc import Callable

    from ....facts.values import Possible
    from ....facts.vocabulary import Vocabulary
    from ....rulesets.language.allowed import Allowed
    from ....rulesets.language.conditions import Condition
    from ....rulesets.program.decision_tables import Row

__all__ = ["MOST_BRANCHES", "Columns", "Tree", "branches", "too_wide", "tree_of", "tree_of_row"]

#: A tree as durable_rules reads it, or True or False where it is constant.
Tree = dict[str, Any] | bool
MOST_BRANCHES: Final = 60
_MOST_COLUMNS: Final = 240
#: The engine keeps at most 31 comparisons and joints per rule and refuses more (its error 113).
_MOST_WEIGHT: Final = 28


@dataclass
class Columns:
    """The columns one engine ruleset reads: short names for bounds and for "may be this option".

    A bound of a date is counted in days from the constant it is compared with, so that no day stands in an engine
    ruleset: the same one serves every day on which the same law is in force.
    """

    vocabulary: Vocabulary
    names: dict[tuple[str, str, int], str] = field(default_factory=dict)

    def compare(self, sign: str, fact: str, part: str, value: int) -> Tree:
        """Compare a bound of a fact with a constant."""
        if self.vocabulary[fact].kind is Kind.DATE:
            return {sign: {self.name(fact, part, value): 0}}
        return {sign: {self.name(fact, part): value}}

    def name(self, fact: str, part: str, since: int = 0) -> str:
        """Return the column of a part of a fact: ``lo`` or ``hi``, counted from ``since``, or an option.

        Raises:
            RulesetError: more columns than the engine holds.
        """
        key = (fact, part, since)
        if key not in self.names:
            if len(self.names) >= _MOST_COLUMNS:
                raise RulesetError(
                    Problem(
                        "session.columns",
                        "session",
                        fact,
                        f"more than {_MOST_COLUMNS} columns in one engine ruleset",
                        "split the rule",
                    )
                )
            self.names[key] = f"c{len(self.names)}"
        return self.names[key]

    def encode(self, look: Callable[[str], Possible]) -> tuple[int, ...]:
        """Return every column of one row as an exact integer."""
        out: list[int] = []
        for fact, part, since in self.names:
            possible = look(fact)
            if isinstance(possible, Range):
                out.append((possible.lo if part == "lo" else possible.hi) - since)
            else:
                out.append(int(part in possible.members))
        return tuple(out)


def tree_of(condition: Condition, columns: Columns, *, negate: bool = False) -> Tree:
    """Say in the engine's words when a condition certainly holds (or, negated, certainly does not)."""
    return _tree(normal(condition, negate=negate), columns)


def _tree(condition: Condition, columns: Columns) -> Tree:
    match condition:
        case Atom(fact, allowed):
            return _contained(fact, allowed, columns)
        case All(parts):
            return _both([_tree(p, columns) for p in parts])
        case AnyOf(parts):
            return _either([_tree(p, columns) for p in parts])
        case _:  # pragma: no cover - normal() leaves no negation
            raise AssertionError


def tree_of_row(row: Row, columns: Columns) -> Tree:
    """Say when a row of a table can still decide: some box meets what is possible of every fact."""
    return _either([_both([_meets(f, a, columns) for f, a in box.items()]) for box in row.boxes])


def _contained(fact: str, allowed: Allowed, columns: Columns) -> Tree:
    anything = columns.vocabulary[fact].anything
    if isinstance(allowed, Intervals):
        assert isinstance(anything, Range)  # noqa: S101 - tests fit their facts
        return _either([_between(fact, part, anything, columns) for part in allowed.parts])
    if not allowed.chosen:
        return False
    outside = [o for o in allowed.domain if o not in allowed.chosen]
    return _both([{columns.name(fact, option): 0} for option in outside])


def _between(fact: str, part: Range, anything: Range, columns: Columns) -> Tree:
    tests: list[Tree] = []
    if part.lo > anything.lo:
        tests.append(columns.compare("$gte", fact, "lo", part.lo))
    if part.hi < anything.hi:
        tests.append(columns.compare("$lte", fact, "hi", part.hi))
    return _both(tests)


def _meets(fact: str, allowed: Allowed, columns: Columns) -> Tree:
    anything = columns.vocabulary[fact].anything
    if not isinstance(allowed, Intervals):
        assert isinstance(anything, Options)  # noqa: S101 - tests fit their facts
        if allowed.chosen >= anything.members:
            return True
        return _either([{columns.name(fact, o): 1} for o in allowed.domain if o in allowed.chosen])
    assert isinstance(anything, Range)  # noqa: S101 - tests fit their facts
    found: list[Tree] = []
    for part in allowed.parts:
        tests: list[Tree] = []
        if part.hi < anything.hi:
            tests.append(columns.compare("$lte", fact, "lo", part.hi))
        if part.lo > anything.lo:
            tests.append(columns.compare("$gte", fact, "hi", part.lo))
        found.append(_both(tests))
    return _either(found)


def _both(parts: list[Tree]) -> Tree:
    if any(p is False for p in parts):
        return False
    rest = _distinct(parts, "$and")
    return True if not rest else rest[0] if len(rest) == 1 else {"$and": rest}


def _either(parts: list[Tree]) -> Tree:
    if any(p is True for p in parts):
        return True
    rest = _distinct(parts, "$or")
    return False if not rest else rest[0] if len(rest) == 1 else {"$or": rest}


def _distinct(parts: list[Tree], how: str) -> list[dict[str, Any]]:
    """Take the parts once each, those of the same joint unfolded: the engine holds little in one rule."""
    out: list[dict[str, Any]] = []
    for part in parts:
        if isinstance(part, dict):
            for inner in part.get(how, [part]):
                if inner not in out:
                    out.append(inner)
    return out


def too_wide(tree: dict[str, Any]) -> bool:
    """Whether a tree is more than one engine rule may hold."""
    return branches(tree) > MOST_BRANCHES or _weight(tree) > _MOST_WEIGHT


def _weight(tree: dict[str, Any]) -> int:
    """Count comparisons, and two for each joint, as the engine stores them."""
    (key, inner), *_ = tree.items()
    return 2 + sum(_weight(part) for part in inner) if key in ("$and", "$or") else 1


def branches(tree: Tree) -> int:
    """Count the ways in which a tree can hold, as the engine unfolds them.

    >>> branches({"$and": [{"$or": [{"a": 1}, {"b": 1}]}, {"$or": [{"c": 1}, {"d": 1}]}]})
    4
    """
    if isinstance(tree, bool):
        return 0
    (key, inner), *_ = tree.items()
    if key == "$or":
        return sum(branches(part) for part in inner)
    if key == "$and":
        product = 1
        for part in inner:
            product *= branches(part)
        return product
    return 1
