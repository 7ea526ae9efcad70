"""What stands at the beginning of the cells and lines of a document: where a label of the form can be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..text.lines import compact, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..doors.as_lines import LaidOut
    from ..sections.layout import Layout

__all__ = ["Token", "tokens_of"]

_SPACE: Final = re.compile(r"\s+")
_PIECES: Final = re.compile(r"\t|\s{2,}")


@dataclass(frozen=True, slots=True)
class Token:
    """The text of a cell, or of a piece of a line, without white space; ``at`` is the index of its line.

    ``gaps`` are the places in the text where white space stood.
    """

    text: str
    at: int
    gaps: frozenset[int] = frozenset()
    cell: bool = False


def tokens_of(layout: Layout, laid_out: LaidOut | None, end: int) -> Iterator[Token]:
    """Yield the cells of a document, or the pieces of its lines where it has none."""
    seen: set[int] = set()
    for at in range(end):
        line = layout.lines[at]
        cells = laid_out.cells[line.number - 1] if laid_out and line.number <= len(laid_out.cells) else ()
        for cell in cells:
            if id(cell) not in seen:
                seen.add(id(cell))
                yield _token(cell.text, at, cell=True)
        if not laid_out:
            yield from _of_line(line.text, at)


def _of_line(text: str, at: int) -> Iterator[Token]:
    for piece in _PIECES.split(text):
        if piece:
            yield _token(piece, at)


def _token(text: str, at: int, *, cell: bool = False) -> Token:
    whole = plain(text)
    flat = compact(text)
    gaps: set[int] = set()
    dropped = 0
    for space in _SPACE.finditer(whole) if len(flat) != len(whole) else ():
        gaps.add(space.start() - dropped)
        dropped += space.end() - space.start()
    return Token(flat, at, frozenset(gaps), cell)
