"""What every door gives: pages of rows of cells, each cell with its text and its place in the user's file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Box", "Cell", "DoorNote", "Format", "OpenedDocument", "Page", "Place", "Row"]

Format = Literal["text", "pdf", "workbook", "word", "html"]
#: Left, bottom, right and top of a rectangle on a page, in points from the lower left corner.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the user's own file; only what its format has is set.

    Pages, tables, rows and paragraphs count from 1. A cell is named as in a spreadsheet (``B7``).

    >>> Place(page=12).words(), Place(sheet="Ⅰ 関連情報", cell="J4").words("en")
    ('12頁', 'sheet Ⅰ 関連情報, cell J4')
    """

    line: int | None = None
    page: int | None = None
    box: Box | None = None
    sheet: str | None = None
    cell: str | None = None
    table: int | None = None
    row: int | None = None
    paragraph: int | None = None

    def words(self, lang: Literal["ja", "en"] = "ja") -> str:
        """Return the place in words."""
        ja = lang == "ja"
        parts: list[str] = []
        if self.page is not None:
            parts.append(f"{self.page}頁" if ja else f"page {self.page}")
        if self.sheet is not None:
            parts.append(f"シート「{self.sheet}」" if ja else f"sheet {self.sheet}")
        if self.cell is not None:
            parts.append(f"{self.cell}セル" if ja else f"cell {self.cell}")
        if self.table is not None:
            parts.append(f"表{self.table}" if ja else f"table {self.table}")
        if self.row is not None:
            parts.append(f"{self.row}行目" if ja else f"row {self.row}")
        if self.paragraph is not None:
            parts.append(f"第{self.paragraph}段落" if ja else f"paragraph {self.paragraph}")
        if not parts and self.line is not None:
            parts.append(f"{self.line}行目" if ja else f"line {self.line}")
        return "".join(parts) if ja else ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Cell:
    r"""One cell: its text, where lines are ended by ``\\n``, and its place."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that stand side by side, from left to right; an empty row ends a block.

    Cells without text are left out; ``columns`` numbers the columns of those that are there, where the format has any.
    """

    cells: tuple[Cell, ...]
    columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page, a sheet, or the whole of a document without pages."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class DoorNote:
    """Something the door saw and could not read, or left out: named, never passed over.

    ``id`` names the kind: ``hidden-sheet``, ``hidden-rows``, ``drawn-marks``, ``images``, ``unmapped-text``.
    """

    id: str
    place: Place
    value: str = ""


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A file opened by its door."""

    format: Format
    pages: tuple[Page, ...]
    notes: tuple[DoorNote, ...] = ()
