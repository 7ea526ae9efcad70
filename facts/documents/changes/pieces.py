"""The pieces of a page of 変更箇所 in the order of the text: dates, items, timings and what stands between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..form_words import bare
from .likeness import like_cells
from .table_words import (
    is_annex_name,
    is_header,
    is_item,
    is_path,
    is_path_surely,
    is_short,
    iso,
    seen,
    timing_of,
    value,
)

if TYPE_CHECKING:
    from collections.abc import Container

    from ..sections.layout import Layout

__all__ = ["Piece", "pieces_of"]

_DATE = (
    r"(?:(?:明治|大正|昭和|平成|令和|[MTSHR])\s?(?:元|\d{1,2})|\d{4})"
    r"\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}(?:\s?日)?"
)
_MONTH = r"(?:明治|大正|昭和|平成|令和)\s?(?:元|\d{1,2})\s?年\s?\d{1,2}\s?月"
_STARTS = re.compile(rf"^({_DATE}|{_MONTH})(?=$| )\s*(.*)\Z", re.DOTALL)
_ENDS = re.compile(rf"^(.*\S)({_DATE})$")
_STICKS = re.compile(r"^(事[前後])(?=[明大昭平令\ue101]|\(?別[紙添])(.+)$")
_STUCK = re.compile(r"^(.+。)(事[前後])$")
_NUMBER = re.compile(r"^[-‐－\s]*\d{1,3}(?:/\d{1,3})?[-‐－\s]*$")
_LABEL_END = re.compile(r"時期に係る$|^説明$|^る説明$")


@dataclass(slots=True)
class Piece:
    """A piece: ``kind`` is one of D (date), I (item), T (timing), E (glued behind a timing), X (any cell).

    ``cell`` says that the line itself parts it from its neighbours, ``loose`` that cells may have run into it;
    ``box`` counts the boxes of the page.
    """

    kind: str
    lines: list[tuple[int, str]]
    box: int
    cell: bool = False
    loose: bool = False

    @property
    def at(self) -> int:
        """The index of its first line."""
        return self.lines[0][0]

    @property
    def value(self) -> str:
        """Its text as a value."""
        return value("".join(text for _, text in self.lines))


def pieces_of(layout: Layout, start: int, end: int, labels: Container[str] = ()) -> list[Piece]:
    """Give the pieces of a page, its header and its page number left out.

    ``labels`` are the labels of the form: behind an item they go on with its path.
    """
    reader = _Reader(_standing(layout, start, end), labels)
    filled = [i for i in range(start, end) if layout.flat[i]]
    ends = {filled[0], filled[-1]} if filled else set()
    near = -10
    for i in range(start, end):
        if not layout.flat[i]:
            reader.box += 1
            reader.open = None
            continue
        if is_header(layout.flat[i]) or (_LABEL_END.search(layout.flat[i]) and i - near <= 2):
            near = i
            reader.open = None
            continue
        if i in ends and _NUMBER.match(layout.flat[i]):
            continue
        line = layout.lines[i]
        reader.line(i, seen(line.text if "<" in line.raw else line.raw))
    return _cells_that_are_dates(reader.out)


def _cells_that_are_dates(pieces: list[Piece]) -> list[Piece]:
    """Take two dates between an item that speaks of a day and its timing for what changed."""
    for n in range(len(pieces) - 3):
        four = pieces[n : n + 4]
        if "".join(p.kind for p in four) == "IDDT" and four[0].value.endswith(_DATED_ITEMS):
            for p in four[1:3]:
                p.kind = "X"
    return pieces


_DATED_ITEMS = ("時点", "人数", "者数", "期間", "日", "時期")


def _standing(layout: Layout, start: int, end: int) -> set[str]:
    """Give the dates of a page that stand at the beginning of a line with nothing or a gap behind them."""
    out = set()
    for i in range(start, end):
        if layout.flat[i] and (found := _STARTS.match(seen(layout.lines[i].raw))) and (day := iso(found[1])):
            out.add(day)
    return out


class _Reader:
    def __init__(self, days: set[str], labels: Container[str]) -> None:
        self.days, self.labels = days, labels
        self.out: list[Piece] = []
        self.box = 0
        self.open: Piece | None = None  # what a further line of the same box belongs to
        self.beside: Piece | None = None  # an item on the line of its date
        self.timed = True  # whether a timing was seen since the last item: then an item may begin mid-box

    def add(self, kind: str, at: int, text: str, *, cell: bool = False) -> Piece:
        piece = Piece(kind, [(at, text)], self.box, cell)
        self.out.append(piece)
        if kind == "T":
            self.timed = True
        elif kind == "I":
            self.timed = False
        return piece

    def line(self, at: int, text: str) -> None:
        fresh = self.open is None
        beside = False
        if (found := _STARTS.match(text)) and not _more_dates(found[2]):
            self.add("D", at, found[1])
            self.open = None
            if not found[2]:
                return
            text, dated, beside = found[2], True, True
        else:
            dated = bool(fresh and self.out and self.out[-1].kind == "D" and self.out[-1].box == self.box)
        tail = self.tail(text)
        if tail:
            text = text[: -len(tail)].rstrip()
        if text:
            self.cells(at, text, dated=dated)
            if beside and self.open is not None and self.open.kind == "I":
                self.beside = self.open
        if tail:
            self.add("D", at, tail)
            self.open = None

    def tail(self, text: str) -> str:
        """Give the date at the end of a line, where it is the first column of the row and no part of a cell."""
        found = _ENDS.match(text)
        if not found or (day := iso(found[2])) is None:
            return ""
        timed = any(timing_of(p) for p in [*found[1].split(" "), found[1][-2:]])
        return found[2] if timed or (day in self.days and not found[1].endswith(_BEFORE_DATE)) else ""

    def cells(self, at: int, text: str, *, dated: bool) -> None:
        parts = _parts(text)
        where = next((n for n, p in enumerate(parts) if timing_of(p)), None)
        if where is None:
            self.words(at, text, dated=dated)
            return
        head = _path_first(
            parts[:where],
            named=dated or (self.open is not None and self.open.kind == "I"),
            labels=self.labels,
        )
        held = self.open
        if held is not None and held.kind == "I" and len(head) == _CELLS:
            # The last line of the item and one cell, or both cells with the item above them.
            if like_cells(*head):
                self.open = None
            else:
                held.loose = True
        for n, part in enumerate(head):
            if n:
                self.open = self.add("X", at, part, cell=True)
            else:
                self.words(at, part, dated=dated, cell=True)
        self.add("T", at, timing_of(parts[where]) or "")
        rest = parts[where + 1 :]
        self.open = self.out[-1]
        if rest and where == 0 and text[2:3] != " " and is_item(rest[0]):
            self.open = self.add("I", at, " ".join(rest))
        elif rest:
            self.open = self.add("E", at, " ".join(rest))

    def words(self, at: int, text: str, *, dated: bool, cell: bool = False) -> None:
        """Add the words of a line: more of the piece before in the same box, or a piece of its own."""
        held = self.open
        between = held is None or (held.kind in "TE" and self.timed)
        if (dated and held is None) or (between and is_item(text)):
            self.open = self.add("I", at, text, cell=cell)
        elif held is None:
            self.open = self.add("X", at, text, cell=cell)
        elif held.kind == "T":
            self.open = self.add("E", at, text)
        elif held is self.beside and is_short(held.value) and not is_annex_name(text):
            # The item is one line high, on the row of its date: what stands below it in the box is a cell.
            self.open = self.add("X", at, text)
        else:
            held.lines.append((at, text))


def _path_first(parts: list[str], *, named: bool, labels: Container[str]) -> list[str]:
    """Join the pieces that go on with the path of an item, as long as two cells are left behind it."""
    if not parts or not (named or is_item(parts[0])):
        return parts
    n = 1
    while len(parts) - n > _CELLS and (is_path(parts[n]) or bare(value(parts[n])) in labels):
        n += 1
    # A circled number or the name of an annex goes on with the path even so, unless it opens both cells.
    if len(parts) - n == _CELLS and is_path_surely(parts[n]) and not like_cells(parts[n], parts[n + 1]):
        n += 1
    return [" ".join(parts[:n]), *parts[n:]]


_CELLS = 2
_BEFORE_DATE = ("(", "~", "～", "-", "日", "年", "から", "、", ":", "は", "で", "・", "：", "「", "月")


def _more_dates(rest: str) -> bool:
    """Whether what stands behind a date makes it a part of a cell: another date, or a span."""
    return bool(_STARTS.match(rest)) or rest.startswith(("~", "から", "以降", "まで", "時点", "-"))


def _parts(text: str) -> list[str]:
    """Part a line at its gaps, and a timing from what sticks to it."""
    out: list[str] = []
    for part in re.split(r" +", text):
        if (found := _STICKS.match(part)) or (found := _STUCK.match(part)):
            out += [found[1], found[2]]
        else:
            out.append(part)
    return out
