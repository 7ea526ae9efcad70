"""Read back what people wrote in a workbook of an earlier run, however it was sorted, filtered or saved since.

Sheets are known by the header of the match key, columns by their headers; everything but the key and the words people
fill in is only used to say what a line was about.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final

from ...facts.errors import InputError, Problem
from ...facts.readers.open_files import read_bytes
from ..tables.line_keys import Key
from ..wording.labels import column_label
from .judgements import LATER, SHEETS, WORDS, Kept, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["SHOWN", "read_previous"]

#: What a line that finds no match is told by.
SHOWN: Final = ("sheet", "organization", "affair", "file", "title", "detail")
_MOST_BYTES: Final = 100 * 2**20
_MOST_UNPACKED: Final = 2**30
_MOST_SHEETS: Final = 60
_HEADER_ROWS: Final = 30
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2}) 00:00:00\Z")
_LANGUAGES: Final = ("ja", "en")


def read_previous(path: Path) -> tuple[Kept, ...]:
    """Return every line of a workbook that this program wrote, with the words people filled in.

    Raises:
        InputError: no workbook, not one of ours, or a column that is needed was removed.
    """
    data = read_bytes(path, _MOST_BYTES)
    sheets = _sheets(path, data)
    kept: list[Kept] = []
    problems: list[Problem] = []
    known = False
    for name, rows in sheets:
        at = next((n for n, row in enumerate(rows[:_HEADER_ROWS]) if _is_header(row)), None)
        if at is None:
            continue
        known = True
        columns = _columns(rows[at])
        lacking = [w for w in WORDS if w not in columns and w not in LATER]
        if lacking:
            problems.append(_lacking(path, name, at, lacking))
            continue
        kept += _lines(rows[at + 1 :], columns, name, path.name)
    if not known:
        problems.append(
            Problem(
                "carry.foreign",
                str(path),
                "、".join(name for name, _ in sheets),
                "this is no workbook of this program: no sheet has the column of match keys",
                "name the findings.xlsx of an earlier run, with its hidden last column",
            )
        )
    if problems:
        raise InputError(problems)
    return tuple(kept)


def _sheets(path: Path, data: bytes) -> list[tuple[str, list[tuple[Any, ...]]]]:
    import fastexcel

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(i.file_size for i in archive.infolist()) > _MOST_UNPACKED:
                raise ValueError("it unpacks to more than 1 GB")  # noqa: TRY301 - told like any other reason
        book = fastexcel.read_excel(data)
        return [
            (name, book.load_sheet(name, header_row=None, dtypes="string").to_polars().rows())
            for name in book.sheet_names[:_MOST_SHEETS]
        ]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # the reader may panic, which is no Exception
        first = (str(error).splitlines() or [""])[0][:120]
        raise InputError(
            Problem(
                "carry.unreadable",
                str(path),
                "",
                "this is no workbook (.xlsx) that can be read",
                f"open it in Excel or LibreOffice and save it again as .xlsx: {first}",
            )
        ) from None


def _is_header(row: Sequence[Any]) -> bool:
    return any(cell in _KEYS for cell in row)


_KEYS: Final = frozenset(column_label("key", lang) for lang in _LANGUAGES)


def _columns(header: Sequence[Any]) -> dict[str, int]:
    """Map column names to positions by header, in whichever language the workbook was written."""
    lang = "ja" if column_label("key", "ja") in header else "en"
    wanted = [(name, column_label(name, lang)) for name in (*WORDS, "key", "why", *SHOWN) if name != "sheet"]
    wanted += [("title", column_label("title", lang, sheet)) for sheet in SHEETS]
    if column_label("why", lang) in header:  # elsewhere the sheet is that of the place in a document
        wanted += [("sheet", column_label("sheet", lang)), ("sheet", column_label("sheet", lang, "lost"))]
    return {name: header.index(label) for name, label in wanted if label in header}


def _lines(rows: Sequence[tuple[Any, ...]], columns: dict[str, int], sheet: str, book: str) -> Iterator[Kept]:
    for row in rows:
        key = Key.read(row[columns["key"]] or "")
        words = Words(**{w: _word(row[columns[w]]) for w in WORDS if w in columns})
        if not key and not words:
            continue
        shown: dict[str, str] = {}
        if words:
            shown = {n: row[columns[n]] or "" for n in SHOWN if n in columns}
            shown.setdefault("sheet", sheet)
        yield Kept(key, words, shown, "gone" if "why" in columns else "", book)


def _word(cell: str | None) -> str:
    """Return what stands in a cell; a date cell as a plain date."""
    if cell is None:
        return ""
    day = _DAY.match(cell)
    return day[1] if day else cell


def _lacking(path: Path, sheet: str, row: int, lacking: list[str]) -> Problem:
    labels = "、".join(column_label(w, "ja") for w in lacking)
    return Problem(
        "carry.columns",
        f"{path} {sheet}:{row + 1}",
        labels,
        "columns that people fill in are missing, so that nothing could be read back from them",
        "put the header back, or insert an empty column with it",
    )
