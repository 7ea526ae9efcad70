"""Undo what a tool did to every line of a text alike: marks before each line, spread characters, hidden ones.

A manner is undone only when the text as a whole shows it. Lines keep their number, so places stay true.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lines import Line

__all__ = ["closed_up", "unspread"]

# Format characters and variation selectors carry no words; a text layer strews them between characters.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f\U000e0100-\U000e01ef]"
)
_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
_SPREAD = re.compile(rf"(?<=[{_CJK}])[ \u3000](?=[{_CJK}])")
_CLOSE = re.compile(rf"(?<=[{_CJK}])(?=[{_CJK}])")
_NEXT = re.compile(
    rf"(?<=[{_CJK}、。・０-９0-9])[ \u3000](?=[{_CJK}、。・０-９0-9])|(?<=[0-9０-９])[ \u3000](?=[0-9０-９])"
)
_NUMBERED = re.compile(r"^\s*(\d{1,6})(?:\s?[:|]\s?|\t| {2})")
_QUOTE = re.compile(r"^\s*>\s?")
_BULLET = re.compile(r"^\s*[-*]\s+")
_KANJI = "\u4e00-\u9fff"
_KANJI_SPREAD = re.compile(rf"(?<=[{_KANJI}])[ \u3000](?=[{_KANJI}])")
_KANJI_CLOSE = re.compile(rf"(?<=[{_KANJI}])(?=[{_KANJI}])")
_AT_KANJI = re.compile(rf"(?<=[{_KANJI}])[ \u3000](?=[{_CJK}])|(?<=[{_CJK}])[ \u3000](?=[{_KANJI}])")
_FEW = 20
_LONG = 500
_MOST = 0.9


def unspread(text: str) -> str:
    r"""Drop hidden characters, marks that stand before every line, emphasis, and spaces between all characters.

    >>> unspread("評\u200b価書")
    '評価書'
    >>> unspread("\n".join(f"> {n}行目" for n in range(30))).startswith("0行目")
    True
    """
    text = _HIDDEN.sub("", text).replace("\xa0", " ")
    if "**" in text:
        text = text.replace("**", "")
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    if len(filled) < _FEW:
        # Few lines may still be long ones; what is told by every line needs many of them.
        return _drawn_together(text) if len(text) >= _LONG else text
    for mark in (_QUOTE, _BULLET):
        if _all_have(filled, mark):
            lines = [mark.sub("", line, count=1) for line in lines]
            filled = [line for line in lines if line.strip()]
    if _counts_up(filled):
        lines = [_NUMBERED.sub("", line, count=1) for line in lines]
    elif sum(_quoted(line) for line in filled) >= _MOST * len(filled):
        lines = [_cells(line) if _quoted(line) else line for line in lines]
    return _drawn_together("\n".join(lines))


def _drawn_together(text: str) -> str:
    """Drop the spaces between characters, when they stand between all of them or around every kanji."""
    spread = len(_SPREAD.findall(text))
    if spread > 2 * len(_CLOSE.findall(text)):
        # One space parts characters; what parted words before is a wider gap, or gone. Numbers side by side
        # are run together only where digits were spread as well.
        digits = len(re.findall(r"(?<=\d)[ \u3000](?=\d)", text)) > 2 * len(
            re.findall(r"(?<=\d)(?=\d)", text)
        )
        return (_NEXT if digits else _SPREAD).sub("", text)
    if len(_KANJI_SPREAD.findall(text)) > 2 * len(_KANJI_CLOSE.findall(text)):
        return _AT_KANJI.sub("", text)
    return text


def _all_have(lines: Sequence[str], mark: re.Pattern[str]) -> bool:
    return sum(bool(mark.match(line)) for line in lines) >= _MOST * len(lines)


def _counts_up(lines: Sequence[str]) -> bool:
    """Whether nearly every line starts with a number greater than the line before, as numbered listings do."""
    numbers = [int(m[1]) if (m := _NUMBERED.match(line)) else -1 for line in lines]
    rising = sum(a < b <= a + _FEW for a, b in itertools.pairwise(numbers))
    return rising >= _MOST * len(lines)


def _quoted(line: str) -> bool:
    line = line.strip()
    return len(line) > 1 and line[0] == line[-1] == '"'


def _cells(line: str) -> str:
    return "\t".join(c.replace('""', '"') for c in re.split(r'"[,\t]"', line.strip()[1:-1]))


def closed_up(lines: list[Line]) -> list[Line]:
    """Take away the blank line that a tool set after every line; longer gaps keep their meaning."""
    gaps: list[int] = []
    run = 0
    for line in lines:
        if line.blank:
            run += 1
        else:
            gaps.append(run)
            run = 0
    between = gaps[1:]
    if len(between) < _FEW or sum(g % 2 for g in between) < _MOST * len(between):
        return lines
    wider = sum(g > 1 for g in between)
    if not wider:
        # Every line has the same gap: a text whose boxes are parted by it looks alike, and loses nothing.
        return [line for line in lines if not line.blank]
    out: list[Line] = []
    run = 0
    for line in lines:
        if line.blank:
            run += 1
            # Of 2n + 1 blank lines n were there before.
            if run % 2 == 0:
                out.append(line)
        else:
            out.append(line)
            run = 0
    return out
