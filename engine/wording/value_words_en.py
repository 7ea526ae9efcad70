"""Values in English, for the sentences of explanations: ``1,000 to under 10,000``, ``no``, ``not known``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ...facts.reading.numbers import stays_under
from ...facts.values import INF, Range
from ...facts.vocabulary import Kind

if TYPE_CHECKING:
    from ...facts.values import Possible
    from ...facts.vocabulary import Fact

__all__ = ["in_english", "open_ends"]

#: More days than lie between any two dates of a record: what is left when one of them is not known.
_AGES: Final = 366 * 1_000


def in_english(fact: Fact, possible: Possible) -> str:
    """Write what is possible for a fact.

    >>> from shikii.facts.vocabulary import load_vocabulary
    >>> v = load_vocabulary()
    >>> in_english(v["handlers"], Range(500, INF)), in_english(v["headcount"], v["headcount"].anything)
    ('500 or more', 'not known')
    """
    if possible == fact.anything or isinstance(possible, Range) is not isinstance(fact.anything, Range):
        return "not known"
    if isinstance(possible, Range):
        return _day(fact, possible) if fact.kind is Kind.DATE else _number(fact, possible)
    if fact.kind is Kind.CHOICE:
        return " or ".join(o.en or o.ja for o in fact.options if o.id in possible.members)
    return " or ".join(word for word in ("yes", "no") if word in possible.members)


def open_ends(fact: Fact, low: int, high: int) -> tuple[int, int]:
    """Return a range of days with its ends opened where they only say that no date is known."""
    domain = fact.anything
    if fact.kind is Kind.DAYS and isinstance(domain, Range):
        return (domain.lo if low < -_AGES else low), (domain.hi if high > _AGES else high)
    return low, high


def _number(fact: Fact, possible: Range) -> str:
    domain = fact.anything
    assert isinstance(domain, Range)  # noqa: S101 - only numbers and dates have ranges
    if possible.exact:
        return f"{possible.lo:,}"
    possible = Range(*open_ends(fact, possible.lo, possible.hi))
    if possible == domain:
        return "not known"
    if possible.hi >= INF:
        return f"{possible.lo:,} or more"
    low = None if possible.lo <= domain.lo else possible.lo
    under = stays_under(low, possible.hi)
    most = f"under {possible.hi + 1:,}" if under else f"{possible.hi:,}"
    if low is None:
        return most if under else f"up to {most}"
    return f"{low:,} to {most}"


def _day(fact: Fact, possible: Range) -> str:
    domain = fact.anything
    assert isinstance(domain, Range)  # noqa: S101 - dates are ranges of ordinals
    first, last = (dt.date.fromordinal(n).isoformat() for n in (possible.lo, possible.hi))
    if possible.exact:
        return first
    if possible.lo == domain.lo:
        return f"{last} or before"
    return f"{first} or after" if possible.hi == domain.hi else f"{first} to {last}"
