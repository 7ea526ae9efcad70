"""What stands on the sheets of the workbook: columns in order, widths, what is printed, which rows come first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from .result_tables import BatchResult

__all__ = [
    "AFFAIRS",
    "CHOICES",
    "DUTIES",
    "FACTS",
    "FINDINGS",
    "LOST",
    "MEASURES",
    "RULES",
    "Layout",
    "rules_of",
    "shown_rows",
]

_WORDS: Final = (
    ("judgement", 13),
    ("owner", 10),
    ("due_by", 11),
    ("remark", 24),
    ("judged_by", 10),
    ("judged_on", 11),
)
_PLACE: Final = (("place", 20), ("page", 7), ("sheet", 14), ("cell", 8), ("box", 18))
#: The choices a person is offered, by sheet; anything else may be written too.
CHOICES: Final = {
    "findings": ("todo", "done", "checking", "not_needed", "not_applicable"),
    "duties": ("done", "planned", "checking", "not_applicable"),
    "measures": ("in_place", "in_place_kept", "planned", "not_in_place", "checking", "not_applicable"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet: the printed columns with widths, those beside the print area, and how many rows it holds.

    ``rest`` names the file that has what does not fit; ``order`` ranks values so that the gravest rows stay, and stand first
    where rows are read ``by_gravity``; duties keep the order in which they are done.
    """

    name: str
    printed: tuple[tuple[str, int], ...]
    beside: tuple[tuple[str, int], ...] = ()
    filled: bool = False
    most: int = 30_000
    order: tuple[str, tuple[str, ...]] | None = None
    by_gravity: bool = False
    rest: str = ""

    @property
    def columns(self) -> tuple[tuple[str, int], ...]:
        """Return all columns from left to right; those people fill in end the printed part."""
        return (*self.printed, *(_WORDS if self.filled else ()), *self.beside)


AFFAIRS: Final = Layout(
    "affairs",
    (
        ("organization", 18), ("affair", 28), ("form", 12), ("level_floor", 14), ("level_ceiling", 14), ("phrase", 34),
        ("declared", 14), ("findings_error", 8), ("findings_warning", 8), ("findings_note", 8),
        ("obligations_unmet", 8), ("missing", 24), ("question", 34),
    ),
    (
        ("level_rule", 22), ("basis", 34), ("source", 34), ("watch_fact", 18), ("watch_value", 12), ("watch_line", 12),
        ("watch_distance", 12), ("watch_share", 10), ("watch_level", 20), ("watch_earlier", 12), ("watch_trend", 12),
        ("fields_asked", 9), ("fields_read", 9), ("fields_blank", 9), ("fields_unread", 9), ("unread_parts", 22),
    ),
    most=60_000,
    rest="affairs.parquet",
)  # fmt: skip
FINDINGS: Final = Layout(
    "findings",
    (
        ("severity", 8), ("affair", 15), ("file", 13), ("title", 28), ("detail", 32), ("advice", 26), ("text", 22),
        ("line", 7), ("basis", 18),
    ),
    (
        ("carried", 16), ("organization", 16), ("kind", 9), ("risk", 8), ("confidence", 12), ("document", 26),
        ("form", 10), ("other_affair", 20), ("rule", 26), ("source", 26), *_PLACE,
    ),
    filled=True,
    order=("severity", ("error", "warning", "note")),
    by_gravity=True,
    rest="findings.parquet",
)  # fmt: skip
DUTIES: Final = Layout(
    "duties",
    (
        ("step", 6), ("status", 8), ("affair", 20), ("title", 34), ("subject", 14), ("strength", 10), ("due_state", 14), ("due_on", 12),
        ("latest", 12), ("date_missing", 20), ("advice", 28), ("basis", 26),
    ),
    (
        ("carried", 16), ("organization", 16), ("detail", 34), ("confidence", 12), ("form", 10), ("duty", 26),
        ("source", 26),
    ),
    filled=True,
    most=20_000,
    order=("status", ("unmet", "unknown", "met")),
    rest="duties.parquet",
)  # fmt: skip
MEASURES: Final = Layout(
    "measures",
    (
        ("state", 14), ("strength", 9), ("affair", 15), ("file", 15), ("risk_title", 24), ("title", 34), ("text", 30),
        ("line", 7), ("basis", 20),
    ),
    (
        ("carried", 16), ("organization", 16), ("expected", 10), ("comparison", 20), ("document", 26), ("form", 10),
        ("measure", 26), ("risk", 8), ("source", 26), *_PLACE,
    ),
    filled=True,
    most=20_000,
    order=("state", ("not_done", "not_stated", "unknown", "done")),
    rest="measures.parquet",
)  # fmt: skip
FACTS: Final = Layout(
    "facts",
    (
        ("affair", 22), ("label", 30), ("value", 34), ("document", 30), ("line", 7), ("text", 44), ("reason", 30),
    ),
    (("path", 34), ("organization", 16), ("form", 10), ("source", 26), *_PLACE),
    most=20_000,
)  # fmt: skip
RULES: Final = Layout(
    "rules",
    (("rule", 32), ("title", 44), ("basis", 44), ("confidence", 14), ("note", 40), ("findings", 8)),
    most=5_000,
)
LOST: Final = Layout(
    "lost",
    (
        ("sheet", 10),
        ("organization", 16),
        ("affair", 20),
        ("file", 16),
        ("title", 30),
        ("detail", 34),
        ("why", 30),
    ),
    filled=True,
    most=1_000_000,
)


def shown_rows(layout: Layout, frame: pl.DataFrame, always: frozenset[int]) -> list[int]:
    """Return the rows to write, in their order: all, or those people judged and then the gravest."""
    rows = range(frame.height)
    gravest = list(rows)
    if layout.order is not None:
        name, ranks = layout.order
        rank = frame[name].replace_strict(
            ranks, list(range(len(ranks))), default=len(ranks), return_dtype=pl.UInt8
        )
        gravest = (
            pl.DataFrame({"rank": rank}).with_row_index("n").sort("rank", maintain_order=True)["n"].to_list()
        )
    rest = (n for n in gravest if n not in always)
    kept = always | set(islice(rest, max(0, layout.most - len(always))))
    return [n for n in (gravest if layout.by_gravity else rows) if n in kept]


def rules_of(result: BatchResult) -> pl.DataFrame:
    """Return the rules behind a result with their basis, how sure it is, and how many lines they made."""
    levels = result.affairs.drop_nulls("level_rule").select(
        pl.col("level_rule").alias("rule"), pl.col("phrase").alias("title"), "basis"
    ).with_columns(pl.lit(None, dtype=pl.String).alias("confidence"))  # fmt: skip
    duties = result.duties.select(pl.col("duty").alias("rule"), "title", "basis", "confidence")
    found = result.findings.select("rule", "title", "basis", "confidence")
    lines = pl.concat([levels, found, duties]).group_by("rule", maintain_order=True).agg(
        pl.col("title").drop_nulls().first(), pl.col("basis").drop_nulls().first(),
        pl.col("confidence").drop_nulls().first(), pl.len().cast(pl.UInt32).alias("findings"),
    )  # fmt: skip
    notes = result.open_law.select("rule", "note", pl.col("confidence").alias("said")).unique(
        "rule", keep="first"
    )
    joined = lines.join(notes, on="rule", how="left").with_columns(
        pl.coalesce("confidence", "said").alias("confidence")
    )
    return joined.drop("said").sort("rule")
