"""The sheets of an Excel workbook as text, looked through before anything unpacks it into memory.

The reader below (calamine) keeps a cell for every place between the first and the last one used and drops what is no
value. So the parts are looked at first: how much they unpack to, how far the sheet reaches, which cells are errors
(``#N/A``), which are kept as they read, and which show something else than their value: formulas that no program has
calculated yet, and text that is struck through or raised.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl

from .header_rows import MOST_ABOVE, find_headers
from .sheet_parts import CellPart, Looks, cells_of, column_letters, looks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["MOST_BYTES", "Doubt", "Rows", "read_sheets"]

MOST_BYTES: Final = 50 * 2**20
_MOST_UNPACKED: Final = 256 * 2**20
_MOST_CELLS: Final = 30_000_000
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_SHEET_ID: Final = re.compile(rb'\b\w+:id="([^"]+)"')
_NAME: Final = re.compile(rb'\bname="([^"]*)"')
_STATE: Final = re.compile(rb'\bstate="(?:hidden|veryHidden)"')
_TARGET: Final = re.compile(rb'\bTarget="([^"]+)"')
_ID: Final = re.compile(rb'\bId="([^"]+)"')
_LINK: Final = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


class Doubt(NamedTuple):
    """Why the value of a cell is not what it shows: ``formula``, ``struck`` or ``raised``; and where it stands."""

    kind: str
    cell: str


@dataclass(frozen=True)
class Rows:
    """The headers, the rows below them as text, and the number of the first of these rows in the sheet.

    ``doubts`` holds, by the number of the row and the place of the column, the cells that cannot be taken as they read.
    """

    headers: tuple[str, ...]
    frame: pl.DataFrame
    first: int
    doubts: Mapping[tuple[int, int], Doubt] = field(default_factory=dict)
    sheet: str = ""
    hidden: bool = False
    header_row: int = 1


@dataclass(frozen=True)
class _Sheet:
    """A sheet: its name, whether it is hidden, its cells that need care, and its first column in use."""

    name: str
    hidden: bool
    told: list[CellPart]
    left: int
    bottom: int


def read_sheets(data: bytes) -> tuple[Rows, ...]:
    """Read every sheet that holds anything; see :mod:`.header_rows` for where its headers stand.

    Raises:
        ValueError: it unpacks to too much, or reaches too far to be read.
        zipfile.BadZipFile: the file is no workbook, or broken.
    """
    import fastexcel

    sheets = _look_through(data)
    book = fastexcel.read_excel(data)
    used = [s for s in sheets if s.bottom and s.name in book.sheet_names] or sheets[:1]
    return tuple(_rows(book, sheet) for sheet in used)


def _rows(book: Any, sheet: _Sheet) -> Rows:
    """Read one sheet of a workbook."""
    frame = book.load_sheet(sheet.name, header_row=None, skip_rows=0, dtypes="string").to_polars()
    frame.columns = [str(i) for i in range(frame.width)]
    for cell in sheet.told:
        if cell.error:
            frame[cell.row - 1, cell.column - sheet.left] = cell.error
    # a date is a number with a format: what has no time of day is written as the day it is
    frame = frame.with_columns(pl.col(pl.String).str.strip_suffix(" 00:00:00"))
    first: list[tuple[str | None, ...]] = []
    for row in frame.iter_rows():
        first.append(row)
        if sum(map(any, first)) > MOST_ABOVE:
            break
    at, depth, headers = find_headers(first)
    doubts = {(c.row, c.column - sheet.left): d for c in sheet.told if (d := _doubt(c)) is not None}
    below = at + depth
    return Rows(headers, frame.slice(below), below + 1, doubts, sheet.name, sheet.hidden, at + 1)


def _doubt(cell: CellPart) -> Doubt | None:
    kind = "formula" if cell.uncounted else "struck" if cell.struck else "raised" if cell.raised else None
    return Doubt(kind, f"{column_letters(cell.column)}{cell.row}") if kind else None


def _look_through(data: bytes) -> list[_Sheet]:
    """Return the sheets with their cells that need care, in the order of the workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
            raise ValueError(
                f"it unpacks to more than {_MOST_UNPACKED // 2**20} MB; split it, or save it as CSV"
            )
        if broken := archive.testzip():  # also what unpacks to more than it says
            raise ValueError(f"the part {broken} is broken")
        parts = {name: archive.read(f"xl/{name}") for name in _LOOKS if f"xl/{name}" in archive.NameToInfo}
        looks = looks_of(*(parts.get(name, b"") for name in _LOOKS))
        found = [
            _sheet(archive.read(part), name, hidden, looks)
            for name, hidden, part in _sheets(archive)
            if part in archive.NameToInfo and "worksheets/" in part
        ]
    if not found:
        raise ValueError("it has no sheet")
    return found


def _sheet(part: bytes, name: str, hidden: bool, looks: Looks) -> _Sheet:
    told: list[CellPart] = []
    left, right, bottom = 1 << 14, 0, 0
    for cell in cells_of(part, looks):
        if cell.held:
            left, right = min(left, cell.column), max(right, cell.column)
            bottom = max(bottom, cell.row)
        if cell.error or _doubt(cell):
            told.append(cell)
    if (right - left + 1) * bottom > _MOST_CELLS:
        raise ValueError(
            f"it reaches to row {bottom:,} in {right - left + 1:,} columns; delete what stands far out"
        )
    return _Sheet(name, hidden, told, left, bottom)


_LOOKS: Final = ("sharedStrings.xml", "styles.xml")


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, bool, str]]:
    """Yield the sheets: name, whether hidden, and the part that holds it."""
    links = {}
    for link in _LINK.findall(archive.read("xl/_rels/workbook.xml.rels")):
        target, own = _TARGET.search(link), _ID.search(link)
        if target and own:
            name = target[1].decode("utf-8", "replace")
            links[own[1]] = name.lstrip("/") if name.startswith("/") else f"xl/{name}"
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        name, own, state = _NAME.search(tag), _SHEET_ID.search(tag), _STATE.search(tag)
        if name and own and own[1] in links:
            yield unescape(name[1].decode("utf-8", "replace")), state is not None, links[own[1]]
