"""Many records as columns: bounds for numbers and dates, bit masks for choices.

``NAME.lo`` and ``NAME.hi`` (Int64) bound a count or a date; ``NAME.may`` (UInt32) has bit *i* set while the *i*-th
option of a choice is possible (yes/no: bit 0 yes, bit 1 no). A column that is absent, or null, says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from ..values import Options, Range
from ..vocabulary import PARENTS, Kind, Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..values import Possible
    from ..vocabulary import Fact, Vocabulary
    from .record import Record

__all__ = ["KEYS", "columns_of", "frames_of", "mask_of", "options_of", "possible_of"]

#: The key columns of each scope's frame: the affair, and the indices of the row below it.
KEYS: Final = {
    Scope.AFFAIR: ("row",),
    Scope.FILE: ("row", "i0"),
    Scope.ENTRUSTMENT: ("row", "i0", "i1"),
} | dict.fromkeys((Scope.INCIDENT, Scope.SYSTEM, Scope.PUBLICATION, Scope.CHANGE), ("row", "i0"))


def options_of(fact: Fact) -> tuple[str, ...]:
    """Return the options of a choice or yes/no fact in the order of its bits."""
    return tuple(o.id for o in fact.options) if fact.kind is Kind.CHOICE else ("yes", "no")


def mask_of(fact: Fact, members: frozenset[str]) -> int:
    """Return the bits of some options.

    >>> from ..vocabulary import load_vocabulary
    >>> mask_of(load_vocabulary()["incident_within_1y"], frozenset({"no"}))
    2
    """
    return sum(1 << i for i, option in enumerate(options_of(fact)) if option in members)


def columns_of(fact: Fact) -> tuple[str, ...]:
    """Return the columns that hold a fact."""
    if isinstance(fact.anything, Range):
        return (f"{fact.name}.lo", f"{fact.name}.hi")
    return (f"{fact.name}.may",)


def possible_of(fact: Fact, values: Sequence[int | None]) -> Possible | None:
    """Read the columns of one row back; None when nothing was said."""
    if values[0] is None:
        return None
    if isinstance(fact.anything, Range):
        return Range(int(values[0]), int(values[1] or 0)) if values[1] is not None else None
    bits = int(values[0])
    return Options(frozenset(o for i, o in enumerate(options_of(fact)) if bits >> i & 1))


def frames_of(records: Sequence[Record], vocabulary: Vocabulary) -> dict[Scope, pl.DataFrame]:
    """Encode records, one frame per scope; only facts that some row says something of get columns.

    A frame holds one value of a fact a row: of records whose sources contradict, encode the worlds
    (:mod:`shikii.engine.executors.worlds`) and join what is concluded of them.

    Raises:
        ValueError: a record with sources that contradict.
    """
    if any(record.choices for record in records):
        raise ValueError("encode the worlds of a record whose sources contradict, each as a record")
    return {scope: _frame(records, scope, vocabulary) for scope in Scope}


def _frame(records: Sequence[Record], scope: Scope, vocabulary: Vocabulary) -> pl.DataFrame:
    rows = [(n, row) for n, record in enumerate(records) for row in record.of(scope)]
    data: dict[str, pl.Series] = {}
    for depth, key in enumerate(KEYS[scope]):
        values = [n if depth == 0 else row.index[depth - 1] for n, row in rows]
        data[key] = pl.Series(key, values, dtype=pl.UInt32)
    names = dict.fromkeys(name for _, row in rows for name in row.values)
    for name in names:
        fact = vocabulary[name]
        said = [row.values.get(name) for _, row in rows]
        if isinstance(fact.anything, Range):
            data[f"{name}.lo"] = pl.Series(
                [p.lo if isinstance(p, Range) else None for p in said], dtype=pl.Int64
            )
            data[f"{name}.hi"] = pl.Series(
                [p.hi if isinstance(p, Range) else None for p in said], dtype=pl.Int64
            )
        else:
            masks = [mask_of(fact, p.members) if isinstance(p, Options) else None for p in said]
            data[f"{name}.may"] = pl.Series(masks, dtype=pl.UInt32)
    for child in (s for s, above in PARENTS.items() if above is scope):
        known = [(child, row.index) in records[n].complete for n, row in rows]
        data[f"complete:{child}"] = pl.Series(known, dtype=pl.Boolean)
    return pl.DataFrame(data)
