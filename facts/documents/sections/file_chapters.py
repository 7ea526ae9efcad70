"""Which file each chapter Ⅱ and Ⅲ belongs to, where a document describes several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .layout import Block, Layout

__all__ = ["elsewhere", "in_turn", "named", "owners_of"]

_NUMBER = re.compile(r"^[-・*#]*\(?\d{1,2}[).]\)?")


def elsewhere(layout: Layout, name: str, start: int) -> bool:
    """Whether a name stands on a row of its own, as above its chapter, outside the annex of recorded items."""
    annex = False
    for text in layout.flat[start : layout.end]:
        annex = "別添2" in text or (annex and not re.match(r"^[#*\-]*(?:II|III|IV)[.、]?", text))
        if not annex and (_NUMBER.sub("", text) == name or text == name):
            return True
    return False


def named(layout: Layout, block: Block, names: list[str]) -> str | None:
    """Return the file whose name stands on a line of its own on the first page of a block, if it is the only one."""
    own = {
        name
        for i in range(block.start, min(block.end, block.heading + 60))
        for name in names
        if _NUMBER.sub("", layout.flat[i]) == name or layout.flat[i] == name
    }
    return own.pop() if len(own) == 1 else None


def owners_of(layout: Layout, blocks: list[Block], names: list[str]) -> list[str | None]:
    """Give the file of each block: the one whose name stands on a line of its first page; else by order."""
    found = [named(layout, block, names) for block in blocks]
    if len(blocks) == len(names) and all(f in (None, n) for f, n in zip(found, names, strict=True)):
        return list(names)
    return [f if f is not None and found.count(f) == 1 else None for f in found]


def in_turn(given: list[str | None], turn: list[str | None], named: list[str | None]) -> list[str | None]:
    """Give chapters of measures of which two name one file to the files in the turn of the chapters Ⅱ.

    Only where every chapter Ⅱ has its own file, and a chapter that names another than its turn repeats the heading
    of one that stands in its turn.
    """
    if None not in given or len(turn) != len(named) or None in turn or len(set(turn)) != len(turn):
        return given
    right = {name for name, own in zip(named, turn, strict=True) if name == own}
    return list(turn) if all(name is None or name in right for name in named) else given
