"""Read the table 変更箇所 of one assessment into facts ``changes[n].…``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .model import FIELDS, REASONS
from .pieces import pieces_of
from .region import table_pages
from .rows import rows_of_page
from .separated import separated_rows
from .standing import put_standing

if TYPE_CHECKING:
    from ..layout import Layout
    from ..sheet import Sheet
    from .model import Row

__all__ = ["read_changes"]

_WIDE_LINES = 10


def read_changes(layout: Layout, sheet: Sheet) -> None:
    """Put the rows of the table; what the text does not settle stays open with its reason."""
    pages = table_pages(layout)
    if not pages:
        return
    rows = separated_rows(layout, pages[0][0], len(layout.lines))
    if rows is None:
        wide = sum("\u3000" in layout.lines[i].raw for a, b in pages for i in range(a, b)) >= _WIDE_LINES
        rows = [row for a, b in pages for row in rows_of_page(pieces_of(layout, a, b), wide=wide)]
    if not rows:
        sheet.miss("changes", "変更箇所の表に、読み取れる行が見つからない", layout.changes)
    for n, row in enumerate(rows, 1):
        _put(sheet, f"changes[{n}].", row)
    put_standing(layout, sheet, rows)


def _put(sheet: Sheet, prefix: str, row: Row) -> None:
    for name in FIELDS:
        cell = row.cells.get(name)
        if cell is None:
            sheet.miss(prefix + name, REASONS[name], row.at)
        elif cell.value:
            sheet.put(prefix + name, cell.value, cell.at, "derived" if name in row.derived else "certain")
        else:
            sheet.blank(prefix + name, name, cell.at)
