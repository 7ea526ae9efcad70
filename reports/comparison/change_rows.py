"""Rows for 変更箇所, the table of changes at the end of a 評価書, proposed from a comparison."""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Final

from ...facts.reading.eras import written
from ..wording.words import Words
from .compare_sentences import reason

if TYPE_CHECKING:
    from ...engine.results.version_comparison import Comparison, ComparisonReport, ItemChange

__all__ = ["HEADERS", "ChangeRow", "change_rows", "rows_of_report"]

#: The columns of the form.
HEADERS: Final = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")
_TIMING: Final = {"significant": "事前", "not_significant": "事後", "human": "（要確認）"}
_SAID: Final = {
    "significant": "重要な変更に該当する。",
    "not_significant": "重要な変更に該当しない。",
    "human": "重要な変更に該当するか、確認が必要。",
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One row; timing and explanation are proposals by the rules, for a person to check."""

    on: str
    item: str
    before: str
    after: str
    timing: str
    explanation: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells in the order of the form."""
        return astuple(self)


def change_rows(comparison: Comparison) -> tuple[ChangeRow, ...]:
    """Return the rows of one comparison in the order of the form."""
    return tuple(_row(change, comparison.new.published) for change in comparison.changes)


def rows_of_report(report: ComparisonReport) -> list[tuple[str, tuple[ChangeRow, ...]]]:
    """Return the rows of every pair, with the affair they are of."""
    return [(c.new.affair or c.old.affair, change_rows(c)) for c in report.comparisons]


def _row(change: ItemChange, published: str) -> ChangeRow:
    file = f"（{change.file}）" if change.file else ""
    grounds = "。".join(title.rstrip("。") for title, _ in reason(change, Words("ja")))
    said = _SAID[change.significance]
    return ChangeRow(
        on=_day(published),
        item=f"{change.item}{file}",
        before=change.before or "―",
        after=change.after or "―",
        timing=_TIMING[change.significance],
        explanation=f"{said}{grounds}" if change.grounds else said,
    )


def _day(text: str) -> str:
    try:
        return written(dt.date.fromisoformat(text))
    except ValueError:
        return text
