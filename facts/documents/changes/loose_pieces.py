"""Rows of a page whose cells come as loose pieces: what counting and order settle, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .before_after import pair
from .change_row import Cell, Row
from .row_cuts import cut
from .table_words import iso, value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .before_after import Pair
    from .pieces import Piece
    from .row_cuts import Chunk

__all__ = ["rows_of_page"]

_PAIR = 2
_NO_ACCIDENT = 3


def rows_of_page(pieces: Sequence[Piece], *, wide: bool, single: bool) -> list[Row]:
    """Give the rows of one page; ``wide`` as in :func:`~.pairs.pair`.

    ``single`` tells that every row of the table has its own cell for the date, so that none on the page means
    that the cell is empty.
    """
    chunks, dated = cut(pieces)
    if not chunks:
        return []
    page = _Page(chunks, pieces, wide=wide, single=single, dated=dated)
    return [page.row(c, both) for c, both in zip(chunks, page.pairs, strict=True)]


class _Page:
    """What the pieces of a page show together; each row is read by it."""

    def __init__(
        self, chunks: list[Chunk], pieces: Sequence[Piece], *, wide: bool, single: bool, dated: bool
    ) -> None:
        rows = len(chunks)
        self.days = [p for p in pieces if p.kind == "D"]
        self.timings = [p for p in pieces if p.kind == "T"]
        words = {p.value for p in self.timings}
        self.same_timing = len(words) == 1
        # As many timings as rows, and all of one word: then every row has that word, wherever it stands.
        self.one_timing = self.timings[0] if self.same_timing and len(self.timings) >= rows else None
        isos = {iso(p.lines[0][1]) for p in self.days}
        self.one_day = self.days[0] if len(isos) == 1 and len(self.days) >= rows else None
        # Every row has its own timing behind its cells, and none is left over.
        self.in_turn = (
            all(c.timed is not None and (c.between() or c.item is None or c.item.loose) for c in chunks)
            and len(self.timings) == rows
        )
        behind = [len({p.box for p in c.behind()}) for c in chunks]
        self.explained = self.in_turn and all(n == 1 for n in behind)
        # Where most rows stand as the form has them, two like cells behind an item are its own.
        whole = [c for c in chunks if c.timed is not None and len(c.between()) <= _PAIR and not c.nested]
        many = self.in_turn or rows >= _NO_ACCIDENT
        self.orderly = self.explained or (many and 2 * len(whole) >= rows)
        self.pairs = [self.both(c, wide=wide) for c in chunks]
        paired = sum(p is not None for p in self.pairs)
        # Order alone says which timing or date is whose: three rows in turn are no accident, and for fewer
        # the cells must fit together.
        self.confirmed = 2 * paired >= rows or (self.in_turn and rows >= _NO_ACCIDENT)
        every = paired == rows
        lead = not dated and any(p.kind in "XE" for p in pieces[: _first_item(pieces)])
        self.all_explained = self.explained and every and not lead
        self.none_explained = self.in_turn and every and not lead and not any(behind)
        told = [p for p in pieces if p.kind == "E"]
        same = len(told) >= rows and len({p.value for p in told}) == 1
        self.one_explanation = told[0] if same else None
        self.dated = dated and (self.confirmed or all(c.tight for c in chunks))
        # Dates that open a row in its own box; when every date of the page does, the other rows have none.
        beside = 0 if dated else sum(c.day is not None for c in chunks)
        self.all_beside = not dated and beside == len(self.days)
        self.no_day = single and self.all_beside and len(self.timings) == rows
        self.day_last = self.in_turn and all(_date_last(c) for c in chunks)

    def row(self, chunk: Chunk, both: Pair | None) -> Row:
        """Read one row."""
        cells: dict[str, Cell] = {}
        derived: set[str] = set()
        if chunk.item is not None and chunk.name:
            cells["item"] = Cell(chunk.name, chunk.item.at)
        self.date(chunk, cells, derived)
        self.timing(chunk, both is not None, cells, derived)
        if both is not None:
            for name, lines in zip(("before", "after"), both, strict=True):
                cells[name] = Cell(value("".join(t for _, t in lines)), lines[0][0])
        self.explanation(chunk, both is not None, cells, derived)
        first = chunk.item or chunk.day or chunk.body[0]
        return Row(first.at, cells, frozenset(derived))

    def both(self, chunk: Chunk, *, wide: bool) -> Pair | None:
        """Give before and after of a row where they are certain."""
        if chunk.item is None or chunk.nested or len(chunk.of("T")) > 1 or chunk.runs_on:
            return None
        cells = chunk.between()
        # A third piece may be an explanation drawn apart, its own or another row's.
        if len(cells) > _PAIR and not self.explained:
            return None
        if not self.orderly and not any(p.cell for p in cells):
            return None
        return pair(cells, wide=wide and chunk.timed is not None)

    def date(self, chunk: Chunk, cells: dict[str, Cell], derived: set[str]) -> None:
        piece = chunk.day if self.dated or self.all_beside else None
        if piece is None and self.one_day is not None:
            piece = next(iter(chunk.of("D")), self.one_day)
            derived.add("on")
        if piece is None and self.in_turn and self.confirmed:
            piece = self.behind_timing(chunk)
        if piece is not None and (day := iso(piece.lines[0][1])):
            cells["on"] = Cell(day, piece.at)
        elif self.no_day:
            cells["on"] = Cell("", (chunk.item or chunk.body[0]).at)

    def behind_timing(self, chunk: Chunk) -> Piece | None:
        """Give the date on the very line of the row's timing, or the one behind each timing of the page."""
        at = chunk.timed
        own = chunk.of("D")
        if at is not None and (beside := [d for d in own if d.at == chunk.body[at].at]):
            return beside[0]
        return own[0] if self.day_last else None

    def timing(self, chunk: Chunk, paired: bool, cells: dict[str, Cell], derived: set[str]) -> None:
        at = chunk.timed
        own = chunk.body[at] if at is not None else None
        piece = None
        if (self.in_turn and (self.same_timing or self.confirmed)) or (
            own is not None and paired and self.same_timing
        ):
            piece = own
        elif self.one_timing is not None:
            piece = own or self.one_timing
            derived.add("timing")
        if piece is not None:
            cells["timing"] = Cell(piece.value, piece.at)

    def explanation(self, chunk: Chunk, paired: bool, cells: dict[str, Cell], derived: set[str]) -> None:
        behind = chunk.behind()
        if not behind and self.one_explanation is None:
            if self.none_explained and chunk.timed is not None:
                cells["explanation"] = Cell("", chunk.body[chunk.timed].at)
            return
        glued = bool(behind) and behind[0].kind == "E"
        if (glued and (paired or (self.in_turn and self.confirmed))) or self.all_explained:
            words = [behind[0]] if glued else behind
            cells["explanation"] = Cell("".join(p.value for p in words), words[0].at)
        elif self.one_explanation is not None:
            cells["explanation"] = Cell(self.one_explanation.value, self.one_explanation.at)
            derived.add("explanation")


def _first_item(pieces: Sequence[Piece]) -> int:
    return next((n for n, p in enumerate(pieces) if p.kind == "I"), 0)


def _date_last(chunk: Chunk) -> bool:
    own = chunk.of("D")
    return len(own) == 1 and chunk.timed is not None and chunk.body.index(own[0]) > chunk.timed
