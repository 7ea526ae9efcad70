"""The first sheet of an Excel workbook as text, looked through before anything unpacks it into memory.

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
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from .sheet_parts import CellPart, cells_of, column_letters, looks_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MOST_BYTES", "Doubt", "Rows", "read_sheet"]

MOST_BYTES: Final = 50 * 2**20
_MOST_UNPACKED: Final = 256 * 2**20
_MOST_CELLS: Final = 30_000_000
_SHEET: Final = re.compile(rb'<(?:\w+:)?sheet\b[^>]*?\b\w+:id="([^"]+)"')
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


def read_sheet(data: bytes) -> Rows:
    """Read the first sheet; its first row that is not empty holds the headers.

    Raises:
        ValueError: it unpacks to too much, or reaches too far to be read.
        zipfile.BadZipFile: the file is no workbook, or broken.
    """
    import fastexcel

    told, left = _look_through(data)
    sheet = fastexcel.read_excel(data).load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
    frame = sheet.to_polars()
    frame.columns = [str(i) for i in range(frame.width)]
    for cell in told:
        if cell.error:
            frame[cell.row - 1, cell.column - left] = cell.error
    # a date is a number with a format: what has no time of day is written as the day it is
    frame = frame.with_columns(pl.col(pl.String).str.strip_suffix(" 00:00:00"))
    used = (row for row in range(frame.height) if any(frame.row(row)))
    header = next(used, 0)
    headers = tuple(cell or "" for cell in frame.row(header)) if frame.height else ()
    doubts = {(c.row, c.column - left): d for c in told if (d := _doubt(c)) is not None}
    return Rows(headers, frame.slice(header + 1), header + 2, doubts)


def _doubt(cell: CellPart) -> Doubt | None:
    kind = "formula" if cell.uncounted else "struck" if cell.struck else "raised" if cell.raised else None
    return Doubt(kind, f"{column_letters(cell.column)}{cell.row}") if kind else None


def _look_through(data: bytes) -> tuple[list[CellPart], int]:
    """Return the cells of the first sheet that need care, and its first column in use."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
            raise ValueError(
                f"it unpacks to more than {_MOST_UNPACKED // 2**20} MB; split it, or save it as CSV"
            )
        if broken := archive.testzip():  # also what unpacks to more than it says
            raise ValueError(f"the part {broken} is broken")
        sheet = archive.read(_first_sheet(archive))
        parts = {name: archive.read(f"xl/{name}") for name in _LOOKS if f"xl/{name}" in archive.NameToInfo}
    looks = looks_of(*(parts.get(name, b"") for name in _LOOKS))
    told: list[CellPart] = []
    left, right, bottom = 1 << 14, 0, 0
    for cell in cells_of(sheet, looks):
        if cell.held:
            left, right = min(left, cell.column), max(right, cell.column)
            bottom = max(bottom, cell.row)
        if cell.error or _doubt(cell):
            told.append(cell)
    if (right - left + 1) * bottom > _MOST_CELLS:
        raise ValueError(
            f"it reaches to row {bottom:,} in {right - left + 1:,} columns; delete what stands far out"
        )
    return told, left


_LOOKS: Final = ("sharedStrings.xml", "styles.xml")


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """Return the part that holds the first sheet."""
    found = _SHEET.search(archive.read("xl/workbook.xml"))
    for link in _LINK.findall(archive.read("xl/_rels/workbook.xml.rels")) if found else ():
        target = re.search(rb'\bTarget="([^"]+)"', link)
        if found and target and b'Id="' + found[1] + b'"' in link:
            name = target[1].decode("utf-8", "replace")
            return name.lstrip("/") if name.startswith("/") else f"xl/{name}"
    raise ValueError("it has no sheet")
