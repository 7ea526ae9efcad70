"""Read the table 変更箇所 of one assessment into facts ``changes[n].…``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .by_column import rows_by_column
from .change_row import FIELDS, REASONS
from .loose_pieces import rows_of_page
from .pieces import pieces_of
from .present_in_body import put_standing
from .region import table_pages
from .separated_cells import separated_rows
from .table_words import LABELS, one_date_a_row, timing_of

if TYPE_CHECKING:
    from ..collector import Sheet
    from ..form_words import Vocabulary
    from ..sections.layout import Layout
    from .change_row import Row

__all__ = ["read_changes"]

_WIDE_LINES = 10


def read_changes(layout: Layout, vocab: Vocabulary, sheet: Sheet) -> None:
    """Put the rows of the table; what the text does not settle stays open with its reason."""
    pages = table_pages(layout)
    if not pages:
        return
    rows = separated_rows(layout, pages[0][0], len(layout.lines))
    timings = _timings(layout, pages)
    if rows is None:
        rows, timings = _loose_rows(layout, vocab, pages)
    if rows and len(rows) < timings:
        sheet.miss("changes", "提出時期の数より読み取れた行が少なく、読めていない行がある", layout.changes)
    if not rows:
        sheet.miss("changes", "変更箇所の表に、読み取れる行が見つからない", layout.changes)
    for n, row in enumerate(rows, 1):
        _put(sheet, f"changes[{n}].", row)
    put_standing(layout, sheet, rows)


def _loose_rows(layout: Layout, vocab: Vocabulary, pages: list[tuple[int, int]]) -> tuple[list[Row], int]:
    """Read the rows of pages whose cells are loose pieces, and count the timings: a row has no more than one."""
    wide = sum("\u3000" in layout.lines[i].raw for a, b in pages for i in range(a, b)) >= _WIDE_LINES
    each = [pieces_of(layout, a, b, vocab.labels) for a, b in pages]
    days = [p.value for own in each for p in own if p.kind == "D"]
    single = one_date_a_row(days)
    rows = [
        row for own in each for row in (rows_by_column(own) or rows_of_page(own, wide=wide, single=single))
    ]
    return rows, sum(p.kind == "T" for own in each for p in own)


_CELL_END = re.compile(r"[\t|｜]| {2,}|<[^<>]*>")


def _timings(layout: Layout, pages: list[tuple[int, int]]) -> int:
    """Count the cells that hold a timing and nothing else."""
    raws = (layout.lines[i].raw for a, b in pages for i in range(a, b))
    return sum(bool(timing_of(cell)) for raw in raws for cell in _CELL_END.split(raw))


def _put(sheet: Sheet, prefix: str, row: Row) -> None:
    for name in FIELDS:
        cell = row.cells.get(name)
        if cell is None:
            sheet.miss(prefix + name, row.reasons.get(name, REASONS[name]), row.at)
        elif cell.value:
            sheet.put(prefix + name, cell.value, cell.at, "derived" if name in row.derived else "certain")
        else:
            sheet.blank(prefix + name, LABELS[name], cell.at)
