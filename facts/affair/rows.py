"""From an affair to the rows that executors read, and back to the place a fact was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import NO, YES, Options, Possible, Range
from ..vocabulary import Kind, Scope
from .affair import agreed
from .record import Record, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..vocabulary import Vocabulary
    from .affair import Affair, File, Place, Thing
    from .record import Index

__all__ = ["is_whole", "place_of", "things", "to_record"]


def to_record(affair: Affair, vocabulary: Vocabulary) -> Record:
    """Turn an affair into rows.

    A list is whole where its source says so; a list that is not known is not, so nothing is concluded from its absence.

    >>> from .builder import read_affair
    >>> from ..vocabulary import load_vocabulary
    >>> record = to_record(read_affair({"headcount": 5, "incidents": []}, "x"), load_vocabulary())
    >>> record.of(Scope.AFFAIR)[0].values["headcount"], record.is_complete(Scope.INCIDENT, ())
    (Range(lo=5, hi=5), True)
    """
    rows: dict[Scope, tuple[Row, ...]] = {Scope.AFFAIR: (_row(affair, (), vocabulary),)}
    complete: set[tuple[Scope, Index]] = set()
    lists = (
        (Scope.SYSTEM, affair.systems),
        (Scope.INCIDENT, affair.incidents),
        (Scope.PUBLICATION, affair.publications),
        (Scope.CHANGE, affair.changes),
    )
    for scope, things in lists:
        rows[scope] = tuple(_row(t, (i,), vocabulary) for i, t in enumerate(things or ()))
        if things is not None and (scope is not Scope.INCIDENT or affair.incidents_listed_all):
            complete.add((scope, ()))
    files, entrustments = [], []
    for i, file in enumerate(affair.files):
        row = _row(file, (i,), vocabulary)
        states: dict[str, Possible] = {f"file.measures.{m}": Options.of(s) for m, s in file.measures.items()}
        files.append(Row(row.index, {**row.values, **{k: v for k, v in states.items() if k in vocabulary}}))
        entrustments += [_row(e, (i, j), vocabulary) for j, e in enumerate(file.entrustments or ())]
        if is_whole(file):
            complete.add((Scope.ENTRUSTMENT, (i,)))
    rows[Scope.FILE], rows[Scope.ENTRUSTMENT] = tuple(files), tuple(entrustments)
    if affair.known_files is not None and affair.files_listed_all:
        complete.add((Scope.FILE, ()))
    return Record(rows, frozenset(complete), _choices(affair, vocabulary))


def is_whole(file: File) -> bool:
    """Whether every entrustment of a file is listed: its count says so, or, without one, the list.

    A list without a row is not whole where the file may be entrusted by its own answer.

    >>> from .builder import read_affair
    >>> told = {"entrusts": "yes", "entrusted_items": 3, "entrustments": [{"handlers": 5}]}
    >>> is_whole(read_affair(told, "x").files[0]), is_whole(read_affair({**told, "entrusted_items": 1}, "x").files[0])
    (False, True)
    """
    listed = len(file.entrustments or ())
    count, entrusts = file.range("file.entrusted_items"), file.values.get("file.entrusts")
    if not listed and isinstance(entrusts, Options) and entrusts != NO:
        return False
    if count is not None:
        return count.hi <= listed
    return file.entrustments is not None and file.listed_all


def _choices(affair: Affair, vocabulary: Vocabulary) -> dict[tuple[str, Index], tuple[Possible, ...]]:
    """Return what contradicting sources say of a number, a date or a choice, per fact and row."""
    out: dict[tuple[str, Index], tuple[Possible, ...]] = {}
    for (name, index), told in affair.sources.items():
        values = tuple(dict.fromkeys(v for s in told if isinstance(v := s.value, (Range, Options))))
        if name in vocabulary and len(values) > 1 and agreed(values)[1]:
            out[name, index] = values
    return out


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
