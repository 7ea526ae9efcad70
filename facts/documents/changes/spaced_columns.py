"""Rows of a table printed in columns of spaces, where a cell may go on over several lines.

The columns are what the lines leave free from top to bottom. Where they leave too little free, or where the
lines of two rows cannot be parted, nothing is read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .table_words import header_columns, iso, timing_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..text.lines import Line

__all__ = ["column_rows", "has_columns"]

_CHUNK = re.compile(r"[^ ]+(?: [^ ]+)*")
_NUMBER = re.compile(r"^[-‐－]?\s*\d{1,3}\s*[-‐－]?$")
_BREAK = 3


@dataclass(frozen=True, slots=True)
class _Chunk:
    start: int
    end: int
    text: str


def _chunks(raw: str) -> list[_Chunk]:
    """Part a line at gaps of two spaces; places count in half widths, as the page does."""
    raw = raw.expandtabs(8)
    if raw.isascii():
        return [_Chunk(m.start(), m.end(), m.group()) for m in _CHUNK.finditer(raw)]
    place = [0]
    for c in raw:
        place.append(place[-1] + (2 if unicodedata.east_asian_width(c) in "WFA" else 1))
    return [_Chunk(place[m.start()], place[m.end()], m.group()) for m in _CHUNK.finditer(raw)]


def has_columns(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether the names of the header stand apart by wide gaps."""
    return any(
        "変更前" in lines[i].raw and header_columns([c.text for c in _chunks(lines[i].raw)])
        for i in range(start, end)
    )


def column_rows(lines: Sequence[Line], start: int, end: int) -> list[tuple[int, list[str]]]:
    """Give header and rows as lines of cells; a page whose columns or rows do not part gives none."""
    if ragged := _one_line_a_row(lines, start, end):
        return ragged
    heads = [
        i
        for i in range(start, end)
        if "変更前" in lines[i].raw and header_columns([c.text for c in _chunks(lines[i].raw)])
    ]
    out: list[tuple[int, list[str]]] = []
    for at, until in zip(heads, [*heads[1:], end], strict=True):
        header = _chunks(lines[at].raw)
        body = [(i, _chunks(lines[i].raw)) for i in range(at + 1, until)]
        body = [(i, cs) for i, cs in body if not (len(cs) == 1 and _NUMBER.match(cs[0].text))]
        body = _of_table(body)
        spans = _spans(header, [c for _, cs in body for c in cs])
        if spans is None:
            continue
        fields = header_columns([c.text for c in header]) or []
        out.append((at, [c.text for c in header]))
        out += _parted(body, spans, fields)
    return out


def _one_line_a_row(lines: Sequence[Line], start: int, end: int) -> list[tuple[int, list[str]]]:
    """Read rows of one line each, parted by gaps alone; nothing when any line has another count of cells."""
    out: list[tuple[int, list[str]]] = []
    fields: list[str] = []
    for i in range(start, end):
        cells = [c.text for c in _chunks(lines[i].raw)]
        if found := header_columns(cells):
            fields = found
        elif not cells or (len(cells) == 1 and (not fields or _NUMBER.match(cells[0]))):
            continue
        elif len(cells) != len(fields) or not timing_of(cells[fields.index("timing")]):
            return []
        out.append((i, cells))
    return out


def _of_table(body: list[tuple[int, list[_Chunk]]]) -> list[tuple[int, list[_Chunk]]]:
    """Keep what stands above a break of the page that no timing follows."""
    last = max((n for n, (_, cs) in enumerate(body) if any(timing_of(c.text) for c in cs)), default=-1)
    blanks = 0
    for n, (_, cs) in enumerate(body):
        blanks = 0 if cs else blanks + 1
        if n > last and blanks >= _BREAK:
            return body[:n]
    return body


def _spans(header: list[_Chunk], chunks: list[_Chunk]) -> list[tuple[int, int]] | None:
    """Give where each column stands, if the free stretches part exactly as many as the header names."""
    if not chunks:
        return None
    covered = bytearray(max(c.end for c in [*chunks, *header]) + 1)
    for c in [*chunks, *header]:
        covered[c.start : c.end] = b"\1" * (c.end - c.start)
    spans = [(m.start(), m.end()) for m in re.finditer(b"\1+", bytes(covered))]
    if len(spans) != len(header):
        return None
    if any(not (a <= h.start and h.end <= b) for (a, b), h in zip(spans, header, strict=True)):
        return None
    return spans


def _parted(
    body: list[tuple[int, list[_Chunk]]], spans: list[tuple[int, int]], fields: list[str]
) -> list[tuple[int, list[str]]]:
    """Part the lines into rows: at their dates where cells hang from the top, else at blank lines."""
    table = [(i, _placed(cs, spans)) for i, cs in body]
    timing, day = fields.index("timing"), fields.index("on") if "on" in fields else None
    filled = [(n, i, cells) for n, (i, cells) in enumerate(table) if any(cells)]
    told = [n for n, _, cells in filled if timing_of(cells[timing])]
    if not told:
        return []
    dated = [n for n, _, cells in filled if day is not None and iso(cells[day])]
    if (dated == told and filled[0][0] == told[0]) or (
        not dated and filled[0][0] == told[0] and all(table[n][1][fields.index("item")] for n in told)
    ):
        starts = told
    elif dated and filled[0][0] == dated[0] and set(told) <= set(dated):
        # each row hangs from its date; one whose timing is no timing is a row all the same
        starts = dated
    else:
        starts = [n for n, _, cells in filled if n == 0 or not any(table[n - 1][1])]
    rows = []
    for a, b in zip(starts, [*starts[1:], len(table)], strict=True):
        lines = table[a:b]
        timed = sum(bool(timing_of(cells[timing])) for _, cells in lines)
        if timed > 1 or not (timed or starts is dated):
            return []
        rows.append((table[a][0], ["".join(cells[k] for _, cells in lines) for k in range(len(spans))]))
    return rows


def _placed(chunks: list[_Chunk], spans: list[tuple[int, int]]) -> list[str]:
    cells = [""] * len(spans)
    for c in chunks:
        n = next(k for k, (a, b) in enumerate(spans) if a <= c.start < b)
        cells[n] += c.text
    return cells
