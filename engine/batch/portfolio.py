"""Tables of affairs concluded in full: levels, findings and duties of every row, as tables again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ...facts.columns import columns_of, possible_of
from ...facts.vocabulary import Scope
from ...rulesets.allowed import Intervals
from ...rulesets.grammar import Check, Oblige
from ..determination import LEVEL
from ..wording import show_possible
from .level import assess_frame
from .run import evaluate_frames
from .watch import questions, watch

if TYPE_CHECKING:
    import datetime as dt

    from ...facts.values import Range
    from ...rulesets.allowed import Allowed
    from ...rulesets.loader import Ruleset
    from ...rulesets.program import Program
    from .run import BatchEvaluation

__all__ = ["Portfolio", "assess_table"]

_KEYS = ("affair", "organization", "source")


@dataclass(frozen=True)
class Portfolio:
    """Rows of a table with what was concluded: ``affairs``, ``findings``, ``duties`` (see reports.tables)."""

    affairs: pl.DataFrame
    findings: pl.DataFrame
    duties: pl.DataFrame


def assess_table(frame: pl.DataFrame, *, program: Program, ruleset: Ruleset, as_of: dt.date) -> Portfolio:
    """Conclude every row of a table that a reader made.

    Facts of files, incidents and so on are not in such a table and stay unknown; what stands in it is judged by
    the same rules as a single affair.
    """
    own = frame.drop("affair", "organization", "source")
    done = evaluate_frames(program, {Scope.AFFAIR: own})
    levels = assess_frame(done.frames[Scope.AFFAIR], as_of=as_of, ruleset=ruleset).collect()
    findings = _findings(program, done, frame)
    duties = _duties(program, done, frame)
    counts = findings.group_by("source").agg(
        (pl.col("severity") == s).sum().alias(f"findings_{s}") for s in ("error", "warning", "note")
    )
    unmet = (
        duties.filter((pl.col("status") == "unmet") & (pl.col("strength") == "duty"))
        .group_by("source")
        .len("obligations_unmet")
    )
    affairs = pl.concat(
        [frame.select(_KEYS), levels.select("level_floor", "level_ceiling", "level_rule", "phrase")],
        how="horizontal",
    )
    affairs = affairs.join(counts, on="source", how="left", maintain_order="left").join(
        unmet, on="source", how="left", maintain_order="left"
    )
    affairs = affairs.with_columns(
        pl.col("^findings_.*$").fill_null(0), pl.col("obligations_unmet").fill_null(0)
    )
    own = done.frames[Scope.AFFAIR]
    affairs = affairs.with_columns(_missing(program, done, levels), questions(program, own))
    affairs = pl.concat([affairs, watch(program, own)], how="horizontal")
    return Portfolio(affairs, findings, duties)


def _missing(program: Program, done: BatchEvaluation, levels: pl.DataFrame) -> pl.Series:
    """Name, per unsettled row, the facts of the table that are not known."""
    table = next(p.table for stratum in program.strata for p in stratum if p.fact == LEVEL)
    assert table is not None  # noqa: S101 - LEVEL is concluded by a table
    rows = done.rows[LEVEL]
    frame = done.frames[Scope.AFFAIR]
    parts = []
    for name in sorted({n for row in table.rows for box in row.boxes for n in box}):
        fact = program.vocabulary[name]
        if fact.presume is not None:
            continue
        reads = [row.id for row in table.rows if any(name in box for box in row.boxes)]
        at_stake = pl.any_horizontal(rows[r] for r in reads)
        columns = columns_of(fact)
        if columns[0] not in frame.columns:
            open_ = pl.lit(True)
        elif len(columns) == 2:
            # a band matters only where it reaches over a line of the table
            lines = {
                p.lo for row in table.rows for box in row.boxes if name in box for p in _parts(box[name])
            }
            low, high = pl.col(columns[0]), pl.col(columns[1])
            open_ = low.is_null() | pl.any_horizontal(
                [(low < line) & (high >= line) for line in sorted(lines)]
            )
        else:
            open_ = (pl.col(columns[0]).bitwise_count_ones() != 1).fill_null(value=True)
        parts.append(pl.when(open_ & at_stake).then(pl.lit(fact.ja)))
    unsettled = levels["level_floor"] != levels["level_ceiling"]
    text = pl.concat_str(parts, separator="、", ignore_nulls=True)
    return frame.select(pl.when(unsettled).then(text).alias("missing"))["missing"]


def _parts(allowed: Allowed) -> tuple[Range, ...]:
    return allowed.parts if isinstance(allowed, Intervals) else ()


def _findings(program: Program, done: BatchEvaluation, frame: pl.DataFrame) -> pl.DataFrame:
    truths = done.truths[Scope.AFFAIR]
    found = []
    for s in program.statements:
        if not isinstance(s, Check) or s.scope is not Scope.AFFAIR:
            continue
        hits = frame.filter(truths[f"{s.id}/when"] == 1)
        if hits.height:
            details = [_detail(program, done, s.detail, row) for row in hits["row"]]
            found.append(
                hits.select(
                    *_KEYS,
                    pl.lit(s.id).alias("rule"),
                    pl.lit(s.check).alias("kind"),
                    pl.lit(s.severity).alias("severity"),
                    pl.lit(None, dtype=pl.String).alias("file"),
                    pl.lit(s.risk, dtype=pl.String).alias("risk"),
                    pl.lit(s.title).alias("title"),
                    pl.Series("detail", details, dtype=pl.String),
                    pl.col("source").alias("document"),
                    pl.lit(None, dtype=pl.UInt32).alias("line"),
                    pl.lit("").alias("text"),
                    pl.lit("、".join(s.basis)).alias("basis"),
                    pl.lit(s.advice).alias("advice"),
                    pl.lit(s.confidence).alias("confidence"),
                )
            )
    names = (
        *_KEYS,
        "rule",
        "kind",
        "severity",
        "file",
        "risk",
        "title",
        "detail",
        "document",
        "line",
        "text",
        "basis",
        "advice",
        "confidence",
    )
    empty = pl.DataFrame(schema={n: pl.UInt32 if n == "line" else pl.String for n in names})
    return pl.concat([empty, *found])


def _detail(program: Program, done: BatchEvaluation, text: str, row: int) -> str:
    """Fill the values read into a finding's text; only rows with findings come here."""
    from ..findings import FIELD

    frame = done.frames[Scope.AFFAIR]
    out = text
    for name in FIELD.findall(text):
        if name in program.vocabulary:
            fact = program.vocabulary[name]
            columns = columns_of(fact)
            values = [frame[c][row] if c in frame.columns else None for c in columns]
            possible = possible_of(fact, values)
            out = out.replace("{" + name + "}", show_possible(fact, possible or fact.unsaid))
    return out


