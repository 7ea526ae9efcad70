"""Answers speak of the day they were given: what a document said of the year before it says nothing of this one.

規則第4条第8号ロ asks for serious incidents of the year before today. 様式2 Ⅱ3 answers that on the day of the document, and is
looked over every year (規則第14条第1項). For a year the answer therefore stands; after it, the record does not know.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ...facts.affair.affair import Source, agreed
from ...facts.values import Range
from ...rulesets.language.test_values import shift

if TYPE_CHECKING:
    import datetime as dt

    from ...facts.affair.affair import Affair

__all__ = ["ANSWERED", "INCIDENT", "of_the_day"]

#: The answer that ages, which belongs to the body.
INCIDENT: Final = "incident_within_1y"
#: The day of which a document's answer speaks; told beside the answer by whatever read the document.
ANSWERED: Final = "incident_answered_on"
_REASON: Final = (
    "回答の日から1年を過ぎており、基準日前1年のことは分かりません (answered more than a year ago)"
)


def of_the_day(affair: Affair, as_of: dt.date) -> Affair:
    """Return the affair without a document's answer that is more than a year old; what others told stays.

    >>> import datetime as dt
    >>> from shikii import read_affair
    >>> said = {"incident_within_1y": "no", "incident_answered_on": "2025-06-02"}
    >>> [of_the_day(read_affair(said, "x"), dt.date(y, 6, 2)).incident_within_1y for y in (2026, 2027)]
    [False, None]
    """
    if INCIDENT not in affair.values or ANSWERED not in affair.values:
        return affair
    start = shift(as_of, years=-1).toordinal()
    days, answers = _sources(affair, ANSWERED), _sources(affair, INCIDENT)
    old = {_document(d) for d in days if isinstance(d.value, Range) and d.value.hi < start}
    kept = tuple(a for a in answers if _document(a) not in old)
    if len(kept) == len(answers):
        return affair
    values, key = dict(affair.values), (INCIDENT, ())
    sources = {k: s for k, s in affair.sources.items() if k != key}
    places = {k: p for k, p in affair.places.items() if k != key}
    reasons = dict(affair.unknown_reasons)
    del values[INCIDENT]
    still = agreed([k.value for k in kept])[0] if kept else None
    if still is None:
        reasons[INCIDENT] = _REASON
    else:
        values[INCIDENT] = still
        if len(kept) > 1:
            sources[key] = kept
        if kept[0].place is not None:
            places[key] = kept[0].place
    return replace(affair, values=values, sources=sources, places=places, unknown_reasons=reasons)


def _sources(affair: Affair, name: str) -> tuple[Source, ...]:
    """Return what is told of a fact of the affair, by each of its sources."""
    key = name, ()
    return affair.sources.get(key) or (Source(affair.values[name], affair.places.get(key)),)


def _document(source: Source) -> str | None:
    return source.place.document if source.place is not None else None
