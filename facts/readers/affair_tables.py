"""Tables of affairs: one row per affair, headers in the words of the vocabulary, cells exact or banded.

Columns and cells pass the gate (see :mod:`shikii.facts.readers.gate`). A row with a cell that cannot be read is left out and
reported; the other rows go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from ..errors import InputError, Problem, shorten
from ..printable import visible
from ..vocabulary import Kind
from .contradicting_rows import mark_disagreement
from .gate import encode, match_columns, why_not
from .table_cells import read_cells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..vocabulary import Fact
    from .table_cells import Cells

__all__ = ["Table", "read_table"]

_MOST_PROBLEMS: Final = 200
_MOST_SHOWN: Final = 20
_SOURCES: Final = ("source", "出典")
_TOTALS: Final = (
    "計",
    "合計",
    "総計",
    "小計",
    "中計",
    "累計",
    "総合計",
    "平均",
    "total",
    "subtotal",
    "grandtotal",
    "sum",
)
_AROUND_WORDS: Final = r"[\s()（）\[\]【】〔〕<>＜＞:：*＊※]+"


@dataclass(frozen=True)
class Table:
    """The rows that could be read, as bounds per fact, with ``row``, ``affair``, ``organization``, ``source``.

    ``notes`` say what was left out and is no mistake: columns that are no facts, rows that hold a total.
    """

    frame: pl.DataFrame
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


def read_table(path: Path) -> Table:
    """Read a CSV, Excel or Parquet table.

    Raises:
        InputError: the file cannot be read at all, has no rows, or no column of it is known.
    """
    cells = read_cells(path)
    source = visible(str(path))
    problems, notes = list(cells.problems), list[str]()
    columns = _headers(cells.headers, source, problems, notes)
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
    total = _totals(cells, columns)
    if total.any():
        lines = ", ".join(map(str, cells.frame["#n"].filter(total).to_list()[:_MOST_SHOWN]))
        notes.append(f"{source}: rows that hold a total are no affairs and were left out: {lines}")
    raw = cells.frame.filter(~total)
    if not raw.height:
        empty = "the table has no rows that can be read"
        remedy = "write one row per affair below the headers"
        raise InputError([*problems, Problem("table.empty", source, "", empty, remedy)])
    encoded: dict[str, pl.Series] = {}
    doubted = _doubted(cells, columns, source)
    bad = raw["#n"].is_in(list(doubted))
    problems += [p for number in raw["#n"].filter(bad) for p in doubted[number]]
    for place, fact in columns.items():
        header = cells.headers[int(place)]
        series, wrong = encode(raw[place], fact)
        encoded |= series
        bad = bad | wrong
        told = [row for row, column in cells.doubts if str(column) == place]
        wrong_alone = wrong & ~raw["#n"].is_in(told)
        problems += _cell_problems(raw.filter(wrong_alone).select("#n", place), header, fact, source)
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
    frame = mark_disagreement(frame)
    return Table(frame, _most(problems, source, int(bad.sum())), tuple(notes))


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


def _headers(names: Sequence[str], source: str, problems: list[Problem], notes: list[str]) -> dict[str, Fact]:
    """Match columns to facts of an affair; what is near one, or said twice, is a problem, all else a note."""
    found = match_columns(names, _SOURCES)
    for place, near in found.near.items():
        remedy = f"did you mean `{near}`? the column was left out"
        problems.append(
            Problem("table.unknown-header", f"{source}:1", names[place], "unknown column", remedy)
        )
    for place, fact in found.twice.items():
        twice, remedy = f"{fact.ja} stands in two columns", "keep one of them; the second was left out"
        problems.append(Problem("table.twice", f"{source}:1", names[place], twice, remedy))
    if found.others and found.facts:
        shown = "、".join(f"`{shorten(names[place])}`" for place in found.others[:_MOST_SHOWN])
        notes.append(f"{source}:1: columns that are no facts were left out: {shown}")
    return {str(place): fact for place, fact in found.facts.items()}


def _hint(names: Sequence[str]) -> str:
    """Say how a table without any known column is mended."""
    if any(mark in name for name in names for mark in ";\t"):
        return "separate the cells by commas"
    return "name columns as `shikii facts schema` does, such as 事務名, 対象人数, in the first row (of the first sheet)"


def _cell_problems(rows: pl.DataFrame, header: str, fact: Fact, source: str) -> list[Problem]:
    """Name the rows (their numbers and the cell) that could not be read."""
    message = f"not a value of {fact.ja}; the row was left out"
    return [
        Problem("table.cell", f"{source}:{number} {header}", str(raw), message, why_not(fact, raw))
        for number, raw in rows.head(_MOST_PROBLEMS).iter_rows()
    ]


#: What a cell that cannot be taken as it reads is, and what to do about it.
_DOUBTS: Final = {
    "formula": (
        "table.formula",
        "the formula has no calculated value; the row was left out",
        "open the book in Excel or LibreOffice, save it, and read it again; or write the value",
    ),
    "struck": (
        "table.struck",
        "the cell is struck through, or a part of it is; the row was left out",
        "write only what holds, without striking anything out",
    ),
    "raised": (
        "table.struck",
        "a part of the cell is raised or lowered, such as the mark of a footnote; the row was left out",
        "write only the value, and the remark into another column",
    ),
}


def _doubted(cells: Cells, columns: dict[str, Fact], source: str) -> dict[int, list[Problem]]:
    """Return, by row, the problems of cells that show something else than their value."""
    found: dict[int, list[Problem]] = {}
    for (row, column), doubt in sorted(cells.doubts.items()):
        fact = columns.get(str(column))
        # a footnote's mark in a name changes no fact
        if fact is None or (doubt.kind == "raised" and fact.kind is Kind.TEXT):
            continue
        id_, message, remedy = _DOUBTS[doubt.kind]
        place = f"{source}:{row} {cells.headers[column]}"
        found.setdefault(row, []).append(Problem(id_, place, doubt.cell, message, remedy))
    return found


def _totals(cells: Cells, columns: dict[str, Fact]) -> pl.Series:
    """Say which rows hold a total: the affair is 合計 or the like, or has no name and another text is."""
    texts = [c for c in cells.frame.columns if c != "#n" and cells.frame[c].dtype == pl.String]
    named = next((c for c, fact in columns.items() if fact.name == "affair" and c in texts), None)
    total = {c: pl.col(c).str.replace_all(_AROUND_WORDS, "").str.to_lowercase().is_in(_TOTALS) for c in texts}
    if named is not None:
        others = pl.any_horizontal([t for c, t in total.items() if c != named] or [pl.lit(value=False)])
        found = total[named] | (pl.col(named).is_null() & others)
    else:
        found = pl.any_horizontal(list(total.values()) or [pl.lit(value=False)])
    return cells.frame.select("#n", found.fill_null(value=False).alias("#total"))["#total"]
