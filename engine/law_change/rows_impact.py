"""Impact on tables of affairs: three evaluations of all rows at once, then only the rows that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ...facts.affair.columns import mask_of
from ...facts.vocabulary import Scope
from ...rulesets.language.grammar import Check, Oblige
from ..executors.frames.run import evaluate_frames
from ..level.determination import LEVEL
from .law_impact import NOTHING, AffairImpact, shifts

if TYPE_CHECKING:
    from ...rulesets.program.program import Program
    from .law_impact import Laws, Said

__all__ = ["impact_on_table"]

_KEYS = ("affair", "organization", "source")


def impact_on_table(laws: Laws, frame: pl.DataFrame) -> list[AffairImpact]:
    """Return the rows of a table whose result changes, in their order."""
    own = frame.drop(_KEYS)
    programs = (laws.before, laws.between, laws.after)
    sheets = [_sheet(program, own) for program in programs]
    before, _, after = sheets
    names = dict.fromkeys(c for c in (*before.columns, *after.columns) if "/" in c)
    differs = [_differ(before, after, name) for name in names]
    rows = frame.with_row_index("#row").filter(pl.any_horizontal(differs))
    titles = {s.id: s.title for p in programs for s in p.statements}
    picked = [sheet[rows["#row"]] for sheet in sheets]
    out = []
    for i, key in enumerate(rows.select(_KEYS).iter_rows()):
        said = [_said(sheet.row(i, named=True), titles) for sheet in picked]
        affair, organization, source = (text or "" for text in key)
        out.append(AffairImpact(affair, organization, source, shifts(laws, *said)))
    return out


def _differ(before: pl.DataFrame, after: pl.DataFrame, name: str) -> pl.Series:
    nothing = pl.Series(values=[NOTHING], dtype=pl.String).new_from_index(0, before.height)
    old = before[name] if name in before.columns else nothing
    new = after[name] if name in after.columns else nothing
    return old != new


def _sheet(program: Program, own: pl.DataFrame) -> pl.DataFrame:
    """Return what a program says of every row: the level, and per rule a state; names are kind/rule."""
    done = evaluate_frames(program, {Scope.AFFAIR: own})
    truths = done.truths[Scope.AFFAIR]
    columns = [_level(program, done.frames[Scope.AFFAIR][f"{LEVEL}.may"]), _deciding(done.rows[LEVEL])]
    for s in program.statements:
        if isinstance(s, Check) and s.scope is Scope.AFFAIR:
            state = pl.when(pl.col(f"{s.id}/when") == 1).then(pl.lit(s.severity)).otherwise(pl.lit(NOTHING))
            columns.append(truths.select(state.alias(f"finding/{s.id}")).to_series())
        if isinstance(s, Oblige) and s.scope is Scope.AFFAIR:
            applies, met = pl.col(f"{s.id}/when"), pl.col(f"{s.id}/met")
            state = (
                pl.when(applies == 0).then(pl.lit(NOTHING))
                .when(applies.is_null() | met.is_null()).then(pl.lit("unknown"))
                .when(met == 1).then(pl.lit("met")).otherwise(pl.lit("unmet"))
            )  # fmt: skip
            columns.append(truths.select(state.alias(f"duty/{s.id}")).to_series())
    return pl.DataFrame(columns)


def _level(program: Program, masks: pl.Series) -> pl.Series:
    fact = program.vocabulary[LEVEL]
    options = [o.id for o in fact.options]
    bits = {o: mask_of(fact, frozenset({o})) for o in options}
    words = {}
    for mask in masks.unique().to_list():
        left = [o for o in options if mask & bits[o]]
        words[mask] = left[0] if len(left) == 1 else f"{left[0]}..{left[-1]}"
    return masks.replace_strict(words, return_dtype=pl.String).alias("level/")


def _deciding(rows: pl.DataFrame) -> pl.Series:
    """Name the rows of the table that can decide, per affair."""
    names = [c for c in rows.columns if rows[c].dtype == pl.Boolean]
    parts = [pl.when(pl.col(n)).then(pl.lit(n)) for n in names]
    text = pl.concat_str(parts, separator="、", ignore_nulls=True)
    return rows.select(text.alias("#rows")).to_series()


def _said(row: dict[str, str], titles: dict[str, str]) -> Said:
    said: Said = {}
    for name, state in row.items():
        kind, _, rule = name.partition("/")
        if kind == "level":
            said["level", "", ""] = (state, row["#rows"])
        elif kind in ("duty", "finding") and state != NOTHING:
            said["duty" if kind == "duty" else "finding", rule, ""] = (state, titles[rule])
    return said
