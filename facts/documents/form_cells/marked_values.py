"""From marked words to the value of a choice and to the boxes ticked in a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from .marked_words import find_marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..answers.tick_groups import Group
    from .flat_rows import Piece, Stream
    from .marked_words import Marked, Word

__all__ = [
    "BLANK",
    "UNREADABLE",
    "Read",
    "empty",
    "left_unmarked",
    "prints_list",
    "read_boxes",
    "read_choice",
    "read_tick",
]

#: The length of the number in front of an option, ``10）``.
_NUMBERED: Final = 3
State = Literal["read", "blank", "unreadable"]
_DASHES: Final = frozenset("-―—–‐‑－ー─")


@dataclass(frozen=True, slots=True)
class Read:
    """What a value cell gave: a value with the cell that holds it, or why there is none."""

    state: State
    value: str | bool | int | tuple[str, ...] | None = None
    piece: Piece | None = None
    #: Whether empty boxes were seen, so that a word without a mark would be odd; None where it cannot be told.
    drawn_empty: bool | None = None


BLANK: Final = Read("blank")
UNREADABLE: Final = Read("unreadable")


def empty(stream: Stream) -> bool:
    """Whether nothing, or only a dash, stands in a value."""
    return not stream.text or set(stream.text) <= _DASHES


def read_choice(stream: Stream, options: Sequence[str], *, lists: bool = False) -> Read:
    """Read the one option chosen.

    ``[X]`` is X, whatever list stands around it. Else it is the option marked, where exactly one is; else the option
    written alone. A list with empty boxes only, or an empty pair of brackets, is blank. In a document that prints the
    ``lists`` of options, a numbered option by itself is what is left of a list.
    """
    if empty(stream):
        return BLANK
    marked = find_marked(stream, _spellings(options))
    ticked = [w for w in marked.words if w.mark]
    if marked.answers:
        names = {w.name for w in marked.answers} | {w.name for w in ticked}
        return Read("read", names.pop(), marked.answers[0].piece) if len(names) == 1 else UNREADABLE
    if ticked:
        names = {w.name for w in ticked}
        if len(names) > 1 or marked.loose:
            return UNREADABLE
        others = {w.mark for w in marked.words if not w.mark}
        drawn = others == {False} if len(others) == 1 else None
        return Read("read", names.pop(), ticked[0].piece, drawn)
    # a page header may hold an option's words; what was chosen begins beside the label
    own = stream.pieces[0].line
    alone = [w for w in marked.words if not w.numbered and w.mark is None and w.piece.line == own]
    if not marked.loose and len({w.name for w in alone}) == 1:
        return Read("read", alone[0].name, alone[0].piece)
    if len(marked.words) == 1 and not lists and not marked.loose:
        sole = marked.words[0]
        if sole.mark is None and sole.end == len(stream.text) <= len(sole.name) + _NUMBERED:
            return Read("read", sole.name, sole.piece)
    return BLANK if _left_empty(marked) else UNREADABLE


def _left_empty(marked: Marked) -> bool:
    """Whether every option is there and shows that nothing was chosen: empty brackets, or only empty boxes."""
    if marked.loose:
        return False
    empty_boxes = [w for w in marked.words if w.mark is False]
    if marked.empty == 1 and len(empty_boxes) <= 1:
        return True
    return len(marked.words) > 1 and len(empty_boxes) == len(marked.words)


def _spellings(options: Sequence[str]) -> dict[str, str]:
    """Return how each option may be written: with or without commas in its numbers."""
    return {o.replace(",", ""): o for o in options} | {o: o for o in options}


def prints_list(stream: Stream, options: Sequence[str]) -> bool:
    """Whether a value prints several options with their numbers."""
    return sum(w.numbered for w in find_marked(stream, _spellings(options)).words) > 1


def left_unmarked(stream: Stream, options: Sequence[str]) -> bool:
    """Whether a value is a list of options without any mark: blank in a document that draws no empty boxes."""
    marked = find_marked(stream, _spellings(options))
    bare = all(w.mark is None and w.numbered for w in marked.words)
    return len(marked.words) > 1 and bare and not (marked.answers or marked.empty or marked.loose)


def read_boxes(stream: Stream, group: Group, words: Mapping[str, str]) -> Read:
    """Read the boxes ticked in a group, where every box of it is there once and its mark is beyond doubt."""
    if empty(stream):
        return BLANK
    marked = find_marked(stream, words, remarks=True)
    seen: dict[str, Word] = {}
    for word in marked.words:
        if word.name in seen:
            return UNREADABLE
        seen[word.name] = word
    if set(seen) != set(group.names) or marked.loose:
        return UNREADABLE
    states = {w.mark for w in seen.values()}
    if False in states and None in states:
        return UNREADABLE
    ticked = tuple(n for n in group.names if seen[n].mark)
    if not ticked:
        return BLANK if states == {False} else UNREADABLE
    first = seen[ticked[0]].piece
    return Read("read", ticked, first, False in states if len(states) > 1 else None)


def read_tick(stream: Stream, word: str, *, drawn_empty: bool | None, radio: bool = False) -> Read:
    """Read one box by itself; without a mark it is empty only in a document that draws no empty boxes."""
    found = [w for w in find_marked(stream, {word: word}, radio=radio).words if w.name == word]
    if len(found) != 1:
        return UNREADABLE
    mark = found[0].mark
    if mark is None and drawn_empty is False:
        mark = False
    return UNREADABLE if mark is None else Read("read", mark, found[0].piece)
