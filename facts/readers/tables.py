"""Tables of affairs: one row per affair, headers in the words of the vocabulary, cells exact or banded.

Cells are read by unique value, never row by row. A row with a cell that cannot be read is left out and reported;
the other rows go on.
"""

from __future__ import annotations

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
from ..visible import visible
from ..vocabulary import Kind, Scope
from .cells import read_cells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..vocabulary import Fact

__all__ = ["Table", "read_table"]

_MOST_PROBLEMS: Final = 200
_SOURCES: Final = ("source", "出典")
#: What `visible` changes, in the words of polars.
_HIDDEN: Final = r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\x{FDD0}-\x{FDEF}\x{FFFE}\x{FFFF}]"
_READABLE: Final = (Kind.COUNT, Kind.YESNO, Kind.CHOICE, Kind.DATE)


@dataclass(frozen=True)
class Table:
    """The rows that could be read, as bounds per fact, with ``row``, ``affair``, ``organization``, ``source``."""

    frame: pl.DataFrame
    problems: tuple[Problem, ...]


def read_table(path: Path) -> Table:
    """Read a CSV, Excel or Parquet table.

    Raises:
        InputError: the file cannot be read at all, has no rows, or no column of it is known.
    """
    cells = read_cells(path)
    raw, source = cells.frame, visible(str(path))
    problems = list(cells.problems)
    columns = _headers(cells.headers, source, problems)
    if not columns:
        raise InputError(
            [
                *problems,
                Problem(
                    "table.no-columns",
                    f"{source}:1",
                    ", ".join(cells.headers[:8]),
                    "no column of this table is known",
                    _hint(cells.headers),
                ),
            ]
        )
    if not raw.height:
        empty = "the table has no rows that can be read"
        remedy = "write one row per affair below the headers"
        raise InputError([*problems, Problem("table.empty", source, "", empty, remedy)])
    encoded: dict[str, pl.Series] = {}
    bad = pl.Series("#bad", [False]).new_from_index(0, raw.height)
    for place, fact in columns.items():
        header = cells.headers[int(place)]
        series, wrong = _encode(raw[place], fact)
        encoded |= series
        bad = bad | wrong
        problems += _cell_problems(raw.filter(wrong).select("#n", place), header, fact, source)
    for name in ("affair", "organization"):
        encoded.setdefault(name, pl.Series([None] * raw.height, dtype=pl.String))
    places = raw.select(pl.format("{}:{}", pl.lit(source), "#n").alias("source"))["source"]
    frame = pl.DataFrame(
        {
            "affair": encoded.pop("affair"),
            "organization": encoded.pop("organization"),
            "source": places,
            **encoded,
        }
    )
    frame = frame.filter(~bad).with_row_index("row")
    frame = frame.with_columns(pl.col("affair", "organization").fill_null(""))
    return Table(frame, _most(problems, source, int(bad.sum())))


def _most(problems: list[Problem], source: str, left_out: int) -> tuple[Problem, ...]:
    """Keep what a person can work through, and say so where there is more."""
    if max(len(problems), left_out) <= _MOST_PROBLEMS:
        return tuple(problems)
    more = Problem(
        "table.more",
        source,
        f"{left_out} rows",
        f"only the first {_MOST_PROBLEMS} problems are listed; so many rows were left out",
        "mend these and read the table again",
    )
    return (*problems[:_MOST_PROBLEMS], more)


def _headers(names: Sequence[str], source: str, problems: list[Problem]) -> dict[str, Fact]:
    """Match columns to facts of an affair; each unknown or repeated one is a problem and is left out."""
    words = by_word(Scope.AFFAIR)
    out: dict[str, Fact] = {}
    for column, name in enumerate(names):
        if plain(name) in _SOURCES:
            continue
        fact = words.get(plain(name))
        if fact is None or (fact.kind not in _READABLE and fact.kind is not Kind.TEXT):
            near = (
                get_close_matches(plain(name)[:100], list(words), n=1, cutoff=0.4)
                if len(problems) < _MOST_PROBLEMS
                else []
            )
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
            out[str(column)] = fact
    return out


def _hint(names: Sequence[str]) -> str:
    """Say how a table without any known column is mended."""
    if any(mark in name for name in names for mark in ";\t"):
        return "separate the cells by commas"
    return "name columns as `shikii facts schema` does, such as 事務名, 対象人数, in the first row (of the first sheet)"


def _encode(cells: pl.Series, fact: Fact) -> tuple[dict[str, pl.Series], pl.Series]:
    """Turn the cells of a fact into its bound columns, or its text; also which cells could not be read."""
    if cells.dtype.is_nested() or cells.dtype == pl.Binary:
        nothing = pl.Series([None] * len(cells), dtype=pl.String if fact.kind is Kind.TEXT else pl.Int64)
        named = (fact.name,) if fact.kind is Kind.TEXT else columns_of(fact)
        return dict.fromkeys(named, nothing), cells.is_not_null()
    if fact.kind is Kind.TEXT:
        text = cells.cast(pl.String, strict=False)
        if text.str.contains(_HIDDEN).any():
            text = text.map_elements(visible, return_dtype=pl.String)
        return {fact.name: text.str.strip_chars()}, text.is_null() & cells.is_not_null()
    if cells.dtype.is_decimal():
        cells = cells.cast(pl.Float64)
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


def _cell_problems(rows: pl.DataFrame, header: str, fact: Fact, source: str) -> list[Problem]:
    """Name the rows (their numbers and the cell) that could not be read."""
    from ..reading import remedy_for

    found: list[Problem] = []
    for number, raw in rows.head(_MOST_PROBLEMS).iter_rows():
        remedy: str = remedy_for(fact)
        try:
            read_value(fact, raw)
        except Unreadable as error:
            remedy = str(error)
        place = f"{source}:{number} {header}"
        found.append(
            Problem("table.cell", place, str(raw), f"not a value of {fact.ja}; the row was left out", remedy)
        )
    return found
