"""Take away what a page prints at its foot and head: the number of the page, and the line that stands at the top of each.

Such lines cut a label from its value and a file's name from its section. Only a frame that comes again and again with
a number that grows is a foot, and only what follows nearly every foot is a head. Lines keep their numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from .lines import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lines import Line

__all__ = ["without_feet"]

#: The number of a page with what frames it: dashes or angle brackets, a stroke, the word for page.
_FOOT: Final = re.compile(
    r"^(?P<before>[^\d\[\]()]{0,24}?)(?P<number>\d{1,3})(?P<after>(?:/\d{1,3})?[^\d\[\]()]{0,24})$"
)
_DASHES: Final = "-‐‑‒–—―−ー─<>≪≫·・~"
_STROKE: Final = re.compile(r"^/|/$|^(?:頁|ページ)|(?:頁|ページ|[pP]\.?)$")
_TIMES: Final = 3
#: How far below a foot the head of the next page stands.
_REACH: Final = 5
_MOSTLY: Final = 0.6
#: As many blank lines as end a page (:mod:`.page_ends`); taking lines away must not make more of them.
_PAGE_END: Final = 3


def without_feet(lines: Sequence[Line]) -> list[Line]:
    r"""Return the lines without the feet of pages and what their heads repeat.

    >>> from .lines import lines_of
    >>> text = "".join(f"甲{n}\n\n - {n} -\n\n緑市 予防接種\n" for n in (1, 2, 3)) + "完"
    >>> [line.text for line in without_feet(lines_of(text)) if line.text]
    ['甲1', '甲2', '甲3', '完']
    """
    flat = [compact(line.text) for line in lines]
    feet = _feet(flat)
    if not feet:
        return list(lines)
    gone = set(feet) | _heads(flat, feet)
    return _closed(lines, gone)


def _framed(match: re.Match[str]) -> bool:
    before, after = match["before"], match["after"]
    drawn = bool(before) and bool(after) and {*before, *after} <= set(_DASHES)
    return drawn or any(_STROKE.search(side) for side in (before, after) if side)


def _feet(flat: Sequence[str]) -> list[int]:
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for i, text in enumerate(flat):
        alone = text and (i == 0 or not flat[i - 1]) and (i + 1 == len(flat) or not flat[i + 1])
        foot = _FOOT.match(text) if alone else None
        if foot and _framed(foot):
            after = re.sub(r"/\d+", "/", foot["after"])
            found.setdefault((foot["before"], after), []).append((i, int(foot["number"])))
    out: list[int] = []
    for places in found.values():
        rising = sum(b == a + 1 for (_, a), (_, b) in pairwise(places))
        if len(places) >= _TIMES and rising >= _MOSTLY * (len(places) - 1):
            out += [i for i, _ in places]
    return sorted(out)


def _heads(flat: Sequence[str], feet: Sequence[int]) -> set[int]:
    """Return the first filled line below each foot where it is the same below nearly all of them."""
    below = [next((i for i in range(at + 1, min(at + _REACH, len(flat))) if flat[i]), None) for at in feet]
    words = Counter(flat[i] for i in below if i is not None)
    # the header of a table stands at the top of each of its pages, and belongs to it
    common = {
        w
        for w, n in words.items()
        if n >= max(_TIMES, _MOSTLY * len(feet)) and "変更" not in w and "[" not in w
    }
    return {i for i in below if i is not None and flat[i] in common}


def _closed(lines: Sequence[Line], gone: set[int]) -> list[Line]:
    out: list[Line] = []
    at = 0
    while at < len(lines):
        if at not in gone and not lines[at].blank:
            out.append(lines[at])
            at += 1
            continue
        until = at
        while until < len(lines) and (until in gone or lines[until].blank):
            until += 1
        kept = [lines[i] for i in range(at, until) if i not in gone]
        run = longest = 0
        for i in range(at, until):
            run = 0 if i in gone else run + 1
            longest = max(longest, run)
        cut = any(i in gone for i in range(at, until)) and longest < _PAGE_END
        out += kept[:1] if cut else kept
        at = until
    return out
