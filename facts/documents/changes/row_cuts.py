"""Cut a page of pieces into rows: at its dates where every row begins with one, else at its items."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from .likeness import like_cells
from .pieces import Piece
from .table_words import is_annex, value

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Chunk", "cut"]


@dataclass(slots=True)
class Chunk:
    """The pieces from one row's first to the next row's first; ``item`` is None where it cannot be bounded."""

    item: Piece | None
    day: Piece | None = None
    body: list[Piece] = field(default_factory=list)
    nested: bool = False

    def of(self, kind: str) -> list[Piece]:
        """The pieces of one kind."""
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

    @property
    def name(self) -> str:
        """The name of the item; where a cell runs on in its box, only what surely is the name."""
        if self.item is None or not self.runs_on:
            return self.item.value if self.item else ""
        first = value(self.item.lines[0][1].split(" ")[0])
        return first if is_annex(first) else ""

    @property
    def runs_on(self) -> bool:
        """Whether a cell was drawn into the box of the item: its words are no name."""
        lines = self.item.lines[1:] if self.item else []
        return bool(self.item and self.item.loose) or any(
            "→" in text or text.endswith("。") for _, text in lines
        )

    @property
    def tight(self) -> bool:
        """Whether date and item stand in one box."""
        return self.day is not None and self.item is not None and self.day.box == self.item.box

    def behind(self) -> list[Piece]:
        """The words behind the timing."""
        end = self.timed
        return [] if end is None else [p for p in self.body[end + 1 :] if p.kind in "XE"]


def cut(pieces: Sequence[Piece]) -> tuple[list[Chunk], bool]:
    """Give the rows of a page and whether each begins with its own date."""
    own = _three_a_row(_items_that_are_cells(_one_line_a_cell(list(pieces))))
    by_day = _by_day(own)
    return (_by_item(own), False) if by_day is None else (by_day, True)


def _one_line_a_cell(pieces: list[Piece]) -> list[Piece]:
    """Part boxes that hold item, before and after: one line each, where most rows of the page have three.

    Of the other rows only the item is sure then. Where most rows have more lines, cells go on over lines,
    and no item can be bounded.
    """
    boxes = [
        p
        for p, then in pairwise(pieces)
        if p.kind == "I" and then.kind == "T" and then.box == p.box and then.at != p.lines[-1][0]
    ]
    long = {id(p) for p in boxes if len(p.lines) > 1}
    if not long:
        return pieces
    three = [p for p in boxes if len(p.lines) == _COLUMNS]
    alone = len(boxes) == 1 and three and like_cells(*(t for _, t in three[0].lines[1:]))
    flush = alone or (len(boxes) > 1 and 2 * len(three) >= len(boxes))
    out: list[Piece] = []
    for p in pieces:
        out.append(p)
        if id(p) not in long:
            continue
        if not flush:
            p.loose = True
            continue
        rest = p.lines[1:]
        p.lines = p.lines[:1]
        out += [
            Piece("X", part, p.box) for part in ([[line] for line in rest] if len(rest) == _CELLS else [rest])
        ]
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


def _three_a_row(pieces: list[Piece]) -> list[Piece]:
    """Take the first of three cells for the item where every row has three, its timing and its explanation.

    Items are free text; a page whose rows are all alike shows them even where their words do not.
    """
    kinds = "".join(p.kind for p in pieces)
    if "X" in kinds and _THREE.fullmatch(kinds):
        for n, p in enumerate(pieces):
            if n == 0 or kinds[n - 1] == "E":
                p.kind = "I"
    return pieces


_THREE = re.compile(r"(?:[IX]XXTE){2,}")


def _by_day(pieces: list[Piece]) -> list[Chunk] | None:
    """Cut at the dates where every row begins with its own: one timing each, and nothing above the first."""
    at = [n for n, p in enumerate(pieces) if p.kind == "D"]
    if not at or at[0] != 0:
        return None
    chunks = []
    cells: list[Piece] = []
    for a, b in zip(at, [*at[1:], len(pieces)], strict=True):
        own = pieces[a + 1 : b]
        if sum(p.kind == "T" for p in own) != 1 or not own:
            return None
        first = own[0]
        items = [p for p in own if p.kind == "I"]
        if items and items[0] is not first:
            return None
        # A row has one item; what else begins like one is a cell.
        cells += items[1:]
        if first.kind == "I" or (
            first.kind == "X" and sum(p.kind == "X" for p in own[: _timing(own)]) == _COLUMNS
        ):
            chunks.append(Chunk(first, pieces[a], own[1:]))
        elif sum(p.kind == "X" for p in own[: _timing(own)]) >= _CELLS:
            chunks.append(Chunk(None, pieces[a], own))
        else:
            return None
    for p in cells:
        p.kind = "X"
    return chunks


_COLUMNS = 3
_CELLS = 2


def _timing(pieces: Sequence[Piece]) -> int:
    return next(n for n, p in enumerate(pieces) if p.kind == "T")


def _each_opens_with_a_date(pieces: list[Piece]) -> bool:
    """Whether the page is rows of a date, an item and at least two cells, whatever became of the timings."""
    kinds = "".join(p.kind for p in pieces)
    return bool(_OPENED.fullmatch(kinds))


_OPENED = re.compile(r"(?:DI[XTE]*X[TE]*X[XTE]*)+")


def _by_item(pieces: list[Piece]) -> list[Chunk]:
    chunks: list[Chunk] = []
    opened = _each_opens_with_a_date(pieces)
    for n, p in enumerate(pieces):
        if p.kind == "I":
            nested = n > 0 and pieces[n - 1].kind == "I"
            above = pieces[n - 1] if n else None
            day = (
                above if above is not None and above.kind == "D" and (opened or above.box == p.box) else None
            )
            chunks.append(Chunk(p, day, nested=nested))
            if nested and len(chunks) > 1:
                chunks[-2].nested = True
        elif chunks:
            chunks[-1].body.append(p)
    return chunks
