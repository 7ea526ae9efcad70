"""The cells of a table, whatever file holds them: text from CSV and Excel, typed from Parquet, each with its row."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from ..errors import InputError, Problem
from .header_rows import MOST_ABOVE, find_headers
from .open_files import decode, read_bytes
from .workbook_cells import MOST_BYTES, read_sheets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .workbook_cells import Doubt

__all__ = ["Cells", "read_cells"]


@dataclass(frozen=True)
class Cells:
    """Rows that hold anything: columns named by their place (``"0"``, ``"1"``, …), and ``#n``, the row in the file.

    ``headers`` are as written, empty where a column has none; ``problems`` are rows that could not be taken.
    ``doubts`` are cells that cannot be taken as they read, by row and place of the column. ``sheet`` is the name of the
    sheet in a workbook, ``hidden`` whether it is not shown; ``header_row`` is the row of the headers, from 1.
    """

    headers: tuple[str, ...]
    frame: pl.DataFrame
    problems: tuple[Problem, ...] = ()
    doubts: Mapping[tuple[int, int], Doubt] = field(default_factory=dict)
    sheet: str = ""
    hidden: bool = False
    header_row: int = 1


def read_cells(path: Path) -> tuple[Cells, ...]:
    """Read the cells of a CSV or Parquet file, or of each sheet of an Excel workbook.

    Raises:
        InputError: the file is no such table.
    """
    suffix = path.suffix.lower()
    data = read_bytes(path, MOST_BYTES if suffix == ".xlsx" else 2 * 2**30)
    try:
        if suffix == ".parquet":
            frame = pl.read_parquet(io.BytesIO(data))
            return (_named(tuple(frame.columns), frame, 1),)
        if suffix == ".xlsx":
            return tuple(
                replace(
                    _named(rows.headers, rows.frame, rows.first),
                    doubts=rows.doubts,
                    sheet=rows.sheet,
                    hidden=rows.hidden,
                    header_row=rows.header_row,
                )
                for rows in read_sheets(data)
            )
        return (_csv(decode(data, str(path)), str(path)),)
    except InputError:
        raise
    except (Exception, pl.exceptions.PanicException) as error:
        kind = suffix.lstrip(".")
        first = (str(error).splitlines() or [""])[0][:120]
        raise InputError(
            Problem(
                f"table.{kind}",
                str(path),
                "",
                f"this is no {kind} table that can be read",
                f"open and save it again: {first}",
            )
        ) from None


def _named(headers: tuple[str, ...], frame: pl.DataFrame, first: int) -> Cells:
    """Name columns by their place, number the rows, and drop those without any cell."""
    held = pl.any_horizontal(pl.all().is_not_null()) if frame.width else pl.lit(value=False)
    frame = frame.rename(dict(zip(frame.columns, map(str, range(frame.width)), strict=True)))
    frame = frame.with_columns(held.alias("#held")).with_row_index("#n", first)
    return Cells(headers, frame.filter("#held").drop("#held"))


def _csv(text: str, source: str) -> Cells:
    """Read CSV: at once where every row fits the headers, else row by row, to say which does not."""
    if "\n" not in text:
        text = text.replace("\r", "\n")
    reader = csv.reader(io.StringIO(text, newline=""))
    first: list[list[str]] = []
    ends: list[int] = []
    for row in reader:
        first.append(row)
        ends.append(reader.line_num)
        if sum(map(any, first)) > MOST_ABOVE:
            break
    at, depth, headers = find_headers(first)
    above = at + depth
    lines = io.StringIO(text, newline="").readlines()
    below = "".join(lines[ends[above - 1] :]) if first else ""
    try:
        frame = pl.read_csv(io.BytesIO(below.encode()), infer_schema=False, has_header=False)
    except pl.exceptions.PolarsError:
        return _by_row(text, source, headers, (at, depth))
    if frame.width != len(headers):
        return _by_row(text, source, headers, (at, depth))
    return replace(_named(headers, frame, above + 1), header_row=at + 1)


def _by_row(text: str, source: str, headers: tuple[str, ...], head: tuple[int, int]) -> Cells:
    """Read row by row; ``head`` is where the headers begin and how many rows they take."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str | None]] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    number = line = 0
    try:
        while (row := next(reader, None)) is not None:
            number, line = number + 1, reader.line_num
            if number <= sum(head):
                continue
            if any(row[len(headers) :]):
                problems.append(
                    Problem(
                        "table.row",
                        f"{source}:{number}",
                        ",".join(row),
                        f"the row has {len(row)} cells, the headers are {len(headers)}; it was left out",
                        "put a cell that holds a comma between double quotes, or remove what is too much",
                    )
                )
            elif any(row):
                rows.append(
                    [*(cell or None for cell in row[: len(headers)]), *[None] * (len(headers) - len(row))]
                )
                numbers.append(number)
    except csv.Error as error:
        raise InputError(
            Problem(
                "table.csv",
                f"{source}:{line + 1}",
                "",
                "this row is no CSV",
                f"close the double quote that opens in it, or take it out: {error}",
            )
        ) from None
    columns = [str(i) for i in range(len(headers))]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    frame = frame.with_columns(pl.Series("#n", numbers, dtype=pl.UInt32))
    return Cells(headers, frame, tuple(problems), header_row=head[0] + 1)
