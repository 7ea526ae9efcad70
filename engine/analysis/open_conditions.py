"""Conditions as terms over the facts still open: when can a conclusion be, in facts a person can give.

What is known folds away. A concluded fact is followed down to what it is concluded from, where that is exact: through
tables, through definitions by condition, through "any" and "all" of rows whose list is whole. Elsewhere (sums,
differences, lists that may be longer) the concluded fact stands for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...rulesets.language.allowed import Members
from ...rulesets.language.conditions import All, AnyOf, Atom, Not, boxes, normal
from ...rulesets.program.program import Aggregate, ByCondition, scope_path
from .fact_sources import producer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...facts.affair.record import Index
    from ...rulesets.language.allowed import Allowed
    from ...rulesets.language.conditions import Condition
    from ...rulesets.program.program import Produce
    from ..evaluation.view import View
    from .grid import Atoms

__all__ = ["MOST_TERMS", "TooManyError", "terms_of"]

#: Beyond this many terms the sets are not computed.
MOST_TERMS: Final = 200
#: The condition that never holds has no terms; the one that always holds has one without atoms.
_ALWAYS: Final[list[Atoms]] = [()]


class TooManyError(ValueError):
    """The condition splits into more terms than are looked at."""


def terms_of(view: View, condition: Condition, index: Index, *, negate: bool = False) -> list[Atoms]:
    """Return when a condition can hold (or, negated, can fail) at a row, as terms over open facts.

    Raises:
        TooManyError: there are too many.
    """
    return _terms(view, normal(condition, negate=negate), index)


def _terms(view: View, condition: Condition, index: Index) -> list[Atoms]:
    match condition:
        case Atom(fact, allowed):
            return _atom(view, fact, allowed, index)
        case AnyOf(parts):
            return _either(_terms(view, p, index) for p in parts)
        case All(parts):
            return _both(_terms(view, p, index) for p in parts)
        case _:  # pragma: no cover - normal() leaves no negation
            raise AssertionError


def _either(parts: Iterator[list[Atoms]]) -> list[Atoms]:
    out: dict[Atoms, None] = {}
    for part in parts:
        if part == _ALWAYS:
            return _ALWAYS
        out |= dict.fromkeys(part)
        _limit(len(out))
    return list(out)


def _both(parts: Iterator[list[Atoms]]) -> list[Atoms]:
    out: list[Atoms] = _ALWAYS
    for part in parts:
        _limit(len(out) * len(part))
        out = list(dict.fromkeys(tuple(dict.fromkeys((*a, *b))) for a in out for b in part))
        if not out:
            return out
    return out


def _limit(count: int) -> None:
    if count > MOST_TERMS:
        raise TooManyError


def _atom(view: View, name: str, allowed: Allowed, index: Index) -> list[Atoms]:
    fact = view.program.vocabulary[name]
    own = index[: len(scope_path(fact.scope))]
    possible = view.get(name, own)
    if not allowed.holds_any(possible):
        return []
    if allowed.holds_all(possible):
        return _ALWAYS
    step = producer(view.program, name) if fact.derived else None
    unfolded = _unfold(view, step, allowed, own) if step is not None else None
    return [(((name, own), allowed),)] if unfolded is None else unfolded


def _unfold(view: View, step: Produce, allowed: Allowed, index: Index) -> list[Atoms] | None:
    """Follow a concluded fact down; None where that is not exact."""
    if not isinstance(allowed, Members):
        return None
    if step.table is not None:
        rows = [box for row in step.table.rows if row.outcome in allowed.chosen for box in row.boxes]
        return _either(_both(_atom(view, name, own, index) for name, own in box.items()) for box in rows)
    if len(step.derives) != 1 or len(allowed.chosen) != 1:
        return None
    wanted = "yes" in allowed.chosen
    match step.derives[0]:
        case ByCondition(yes, no) if yes is not None and no is not None and _exclusive(yes, no):
            return terms_of(view, no if wanted else yes, index, negate=True)
        case Aggregate(how, scope, where) if how != "count" and view.record.is_complete(scope, index):
            rows_below = view.record.children(scope, index)
            each = (terms_of(view, where, r.index, negate=not wanted) for r in rows_below)
            return _either(each) if (how == "any") is wanted else _both(each)
        case _:
            return None


def _exclusive(yes: Condition, no: Condition) -> bool:
    """Whether a definition can never say both yes and no."""
    if no == Not(yes):
        return True
    try:
        return not boxes(All((yes, no)), MOST_TERMS)
    except ValueError:
        return False
