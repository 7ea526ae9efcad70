"""Read tick boxes, whole rows first; a torn row is settled only by counting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .lines import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .lines import Line

__all__ = ["count_marks", "row_boxes", "spaced_style", "stray_marks", "torn_state"]

_BOX = re.compile(r"\[(\s*)(?:(○)(\s*))?\]([^\[\]○]*)")
_WHOLE = re.compile(r"^[^\[\]○]*(?:\[\s*(?:○\s*)?\]\s*[^\[\]○\s][^\[\]○]*)+$")
_ENOUGH = 3


def spaced_style(lines: Iterable[Line]) -> bool:
    r"""Whether this text prints boxes as ``[ ○ ]``: then ``[○]`` is pieces of two boxes run together.

    A text that leaves a space in empty boxes only, and in no ticked one, prints its ticks tight.

    >>> from .lines import lines_of
    >>> spaced_style(lines_of("[ ○ ] 紙\n[ ] その他\n[ ○ ] 専用線"))
    True
    >>> spaced_style(lines_of("[○] 紙\n[ ] その他\n[○] 専用線\n[ ] 電子メール\n[ ] 窓口\n[○] 郵送"))
    False
    """
    spaced = tight = ticked = ticked_tight = 0
    for line in lines:
        if "[" in line.text:
            for left, mark, right, _ in _BOX.findall(line.text):
                if mark:
                    ticked += bool(left or right)
                    ticked_tight += not (left or right)
                    spaced += bool(left and right)
                    tight += not (left and right)
                else:
                    spaced += left != ""
                    tight += left == ""
    if not ticked and ticked_tight >= _ENOUGH:
        return False
    return spaced >= _ENOUGH and spaced > tight


def row_boxes(text: str, spaced: bool) -> list[tuple[str, bool]] | None:
    """Give the boxes of a row with the text behind each, or None when a bracket of the row is torn off.

    >>> row_boxes("[ ○ ] 紙 [ ] その他 (窓口)", spaced=True)
    [('紙', True), ('その他(窓口)', False)]
    >>> row_boxes("[ ] 紙 [ ○", spaced=True) is None
    True
    """
    if "[" not in text or not _WHOLE.match(text):
        return None
    out = []
    for left, mark, right, word in _BOX.findall(text):
        # In such texts a box without a space inside is the end of one box and the start of another.
        if spaced and not (left and (right or not mark)):
            return None
        out.append((compact(word), bool(mark)))
    return out


def count_marks(lines: Sequence[Line]) -> int:
    """Count the ticks on a stretch of lines: circles beside a bracket, or alone."""
    total = 0
    for line in lines:
        text = line.text
        if "○" in text:
            near = re.findall(r"[\[\]]\s*○|○\s*[\[\]]", text)
            if near or not re.sub(r"[○\s\[\]]", "", text):
                total += text.count("○")
    return total


def stray_marks(lines: Iterable[Line]) -> int:
    """Count circles that stand by themselves, beside a bracket or not.

    Where there are more than :func:`count_marks` tells, the text draws ticks in a manner not known here.
    """
    return sum(len(_STRAY.findall(line.text)) for line in lines if "○" in line.text)


_STRAY = re.compile(r"(?<![^\s\[\]()])○(?![^\s\[\]()])")


def torn_state(flat: Sequence[str], at: int, label: str, left: str | None) -> bool | None:
    """Tell a box is ticked when its row was torn but the circle still hangs on the right piece.

    A circle directly before the closing bracket is the box's own. A circle behind the label to its left, at
    the end of a line, was cut off the box. Nothing is ever taken for blank here: a circle may have drifted.
    """
    line = flat[at]
    where = line.find("]" + label)
    if where < 0:
        return None
    if line[:where].endswith("○") and line[: where - 1].rstrip("[") == "":
        return True
    if left and where == 0:
        own = [t for t in flat[max(0, at - _NEAR) : at + _NEAR] if left in t]
        if len(own) == 1 and own[0].endswith(left + "[○"):
            return True
    return None


_NEAR = 60
