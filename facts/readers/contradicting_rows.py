"""Rows of a table that are about one affair of one body: where they contradict each other, both stand."""

from __future__ import annotations

from typing import Final

import polars as pl

__all__ = ["DISAGREE", "mark_disagreement"]

#: The column that says that another row of the same affair has other values.
DISAGREE: Final = "rows_disagree.may"
#: What tells rows of one affair apart that may rightly differ: the form, and the day of an earlier assessment.
_APART: Final = ("number", "form.may", "published.lo", "published.hi")


def mark_disagreement(frame: pl.DataFrame) -> pl.DataFrame:
    """Widen values that contradict those of another row of the same affair and body, and mark the rows.

    What is concluded then holds whichever row is right. Rows without the name of an affair are compared with none.

    >>> table = pl.DataFrame({"affair": ["甲", "甲"], "organization": ["市長", "市長"], "headcount.lo": [5, 9], "headcount.hi": [5, 9]})
    >>> mark_disagreement(table).select("headcount.lo", "headcount.hi", DISAGREE).row(0)
    (5, 9, 1)
    """
    names = [pl.col(c).str.replace_all(r"\s+", "").alias(f"#{c}") for c in ("affair", "organization")]
    keys = ["#affair", "#organization", *(c for c in _APART if c in frame.columns)]
    keyed = frame.with_columns(names).with_row_index("#")
    again = keyed.filter(pl.struct(keys).is_duplicated() & (pl.col("#affair") != ""))
    if again.is_empty():
        return frame
    hulls, clashes = [], {}
    for column in frame.columns:
        name, _, end = column.rpartition(".")
        if column in keys:
            continue
        if end == "lo":
            lo, hi = pl.col(column), pl.col(f"{name}.hi")
            clashes[name] = lo.max().over(keys) > hi.min().over(keys)
            hulls += [
                pl.when(clashes[name]).then(lo.min().over(keys)).otherwise(lo).alias(column),
                pl.when(clashes[name]).then(hi.max().over(keys)).otherwise(hi).alias(f"{name}.hi"),
            ]
        elif end == "may":
            may = pl.col(column)
            clashes[name] = may.bitwise_and().over(keys) == 0
            hulls.append(
                pl.when(clashes[name]).then(may.bitwise_or().over(keys)).otherwise(may).alias(column)
            )
    if not clashes:
        return frame
    any_of = pl.any_horizontal([c.fill_null(value=False) for c in clashes.values()])
    widened = again.with_columns(*hulls, pl.when(any_of).then(pl.lit(1, dtype=pl.UInt32)).alias(DISAGREE))
    if widened[DISAGREE].is_null().all():
        return frame
    rest = keyed.filter(~pl.col("#").is_in(again["#"].implode()))
    whole = pl.concat([rest, widened], how="diagonal").sort("#")
    return whole.select(*frame.columns, DISAGREE)
