"""An affair as plain nested data that reads back to the very same affair: values, places, sources, passages.

``shikii import`` writes facts files for people (see :mod:`.published_affair`); this is for programs.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from ..reading.dates import write_days
from ..values import INF, Options, Range
from ..vocabulary import Kind, Scope, load_vocabulary

if TYPE_CHECKING:
    from ..vocabulary import Fact

__all__ = ["plain_data"]

_LISTS: Final = (
    ("systems", Scope.SYSTEM), ("incidents", Scope.INCIDENT), ("publications", Scope.PUBLICATION), ("changes", Scope.CHANGE),
)  # fmt: skip


def plain_data(affair: Any) -> dict[str, Any]:
    """Return an affair as names and values (see :meth:`.affair.Affair.to_dict`)."""
    writer = _Writer(affair)
    out: dict[str, Any] = {"source": affair.source, **writer.thing(affair, Scope.AFFAIR, ())}
    if affair.known_files is not None:
        out["files"] = [writer.file(f, i) for i, f in enumerate(affair.known_files)]
    if not affair.files_listed_all:
        out["files_listed_all"] = False
    for name, scope in _LISTS:
        rows = getattr(affair, name)
        if rows is not None:
            out[name] = [writer.thing(row, scope, (i,)) for i, row in enumerate(rows)]
    for name, notes in (("narratives", affair.passages), ("fields", affair.fields)):
        if notes:
            out[name] = [
                {"file": n.file, "section": n.section, "lines": [list(line) for line in n.lines]}
                for n in notes
            ]
    if affair.unknown_reasons:
        out["unknown"] = dict(affair.unknown_reasons)
    if affair.coverage is not None:
        out["coverage"] = affair.coverage.model_dump(mode="json", exclude_defaults=True)
    if affair.corrections:
        out["corrections"] = [c.model_dump(mode="json", exclude_none=True) for c in affair.corrections]
    return out


class _Writer:
    def __init__(self, affair: Any) -> None:
        self.affair = affair

    def file(self, file: Any, number: int) -> dict[str, Any]:
        out = self.thing(file, Scope.FILE, (number,))
        if file.entrustments is not None:
            out["entrustments"] = [
                self.thing(row, Scope.ENTRUSTMENT, (number, i)) for i, row in enumerate(file.entrustments)
            ]
        if not file.listed_all:
            out["listed_all"] = False
        if file.measures:
            out["measures"] = dict(file.measures)
        return out

    def thing(self, thing: Any, scope: Scope, index: tuple[int, ...]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for fact in load_vocabulary().of_scope(scope):
            key = (fact.name, index)
            if told := self.affair.sources.get(key):
                out[fact.short] = [self.placed(_value(fact, one.value), one.place) for one in told]
            elif fact.name in thing.values:
                out[fact.short] = self.placed(
                    _value(fact, thing.values[fact.name]), self.affair.places.get(key), short=True
                )
            elif fact.name in thing.blank:
                out[fact.short] = self.placed("blank", self.affair.places.get(key), short=True)
        return out

    def placed(self, value: object, place: Any, *, short: bool = False) -> object:
        """Write a value with its place; alone where it stands in the record itself, no line known."""
        if place is None:
            return {"value": value, "source": None}
        if short and (place.document, place.line, place.text) == (self.affair.source, None, ""):
            return value
        more = {"line": place.line, "text": place.text}
        return {"value": value, "source": place.document} | {k: v for k, v in more.items() if v}


def _value(fact: Fact, value: object) -> object:
    if isinstance(value, Options):
        members = sorted(value.members)
        if fact.kind is Kind.YESNO:
            return members[0] == "yes" if value.exact else members
        return members[0] if value.exact else members
    if isinstance(value, Range):
        if fact.kind is Kind.DATE:
            return write_days(*(dt.date.fromordinal(n) for n in (value.lo, value.hi)))
        if value.exact:
            return value.lo
        return [value.lo, value.hi] if value.hi < INF else f">={value.lo}"
    return list(value) if isinstance(value, tuple) else value
