"""Rows of a page printed column by column: all dates, all items, all cells before, all after, all timings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .change_row import Cell, Row
from .likeness import like_cells
from .table_words import iso

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .pieces import Piece

__all__ = ["rows_by_column"]

_ORDER = re.compile(r"(D*)(I{2,})(X+)(T+)([XE]*)")


def rows_by_column(pieces: Sequence[Piece]) -> list[Row] | None:
    """Give the rows where every column has as many cells as there are items and before and after fit together.

    That the k-th cells of two columns are alike, row for row, shows that the columns run in one order.
    """
    found = _ORDER.fullmatch("".join(p.kind for p in pieces))
    if not found:
        return None
    rows = len(found[2])
    days, items, cells, timings, behind = (pieces[found.start(g) : found.end(g)] for g in range(1, 6))
    if len(days) not in (0, rows) or len(cells) != 2 * rows or len(timings) != rows:
        return None
    before, after = cells[:rows], cells[rows:]
    fits = sum(like_cells(b.value, a.value) for b, a in zip(before, after, strict=True))
    swapped = sum(like_cells(b.value, a.value) for b, a in zip(before, [*after[1:], after[0]], strict=True))
    if 2 * fits < rows or fits <= swapped:
        return None
    out = []
    for n in range(rows):
        own = {"item": items[n], "before": before[n], "after": after[n], "timing": timings[n]}
        if len(behind) == rows and all(p.kind == "X" for p in behind):
            own["explanation"] = behind[n]
        read = {name: Cell(p.value, p.at) for name, p in own.items()}
        if days and (day := iso(days[n].lines[0][1])):
            read["on"] = Cell(day, days[n].at)
        out.append(Row(items[n].at, read, frozenset(read) - {"item"}))
    return out
