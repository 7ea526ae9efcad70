"""The first sheet of an Excel workbook as text, looked through before anything unpacks it into memory.

The reader below (calamine) keeps a cell for every place between the first and the last one used and drops what is no
value. So the parts are looked at first: how much they unpack to, how far the sheet reaches, and which cells are errors
(``#N/A``), which are kept as they read.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Final

import polars as pl

__all__ = ["MOST_BYTES", "Rows", "read_sheet"]

MOST_BYTES: Final = 50 * 2**20
_MOST_UNPACKED: Final = 256 * 2**20
_MOST_CELLS: Final = 30_000_000
_SHEET: Final = re.compile(rb'<(?:\w+:)?sheet\b[^>]*?\b\w+:id="([^"]+)"')
_LINK: Final = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_CELL: Final = re.compile(
    rb"<(?:\w+:)?c\b([^>]*[^/>])>(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?(v|is)>([^<]{0,20})"
)
_PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')


@dataclass(frozen=True)
class Rows:
    """The headers, the rows below them as text, and the number of the first of these rows in the sheet."""

    headers: tuple[str, ...]
    frame: pl.DataFrame
    first: int


def read_sheet(data: bytes) -> Rows:
    """Read the first sheet; its first row that is not empty holds the headers.

    Raises:
        ValueError: it unpacks to too much, or reaches too far to be read.
        zipfile.BadZipFile: the file is no workbook, or broken.
    """
    import fastexcel

    errors, left = _look_through(data)
    sheet = fastexcel.read_excel(data).load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
    frame = sheet.to_polars()
    frame.columns = [str(i) for i in range(frame.width)]
    for (row, column), value in errors.items():
        frame[row - 1, column - left] = value
    # a date is a number with a format: what has no time of day is written as the day it is
    frame = frame.with_columns(pl.col(pl.String).str.strip_suffix(" 00:00:00"))
    used = (row for row in range(frame.height) if any(frame.row(row)))
    header = next(used, 0)
    headers = tuple(cell or "" for cell in frame.row(header)) if frame.height else ()
    return Rows(headers, frame.slice(header + 1), header + 2)


def _look_through(data: bytes) -> tuple[dict[tuple[int, int], str], int]:
    """Return the error cells of the first sheet by row and column, and its first column in use."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
            raise ValueError(
                f"it unpacks to more than {_MOST_UNPACKED // 2**20} MB; split it, or save it as CSV"
            )
        if broken := archive.testzip():  # also what unpacks to more than it says
            raise ValueError(f"the part {broken} is broken")
        sheet = archive.read(_first_sheet(archive))
    errors: dict[tuple[int, int], str] = {}
    left, right, bottom = 1 << 14, 0, 0
    for attributes, _, value in _CELL.findall(sheet):
        place = _PLACE.search(attributes)
        if place is None:
            continue
        row, column = int(place[2]), _number(place[1])
        left, right, bottom = min(left, column), max(right, column), max(bottom, row)
        if b't="e"' in attributes:
            errors[row, column] = value.decode("utf-8", "replace")
    if (right - left + 1) * bottom > _MOST_CELLS:
        raise ValueError(
            f"it reaches to row {bottom:,} in {right - left + 1:,} columns; delete what stands far out"
        )
    return errors, left


def _number(letters: bytes) -> int:
    """Return the number of a column from 1.

    >>> _number(b"A"), _number(b"AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """Return the part that holds the first sheet."""
    found = _SHEET.search(archive.read("xl/workbook.xml"))
    for link in _LINK.findall(archive.read("xl/_rels/workbook.xml.rels")) if found else ():
        target = re.search(rb'\bTarget="([^"]+)"', link)
        if found and target and b'Id="' + found[1] + b'"' in link:
            name = target[1].decode("utf-8", "replace")
            return name.lstrip("/") if name.startswith("/") else f"xl/{name}"
    raise ValueError("it has no sheet")
