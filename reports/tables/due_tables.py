"""What is due in a batch, taken from its duties: one row per date, and what cannot be computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

if TYPE_CHECKING:
    import datetime as dt

    from .result_tables import BatchResult

__all__ = ["due_counts", "due_groups", "due_summary", "horizon", "missing_dates", "undated", "without_date"]

#: How far ahead batch, page, workbook and summary look.
_AHEAD: Final = 12
_WHO: Final = ("affair", "organization", "source")


def due_groups(result: BatchResult) -> dict[str, pl.DataFrame]:
    """Return what is overdue, what may be, and what falls due or ends within a year, the soonest first.

    ``date`` is the day and ``date_kind`` tells a deadline (``due``) from the end of a duty (``ends``).
    """
    listed = pl.concat(
        [
            result.duties.filter(pl.col("due_on").is_not_null()).with_columns(
                pl.col("due_on").alias("date"), pl.lit("due").alias("date_kind")
            ),
            result.duties.filter(pl.col("ends_on").is_not_null()).with_columns(
                pl.col("ends_on").alias("date"),
                pl.lit("ends").alias("date_kind"),
                pl.lit("upcoming").alias("due_state"),
            ),
        ]
    ).sort(
        "date",
        pl.col("strength") == "effort",
        "organization",
        "affair",
        "source",
        "duty",
        maintain_order=True,
    )
    ahead = (pl.col("due_state") == "upcoming") & (pl.col("date") <= horizon(result.as_of))
    return {
        "overdue": listed.filter(due_state="overdue"),
        "to_check": listed.filter(due_state="to_check"),
        "within_year": listed.filter(ahead),
    }


def horizon(as_of: dt.date) -> dt.date:
    """Return the last day looked at, twelve months after the day, as ``schedule`` counts them.

    >>> import datetime as dt
    >>> horizon(dt.date(2027, 2, 28))
    datetime.date(2028, 2, 28)
    """
    from ...rulesets.language.test_values import shift

    return shift(as_of, months=_AHEAD)


def undated(result: BatchResult) -> pl.DataFrame:
    """Return the duties whose deadline cannot be computed."""
    return result.duties.filter(due_state="undated")


def without_date(result: BatchResult) -> pl.DataFrame:
    """Return the affairs that have such duties and no date at all, with the facts that are missing."""
    dated = result.duties.filter(pl.col("due_on").is_not_null() | pl.col("ends_on").is_not_null())
    return (
        undated(result)
        .join(dated.select(_WHO).unique(), on=_WHO, how="anti", nulls_equal=True, maintain_order="left")
        .group_by(_WHO, maintain_order=True)
        .agg(
            pl.col(name).str.split(by).explode().unique(maintain_order=True).str.join(by)
            for name, by in (("date_missing", "、"), ("date_missing_en", ", "))
        )
        .sort("organization", "affair", maintain_order=True)
    )


def missing_dates(result: BatchResult) -> list[dict[str, Any]]:
    """Count the affairs by the facts that are missing for a date, the most frequent first."""
    return list(
        undated(result)
        .group_by("date_missing", "date_missing_en")
        .agg(pl.struct(_WHO).n_unique().alias("affairs"), pl.len().alias("duties"))
        .sort("affairs", "date_missing", descending=[True, False])
        .iter_rows(named=True)
    )


def due_counts(result: BatchResult) -> dict[str, int]:
    """Return how many dates each group holds, and how many duties have none."""
    counts = {name: group.height for name, group in due_groups(result).items()}
    return counts | {"undated": undated(result).height}


def due_summary(result: BatchResult) -> dict[str, Any]:
    """Return what ``summary.json`` says of dates: the numbers, and the affairs without any date by name."""
    affairs = without_date(result)
    return {
        **due_counts(result),
        "missing": missing_dates(result),
        "affairs_without_date": [
            {"affair": a or "", "organization": o or "", "source": s or "", "missing": m}
            for a, o, s, m in affairs.select(*_WHO, "date_missing").iter_rows()
        ],
    }
