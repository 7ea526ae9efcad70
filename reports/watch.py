"""The watch list of a batch: affairs close to a line, with the trend since an earlier record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

if TYPE_CHECKING:
    from .tables import BatchResult

__all__ = ["EARLIER", "watch_list", "watch_rows", "with_trend"]

#: Numbers of an earlier record: one row per affair and fact.
EARLIER: Final = pl.Schema(
    {"organization": pl.String, "affair": pl.String, "fact": pl.String, "value": pl.Int64}
)


def with_trend(affairs: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Put beside each nearest line what the number was in an earlier record, and how it moved.

    Affairs are matched by organization and name; a name that stands for several affairs is left without.

    >>> now = pl.DataFrame({"organization": ["市長"], "affair": ["税"], "watch_fact": ["headcount"], "watch_value": [9]})
    >>> then = pl.DataFrame([("市長", "税", "headcount", 7)], schema=EARLIER, orient="row")
    >>> with_trend(now, then)["watch_trend"].to_list()
    [2]
    """
    keys = ["organization", "affair", "fact"]
    once = earlier.group_by(keys).agg(pl.len().alias("#n"), pl.col("value").first().alias("watch_earlier"))
    once = once.filter(pl.col("#n") == 1).drop("#n").rename({"fact": "watch_fact"})
    rest = affairs.drop("watch_earlier", "watch_trend", strict=False)
    joined = rest.join(once, on=["organization", "affair", "watch_fact"], how="left", maintain_order="left")
    return joined.with_columns((pl.col("watch_value") - pl.col("watch_earlier")).alias("watch_trend"))


def watch_list(result: BatchResult) -> pl.DataFrame:
    """Return the affairs within the share of a line that was asked for, the closest first."""
    if result.watch is None:
        return result.affairs.clear()
    near = result.affairs.filter(pl.col("watch_share") <= result.watch / 100)
    return near.sort("watch_share", "organization", "affair")


def watch_rows(result: BatchResult, most: int) -> list[dict[str, Any]]:
    """Return the head of the watch list as rows."""
    return watch_list(result).head(most).to_dicts()
