"""Where pages end.

A page is the largest unit in which everything drawn on it stays together, however its pieces are
shuffled; so a page end is the only cut across which no value can slip. A cut that is not one would do
harm, hence a missing one is preferred to a guessed one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lines import Line

__all__ = ["page_starts"]

_LOOSE = re.compile(r"^(?:[\[\]]|\d{1,2}\)|○|事[前後]$)")
_DRAWN = re.compile(r"[\[\]]|<選択肢>$|^\d{1,2}\)")
_LABEL = re.compile(
    r"^(?:[\u2460-\u2473(<]|\d{1,2}[.)]|リスク|その|具体的|システム|委託|提供|移転|使用|情報|対象|全て|主な)"
)
_DEEP = 3
# An indented bullet is the body of a cell, whose lines are not parted either.
_BULLETS = ("・", "-", "※", "(注", "→")


def _extra_space_starts(lines: Sequence[Line]) -> bool:
    """Whether this text marks page starts by one space more than the line would have.

    Such texts indent a label by one space and nothing deeper; a text laid out with spaces indents everything.
    """
    filled = [line for line in lines if not line.blank]
    deep = sum(1 for line in filled if line.indent >= _DEEP)
    labels = sum(1 for line in filled if line.indent == 1)
    blanks = len(lines) - len(filled)
    return (
        bool(filled)
        and deep * 100 <= len(filled)
        and labels * 20 >= len(filled)
        and blanks * 6 >= len(filled)
    )


def _opens(text: str, above: str) -> bool:
    """Whether a line indented like a label is none: then its space is the mark of a page start."""
    if _LOOSE.match(text):
        return True
    return bool(_DRAWN.search(above)) and not _LABEL.match(text) and "[" not in text


def page_starts(lines: Sequence[Line]) -> tuple[int, ...]:
    r"""Give the indexes of the lines that open a page; the first line always does.

    >>> from .lines import lines_of
    >>> page_starts(lines_of("a\fb"))
    (0, 4)
    """
    starts = [0]
    soft = _extra_space_starts(lines)
    blanks = 0
    for i, line in enumerate(lines):
        if line.blank:
            # An empty row of a table is no gap between pages.
            blanks += "\t" not in line.raw and "|" not in line.raw
            continue
        # A page continues without a blank line in such texts, while boxes of one page are parted by one.
        opens = (
            soft
            and blanks == 0
            and not line.text.startswith(_BULLETS)
            and (line.indent == 2 or (line.indent == 1 and _opens(line.text, lines[i - 1].text)))
        )
        if i and (blanks >= _DEEP or opens):
            starts.append(i)
        blanks = 0
    return tuple(starts)
