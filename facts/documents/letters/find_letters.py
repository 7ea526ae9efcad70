"""Where the letters of a bundle begin: at a title of a letter that has the head of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..text.lines import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..text.lines import Line
    from .letter import Kind

__all__ = ["HEAD_NUMBER", "LetterSpan", "letter_starts"]

_TITLE: Final = re.compile(
    r"^(?:【?(?P<sheet>諮問書|答申書|答申)】?|(?!.*[。、]).{0,60}(?:について|に関する)(?:の)?\((?P<called>諮問|答申)\)"
    r"|(?:(?:令和|平成)\S{1,6}年度?)?(?P<numbered>諮問|答申)第\d{1,4}号)$"
)
#: The number of a letter: 「緑個第12号」.
HEAD_NUMBER: Final = re.compile(r"^[^\s。、()「」:]{1,14}第\d{1,6}号(?:の\d{1,3})?$")
_ADDRESSED: Final = re.compile(r"(?:様|殿|あて|宛て?)$")
_COUNCIL: Final = re.compile(r"(?:審議会|審査会|委員会|協議会)(?:会長|委員長)?")
_SAYS: Final = re.compile(
    r"諮問(?:いた)?します|答申(?:いた)?します|諮問件名|審議結果|諮問する|答申する|諮問のあった"
)
#: How far from its title the head of a letter and its rows stand, in filled lines.
_ABOVE: Final = 16
_BELOW: Final = 40
_LONGEST: Final = 40

LetterSpan = tuple[int, "Kind"]


def letter_starts(lines: Sequence[Line]) -> list[LetterSpan]:
    r"""Return where each letter begins, as an index of its first line, and its kind.

    A covering letter and the sheet it encloses are one letter.

    >>> from ..text.lines import lines_of
    >>> head = "緑個第12号\n令和5年4月3日\n緑市個人情報保護審議会\n会長 甲野 太郎 様\n緑市長 乙川 花子\n"
    >>> letter_starts(lines_of("前の文書\n" + head + "評価書について（諮問）\n諮問します。"))
    [(1, 'consultation')]
    >>> letter_starts(lines_of("評価書について審議会に諮問した。\n答申書\nは、別に示す。"))
    []
    """
    flat = [compact(line.text) for line in lines]
    filled = [i for i, text in enumerate(flat) if text]
    rank = {i: k for k, i in enumerate(filled)}
    out: list[LetterSpan] = []
    for i in filled:
        found = _TITLE.match(flat[i]) if "諮問" in flat[i] or "答申" in flat[i] else None
        if found is None:
            continue
        word = found["sheet"] or found["called"] or found["numbered"]
        kind: Kind = "consultation" if word.startswith("諮問") else "reply"
        k = rank[i]
        above, below = filled[max(0, k - _ABOVE) : k], filled[k + 1 : k + 1 + _BELOW]
        if out and out[-1][1] == kind and out[-1][0] >= (filled[max(0, k - _ABOVE - _BELOW)]):
            continue  # the sheet that a covering letter encloses
        around = [*above, *below[:_ABOVE]]
        headed = any(_ADDRESSED.search(flat[n]) and len(flat[n]) <= _LONGEST for n in around)
        headed = headed or any(_COUNCIL.search(flat[n]) for n in around)
        if headed and any(_SAYS.search(flat[n]) for n in [i, *below]):
            out.append((_head(flat, above, i), kind))
    return out


def _head(flat: Sequence[str], above: Sequence[int], title: int) -> int:
    """Return the line of the letter's number above its title, with nothing but short lines between; else the title."""
    start = title
    for n in reversed(above):
        if len(flat[n]) > _LONGEST or flat[n].endswith("。"):
            break
        if HEAD_NUMBER.match(flat[n]) or _TITLE.match(flat[n]):
            start = n
            break
    return start
