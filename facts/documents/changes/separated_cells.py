"""Rows whose cells are set apart in the text: by tabs, bars, HTML cells or wide gaps."""

from __future__ import annotations

import bisect
import html
import re
from itertools import accumulate
from typing import TYPE_CHECKING

from ..text.lines import plain
from .change_row import FIELDS, Cell, Row
from .spaced_columns import column_rows, has_columns
from .table_words import COLUMNS, header_columns, is_item, iso, one_date_a_row, seen, timing_of, value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..sections.layout import Layout
    from ..text.lines import Line

__all__ = ["separated_rows"]

_HTML_ROW = re.compile(r"<tr\b[^<>]{0,400}>(.*?)(?=</tr>|<tr\b|</table>|$)", re.IGNORECASE | re.DOTALL)
_HTML_CELL = re.compile(r"<t[dh]\b([^<>]{0,400})>(.*?)(?=</t[dh]>|<t[dh]\b|$)", re.IGNORECASE | re.DOTALL)
_ROWSPAN = re.compile(r"rowspan\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,400}>")
_RULE = re.compile(r"^[\s|:+=-]*$")
_KEYS = {"変更前": "変更前の記載", "変更後": "変更後の記載", "説明": "提出時期に係る説明"}
_KEY = re.compile(
    r"^[-*・]?\s*\**(変更日|項目|変更前(?:の記載)?|変更後(?:の記載)?|提出時期(?:に係る説明)?|説明)\**\s?:\**(.*)\Z",
    re.DOTALL,
)
_ENDS_TABLE = re.compile(r"^[#*\s]*[(（]?別[添紙]")
_SAME = frozenset({"同上", "〃", '"'})

Cells = list[str]


def separated_rows(layout: Layout, start: int, end: int) -> list[Row] | None:
    """Give the rows of a table whose header is a row of separate cells; None when there is no such header."""
    for split in (_html, _bars, _tabs):
        lines = split(layout.lines, start, end)
        if any(header_columns(cells) for _, cells in lines):
            return _rows(lines, whole=split is not _tabs)
    if has_columns(layout.lines, start, end):
        return _rows(column_rows(layout.lines, start, end), whole=True)
    keyed = _keyed(layout.lines, start, end)
    return _rows(keyed, whole=True) if len(keyed) > 1 else None


def _keyed(lines: Sequence[Line], start: int, end: int) -> list[tuple[int, Cells]]:
    """Give rows written as a name and a value per line: ``変更日：令和…``."""
    fields = [name for name, _ in COLUMNS]
    rows: list[tuple[int, dict[str, str]]] = []
    last = ""
    for i in range(start, end):
        found = _KEY.match(plain(lines[i].raw).strip())
        if found:
            last = _KEYS.get(found[1], found[1])
            if not rows or last in rows[-1][1]:
                rows.append((i, {}))
            rows[-1][1][last] = found[2].strip()
        elif rows and last and not lines[i].blank:
            rows[-1][1][last] += lines[i].raw
        else:
            last = ""
    whole = [(i, own) for i, own in rows if {"項目", "提出時期"} <= set(own)]
    return [(start, fields), *((i, [own.get(f, "") for f in fields]) for i, own in whole)]


def _html(lines: Sequence[Line], start: int, end: int) -> list[tuple[int, Cells]]:
    if not any("<t" in lines[i].raw.lower() for i in range(start, end)):
        return []
    raws = [lines[i].raw + "\n" for i in range(start, end)]
    starts = [0, *accumulate(map(len, raws))]
    text = "".join(raws)
    out = []
    spanning: dict[int, tuple[int, str]] = {}
    for row in _HTML_ROW.finditer(text):
        cells: Cells = []
        for found in _HTML_CELL.finditer(row[1]):
            _carry(cells, spanning)
            cell = html.unescape(_TAG.sub(" ", found[2]))
            if span := _ROWSPAN.search(found[1]):
                spanning[len(cells)] = (int(span[1]) - 1, cell)
            cells.append(cell)
        _carry(cells, spanning)
        out.append((start + bisect.bisect_right(starts, row.start()) - 1, cells))
    return out