def _duties(program: Program, done: BatchEvaluation, frame: pl.DataFrame) -> pl.DataFrame:
    truths = done.truths[Scope.AFFAIR]
    parts = []
    for s in program.statements:
        if not isinstance(s, Oblige) or s.scope is not Scope.AFFAIR:
            continue
        applies, met = truths[f"{s.id}/when"], truths[f"{s.id}/met"]
        status = (
            pl.when(applies == 0).then(pl.lit("not_applicable"))
            .when(applies.is_null() | met.is_null()).then(pl.lit("unknown"))
            .when(met == 1).then(pl.lit("met")).otherwise(pl.lit("unmet"))
        )  # fmt: skip
        due = pl.lit(None, dtype=pl.Date)
        if s.due and f"{s.due.after}.lo" in done.frames[Scope.AFFAIR].columns:
            lo, hi = (done.frames[Scope.AFFAIR][f"{s.due.after}.{end}"] for end in ("lo", "hi"))
            day = (
                (lo - 719_163).cast(pl.Int32, strict=False).cast(pl.Date)
            )  # ordinals count from year 1, Date from 1970
            due = pl.when(lo == hi).then(day.dt.offset_by(f"{s.due.years}y{s.due.months}mo{s.due.days}d"))
        parts.append(
            frame.select(
                *_KEYS,
                pl.lit(s.id).alias("duty"),
                pl.lit(s.title).alias("title"),
                pl.lit(s.oblige).alias("strength"),
                status.alias("status"),
                due.alias("due"),
                pl.lit("、".join(s.basis)).alias("basis"),
            )
        )
    names = (*_KEYS, "duty", "title", "strength", "status", "due", "basis")
    empty = pl.DataFrame(schema={n: pl.Date if n == "due" else pl.String for n in names})
    return pl.concat([empty, *parts]).filter(pl.col("status") != "not_applicable")
