"""Tests as written in rulesets, read into the set of values they allow.

counts and days   ``500``, ``">= 500"``, ``"!= 0"``, ``"100000..299999"``, ``"1000.."``, or a list of these
yes/no, choices   ``yes``, ``full``, ``[key, full]``, ``"not none"``
dates             ``">= 2024-05-27"``, ``"2024-04-01..2025-03-31"``, ``"within 1 year before as_of"``,
                  ``"more than 5 years before as_of"``, ``"before as_of"``, ``"after as_of"``
any fact          ``blank``, ``stated`` (see conditions); ticks ``"includes nws"``, ``"excludes nws"``
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from ...facts.values import INF, Options, Range
from ...facts.vocabulary import Kind
from .allowed import Intervals, Members
from .span_ends import ends_of

if TYPE_CHECKING:
    from ...facts.vocabulary import Fact
    from .allowed import Allowed

__all__ = ["TestError", "read_test", "shift", "term_end"]

_COMPARE: Final = re.compile(r"(>=|<=|>|<|=|!=)\s*(\S+)\Z")
_RELATIVE: Final = re.compile(r"(within|more than) (\d+) (year|month|day)s? (before|after) as_of\Z")


class TestError(ValueError):
    """The test does not fit the fact; the text says what would."""

    __test__ = False  # not a test case of pytest


def read_test(fact: Fact, spec: Any, as_of: dt.date) -> Allowed:
    """Read the test of one fact into the set it allows.

    >>> from shikii.facts.vocabulary import load_vocabulary
    >>> read_test(load_vocabulary()["handlers"], ">= 500", dt.date(2025, 4, 1)).parts[0].lo
    500

    Raises:
        TestError: the test does not fit the fact's kind.

    """
    anything = fact.anything
    if isinstance(anything, Options):
        if fact.kind in (Kind.TICKS, Kind.TEXT):
            raise TestError("write `blank`, `stated`, or for tick boxes `includes X` / `excludes X`")
        return _members(fact, spec, anything)
    if isinstance(spec, list):
        ranges = tuple(r for one in spec for r in _ranges(fact, one, as_of, anything))
    else:
        ranges = _ranges(fact, spec, as_of, anything)
    allowed = Intervals.of(anything, ranges)
    if not allowed:
        raise TestError("no value passes this test; write one that some value can pass")
    return allowed


def _members(fact: Fact, spec: Any, anything: Options) -> Members:
    order = tuple(o.id for o in fact.options) if fact.kind is Kind.CHOICE else ("yes", "no")
    if isinstance(spec, bool):
        spec = "yes" if spec else "no"
    negated = isinstance(spec, str) and spec.startswith("not ") and spec not in anything.members
    words = [spec[4:].strip()] if negated else (spec if isinstance(spec, list) else [spec])
    unknown = [str(w) for w in words if w not in anything.members]
    if unknown:
        raise TestError(f"write one of: {', '.join(order)}")
    chosen = frozenset(words)
    return Members(order, anything.members - chosen if negated else chosen)


def _ranges(fact: Fact, spec: Any, as_of: dt.date, domain: Range) -> tuple[Range, ...]:
    if fact.kind is Kind.DATE and isinstance(spec, str) and "as_of" in spec:
        return (_relative(spec, as_of, domain),)
    if not isinstance(spec, str):
        value = _constant(fact, spec)
        return (Range(value, value),)
    if match := _COMPARE.match(spec.strip()):
        return _comparison(match[1], _constant(fact, match[2]), domain)
    if ends := ends_of(spec):
        lo = _constant(fact, ends[0]) if ends[0] else domain.lo
        hi = _constant(fact, ends[1]) if ends[1] else domain.hi
        if lo > hi:
            raise TestError("the span is upside down; write the lower end first")
        return (Range(lo, hi),)
    value = _constant(fact, spec)
    return (Range(value, value),)


def _comparison(sign: str, value: int, domain: Range) -> tuple[Range, ...]:
    lower = (Range(domain.lo, value - 1),) if value > domain.lo else ()
    upper = (Range(value + 1, domain.hi),) if value < domain.hi else ()
    here = (Range(value, value),)
    return {">=": here + upper, ">": upper, "<=": lower + here, "<": lower, "=": here, "!=": lower + upper}[
        sign
    ]


def _constant(fact: Fact, raw: Any) -> int:
    if isinstance(raw, bool):
        raise TestError("write a number")
    if fact.kind is Kind.DATE:
        if isinstance(raw, dt.date):
            return raw.toordinal()
        try:
            return dt.date.fromisoformat(str(raw)).toordinal()
        except ValueError:
            raise TestError("write a date such as 2025-04-01, or a span counted from as_of") from None
    try:
        value = raw if isinstance(raw, int) else int(str(raw).replace(",", "").replace("_", ""))
    except ValueError:
        raise TestError(
            "write a whole number, a comparison such as `>= 500`, or a span such as `1000..9999`"
        ) from None
    if not -INF <= value <= INF:
        raise TestError("write a number within ±2^62")
    return value


def _relative(spec: str, as_of: dt.date, domain: Range) -> Range:
    today = as_of.toordinal()
    simple = {
        "before as_of": Range(domain.lo, today - 1),
        "on or before as_of": Range(domain.lo, today),
        "after as_of": Range(today + 1, domain.hi),
        "on or after as_of": Range(today, domain.hi),
    }
    if spec in simple:
        return simple[spec]
    match = _RELATIVE.match(spec)
    if not match:
        raise TestError(
            "write `within 1 year before as_of`, `more than 5 years before as_of`, `before as_of` or `after as_of`"
        )
    number, back = int(match[2]), match[4] == "before"
    edge = shift(as_of, **{f"{match[3]}s": -number if back else number}).toordinal()
    if match[1] == "within":
        return Range(edge, today) if back else Range(today, edge)
    return Range(domain.lo, edge - 1) if back else Range(edge + 1, domain.hi)


def shift(day: dt.date, *, years: int = 0, months: int = 0, days: int = 0) -> dt.date:
    """Move a day by calendar years, months and days; a day that does not exist becomes the month's last.

    >>> shift(dt.date(2024, 2, 29), years=-1)
    datetime.date(2023, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + 12 * years + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return dt.date.min if year < 1 else dt.date.max
    moved = dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return moved + dt.timedelta(days=days)


def term_end(day: dt.date, *, years: int = 0, months: int = 0, days: int = 0) -> dt.date:
    """Return the last day of a term that begins with an event, counted as 民法第140条・第143条 do.

    The day of the event is left out; a term of years or months ends on the day before the one that corresponds
    to its first day, or on the month's last where there is none. It is the last day on which the event still lies
    ``within`` the term before it.

    >>> term_end(dt.date(2020, 4, 1), years=5), term_end(dt.date(2023, 2, 28), years=1)
    (datetime.date(2025, 4, 1), datetime.date(2024, 2, 29))
    """
    if years == months == 0:
        return day + dt.timedelta(days=days)
    first = day + dt.timedelta(days=1)
    same = shift(first, years=years, months=months)
    last = same if same.day != first.day else same - dt.timedelta(days=1)
    return last + dt.timedelta(days=days)
