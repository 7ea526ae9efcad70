"""Tables of affairs: one row per affair, headers in the words of the vocabulary, cells exact or banded.

Columns and cells pass the gate (see :mod:`shikii.facts.readers.gate`). A row with a cell that cannot be read is left out and
reported; the other rows go on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from ..errors import InputError, Problem, shorten
from ..printable import visible
from ..reading.value_reader import Unreadable, read_value
from ..vocabulary import Kind
from .contradicting_rows import mark_disagreement
from .gate import encode, match_columns, why_not
from .header_rows import plain_header
from .table_cells import read_cells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..vocabulary import Fact
    from .table_cells import Cells

__all__ = ["EXPLAINS", "Table", "read_table"]

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
    """Read a CSV, Excel or Parquet table; of a workbook every sheet that holds affairs.

    Raises:
        InputError: the file cannot be read at all, has no rows, or no column of it is known.
    """
    source = visible(str(path))
    sheets = [cells for cells in read_cells(path) if not _explains(cells)]
    tables = [cells for cells in sheets if len(sheets) == 1 or match_columns(_plain(cells.headers)).facts]
    problems: list[Problem] = []
    notes: list[str] = []
    if sheets and not tables:
        tables = sheets[:1]
    for cells in sheets:
        if cells not in tables and cells.frame.height:
            notes.append(f"{source}: the sheet {cells.sheet} was left out, it has no column that is known")
        elif cells in tables and cells.hidden:
            notes.append(f"{source}: the sheet {cells.sheet} is hidden; it was read like the others")
    frames, failed = [], list[Problem]()
    left_out = 0
    for cells in tables:
        place = f"{source} {cells.sheet}" if len(tables) > 1 else source
        try:
            frame, bad = _affairs(cells, place, problems, notes)
        except InputError as error:
            failed += error.problems
            continue
        frames.append(frame)
        left_out += bad
    if not frames:
        raise InputError(failed)
    problems += failed
    frame = pl.concat(frames, how="diagonal").with_row_index("row")
    frame = frame.with_columns(pl.col("affair", "organization").fill_null(""))
    return Table(mark_disagreement(frame), _most(problems, source, left_out), tuple(notes))


#: What stands in the first cell of the sheet with which a template explains itself.
EXPLAINS: Final = "この表の記入方法（shikii）"


def _explains(cells: Cells) -> bool:
    return bool(cells.headers) and cells.headers[0] == EXPLAINS


def _plain(names: Sequence[str]) -> list[str]:
    return [plain_header(name) for name in names]


def _affairs(
    cells: Cells, source: str, problems: list[Problem], notes: list[str]
) -> tuple[pl.DataFrame, int]:
    """Turn the cells of one table into rows of bounds; return also how many rows were left out.

    Raises:
        InputError: it has no rows, or no column of it is known.
    """
    problems += cells.problems
    columns = _headers(cells, source, problems, notes)
    if not columns:
        raise InputError(
            [
                *problems,
                Problem(
                    "table.no-columns",
                    f"{source}:{cells.header_row}",
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
        header = " ".join(cells.headers[int(place)].split())
        series, wrong = encode(raw[place], fact)
        encoded |= series
        asked = wrong & _asks(raw[place], fact)
        problems += _questions(raw.filter(asked).select("#n", place), header, fact, source)
        wrong = wrong & ~asked
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
    return frame.filter(~bad), int(bad.sum())


#: A number that is told to be about so much leaves open on which side of a line it lies.
_ABOUT: Final = (
    r"^(?:約|およそ|おおよそ|概ね|おおむね|凡そ|ほぼ).*\d|\d.*(?:程度|前後|余り?|弱|強|くらい|ぐらい|ほど)$"
)
_SEVERAL: Final = r"[・、,，/／]|及び|並びに"


def _asks(cells: pl.Series, fact: Fact) -> pl.Series:
    """Say which cells that could not be read ask a question of their own, so that the row need not be left out."""
    no = pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(cells))
    if cells.dtype != pl.String:
        return no
    if fact.kind is Kind.COUNT:
        flat = cells.str.normalize("NFKC").str.replace_all(r"\s+|人$|名$", "")
        return flat.str.contains(_ABOUT).fill_null(value=False)
    if fact.kind is Kind.CHOICE:
        parts = cells.str.contains(_SEVERAL).fill_null(value=False)
        return parts & cells.map_elements(lambda text: _all_known(fact, text), return_dtype=pl.Boolean)
    return no


def _all_known(fact: Fact, text: str) -> bool:
    parts = [part for part in re.split(_SEVERAL, text) if part.strip()]
    try:
        return len(parts) > 1 and all(read_value(fact, part.strip()) is not None for part in parts)
    except Unreadable:
        return False


def _questions(rows: pl.DataFrame, header: str, fact: Fact, source: str) -> list[Problem]:
    """Ask for what a cell leaves open; its row is kept, and the fact is not known in it."""
    about = fact.kind is Kind.COUNT
    message = (
        f"about so much may lie on either side of a line; the row is kept, and {fact.ja} is not known in it"
        if about
        else f"the cell names several; the row is kept, and {fact.ja} is not known in it"
    )
    return [
        Problem(
            "table.question",
            f"{source}:{number} {header}",
            str(raw),
            message,
            why_not(fact, raw) if about else "write a row for each of them",
        )
        for number, raw in rows.head(_MOST_PROBLEMS).iter_rows()
    ]


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


def _headers(cells: Cells, source: str, problems: list[Problem], notes: list[str]) -> dict[str, Fact]:
    """Match columns to facts of an affair; what is near one, or said twice, is a problem, all else a note."""
    names = [" ".join(name.split()) for name in cells.headers]
    source = f"{source}:{cells.header_row}"
    found = match_columns(_plain(cells.headers), _SOURCES)
    for place, near in found.near.items():
        remedy = f"did you mean `{near}`? the column was left out"
        problems.append(Problem("table.unknown-header", source, names[place], "unknown column", remedy))
    for place, fact in found.twice.items():
        twice, remedy = f"{fact.ja} stands in two columns", "keep one of them; the second was left out"
        problems.append(Problem("table.twice", source, names[place], twice, remedy))
    if found.others and found.facts:
        shown = "、".join(f"`{shorten(names[place])}`" for place in found.others[:_MOST_SHOWN])
        notes.append(f"{source}: columns that are no facts were left out: {shown}")
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
