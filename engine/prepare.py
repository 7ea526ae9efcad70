"""From an affair to a record ready for any executor: facts as rows, texts searched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..facts.record import Record, Row
from ..facts.rows import to_record
from ..facts.vocabulary import Scope
from ..rulesets.evidence import measure_states, mentioned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..facts.affair import Affair, Thing
    from ..facts.record import Index
    from ..facts.values import Possible
    from ..rulesets.evidence import Quote, Texts
    from ..rulesets.program import Program

__all__ = ["Prepared", "prepare"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An affair with its record; ``quotes`` keep where texts showed what, per (fact, row)."""

    affair: Affair
    record: Record
    quotes: Mapping[tuple[str, Index], tuple[Quote, ...]]


def prepare(program: Program, affair: Affair) -> Prepared:
    """Turn an affair into rows and settle what its narratives show; what a person stated stays as stated."""
    record = to_record(affair, program.vocabulary)
    names = [f.name for f in affair.files]
    found = mentioned(program, affair.passages, names, _texts(affair)) | measure_states(
        program, affair.passages, names
    )
    quotes = {key: quotes for key, (_, quotes) in found.items() if quotes}
    return Prepared(affair, _with(record, program, {key: value for key, (value, _) in found.items()}), quotes)


def _texts(affair: Affair) -> dict[Scope, list[Texts]]:
    """Collect the text facts of every row."""
    return {scope: [(index, _words(thing)) for index, thing in rows] for scope, rows in _things(affair)}


def _words(thing: Thing) -> dict[str, str]:
    return {name: value for name, value in thing.values.items() if isinstance(value, str)}


def _things(affair: Affair) -> Iterator[tuple[Scope, list[tuple[Index, Thing]]]]:
    yield Scope.AFFAIR, [((), affair)]
    yield Scope.FILE, [((i,), f) for i, f in enumerate(affair.files)]
    yield (
        Scope.ENTRUSTMENT,
        [((i, j), e) for i, f in enumerate(affair.files) for j, e in enumerate(f.entrustments or ())],
    )
    for scope, things in (
        (Scope.SYSTEM, affair.systems),
        (Scope.INCIDENT, affair.incidents),
        (Scope.PUBLICATION, affair.publications),
        (Scope.CHANGE, affair.changes),
    ):
        yield scope, [((i,), t) for i, t in enumerate(things or ())]


def _with(record: Record, program: Program, found: Mapping[tuple[str, Index], Possible]) -> Record:
    added: dict[tuple[Scope, Index], dict[str, Possible]] = {}
    for (name, index), value in found.items():
        added.setdefault((program.vocabulary[name].scope, index), {})[name] = value
    rows = dict(record.rows)
    for scope in {scope for scope, _ in added}:
        rows[scope] = tuple(
            Row(row.index, {**added.get((scope, row.index), {}), **row.values}) for row in record.of(scope)
        )
    return replace(record, rows=rows)
