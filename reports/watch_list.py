"""The watch list of a batch: affairs close to a line, with the trend since an earlier record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from .tables.result_tables import BatchResult

__all__ = ["watch_list", "watch_rows", "with_trend"]


def with_trend(affairs: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Put beside each nearest line what the same number was in an earlier run, and how it moved.

    Affairs are matched by organization and name; a name that stands for several affairs is left without, as is an
    affair whose nearest line was that of another number then.

    >>> now = pl.DataFrame({"organization": ["市長"], "affair": ["税"], "watch_fact": ["headcount"], "watch_value": [9]})
    >>> with_trend(now, now.with_columns(watch_value=7))["watch_trend"].to_list()
    [2]
    """
    keys = ["organization", "affair"]
    rest = affairs.drop("watch_earlier", "watch_trend", strict=False)
    if not {"watch_fact", "watch_value"} <= set(earlier.columns):
        nothing = pl.lit(None, dtype=pl.Int64)
        return rest.with_columns(nothing.alias("watch_earlier"), nothing.alias("watch_trend"))
    once = earlier.filter(pl.struct(keys).is_unique()).select(
        *keys, "watch_fact", pl.col("watch_value").alias("watch_earlier")
    )
    joined = rest.join(once, on=[*keys, "watch_fact"], how="left", maintain_order="left")
    return joined.with_columns((pl.col("watch_value") - pl.col("watch_earlier")).alias("watch_trend"))


def watch_list(result: BatchResult) -> pl.DataFrame:
    """Return the affairs within the share of a line that was asked for, the closest first."""
    if result.watch is None:
        return result.affairs.clear()
    near = result.affairs.with_row_index("row").filter(pl.col("watch_share") <= result.watch / 100)
    return near.sort("watch_share", "organization", "affair")


def watch_rows(result: BatchResult, most: int) -> list[dict[str, Any]]:
    """Return the head of the watch list as rows."""
    return watch_list(result).head(most).to_dicts()
