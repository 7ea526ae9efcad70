"""Rows of cells as the lines of text that the reader of assessments takes, each line knowing its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .cells import Cell, OpenedDocument, Place, Row

__all__ = ["LaidOut", "lay_out_rows"]

_SPACE: Final = re.compile(r"\s+")
#: A mark of choice is drawn as three cells: an opening bracket, what was chosen, and a closing bracket.
_OPEN: Final = ("[", "［", "〔")
_CLOSE: Final = ("]", "］", "〕")
_BETWEEN: Final = 3


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The text of a document, and for each of its lines (counted from 1) the cells that stand on it."""

    text: str
    cells: tuple[tuple[Cell, ...], ...]
    #: Each row with the line it begins on and the page it stands on, both counted from 1.
    rows: tuple[tuple[int, int, Row], ...] = ()

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
        wanted = _SPACE.sub("", value)
        if wanted:
            held = [c for c in cells if wanted in _SPACE.sub("", c.text)]
            if held:
                return min(held, key=lambda c: len(c.text)).place
        # the label comes first; what stands behind it is what was read
        return cells[min(1, len(cells) - 1)].place


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
        for row in page.rows:
            rows.append((len(lines) + 1, number, row))
            for text, held in _lines(row):
                lines.append(text)
                cells.append(held)
        lines.append("\f")
        cells.append(())
    return LaidOut("\n".join(lines), tuple(cells), tuple(rows))


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
