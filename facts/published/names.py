"""The names of the files: the list in section Ⅰ and the heading of each block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .finder import is_empty, labels_at
from .text import compact

if TYPE_CHECKING:
    from .finder import Found

__all__ = ["file_names"]

_NUMBERED = re.compile(r"^[\(（]?(\d{1,2}|[\u2460-\u2473])[)）.]?\s*(.+)$")
_STOP = re.compile(r"^(?:[#*]*\d{1,2}\.|[\u2460-\u2473]|[IVX]+\.?[^A-Z]|リスク|＜|<)")


def file_names(found: Found) -> tuple[tuple[tuple[str, ...], int] | None, list[str | None]]:
    """Give the names of all files with the line of the list, and the name of each block of section Ⅱ in order.

    Names are those printed under 「特定個人情報ファイル名」 at the head of each block; where a block lost its own,
    the n-th name of the list stands for the n-th block if both are equally many.
    """
    layout = found.layout
    listed = _listed(found)
    blocks = layout.of("overview") if layout.form == "full" else []
    headings = [_heading(found, b.start, b.end) for b in blocks]
    others = [_heading(found, b.start, b.end) for b in layout.of("measures")] if blocks else []
    if blocks:
        names = [h or (others[n] if n < len(others) else None) for n, h in enumerate(headings)]
        if listed and len(listed[0]) == len(blocks):
            names = [name if name in listed[0] else listed[0][n] for n, name in enumerate(names)]
        known = tuple(n for n in names if n)
        if len(known) == len(blocks) and len(set(known)) == len(known):
            whole = listed if listed and set(known) <= set(listed[0]) else (known, blocks[0].start)
            return whole, list(names)
        return listed, [n if names.count(n) == 1 else None for n in names]
    return listed, []


def _listed(found: Found) -> tuple[tuple[str, ...], int] | None:
    layout = found.layout
    blocks = layout.of("basic")
    start, end = (blocks[0].start, blocks[-1].end) if blocks else (layout.body, layout.end)
    for at, rest in _labels(found, start, end):
        names, first = _below(found, at, rest, end)
        if names:
            return names, first
    return None


def _labels(found: Found, start: int, end: int) -> list[tuple[int, str]]:
    wanted = "特定個人情報ファイル名"
    out = []
    for at in range(start, end):
        flat = re.sub(r"^[#*]*\d{1,2}\.", "", found.layout.flat[at])
        if flat.startswith(wanted) and not flat.startswith(wanted + "を"):
            out.append((at, flat[len(wanted) :].lstrip("※*")))
    return out or labels_at(found.layout, start, end, wanted)


def _below(found: Found, at: int, rest: str, end: int) -> tuple[tuple[str, ...], int]:
    lines = ([(at, rest)] if rest.strip() else []) + [
        (i, found.layout.lines[i].text) for i in range(at + 1, min(at + 14, end))
    ]
    names: list[str] = []
    first = at
    blanks = 0
    for i, text in lines:
        if not text.strip():
            blanks += 1
            if names and blanks > 1:
                break
            continue
        blanks = 0
        flat = re.sub(r"^[-・*●○]+", "", compact(text))
        if (_STOP.match(flat) and not _NUMBERED.match(re.sub(r"^[#*]+", "", flat))) or re.match(
            r"^\d{1,2}\.(?:特定|個人|情報|評価|基本)", flat
        ):
            break
        match = _NUMBERED.match(flat)
        name = match[2] if match else flat
        if is_empty(name) or "[" in name or len(name) > 60 or "。" in name:
            break
        if not names:
            first = i
        names.append(re.sub(r"^[.)]", "", name))
    return tuple(names), first


def _heading(found: Found, start: int, end: int) -> str | None:
    """Give the one name printed below the label of a block."""
    for at, rest in _labels(found, start, min(end, start + 400)):
        names, _ = _below(found, at, rest, end)
        if names:
            return names[0]
    return None
