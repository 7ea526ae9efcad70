"""One affair: from all that is told of it to the levels still possible and the facts whose sources contradict."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .exemptions import KINDS, exempt
from .files import File, engaged, exempt_file, persons, worlds
from .incidents import Incident, from_three_years, of_the_body
from .known import EITHER, Choice, Span, choices, hull, meet_spans, spans
from .law import levels

if TYPE_CHECKING:
    import datetime as dt

    from .readings import Reading


@dataclass(frozen=True)
class Affair:
    """What is told of one affair; each fact once for each source. None for a list is not told."""

    organization: str = ""
    headcount: tuple[Span, ...] = ()
    handlers: tuple[Span, ...] = ()
    incident_within_1y: tuple[Choice, ...] = ()
    exemption: tuple[Choice, ...] = ()
    kind: tuple[Choice, ...] = ()
    published: tuple[Span, ...] = ()
    files: tuple[File, ...] | None = None
    incidents: tuple[Incident, ...] | None = None


@dataclass(frozen=True)
class Verdict:
    """The levels possible, and the facts whose sources contradict one another.

    A number is known as an interval: between sources that contradict one another every value counts as possible.
    ``apart`` are the levels under each source alone, the least that may be answered; ``levels`` those of the interval.
    """

    levels: frozenset[str]
    apart: frozenset[str]
    conflicts: frozenset[str]


def _known(told: tuple[Span, ...]) -> Span | None:
    if not told:
        return None
    return meet_spans(list(told)) or hull(list(told))


def incident_evidence(affair: Affair, as_of: dt.date, reading: Reading) -> tuple[list[Choice], list[Choice]]:
    """Return what is told, and what follows from the list and from the three-year answers, of 重大事故 within a year."""
    published = _known(affair.published)
    told = list(affair.incident_within_1y)
    if reading.one_year_ages and published is not None and published[0] < as_of.toordinal():
        told = []
    whole = affair.incidents is not None and reading.incidents_whole
    derived = [
        of_the_body(affair.incidents or (), whole, as_of, reading),
        from_three_years([f.incident_3y for f in affair.files or ()], published, as_of, reading),
    ]
    return told, [d for d in derived if d is not None]


def assess(affair: Affair, as_of: dt.date, reading: Reading) -> Verdict:
    """Return what follows, under one reading.

    >>> import datetime as dt
    >>> from .readings import Reading
    >>> day = dt.date(2026, 4, 1)
    >>> sorted(assess(Affair(headcount=((250_000, 250_000),)), day, Reading()).levels)
    ['full', 'key']
    """
    found = _Found()
    all_kinds = found.noted("organization_kind", choices(list(affair.kind), [], frozenset(KINDS)))
    for files in worlds(affair.files, reading):
        for kinds in all_kinds:
            _under(replace(affair, files=files), kinds, as_of, reading, found)
    out = {"none"} if True in found.exempt else set()
    if False in found.exempt:
        out |= levels(hull(found.headcounts), hull(found.handlers), frozenset[str]().union(*found.incidents))
    return Verdict(frozenset(out), frozenset(found.apart), frozenset(found.conflicts))


@dataclass
class _Found:
    """What was found under each way to believe the sources."""

    headcounts: list[Span] = field(default_factory=list)
    handlers: list[Span] = field(default_factory=list)
    incidents: list[Choice] = field(default_factory=list)
    exempt: set[bool] = field(default_factory=set)
    apart: set[str] = field(default_factory=set)
    conflicts: set[str] = field(default_factory=set)

    def noted(self, name: str, found: tuple[list[Any], bool]) -> list[Any]:
        """Remember whether the sources of a fact contradict one another; return its values."""
        if found[1]:
            self.conflicts.add(name)
        return found[0]


def _under(affair: Affair, kinds: Choice, as_of: dt.date, reading: Reading, found: _Found) -> None:
    """Find what follows where no two records contradict one another about the files or the kind of body."""
    every = affair.files is not None and reading.files_whole
    told, derived = incident_evidence(affair, as_of, reading)
    incidents = found.noted("incident_within_1y", choices(told, derived, EITHER))
    least = persons(affair.files, every, kinds, reading)
    headcounts = found.noted("headcount", spans(list(affair.headcount), [least] if least else []))
    handlers = found.noted(
        "handlers", spans(list(affair.handlers), engaged(affair.files, every, kinds, reading))
    )
    found.headcounts += headcounts
    found.handlers += handlers
    found.incidents += incidents
    counted = any(exempt_file(f, kinds, reading) == {False} for f in affair.files or ())
    for claims in found.noted("exemption", choices(list(affair.exemption), [], frozenset({"none"}))):
        answers = exempt(claims, kinds, reading)
        if answers == {True} and counted:
            # claimed for all files, against a file that is not exempt
            answers = frozenset({True, False})
            found.conflicts.add("exemption")
        found.exempt |= answers
        if True in answers:
            found.apart.add("none")
        if False in answers:
            found.apart |= {
                x for h in headcounts for e in handlers for i in incidents for x in levels(h, e, i)
            }
