"""Words of the form in a value, each with the mark that belongs to it.

Marks stand before their word (``[○] 紙``, ``☑ 1）行っている``, ``○ 2）…``), in the cell beside it, or right behind it; an
answer may also stand alone in brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .flat_rows import LINE, NONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .flat_rows import Piece, Stream

__all__ = ["Marked", "Word", "find_marked"]

_ON: Final = frozenset("○☑☒■✓✔✅●◉レ")
_OFF: Final = frozenset("□☐")
#: A mark that is a letter as well is one only where it stands by itself.
_LETTERS: Final = frozenset("レ")
#: What may stand in brackets as a mark.
_TICKS: Final = frozenset((*_ON, "x", "X", "v", "V", "×", "*"))
_TITLE: Final = re.compile(r"[<〈《(【]?選択肢[>〉》)】:]?")
#: A mark in round brackets; those in front of 件 hold a count.
_ROUND: Final = re.compile(r"\(([○☑☒■✓✔✅●レ]?)\)(?!件|$)")
_NUMBER: Final = re.compile(r"\(?\d{1,2}(?:\)|\.(?!\d))")
_LONGEST: Final = 80
_LETTER: Final = re.compile(r"(?![レ])\w")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the form: its name, its mark (None where it has none), whether it is numbered, and where it begins."""

    name: str
    mark: bool | None
    numbered: bool
    piece: Piece
    end: int


@dataclass(slots=True)
class Marked:
    """The words of a value; ``answers`` stand alone in brackets, ``empty`` counts brackets with nothing in them."""

    words: list[Word] = field(default_factory=list)
    answers: list[Word] = field(default_factory=list)
    empty: int = 0
    #: Marks that belong to no word.
    loose: int = 0


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)))


def find_marked(
    stream: Stream, names: Mapping[str, str], *, remarks: bool = False, radio: bool = False
) -> Marked:
    """Find the words of a value. ``names`` gives the name of each word; ``remarks`` skips brackets behind a word.

    ``radio`` says that the document draws what is chosen as ● and what is not as ○.

    >>> from ..doors.cells import Cell, Place
    >>> from .flat_rows import piece_of, stream_of
    >>> names = {w: w for w in ("紙", "電子メール")}
    >>> def marks(text): return [(w.name, w.mark) for w in find_marked(stream_of([[piece_of(Cell(text, Place()), 1)]]), names).words]
    >>> marks("[○] 紙 [ ] 電子メール"), marks("□紙　☑電子メール"), marks("紙○ 電子メール")
    ([('紙', True), ('電子メール', False)], [('紙', False), ('電子メール', True)], [('紙', True), ('電子メール', None)])
    """
    text = stream.text
    pattern = _pattern(tuple(names))
    radio = radio or ("●" in text and "○" in text)
    out = Marked()
    mark: bool | None = None
    i = 0
    while i < len(text):
        state, end, answer = _mark_at(text, i, radio=radio)
        if titled := _TITLE.match(text, i):
            # what stands before the title of a list of options is none of its marks
            mark, i = None, titled.end()
            continue
        if text[i] in _LETTERS and stream.gaps[i] == NONE:
            state = None
        if answer is not None:
            own = _NUMBER.sub("", answer, count=1) if _NUMBER.match(answer) else answer
            if own in names:
                out.answers.append(Word(names[own], None, own != answer, stream.pieces[i], end))
                mark, i = None, end
                continue
        if state is not None:
            last = out.words[-1] if out.words else None
            if last is not None and last.end == i and last.mark is None and _behind(stream, i, end):
                out.words[-1] = replace(last, mark=state)
            else:
                out.loose += mark is True
                mark = state
                out.empty += text[i] == "[" and not state
            i = end
            continue
        number = _NUMBER.match(text, i)
        at = number.end() if number else i
        inner, after, _ = _mark_at(text, at, radio=radio) if number else (None, at, None)
        if inner is not None:
            at = after
        found = pattern.match(text, at)
        if found and (number or _bounded(stream, at, found.end(), marked=mark is not None)):
            end = found.end()
            if remarks:
                end = _past_remark(text, end)
            out.words.append(
                Word(
                    names[found[0]],
                    inner if mark is None else mark,
                    number is not None,
                    stream.pieces[at],
                    end,
                )
            )
            mark, i = None, end
            continue
        out.loose += mark is True
        mark = None
        i += 1
    out.loose += mark is True
    return out


def _mark_at(text: str, i: int, *, radio: bool) -> tuple[bool | None, int, str | None]:
    """Return the state of a mark that stands here, its end, and what a pair of brackets holds besides a mark."""
    if i >= len(text):
        return None, i, None
    letter = text[i]
    if letter == "(" and (round_ := _ROUND.match(text, i)):
        return bool(round_[1]), round_.end(), None
    if letter == "[":
        close = text.find("]", i, i + _LONGEST)
        if close < 0 or "[" in text[i + 1 : close]:
            return None, i, None
        inner = text[i + 1 : close]
        if not inner:
            return False, close + 1, None
        if inner in _TICKS:
            return True, close + 1, None
        if inner in _OFF:
            return False, close + 1, None
        return None, close + 1, inner
    if radio and letter == "○":
        return False, i + 1, None
    if letter in _ON:
        return True, i + 1, None
    if letter in _OFF:
        return False, i + 1, None
    return None, i, None


def _behind(stream: Stream, start: int, end: int) -> bool:
    """Whether a mark belongs to the word before it: it clings to that word, or ends its line."""
    ends = end >= len(stream.text) or stream.gaps[end] == LINE
    clings = stream.gaps[start] == NONE and (ends or stream.gaps[end] != NONE)
    return clings or (ends and stream.gaps[start] != LINE)


def _bounded(stream: Stream, start: int, end: int, *, marked: bool) -> bool:
    """Whether a word stands by itself: what touches it is a mark, a bracket or nothing."""
    text = stream.text
    before = marked or start == 0 or stream.gaps[start] != NONE or not _LETTER.match(text[start - 1])
    after = end >= len(text) or stream.gaps[end] != NONE or not _LETTER.match(text[end])
    return before and after


def _past_remark(text: str, at: int) -> int:
    """Return the end of the brackets that open here, or ``at`` where none do."""
    if at >= len(text) or text[at] != "(":
        return at
    depth = 0
    for i in range(at, min(len(text), at + 4 * _LONGEST)):
        depth += (text[i] == "(") - (text[i] == ")")
        if not depth:
            return i + 1
    return at
