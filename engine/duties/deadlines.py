"""Deadlines: the day a duty falls due, or the days between which it must lie while its start is not known exactly."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ...facts.values import Range
from ...rulesets.language.closed_days import next_working_day
from ...rulesets.language.test_values import shift, term_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ...facts.values import Possible
    from ...rulesets.language.grammar import Due

__all__ = ["LAST", "Span", "settle", "span_of"]

#: No deadline is counted from days beyond this: what lies there is a bound that is not known.
LAST: Final = dt.date(9900, 1, 1).toordinal()
_Kind = Literal["exact", "at_latest", "at_earliest", "between"]


@dataclass(frozen=True, slots=True)
class Span:
    """The first and last day a deadline may be, None where it is open, with the way it was counted."""

    earliest: dt.date | None
    latest: dt.date | None
    due: Due

    @property
    def kind(self) -> _Kind:
        """How much is known of the day."""
        if self.earliest == self.latest:
            return "exact"
        if self.earliest is None:
            return "at_latest"
        return "at_earliest" if self.latest is None else "between"

    @property
    def day(self) -> dt.date | None:
        """The one day to keep: the deadline itself, or the latest it can be when that is all there is."""
        return self.latest if self.kind in ("exact", "at_latest") else None


def span_of(due: Due, start: Range) -> Span | None:
    """Count from every day the start may be; None where nothing is known of it.

    >>> from shikii.rulesets.language.grammar import Due
    >>> day = dt.date(2020, 2, 29).toordinal()
    >>> span_of(Due(after="published", years=5), Range(day, day)).day
    datetime.date(2025, 2, 28)
    """
    earliest = _count(due, start.lo) if 1 < start.lo < LAST else None
    latest = _count(due, start.hi) if 1 < start.hi < LAST else None
    if due.bound == "at_latest":
        earliest = None
    elif due.bound == "at_earliest":
        latest = None
    return None if earliest is latest is None else Span(earliest, latest, due)


def _count(due: Due, ordinal: int) -> dt.date:
    day = dt.date.fromordinal(ordinal)
    if due.after is not None:
        end = term_end(day, years=due.years, months=due.months, days=due.days)
    else:
        end = shift(day, years=-due.years, months=-due.months, days=-due.days)
    return next_working_day(end, due.closed) if due.closed else end


def settle(dues: Iterable[Due], look: Callable[[str], Possible]) -> Span | None:
    """Take the earliest of the days before which the duty must be done; else the first way that gives one day.

    What must be done before several events must be done before the first of them, whichever that is; an event of
    which nothing is known is left out. Of days counted after something,
    the first way that gives one day holds, else what the ways say together; ways that contradict one another are
    not joined: the first of them holds.
    """
    starts = [(due, look(due.fact)) for due in dues]
    spans = [s for due, start in starts if isinstance(start, Range) and (s := span_of(due, start))]
    if first := _first([s for s in spans if s.due.before]):
        return first
    held: Span | None = None
    for span in spans:
        if span.kind == "exact":
            return span
        held = span if held is None else _meet(held, span)
    return held


def _first(spans: Sequence[Span]) -> Span | None:
    """Give the earliest of several days, each known as a span; none where it is open how late it may be."""
    ends = [(s.latest, s.due) for s in spans if s.latest]
    if not ends:
        return None
    latest, due = min(ends, key=lambda end: end[0])
    starts = [s.earliest for s in spans if s.earliest]
    return Span(min(starts) if len(starts) == len(spans) else None, latest, due)


def _meet(a: Span, b: Span) -> Span:
    earliest = max((d for d in (a.earliest, b.earliest) if d), default=None)
    latest = min((d for d in (a.latest, b.latest) if d), default=None)
    return a if earliest and latest and earliest > latest else Span(earliest, latest, a.due)
