"""What a run concludes of a scope without rows: the columns alone, with no expression built for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ....facts.affair.columns import KEYS, columns_of
from ....facts.values import Range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ....facts.vocabulary import Scope, Vocabulary
    from ....rulesets.program.program import Leaf, Produce

__all__ = ["concluded", "judged"]


def concluded(
    frame: pl.DataFrame, scope: Scope, produces: Sequence[Produce], vocabulary: Vocabulary
) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """Return a frame without rows with the columns of what is concluded, and the rows of tables reached in it.

    >>> import datetime as dt
    >>> from ....facts.vocabulary import Scope
    >>> from ....rulesets.loader import load_ruleset
    >>> from ....rulesets.program.program import compile_program
    >>> program = compile_program(load_ruleset(), dt.date(2026, 4, 1))
    >>> keys = pl.DataFrame(schema=dict.fromkeys(KEYS[Scope.INCIDENT], pl.UInt32))
    >>> made = [p for stratum in program.strata for p in stratum if p.scope is Scope.INCIDENT]
    >>> frame, rows = concluded(keys, Scope.INCIDENT, made, program.vocabulary)
    >>> "incident.serious.may" in frame.columns, frame.height, rows
    (True, 0, {})
    """
    columns: dict[str, type[pl.DataType]] = {}
    rows: dict[str, pl.DataFrame] = {}
    keys = frame.select(KEYS[scope])
    for produce in produces:
        fact = vocabulary[produce.fact]
        kind = pl.Int64 if isinstance(fact.anything, Range) else pl.UInt32
        columns |= dict.fromkeys(columns_of(fact), kind)
        if produce.narrows:
            columns[f"{fact.name}.conflict.may"] = pl.UInt32
        if produce.table:
            rows[fact.name] = _with(keys, dict.fromkeys((row.id for row in produce.table.rows), pl.Boolean))
    return _with(frame, columns), rows


def judged(frame: pl.DataFrame, scope: Scope, leaves: Sequence[Leaf]) -> pl.DataFrame:
    """Return the columns of the truths that are wanted of a scope without rows."""
    return _with(frame.select(KEYS[scope]), {f"{leaf.rule}/{leaf.part}": pl.Int8 for leaf in leaves})


def _with(frame: pl.DataFrame, columns: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    return frame.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in columns.items())
