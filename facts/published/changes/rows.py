"""Rows of a page whose cells come as loose pieces: what counting and order settle, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from .likeness import like_cells
from .model import Cell, Row
from .pairs import pair
from .pieces import Piece
from .words import is_annex, iso, value

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["rows_of_page"]

_DATED_ITEMS = ("時点", "人数", "者数", "期間", "日", "時期")


@dataclass(slots=True)
class _Chunk:
    """The pieces from one row's first to the next row's first; ``item`` is None where it cannot be bounded."""

    item: Piece | None
    day: Piece | None = None
    body: list[Piece] = field(default_factory=list)
    nested: bool = False

    def of(self, kind: str) -> list[Piece]:
        return [p for p in self.body if p.kind == kind]

    @property
    def timed(self) -> int | None:
        """The index of the timing in the body when there is exactly one."""
        at = [n for n, p in enumerate(self.body) if p.kind == "T"]
        return at[0] if len(at) == 1 else None

    def between(self) -> list[Piece]:
        """The cells between item and timing; without a timing all that are loose."""
        end = self.timed
        return [p for p in (self.body if end is None else self.body[:end]) if p.kind == "X"]

    def behind(self) -> list[Piece]:
        """The words behind the timing."""
        end = self.timed
        return [] if end is None else [p for p in self.body[end + 1 :] if p.kind in "XE"]


def rows_of_page(pieces: Sequence[Piece], *, wide: bool) -> list[Row]:
    """Give the rows of one page."""
    own = _items_that_are_cells(_cells_that_are_dates(_one_line_a_cell(list(pieces))))
    by_day = _by_day(own)
    chunks = by_day if by_day is not None else _by_item(own)
    if not chunks:
        return []
    days = [p for p in own if p.kind == "D"]
    timings = [p for p in own if p.kind == "T"]
    page = _Page(chunks, days, timings, wide=wide, dated=by_day is not None)
    return [page.row(c) for c in chunks]


def _cells_that_are_dates(pieces: list[Piece]) -> list[Piece]:
    """Take two dates between an item that speaks of a day and its timing for what changed."""
    for n in range(len(pieces) - 3):
        four = pieces[n : n + 4]
        if "".join(p.kind for p in four) == "IDDT" and four[0].value.endswith(_DATED_ITEMS):
            for p in four[1:3]:
                p.kind = "X"
    return pieces


def _one_line_a_cell(pieces: list[Piece]) -> list[Piece]:
    """Part boxes that hold item, before and after, where each cell is one line on every row of the page."""
    boxes = [
        p
        for p, then in pairwise(pieces)
        if p.kind == "I" and then.kind == "T" and then.box == p.box and then.at != p.lines[-1][0]
    ]
    if not boxes or any(len(p.lines) != _COLUMNS for p in boxes):
        return pieces
    if len(boxes) == 1 and not like_cells(*(t for _, t in boxes[0].lines[1:])):
        return pieces
    out: list[Piece] = []
    for p in pieces:
        lines = p.lines
        if any(p is b for b in boxes):
            p.lines = lines[:1]
            out += [p, *(Piece("X", [line], p.box) for line in lines[1:])]
        else:
            out.append(p)
    return out


def _items_that_are_cells(pieces: list[Piece]) -> list[Piece]:
    """Take cells that begin with an annex in brackets for cells where there are more items than timings."""
    items = sum(p.kind == "I" for p in pieces)
    timings = sum(p.kind == "T" for p in pieces)
    weak = [
        p
        for n, p in enumerate(pieces)
        if p.kind == "I" and p.lines[0][1].startswith("(") and n and pieces[n - 1].kind != "D"
    ]
    if weak and items - timings == len(weak):
        for p in weak:
            p.kind = "X"
    return pieces


def _by_day(pieces: list[Piece]) -> list[_Chunk] | None:
    """Cut at the dates where every row begins with its own: one timing each, and nothing above the first."""
    at = [n for n, p in enumerate(pieces) if p.kind == "D"]
    if not at or at[0] != 0:
        return None
    chunks = []
    for a, b in zip(at, [*at[1:], len(pieces)], strict=True):
        own = pieces[a + 1 : b]
        if sum(p.kind == "T" for p in own) != 1 or not own:
            return None
        first = own[0]
        items = [p for p in own if p.kind == "I"]
        if items and items[0] is not first:
            return None
        for p in own[1:]:
            if p.kind == "I":
                p.kind = "X"
        if first.kind == "I" or (
            first.kind == "X" and sum(p.kind == "X" for p in own[: _timing(own)]) == _COLUMNS
        ):
            chunks.append(_Chunk(first, pieces[a], own[1:]))
        else:
            chunks.append(_Chunk(None, pieces[a], own))
    return chunks


_COLUMNS = 3
_PAIR = 2


def _timing(pieces: Sequence[Piece]) -> int:
    return next(n for n, p in enumerate(pieces) if p.kind == "T")


def _by_item(pieces: list[Piece]) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    for n, p in enumerate(pieces):
        if p.kind == "I":
            nested = n > 0 and pieces[n - 1].kind == "I"
            above = pieces[n - 1] if n else None
            day = above if above is not None and above.kind == "D" and above.box == p.box else None
            chunks.append(_Chunk(p, day, nested=nested))
            if nested and len(chunks) > 1:
                chunks[-2].nested = True
        elif chunks:
            chunks[-1].body.append(p)
    return chunks


class _Page:
    def __init__(
        self, chunks: list[_Chunk], days: list[Piece], timings: list[Piece], *, wide: bool, dated: bool
    ) -> None:
        self.chunks, self.wide, self.dated = chunks, wide, dated
        self.days, self.timings = days, timings
        rows = len(chunks)
        isos = {iso(p.lines[0][1]) for p in days}
        self.one_day = days[0] if len(isos) == 1 and len(days) >= rows else None
        # Dates that open a row on its own line; when every date of the page does, the other rows have none.
        self.beside = {id(c): c.day for c in chunks if c.day is not None} if not dated else {}
        self.all_beside = len(self.beside) == len(days) and not dated
        self.no_day = self.all_beside and len(timings) == rows
        words = {p.value for p in timings}
        self.one_timing = timings[0] if len(words) == 1 and len(timings) >= rows else None
        self.same_timing = len(words) == 1
        # Every row has its own timing behind its cells, and none is left over.
        self.regular = (
            all(c.timed is not None and (c.between() or c.item is None) for c in chunks)
            and len(timings) == rows
        )
        behind = [len(_boxes(c.behind())) for c in chunks]
        self.explained = self.regular and all(n == 1 for n in behind)
        self.bare = self.regular and not any(behind)

    def row(self, chunk: _Chunk) -> Row:
        cells: dict[str, Cell] = {}
        derived: set[str] = set()
        both = self.both(chunk)
        if chunk.item is not None and (item := _bounded(chunk.item)):
            cells["item"] = Cell(item, chunk.item.at)
        self.date(chunk, cells, derived)
        self.timing(chunk, both is not None, cells, derived)
        if both is not None:
            for name, lines in zip(("before", "after"), both, strict=True):
                cells[name] = Cell(value("".join(t for _, t in lines)), lines[0][0])
        self.explanation(chunk, both is not None, cells)
        first = chunk.item or chunk.day or chunk.body[0]
        return Row(first.at, cells, frozenset(derived))

    def both(self, chunk: _Chunk) -> tuple[list[tuple[int, str]], list[tuple[int, str]]] | None:
        if chunk.item is None or chunk.nested or len(chunk.of("T")) > 1 or _runs_on(chunk.item):
            return None
        cells = chunk.between()
        # On a page whose order is broken a third piece may be another row's.
        if len(cells) > _PAIR and not self.regular:
            return None
        return pair(cells, wide=self.wide and chunk.timed is not None)

    def date(self, chunk: _Chunk, cells: dict[str, Cell], derived: set[str]) -> None:
        piece = chunk.day if self.dated or self.all_beside else None
        if piece is None and self.one_day is not None:
            piece = next((p for p in chunk.of("D")), self.one_day)
            derived.add("on")
        if piece is None and self.regular:
            piece = self.on_the_line(chunk)
        if piece is not None and (day := iso(piece.lines[0][1])):
            cells["on"] = Cell(day, piece.at)
        elif self.no_day:
            cells["on"] = Cell("", chunk.item.at if chunk.item else chunk.body[0].at)

    def on_the_line(self, chunk: _Chunk) -> Piece | None:
        """Give the date on the very line of the row's timing, or the one behind each timing of the page."""
        at = chunk.timed
        own = chunk.of("D")
        if at is not None:
            for day in own:
                if day.at == chunk.body[at].at:
                    return day
        last = all(
            len(c.of("D")) == 1 and c.timed is not None and c.body.index(c.of("D")[0]) > c.timed
            for c in self.chunks
        )
        return own[0] if last and own else None

    def timing(self, chunk: _Chunk, paired: bool, cells: dict[str, Cell], derived: set[str]) -> None:
        at = chunk.timed
        own = chunk.body[at] if at is not None else None
        piece = None
        if self.regular or (own is not None and paired and self.same_timing):
            piece = own
        elif self.one_timing is not None:
            piece = own or self.one_timing
            derived.add("timing")
        if piece is not None:
            cells["timing"] = Cell(piece.value, piece.at)

    def explanation(self, chunk: _Chunk, paired: bool, cells: dict[str, Cell]) -> None:
        behind = chunk.behind()
        if not behind:
            if self.bare and paired and chunk.timed is not None and all(self.both(c) for c in self.chunks):
                cells["explanation"] = Cell("", chunk.body[chunk.timed].at)
            return
        glued = behind[0].kind == "E"
        if (self.regular and glued) or (glued and paired) or self.explained:
            words = [behind[0]] if glued else behind
            cells["explanation"] = Cell("".join(p.value for p in words), words[0].at)


def _runs_on(item: Piece) -> bool:
    """Whether a cell was drawn into the box of an item: its words are no name."""
    return any("→" in text or text.endswith("。") for _, text in item.lines[1:])


def _bounded(item: Piece) -> str:
    """Give the name of an item; where a cell runs on in its box, only what surely is the name."""
    if not _runs_on(item):
        return item.value
    first = value(item.lines[0][1].split(" ")[0])
    return first if is_annex(first) else ""


def _boxes(pieces: Sequence[Piece]) -> set[int]:
    return {p.box for p in pieces}