def _carry(cells: Cells, spanning: dict[int, tuple[int, str]]) -> None:
    """Put in the cells that reach down from the rows above."""
    while (left := spanning.get(len(cells))) and left[0] > 0:
        spanning[len(cells)] = (left[0] - 1, left[1])
        cells.append(left[1])


def _bars(lines: Sequence[Line], start: int, end: int) -> list[tuple[int, Cells]]:
    out = []
    for i in range(start, end):
        raw = lines[i].raw.strip()
        if raw.startswith("｜"):
            raw = raw.replace("｜", "|")
        if not raw.startswith("|") or _RULE.match(raw):
            continue
        inner = raw[1:-1] if raw.endswith("|") and len(raw) > 1 else raw[1:]
        out.append((i, [_TAG.sub(" ", c) for c in inner.split("|")]))
    return out


def _tabs(lines: Sequence[Line], start: int, end: int) -> list[tuple[int, Cells]]:
    return [(i, _TAG.sub(" ", lines[i].raw).split("\t")) for i in range(start, end)]


def _rows(lines: list[tuple[int, Cells]], *, whole: bool) -> list[Row]:
    """Turn lines into rows; a line with too few cells goes on with the row above, broken inside a cell."""
    columns: list[str] = []
    rows: list[tuple[int, Cells]] = []
    fresh = False
    for at, cells in lines:
        if found := header_columns(cells):
            columns, fresh = found, False
            continue
        if not columns or (len(cells) == 1 and not value(cells[0])):
            fresh = fresh and bool(value("".join(cells)))
            continue
        if not whole and len(cells) < len(columns) and fresh and _joins(rows[-1][1], cells, columns):
            last = rows[-1][1]
            last[-1] += cells[0]
            last.extend(cells[1:])
            continue
        if len(cells) == 1:
            if _ENDS_TABLE.match(cells[0]):
                break
            continue
        rows.append((at, list(cells)))
        fresh = True
    place = columns.index("on") if "on" in columns else len(columns)
    single = one_date_a_row(
        [day for _, cells in rows for c in cells[place : place + 1] if (day := iso(c.strip()))]
    )
    out: list[Row] = []
    for at, cells in rows:
        row = _row(at, cells, columns, out[-1] if out else None, single=single)
        if row is not None:
            out.append(row)
    return out


def _joins(above: Cells, cells: Cells, columns: list[str]) -> bool:
    """Whether a line goes on with the row above: together they are no longer than a row."""
    opens = iso(cells[0]) is not None
    return not opens and len(above) + len(cells) - 1 <= len(columns)


def _row(at: int, cells: Cells, columns: list[str], above: Row | None, *, single: bool) -> Row | None:
    """Read one row by its columns; None when it is no row of this table."""
    padded = cells + [""] * (len(columns) - len(cells))
    if any(value(c) for c in padded[len(columns) :]):
        return None
    own = {name: padded[n] for n, name in enumerate(columns) if name}
    timing, day = own["timing"], own.get("on", "")
    told = _timing(timing)
    if told is None and iso(day.strip()) is None and (value(timing) or not is_item(seen(own["item"]))):
        return None
    if len(cells) < len(columns) - 1 and told is None:
        # Too short to know which cells are missing.
        return None
    out: dict[str, Cell] = {}
    derived: set[str] = set()
    for name in FIELDS:
        if name not in own or name in ("on", "timing"):
            continue
        out[name] = Cell(value(own[name]), at)
    if told is not None or not value(timing):
        out["timing"] = Cell(told or "", at)
    if not value(day):
        # Where no date stands twice, the cell may be joined with the one above.
        if single:
            out["on"] = Cell("", at)
    elif read := iso(day.strip()):
        out["on"] = Cell(read, at)
    elif value(day) in _SAME and above is not None and "on" in above.cells:
        out["on"] = Cell(above.cells["on"].value, at)
        derived.add("on")
    reasons = {
        "on": (
            "変更日が日まで読める形で書かれていない"
            if value(day)
            else "変更日の欄が空で、上の行の日と同じ欄か決められない"
        ),
        "timing": "提出時期の欄の記載が事前でも事後でもない",
    }
    return Row(at, out, frozenset(derived), reasons)


def _timing(cell: str) -> str | None:
    """Read the timing of a cell of its own; a remark in brackets may follow."""
    return timing_of(re.split(r"[(（]", cell, maxsplit=1)[0] or cell)
