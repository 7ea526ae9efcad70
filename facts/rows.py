"""From an affair to the rows that executors read, and back to the place a fact was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .affair import agreed
from .record import Record, Row
from .values import NO, YES, Options, Possible, Range
from .vocabulary import Kind, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .affair import Affair, Place, Thing
    from .record import Index
    from .vocabulary import Vocabulary

__all__ = ["place_of", "things", "to_record"]


def to_record(affair: Affair, vocabulary: Vocabulary) -> Record:
    """Turn an affair into rows.

    A list that is given is whole; a list that is not known is not, so nothing is concluded from its absence.

    >>> from .build import read_affair
    >>> from .vocabulary import load_vocabulary
    >>> record = to_record(read_affair({"headcount": 5, "incidents": []}, "x"), load_vocabulary())
    >>> record.of(Scope.AFFAIR)[0].values["headcount"], record.is_complete(Scope.INCIDENT, ())
    (Range(lo=5, hi=5), True)
    """
    rows: dict[Scope, tuple[Row, ...]] = {Scope.AFFAIR: (_row(affair, (), vocabulary),)}
    clashes = [key for key, told in affair.sources.items() if agreed([s.value for s in told])[1]]
    complete: set[tuple[Scope, Index]] = set()
    lists = (
        (Scope.SYSTEM, affair.systems),
        (Scope.INCIDENT, affair.incidents),
        (Scope.PUBLICATION, affair.publications),
        (Scope.CHANGE, affair.changes),
    )
    for scope, things in lists:
        rows[scope] = tuple(_row(t, (i,), vocabulary) for i, t in enumerate(things or ()))
        if things is not None:
            complete.add((scope, ()))
    files, entrustments = [], []
    for i, file in enumerate(affair.files):
        row = _row(file, (i,), vocabulary)
        states: dict[str, Possible] = {f"file.measures.{m}": Options.of(s) for m, s in file.measures.items()}
        files.append(Row(row.index, {**row.values, **{k: v for k, v in states.items() if k in vocabulary}}))
        entrustments += [_row(e, (i, j), vocabulary) for j, e in enumerate(file.entrustments or ())]
        if file.entrustments is not None and file.listed_all:
            complete.add((Scope.ENTRUSTMENT, (i,)))
    rows[Scope.FILE], rows[Scope.ENTRUSTMENT] = tuple(files), tuple(entrustments)
    if affair.known_files is not None:
        complete.add((Scope.FILE, ()))
    for name, index in clashes:  # in a record the flag says that what was told contradicts itself
        if f"{name}.conflict" in vocabulary:
            scope = vocabulary[name].scope
            rows[scope] = tuple(
                Row(r.index, {**r.values, f"{name}.conflict": YES}) if r.index == index else r
                for r in rows[scope]
            )
    return Record(rows, frozenset(complete))


def _row(thing: Thing, index: Index, vocabulary: Vocabulary) -> Row:
    values: dict[str, Possible] = {f"{name}.stated": NO for name in thing.blank}
    for name, value in thing.values.items():
        values[f"{name}.stated"] = NO if name in thing.blank else YES  # blank here, and known from elsewhere
        if isinstance(value, (Range, Options)):
            values[name] = value
        elif vocabulary[name].kind is Kind.TICKS and isinstance(value, tuple):
            for option in vocabulary[name].options:
                values[f"{name}:{option.id}"] = YES if option.id in value else NO
    return Row(index, values)


def things(affair: Affair) -> Iterator[tuple[Scope, Index, Thing]]:
    """Yield everything facts are told of, with its scope and the index of its row."""
    yield Scope.AFFAIR, (), affair
    for i, file in enumerate(affair.files):
        yield Scope.FILE, (i,), file
        for j, entrustment in enumerate(file.entrustments or ()):
            yield Scope.ENTRUSTMENT, (i, j), entrustment
    for scope, listed in (
        (Scope.SYSTEM, affair.systems),
        (Scope.INCIDENT, affair.incidents),
        (Scope.PUBLICATION, affair.publications),
        (Scope.CHANGE, affair.changes),
    ):
        for i, thing in enumerate(listed or ()):
            yield scope, (i,), thing


def place_of(affair: Affair, _scope: Scope, index: Index, fact: str) -> Place | None:
    """Return where a fact (or its being stated, or one of its ticks) was read."""
    base = fact.removesuffix(".stated").removesuffix(".conflict").split(":")[0]
    return affair.places.get((base, index))
