"""Whether a deadline is overdue, may be, or lies ahead, and which facts would be needed to compute one.

This is the only place where a date is held against today: terminal, pages, workbook, calendar and summary all take
the state from the duty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ...facts.values import Range
from ...facts.vocabulary import Scope
from ...rulesets.program.program import Bounds, Difference, Extremum

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from ...facts.affair.record import Index
    from ...facts.vocabulary import Fact
    from ...rulesets.language.grammar import Due
    from ...rulesets.program.program import Program
    from ..evaluation.view import View

__all__ = ["DueState", "date_sources", "end_on", "state_of_due", "unknown_dates"]

DueState = Literal["overdue", "to_check", "upcoming", "undated"]


def state_of_due(
    earliest: dt.date | None, latest: dt.date | None, status: str | None, as_of: dt.date, *, recurs: bool
) -> tuple[DueState | None, dt.date | None]:
    """Return the state of a deadline and the day it is listed under; none where nothing falls due.

    The state is ``overdue`` only where the last possible day has passed and the duty is certainly not met;
    ``to_check`` where a possible day has passed. A duty that was met falls due again only when it recurs.

    >>> import datetime as dt
    >>> state_of_due(None, dt.date(2026, 3, 1), "unmet", dt.date(2026, 4, 1), recurs=False)
    ('overdue', datetime.date(2026, 3, 1))
    >>> state_of_due(dt.date(2026, 3, 1), None, "unmet", dt.date(2026, 4, 1), recurs=False)[0]
    'to_check'
    """
    day = latest if earliest is None or earliest == latest else earliest
    if day is None or status == "not_applicable":
        return None, None
    if status == "met" and not (recurs and day >= as_of):
        return None, None
    if day >= as_of:
        return "upcoming", day
    certain = status == "unmet" and latest is not None and latest < as_of
    return ("overdue" if certain else "to_check"), day


def end_on(earliest: dt.date | None, latest: dt.date | None, as_of: dt.date) -> dt.date | None:
    """Return the day under which the end of a duty is listed; none once the last possible day has passed."""
    day = latest if earliest is None or earliest == latest else earliest
    if day is not None and day < as_of:
        day = latest
    return day if day is not None and day >= as_of else None


def date_sources(program: Program, dues: Iterable[Due]) -> tuple[Fact, ...]:
    """Return the facts a record can give from which the days of some deadlines are counted.

    Where a day is counted from a fact of the affair or from those of rows below, the fact of the affair stands for both.
    """
    found: dict[str, Fact] = {}
    for due in dues:
        roots = {f.name: f for f in _roots(program, due.fact, frozenset())}
        own = {name: f for name, f in roots.items() if f.scope is Scope.AFFAIR}
        found |= own or roots
    return tuple(found.values())


def _roots(program: Program, name: str, seen: frozenset[str]) -> Iterator[Fact]:
    fact = program.vocabulary[name]
    if name in seen:
        return
    if not fact.derived:
        if fact.presume is None:
            yield fact
        return
    produce = next((p for stratum in program.strata for p in stratum if p.fact == name), None)
    for derive in produce.derives if produce else ():
        names: Sequence[str] = ()
        match derive:
            case Extremum(_, source):
                names = (source.fact,)
            case Bounds(least, most):
                names = [s.fact for s in (*least, *most)]
            case Difference(left, right, _):
                names = (left, right)
            case _:
                continue
        for one in names:
            yield from _roots(program, one, seen | {name})


def unknown_dates(view: View, dues: Iterable[Due], index: Index) -> tuple[Fact, ...]:
    """Return the facts of :func:`date_sources` that are not known, so that no deadline could be computed."""
    return tuple(f for f in date_sources(view.program, dues) if not _known(view, f, index))


def _known(view: View, fact: Fact, index: Index) -> bool:
    if fact.scope is Scope.AFFAIR:
        return _exact(view, fact, ())
    if any(row.index == index for row in view.record.of(fact.scope)):
        return _exact(view, fact, index)
    rows = view.record.children(fact.scope, index)
    return view.record.is_complete(fact.scope, index) and all(_exact(view, fact, r.index) for r in rows)


def _exact(view: View, fact: Fact, index: Index) -> bool:
    value = view.get(fact.name, index)
    return isinstance(value, Range) and value.exact
