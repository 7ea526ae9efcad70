"""A row of 変更箇所 as far as the text settles it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

__all__ = ["FIELDS", "REASONS", "Cell", "Row"]

FIELDS: Final = ("on", "item", "before", "after", "timing", "explanation")

REASONS: Final = {
    "on": "変更日が行から離れて印字されていて、どの行の日か決められない",
    "item": "項目の欄がどこまでか決められない",
    "before": "変更前と変更後の記載の境目が決められない",
    "after": "変更前と変更後の記載の境目が決められない",
    "timing": "提出時期が行から離れて印字されていて、どの行のものか決められない",
    "explanation": "提出時期に係る説明がどの行のものか決められない",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell and the index of its first line; an empty value says the cell is empty."""

    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the cells that are settled. A field that is missing is not known, for its usual reason or its own."""

    at: int
    cells: dict[str, Cell] = field(default_factory=dict)
    derived: frozenset[str] = frozenset()
    reasons: dict[str, str] = field(default_factory=dict)
