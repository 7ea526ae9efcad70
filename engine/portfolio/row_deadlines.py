"""Deadlines of many rows at once: the same days as :mod:`..deadlines` counts, on columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from ...rulesets.language.closed_days import next_working_day
from ..duties.deadlines import LAST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...rulesets.language.grammar import Due

__all__ = ["deadline"]

_EPOCH: Final = 719_163  # ordinals count from year 1, dates from 1970
_NONE: Final = pl.lit(None, dtype=pl.Date)


def deadline(dues: Sequence[Due], frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``earliest``, ``latest`` and ``way`` (the number of the due counted by) per row of a scope's frame."""
    earliest, latest, way, settled = _NONE, _NONE, pl.lit(None, dtype=pl.Int8), pl.lit(False)
    for number, due in enumerate(dues):
        if f"{due.fact}.lo" not in frame.columns:
            continue
        lo, hi = _span(due)
        exact = (lo == hi).fill_null(value=False)
        here = lo.is_not_null() | hi.is_not_null()
        low, high = pl.max_horizontal(earliest, lo), pl.min_horizontal(latest, hi)
        fits = (low <= high).fill_null(value=True)
        new = ~settled & exact
        join = ~settled & ~exact & here & fits
        first = ~settled & here & way.is_null()
        earliest = pl.when(new).then(lo).when(join).then(low).otherwise(earliest)
        latest = pl.when(new).then(hi).when(join).then(high).otherwise(latest)
        way = pl.when(new | first).then(pl.lit(number, dtype=pl.Int8)).otherwise(way)
        settled = settled | exact
    first_event = _before(dues, frame)
    earliest, latest, way = (
        pl.when(first_event[1].is_not_null()).then(new).otherwise(old)
        for new, old in zip(first_event, (earliest, latest, way), strict=True)
    )
    # as columns of the frame first: alone, a literal would give one row for all
    named = {"earliest#": earliest, "latest#": latest, "way#": way}
    return frame.lazy().with_columns(**named).select(pl.col(n).alias(n[:-1]) for n in named).collect()


def _before(dues: Sequence[Due], frame: pl.DataFrame) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """The earliest of the days before which the duty must be done, as a span; null where it is open how late."""
    earliest, latest, way = _NONE, _NONE, pl.lit(None, dtype=pl.Int8)
    unbounded = pl.lit(False)
    for number, due in enumerate(dues):
        if due.before is None or f"{due.fact}.lo" not in frame.columns:
            continue
        lo, hi = _span(due)
        sooner = hi.is_not_null() & (latest.is_null() | (hi < latest))
        way = pl.when(sooner).then(pl.lit(number, dtype=pl.Int8)).otherwise(way)
        earliest, latest = pl.min_horizontal(earliest, lo), pl.min_horizontal(latest, hi)
        unbounded = unbounded | (lo.is_null() & hi.is_not_null())
    return pl.when(~unbounded).then(earliest), latest, way


def _span(due: Due) -> tuple[pl.Expr, pl.Expr]:
    low, high = (_day(f"{due.fact}.{end}") for end in ("lo", "hi"))
    earliest, latest = (_open(due, _count(due, day)) for day in (low, high))
    return (
        _NONE if due.bound == "at_latest" else earliest,
        _NONE if due.bound == "at_earliest" else latest,
    )


def _day(column: str) -> pl.Expr:
    """Turn an ordinal into a date; the ends of what a date can be say nothing."""
    ordinal = pl.col(column)
    known = pl.when((ordinal > 1) & (ordinal < LAST)).then(ordinal - _EPOCH)
    return known.cast(pl.Int32).cast(pl.Date)


def _open(due: Due, day: pl.Expr) -> pl.Expr:
    """Move a day on which offices are closed to the next working day."""
    closed = due.closed
    if closed is None:
        return day
    return day.map_elements(lambda d: next_working_day(d, closed), return_dtype=pl.Date)


def _count(due: Due, day: pl.Expr) -> pl.Expr:
    months = 12 * due.years + due.months
    if due.before is not None:
        back = day.dt.offset_by(f"-{months}mo") if months else day
        return back - pl.duration(days=due.days)
    if not months:
        return day + pl.duration(days=due.days)
    first = day + pl.duration(days=1)
    same = first.dt.offset_by(f"{months}mo")
    last = pl.when(same.dt.day() == first.dt.day()).then(same - pl.duration(days=1)).otherwise(same)
    return last + pl.duration(days=due.days)
