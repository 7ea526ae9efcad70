"""Fold Japanese and Latin text to a width counted in terminal cells.

Terminal libraries break at spaces, which Japanese does not have: a label would stand alone on its line and a full stop
would begin the next. Here a line may end between any two characters of which neither forbids it (禁則処理, after
JIS X 4051: no closing mark at the head of a line, no opening mark at its end); Latin words stay whole.
"""

from __future__ import annotations

import re
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.containers import Lines
from rich.text import Text

__all__ = ["Folded", "breaks", "fold"]

_NOT_FIRST = "、。，．・：；？！ー々）」』】〉》〕］｝,.:;?!)]}…％"
_NOT_LAST = "（「『【〈《〔［｛([{"
#: A piece no line may be broken inside: openers, then one character or one Latin word, then closers and spaces.
_PIECE = re.compile(
    rf"[{re.escape(_NOT_LAST)}]*(?:[!-~]+?(?=[^!-~]|$|/)/?|.)[{re.escape(_NOT_FIRST)}]*\s*|\s+",
    re.DOTALL,
)


def breaks(text: str, width: int, hang: int = 0) -> list[int]:
    """Return where to break one line of text, as offsets, so that no part is wider than ``width`` cells.

    Spaces at the end of a part do not count. A piece wider than the width is cut where it must be. Parts after the
    first are narrower by ``hang``.

    >>> breaks("根拠: 番号法第28条", 12)
    [7]
    """
    offsets: list[int] = []
    start = end = 0
    for piece in _PIECE.findall(text):
        room = width - (hang if offsets else 0)
        if cell_len((text[start:end] + piece).rstrip()) > room:
            if cell_len(piece.rstrip()) <= width - hang:
                start = end
                offsets.append(start)
            else:
                for at in range(end, end + len(piece)):
                    room = width - (hang if offsets else 0)
                    if at > start and cell_len(text[start : at + 1].rstrip()) > room:
                        start = at
                        offsets.append(start)
        end += len(piece)
    return offsets


def fold(text: str, width: int) -> str:
    """Return the text with line ends put in; line ends already in the text stay.

    >>> print(fold("根拠: 番号法第28条（評価）。以上", 16))
    根拠: 番号法第28
    条（評価）。以上
    """
    return "\n".join(part.plain for part in Folded(text).wrap(Console(), width))


class Folded(Text):
    """Terminal text, styled or not, that is folded by these rules wherever it is printed.

    ``hang`` is how far every line but the first of each part is set in.

    >>> Folded("評価書。").plain
    '評価書。'
    """

    def __init__(self, text: str = "", style: str = "", *, hang: int = 0) -> None:
        super().__init__(text, style)
        self.hang = hang

    # the library's own options, which do not apply here, are taken together
    def wrap(self, console: Console, width: int, **options: Any) -> Lines:  # noqa: ARG002
        """Return the lines; the options of the library's own folding do not apply."""
        lines = Lines()
        for part in self.split("\n", allow_blank=True):
            hang = min(self.hang, width // 4)
            for n, line in enumerate(part.divide(breaks(part.plain, max(width, 2), hang))):
                line.rstrip()
                if n and hang:
                    line.pad_left(hang)
                lines.append(line)
        return lines
