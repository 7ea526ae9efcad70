"""Which of the pieces between item and timing are 変更前, and which 変更後."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .likeness import ALIKE, alike, is_gone, is_new, like_cells
from .table_words import value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .pieces import Piece

__all__ = ["Pair", "pair"]

_HEAD = 8

Lines = list[tuple[int, str]]
Pair = tuple[Lines, Lines]


def pair(pieces: Sequence[Piece], *, wide: bool) -> Pair | None:
    """Part the pieces of one row into before and after, or give None where nothing parts them.

    ``wide`` tells that the document spaces words inside cells with wide spaces, so that a narrow gap on the
    line of the timing parts two cells.
    """
    own = list(pieces)
    if len(own) == 1:
        return _in_one_box(own[0])
    if len(own) == 2:
        one, two = own
        if like_cells(one.value, two.value):
            return one.lines, two.lines
        if wide and one.cell and two.cell and len(one.lines) == len(two.lines) == 1:
            return one.lines, two.lines
        return None
    if not own:
        return None
    heads = [value(p.lines[0][1])[:_HEAD] for p in own]
    again = [n for n in range(1, len(own)) if heads[n] == heads[0] and len(heads[0]) >= _HEAD - 2]
    cuts = again or ([1] if is_new(own[0].value) else [len(own) - 1] if is_gone(own[-1].value) else [])
    if len(cuts) != 1:
        return None
    before = [line for p in own[: cuts[0]] for line in p.lines]
    after = [line for p in own[cuts[0] :] for line in p.lines]
    if again and alike(_joined(before), _joined(after)) < ALIKE:
        return None
    return before, after


def _joined(lines: Lines) -> str:
    return value("".join(text for _, text in lines))


def _in_one_box(piece: Piece) -> Pair | None:
    """Part a box whose first line is a dash or 「記載なし」, or whose one line has one gap between like texts."""
    at, first = piece.lines[0]
    if len(piece.lines) > 1:
        if is_new(value(first)):
            return piece.lines[:1], piece.lines[1:]
        return None
    parts = first.split(" ")
    if len(parts) == 2 and alike(value(parts[0]), value(parts[1])) >= ALIKE:
        return [(at, parts[0])], [(at, parts[1])]
    return None
