"""Tables of affairs: one row per affair, headers in the words of the vocabulary, cells exact or banded.

Cells are read by unique value, never row by row. A row with a cell that cannot be read is left out and reported;
the other rows go on.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import polars as pl

from ..build import by_word
from ..columns import columns_of, mask_of
from ..errors import InputError, Problem
from ..numbers import plain
from ..reading import BLANK, Unreadable, read_value
from ..values import INF, Options, Range
from ..vocabulary import Kind, Scope
from .files import decode, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from ..vocabulary import Fact

__all__ = ["Table", "read_table"]

_MOST_PROBLEMS: Final = 200
_SOURCES: Final = ("source", "出典")
_MOST_XLSX: Final = 50 * 2**20
_READABLE: Final = (Kind.COUNT, Kind.YESNO, Kind.CHOICE, Kind.DATE)


@dataclass(frozen=True)
class Table:
    """The rows that could be read, as bounds per fact, with ``row``, ``affair``, ``organization``, ``source``."""

    frame: pl.DataFrame
    problems: tuple[Problem, ...]


def read_table(path: Path) -> Table:
    """Read a CSV, Excel or Parquet table.

    Raises:
        InputError: the file cannot be read at all, or no column of it is known.
    """
    raw, first_row = _raw(path)
    source = str(path)
    problems: list[Problem] = []
    columns = _headers(raw.columns, source, problems)
    if not columns:
        raise InputError(
            [
                *problems,
                Problem(
                    "table.no-columns",
                    f"{source}:1",
                    ", ".join(raw.columns[:8]),
                    "no column of this table is known",
                    "name columns as `shikii facts schema` does, such as 事務名, 対象人数",
                ),
            ]
        )
    raw = raw.with_row_index("#n")
    encoded: dict[str, pl.Series] = {}
    bad = (
        pl.Series("#bad", [False]).new_from_index(0, raw.height)
        if raw.height
        else pl.Series("#bad", [], dtype=pl.Boolean)
    )
    for header, fact in columns.items():
        if fact.kind is Kind.TEXT:
            encoded[fact.name] = raw[header].cast(pl.String)
            continue
        series, wrong = _encode(raw[header], fact)
        encoded |= series
        bad = bad | wrong
        problems += _cell_problems(raw.filter(wrong), header, fact, source, first_row)
    for name in ("affair", "organization"):
        encoded.setdefault(name, pl.Series([None] * raw.height, dtype=pl.String))
    place = raw.select((pl.lit(f"{source}:") + (pl.col("#n") + first_row).cast(pl.String)).alias("source"))[
        "source"
    ]
    frame = pl.DataFrame(
        {
            "affair": encoded.pop("affair"),
            "organization": encoded.pop("organization"),
            "source": place,
            **encoded,
        }
    )
    frame = frame.filter(~bad).with_row_index("row")
    frame = frame.with_columns(pl.col("affair", "organization").fill_null(""))
    return Table(frame, tuple(problems[:_MOST_PROBLEMS]))


def _raw(path: Path) -> tuple[pl.DataFrame, int]:
    """Read the cells, all as text except in Parquet; return them with the number of the first data row."""
    suffix = path.suffix.lower()
    data = read_bytes(path, _MOST_XLSX if suffix == ".xlsx" else 2 * 2**30)
    try:
        if suffix == ".parquet":
            return pl.read_parquet(io.BytesIO(data)), 1
        if suffix == ".xlsx":
            return _excel(data), 2
        text = decode(data, str(path))
        return pl.read_csv(io.BytesIO(text.encode()), infer_schema=False), 2
    except InputError:
        raise
    except Exception as error:
        first = (str(error).splitlines() or [""])[0][:120]
        raise InputError(
            Problem(
                f"table.{suffix.lstrip('.')}",
                str(path),
                "",
                f"this is no {suffix.lstrip('.')} table that can be read",
                f"open and save it again: {first}",
            )
        ) from None


def _excel(data: bytes) -> pl.DataFrame:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(i.file_size for i in archive.infolist()) > 20 * _MOST_XLSX:
            raise ValueError("it unpacks to more than 1 GB")
    return pl.read_excel(
        io.BytesIO(data), sheet_id=1, engine="calamine", infer_schema_length=0, raise_if_empty=False
    )


def _headers(names: list[str], source: str, problems: list[Problem]) -> dict[str, Fact]:
    """Match headers to facts of an affair; each unknown or repeated one is a problem and its column is left out."""
    words = by_word(Scope.AFFAIR)
    out: dict[str, Fact] = {}
    for name in names:
        if plain(name) in _SOURCES:
            continue
        fact = words.get(plain(name))
        if fact is None or (fact.kind not in _READABLE and fact.kind is not Kind.TEXT):
            near = get_close_matches(plain(name), list(words), n=1, cutoff=0.4)
            remedy = (
                f"did you mean `{near[0]}`? the column was left out"
                if near
                else "remove the column, or name it as `shikii facts schema` does; it was left out"
            )
            problems.append(Problem("table.unknown-header", f"{source}:1", name, "unknown column", remedy))
        elif fact in out.values():
            problems.append(
                Problem(
                    "table.twice",
                    f"{source}:1",
                    name,
                    f"{fact.ja} stands in two columns",
                    "keep one of them; the second was left out",
                )
            )
        else:
            out[name] = fact
    return out


def _encode(cells: pl.Series, fact: Fact) -> tuple[dict[str, pl.Series], pl.Series]:
    """Turn the cells of a fact into its bound columns; also which cells could not be read."""
    if cells.dtype.is_integer() and fact.kind is Kind.COUNT:
        value = cells.cast(pl.Int64, strict=False)
        wrong = ((value < 0) | (value >= INF)).fill_null(value=False) | (
            value.is_null() & cells.is_not_null()
        )
        return dict(zip(columns_of(fact), (value, value), strict=True)), wrong
    if cells.dtype == pl.Boolean and fact.kind is Kind.YESNO:
        mask = pl.select(pl.when(cells).then(1).when(~cells).then(2).cast(pl.UInt32)).to_series()
        return {columns_of(fact)[0]: mask}, cells.is_null() & cells.is_not_null()
    unique = cells.drop_nulls().unique()
    known: dict[object, tuple[int, ...] | None] = {}
    unreadable: list[object] = []
    for raw in unique.to_list():
        try:
            known[raw] = _bounds(fact, read_value(fact, raw))
        except Unreadable:
            unreadable.append(raw)
    keys = pl.Series(list(known), dtype=cells.dtype) if known else pl.Series([], dtype=cells.dtype)
    out: dict[str, pl.Series] = {}
    for i, column in enumerate(columns_of(fact)):
        dtype = pl.UInt32 if column.endswith(".may") else pl.Int64
        values = pl.Series([None if v is None else v[i] for v in known.values()], dtype=dtype)
        out[column] = (
            cells.replace_strict(keys, values, default=None, return_dtype=dtype)
            if known
            else pl.Series([None] * len(cells), dtype=dtype)
        )
    wrong = (
        cells.is_in(pl.Series(unreadable, dtype=cells.dtype))
        if unreadable
        else cells.is_null() & cells.is_not_null()
    )
    return out, wrong.fill_null(value=False)


def _bounds(fact: Fact, value: object) -> tuple[int, ...] | None:
    if isinstance(value, Range):
        return (value.lo, value.hi)
    if isinstance(value, Options):
        return (mask_of(fact, value.members),)
    assert value is None or value is BLANK  # noqa: S101 - a cell is not known, or known to be empty
    return None


def _cell_problems(rows: pl.DataFrame, header: str, fact: Fact, source: str, first_row: int) -> list[Problem]:
    from ..reading import remedy_for

    found: list[Problem] = []
    for number, raw in rows.select("#n", header).head(_MOST_PROBLEMS).iter_rows():
        remedy: str = remedy_for(fact)
        try:
            read_value(fact, raw)
        except Unreadable as error:
            remedy = str(error)
        place = f"{source}:{number + first_row} {header}"
        found.append(
            Problem("table.cell", place, str(raw), f"not a value of {fact.ja}; the row was left out", remedy)
        )
    return found
