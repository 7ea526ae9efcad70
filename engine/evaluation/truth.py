"""Kleene's three truth values."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from ...rulesets.language.conditions import All, AnyOf, Atom, Not

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...facts.values import Possible
    from ...rulesets.language.conditions import Condition

__all__ = ["Truth", "all_of", "any_of", "negate", "truth_of"]


class Truth(StrEnum):
    """True for every possible value, false for every one, or not known.

    >>> all_of([Truth.TRUE, Truth.UNKNOWN]).value, any_of([Truth.TRUE, Truth.UNKNOWN]).value
    ('unknown', 'true')
    """

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


def all_of(truths: Iterable[Truth]) -> Truth:
    """False if any is false, true if all are true, else unknown."""
    found = set(truths)
    return Truth.FALSE if Truth.FALSE in found else Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.TRUE


def any_of(truths: Iterable[Truth]) -> Truth:
    """True if any is true, false if all are false, else unknown."""
    return negate(all_of(negate(t) for t in truths))


def negate(truth: Truth) -> Truth:
    """Swap true and false."""
    return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}[truth]


def truth_of(condition: Condition, look: Callable[[str], Possible]) -> Truth:
    """Return Kleene's truth of a condition, where ``look`` says what is possible for a fact."""
    match condition:
        case Atom(name, allowed):
            possible = look(name)
            if allowed.holds_all(possible):
                return Truth.TRUE
            return Truth.UNKNOWN if allowed.holds_any(possible) else Truth.FALSE
        case All(parts):
            return all_of(truth_of(part, look) for part in parts)
        case AnyOf(parts):
            return any_of(truth_of(part, look) for part in parts)
        case Not(part):
            return negate(truth_of(part, look))
