"""Rows of cells as the lines of text that the reader of assessments takes, each line knowing its cells."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ...reading.dates import read_days, write_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .cells import Cell, DoorNote, OpenedDocument, Place, Row

__all__ = ["LaidOut", "lay_out_rows"]

_SPACE: Final = re.compile(r"\s+")
#: A mark of choice is drawn as three cells: an opening bracket, what was chosen, and a closing bracket.
_OPEN: Final = ("[", "［", "〔")
_CLOSE: Final = ("]", "］", "〕")
_BETWEEN: Final = 3
#: So many cells of a row tell that it belongs to a table.
_LEAST: Final = 2
#: The longest text of a cell that is a date.
_DATED: Final = 24


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The text of a document, and for each of its lines (counted from 1) the cells that stand on it."""

    text: str
    cells: tuple[tuple[Cell, ...], ...]
    #: Each row with the line it begins on and the page it stands on, both counted from 1.
    rows: tuple[tuple[int, int, Row], ...] = ()
    #: What the door saw and could not read, or read though it is hidden.
    notes: tuple[DoorNote, ...] = ()

    def place(self, line: int | None, value: str = "") -> Place | None:
        """Return the place of a value on a line: of the smallest cell that holds it, else of the cell behind the label.

        >>> from .cells import Cell, OpenedDocument, Page, Place, Row
        >>> row = Row((Cell("部署", Place(sheet="Ⅰ", cell="A1")), Cell("こども課", Place(sheet="Ⅰ", cell="J1"))))
        >>> laid = lay_out_rows(OpenedDocument("workbook", (Page((row,)),)))
        >>> laid.place(1, "こども課").cell, laid.place(1).cell
        ('J1', 'J1')
        """
        if line is None or not 1 <= line <= len(self.cells) or not self.cells[line - 1]:
            return None
        cells = self.cells[line - 1]
        wanted = _plain(value)
        if wanted:
            held = [c for c in cells if wanted in _plain(c.text)] or [
                c for c in cells if _day(c.text) == wanted
            ]
            if held:
                return min(held, key=lambda c: len(c.text)).place
        # the label comes first; what stands behind it is what was read
        return cells[min(1, len(cells) - 1)].place


def _plain(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _day(text: str) -> str | None:
    """Return the day that a cell holds by itself, as facts write it."""
    days = read_days(text) if len(text) <= _DATED else None
    return write_days(*days) if days else None


def lay_out_rows(opened: OpenedDocument) -> LaidOut:
    r"""Lay every page out as text: a row a line, cells parted by tabs, a form feed behind each page.

    Further lines of a cell follow its row, cell after cell.

    >>> from .cells import Cell, OpenedDocument, Page, Place, Row
    >>> row = Row((Cell("実施の有無", Place()), Cell("[", Place()), Cell("実施する", Place()), Cell("]", Place())))
    >>> lay_out_rows(OpenedDocument("workbook", (Page((row,)),))).text
    '実施の有無\t[ 実施する ]\n\x0c'
    """
    lines: list[str] = []
    cells: list[tuple[Cell, ...]] = []
    rows: list[tuple[int, int, Row]] = []
    for number, page in enumerate(opened.pages, start=1):
        header: Row | None = None
        for row in page.rows:
            rows.append((len(lines) + 1, number, row))
            if _heads_changes(row):
                header = row
            aligned = _aligned(row, header) if header is not None and header is not row else None
            for text, held in _lines(row) if aligned is None else [(aligned, row.cells)]:
                lines.append(text)
                cells.append(held)
        lines.append("\f")
        cells.append(())
    return LaidOut("\n".join(lines), tuple(cells), tuple(rows), opened.notes)


#: Cells that a header of the table of changes has.
_BEFORE_AND_AFTER: Final = ("変更前の記載", "変更後の記載")
#: How far apart the edges of two cells that share a line are drawn.
_EDGE: Final = 3.0


def _heads_changes(row: Row) -> bool:
    words = {_SPACE.sub("", c.text) for c in row.cells}
    return all(name in words for name in _BEFORE_AND_AFTER)


def _starts(row: Row) -> tuple[float, ...] | None:
    """Return where each cell begins: the number of its column, or its left edge on the page."""
    if row.columns:
        return row.columns
    boxes = [c.place.box for c in row.cells]
    return tuple(b[0] for b in boxes if b) if all(boxes) else None


def _aligned(row: Row, header: Row) -> str | None:
    r"""Return a row as one line with an empty cell where it has none below a cell of the header; None where it cannot be told.

    >>> from .cells import Cell, Place, Row
    >>> head = Row(tuple(Cell(t, Place()) for t in ("変更日", "変更前の記載", "変更後の記載")), (0, 1, 2))
    >>> _aligned(Row((Cell("令和7年4月1日", Place()), Cell("新しい\n文", Place())), (0, 2)), head)
    '令和7年4月1日\t\t新しい 文'
    """
    starts, heads = _starts(row), _starts(header)
    if starts is None or heads is None or len(starts) < _LEAST or _another_table(row, header):
        return None
    ruled = [c.place.box for c in header.cells]
    if not header.columns and any(a and b and abs(a[2] - b[0]) > _EDGE for a, b in pairwise(ruled)):
        return None  # without ruled lines the edges of cells are those of their words
    slack = 0.0 if header.columns else _EDGE
    out = [""] * len(heads)
    for start, cell in zip(starts, row.cells, strict=True):
        k = max((k for k, head in enumerate(heads) if head <= start + slack), default=None)
        if k is None or out[k]:
            return None
        out[k] = " ".join(cell.text.split())
    return "\t".join(out)


def _another_table(row: Row, header: Row) -> bool:
    return row.cells[0].place.table != header.cells[0].place.table


def _lines(row: Row) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    if not row.cells:
        yield "", ()
        return
    groups = list(_bracketed(row.cells))
    parts = [(_joined(group).split("\n"), group) for group in groups]
    yield "\t".join(lines[0] for lines, _ in parts), tuple(c for _, group in parts for c in group)
    for lines, group in parts:
        for line in lines[1:]:
            yield line, group


def _joined(group: Sequence[Cell]) -> str:
    if len(group) == 1:
        return group[0].text.replace("\t", " ")
    return " ".join(" ".join(c.text.split()) for c in group)


def _bracketed(cells: Sequence[Cell]) -> Iterator[tuple[Cell, ...]]:
    """Group the cells of a mark of choice: ``[``, what stands between, ``]``."""
    i = 0
    while i < len(cells):
        end = i + 1
        if cells[i].text.strip()[-1:] in _OPEN:
            within = range(i + 1, min(len(cells), i + 1 + _BETWEEN))
            end = next((k + 1 for k in within if cells[k].text.strip()[:1] in _CLOSE), i + 1)
        yield tuple(cells[i:end])
        i = end
