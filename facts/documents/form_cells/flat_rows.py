"""The rows of one assessment with the text of each cell in one spelling, and where white space stood in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ..text.line_noise import unspread
from ..text.lines import compact, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..doors.as_lines import LaidOut
    from ..doors.cells import Cell, Place

__all__ = [
    "CELL",
    "LINE",
    "NONE",
    "SPACE",
    "FlatRow",
    "Piece",
    "Stream",
    "flat_rows",
    "piece_of",
    "stream_of",
]

#: What stands before a character: nothing, white space, the border of a cell, the end of a line.
NONE: Final = 0
SPACE: Final = 1
CELL: Final = 2
LINE: Final = 3
_NUMBER: Final = re.compile(r"^(?:[IVX]{1,4}[.、]?|\d{1,2}[.)、]?|[\u2460-\u2473]|リスク\d{0,2}[::]?)$")
#: As many words of one letter show that a cell was spread letter by letter.
_SPREAD: Final = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of a cell without white space, what stood before each of its characters, and its place."""

    flat: str
    gaps: tuple[int, ...]
    line: int
    place: Place


@dataclass(frozen=True, slots=True)
class FlatRow:
    """The cells of a row that hold anything, and the page they stand on."""

    pieces: tuple[Piece, ...]
    page: int


def flat_rows(laid_out: LaidOut, first: int, last: int) -> Iterator[FlatRow]:
    """Yield the rows that begin on the lines ``first`` to ``last``."""
    for line, page, row in laid_out.rows:
        if first <= line <= last:
            pieces = tuple(p for cell in row.cells if (p := piece_of(cell, line)).flat)
            if pieces:
                yield FlatRow(_numbered(pieces), page)


def _numbered(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Put the number of a heading or label that has a cell of its own to its words."""
    if len(pieces) == 1 or not _NUMBER.match(pieces[0].flat):
        return pieces
    number, words, *rest = pieces
    whole = replace(words, flat=number.flat + words.flat, gaps=(*number.gaps, SPACE, *words.gaps[1:]))
    return (whole, *rest)


def piece_of(cell: Cell, line: int) -> Piece:
    r"""Bring a cell to one spelling.

    >>> from ..doors.cells import Cell, Place
    >>> piece = piece_of(Cell("［〇］ 紙\nメール", Place()), 7)
    >>> piece.flat, piece.gaps
    ('[○]紙メール', (3, 0, 0, 1, 3, 0, 0))
    """
    letters: list[str] = []
    gaps: list[int] = []
    before = LINE
    for text in unspread(cell.text).split("\n"):
        for word in _words(plain(text)):
            letters += word
            gaps += [before, *([NONE] * (len(word) - 1))]
            before = SPACE
        before = LINE
    return Piece("".join(letters), tuple(gaps), line, cell.place)


def _words(text: str) -> list[str]:
    words = text.split()
    short = sum(len(w) == 1 for w in words)
    return [compact(text)] if short >= _SPREAD and short > 0.8 * len(words) else words


@dataclass(frozen=True, slots=True)
class Stream:
    """The cells of a value one behind the other, with the cell each character came from."""

    text: str
    gaps: Sequence[int]
    pieces: Sequence[Piece]


def stream_of(rows: Iterable[Sequence[Piece]]) -> Stream:
    """Join cells in reading order; a new cell and a new row are told by the gap before their first character."""
    text: list[str] = []
    gaps: list[int] = []
    pieces: list[Piece] = []
    for row in rows:
        before = LINE
        for piece in row:
            text.append(piece.flat)
            gaps += [before, *piece.gaps[1:]]
            pieces += [piece] * len(piece.flat)
            before = CELL
    return Stream("".join(text), gaps, pieces)
