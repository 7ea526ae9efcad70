"""Duties of many rows at once: whether they apply and were met, by when, and what is missing for a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from ...facts.affair.columns import columns_of
from ...facts.vocabulary import Scope
from ..duties.due_states import date_sources, end_on, state_of_due
from .row_deadlines import deadline

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from ...rulesets.language.grammar import Due
    from ...rulesets.program.program import Program
    from ..executors.frames.run import BatchEvaluation

__all__ = ["row_duties"]

_KEYS: Final = ("affair", "organization", "source")
#: How a deadline was counted, in words; the same again for the end of a duty.
_WORDS: Final = ("counted_from", "counted_from_en", "note", "note_en")
_DUTIES: Final = pl.Schema(
    dict.fromkeys((*_KEYS, "duty", "title", "title_en", "strength", "status", "applies"), pl.String)
    | dict.fromkeys(("due", "earliest", "latest", "ends"), pl.Date)
    | {"step": pl.Int32, "recurs": pl.Boolean}
    | dict.fromkeys(_WORDS, pl.String)
    | dict.fromkeys([f"ends_{word}" for word in _WORDS], pl.String)
    | dict.fromkeys(("basis", "confidence", "due_state"), pl.String)
    | dict.fromkeys(("due_on", "ends_on"), pl.Date)
    | dict.fromkeys(("date_missing", "date_missing_en"), pl.String)
)


def row_duties(program: Program, done: BatchEvaluation, frame: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Return one line per row and duty that applies or may apply, in the order duties are to be done."""
    truths, facts = done.truths[Scope.AFFAIR], done.frames[Scope.AFFAIR]
    parts = []
    for s, step in program.duties:
        if s.scope is not Scope.AFFAIR:
            continue
        applies, met = truths[f"{s.id}/when"], truths[f"{s.id}/met"]
        keep = (applies != 0).fill_null(value=True)  # what does not apply is not listed
        if not keep.any():
            continue
        status = (
            pl.when(applies == 0).then(pl.lit("not_applicable"))
            .when(applies.is_null() | met.is_null()).then(pl.lit("unknown"))
            .when(met == 1).then(pl.lit("met")).otherwise(pl.lit("unmet"))
        )  # fmt: skip
        days = deadline(s.due, facts)
        open_ = pl.when(applies.is_null()).then(pl.lit("unknown")).otherwise(pl.lit("yes"))
        own = frame.select(_KEYS).with_columns(status.alias("status"), open_.alias("applies"))
        ends = deadline(s.until, facts).select(
            pl.col("latest").alias("ends"), pl.col("way").alias("ends_way")
        )
        own = pl.concat([own, days, ends, _unknown_dates(program, s.due, facts)], how="horizontal")
        own = _with_states(own.filter(keep), as_of, recurs=s.recurs)
        parts.append(
            own.select(
                *_KEYS,
                pl.lit(s.id).alias("duty"),
                pl.lit(s.title).alias("title"),
                pl.lit(s.title_en).alias("title_en"),
                pl.lit(s.oblige).alias("strength"),
                "status",
                "applies",
                pl.when(pl.col("earliest").is_null() | (pl.col("earliest") == pl.col("latest")))
                .then("latest")
                .alias("due"),
                "earliest",
                "latest",
                "ends",
                pl.lit(step, dtype=pl.Int32).alias("step"),
                pl.lit(s.recurs).alias("recurs"),
                *_words(program, s.due, "way", ""),
                *_words(program, s.until, "ends_way", "ends_"),
                pl.lit("、".join(s.basis)).alias("basis"),
                pl.lit(s.confidence).alias("confidence"),
                "due_state",
                "due_on",
                "ends_on",
                "date_missing",
                "date_missing_en",
            )
        )
    return pl.concat([pl.DataFrame(schema=_DUTIES), *parts])


def _unknown_dates(program: Program, dues: Sequence[Due], facts: pl.DataFrame) -> pl.DataFrame:
    """Name, per row, the facts without which no deadline is counted; a table holds none of files and incidents."""
    names: dict[str, list[pl.Expr]] = {"date_missing": [], "date_missing_en": []}
    for fact in date_sources(program, dues):
        low, high = columns_of(fact)
        here = fact.scope is Scope.AFFAIR and low in facts.columns
        known = (pl.col(low) == pl.col(high)).fill_null(value=False) if here else pl.lit(value=False)
        for name, label in zip(names, (fact.ja, fact.en), strict=True):
            names[name].append(pl.when(~known).then(pl.lit(label)))
    return facts.lazy().with_columns(
        pl.concat_str(labels, separator="、" if name == "date_missing" else ", ", ignore_nulls=True)
        .replace("", None)
        .alias(f"{name}#")
        if labels
        else pl.lit(None, dtype=pl.String).alias(f"{name}#")
        for name, labels in names.items()
    ).select(pl.col(f"{name}#").alias(name) for name in names).collect()  # fmt: skip


def _with_states(duties: pl.DataFrame, as_of: dt.date, *, recurs: bool) -> pl.DataFrame:
    """Judge each combination of days and status once, as for single affairs."""
    keys = ("earliest", "latest", "status", "ends")
    judged = [
        (*key, *state_of_due(key[0], key[1], key[2], as_of, recurs=recurs), end_on(key[3], key[3], as_of))
        for key in duties.select(keys).unique().iter_rows()
    ]
    schema = {k: duties.schema[k] for k in keys} | {
        "due_state": pl.String(),
        "due_on": pl.Date(),
        "ends_on": pl.Date(),
    }
    found = pl.DataFrame(judged, schema=schema, orient="row")
    duties = duties.join(found, on=keys, how="left", nulls_equal=True, maintain_order="left")
    undated = (
        pl.col("earliest").is_null()
        & pl.col("latest").is_null()
        & (pl.col("status") != "met")
        & (pl.col("applies") == "yes")
        & pl.col("date_missing").is_not_null()
    )
    return duties.with_columns(
        pl.when(undated).then(pl.lit("undated")).otherwise("due_state").alias("due_state"),
        pl.when(undated).then("date_missing").alias("date_missing"),
        pl.when(undated).then("date_missing_en").alias("date_missing_en"),
    )


def _words(program: Program, dues: Sequence[Due], way: str, prefix: str) -> Iterator[pl.Expr]:
    """Give the words that belong to the way a deadline was counted."""
    facts = [program.vocabulary[due.fact] for due in dues]
    notes = [due.note for due in dues], [due.note_en for due in dues]
    for name, each in zip(_WORDS, ([f.ja for f in facts], [f.en for f in facts], *notes), strict=True):
        words = pl.lit(None, dtype=pl.String)
        for number, word in enumerate(each):
            words = pl.when(pl.col(way) == number).then(pl.lit(word)).otherwise(words)
        yield words.alias(f"{prefix}{name}")
