"""Read groups of tick boxes (connections, recorded items, sources, methods, audits).

A group is read only when each of its boxes is settled: from whole rows, or from torn rows on pages where
every circle can be accounted for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..text.lines import compact
from ..text.tick_rows import row_boxes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..form_words import Vocabulary
    from ..sections.layout import Layout

__all__ = ["Group", "group_of", "read_group", "read_torn"]

# Headings inside the cell of 主な記録項目 follow the last box of the row before them.
_INNER = re.compile(r"・?(?:識別情報|連絡先等情報|業務関係情報)$")


@dataclass(frozen=True, slots=True)
class Group:
    """A tick group: for each box its name as a fact and the words it is printed with, and the rows."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    aliases: dict[str, str]


def group_of(vocab: Vocabulary, name: str) -> Group:
    """Give a tick group; names are without their explanation in brackets.

    The boxes are named as the facts name them: 「その他識別情報」, not 「その他識別情報(内部番号)」.
    """
    rows = tuple(tuple(_short(x) for x in row) for row in vocab.forms.tick_groups[name])
    aliases = {_short(k): _short(v) for k, v in vocab.forms.tick_aliases.items()}
    return Group(tuple(x for row in rows for x in row), rows, aliases)


def _short(text: str) -> str:
    return compact(text).partition("(")[0]


def _box_name(word: str, group: Group) -> str | None:
    """Give the box a text behind a bracket names: exactly, or followed by its bracketed text."""
    head = word.partition("(")[0]
    inner = _INNER.search(head)
    if inner and inner.start() and inner.group().startswith("・"):
        head = head[: inner.start()]
    head = group.aliases.get(head, head)
    return head if head in group.names else None


def read_group(
    layout: Layout, group: Group, start: int, end: int, need: Sequence[str] | None = None
) -> tuple[tuple[str, ...], int, str] | None:
    """Give the ticked boxes of a group printed once on these lines, or None when a box is not settled."""
    found: dict[str, list[tuple[int, bool]]] = {}
    torn = False
    for i in range(start, end):
        flat = layout.flat[i]
        if "]" not in flat and "[" not in flat:
            continue
        boxes = row_boxes(layout.lines[i].text, layout.spaced)
        if boxes is None:
            torn = torn or any(n in flat for n in group.names if n != "その他") or "]その他" in flat
            continue
        for word, mark in boxes:
            name = _box_name(word, group)
            if name:
                found.setdefault(name, []).append((i, mark))
    if torn or any(len(v) != 1 for v in found.values()):
        return None
    if set(found) != set(need or group.names):
        return None
    ticked = [v[0][0] for v in found.values() if v[0][1]]
    # the place of the answer is its first tick, not the first box of the list
    at = min(ticked or (v[0][0] for v in found.values()))
    return tuple(sorted(n for n, v in found.items() if v[0][1])), at, "certain"


def read_torn(
    layout: Layout, group: Group, pages: Sequence[tuple[int, int]]
) -> tuple[tuple[str, ...], int, str] | None:
    """Read a group whose rows are torn, on the one page that prints it, when every circle there has its box.

    Boxes whose mark was torn off are blank only if no circle of the page is left over.
    """
    full = [(s, e) for s, e in pages if _prints_all(layout, group, s, e)]
    if len(full) != 1 or not layout.spaced:
        return None
    start, end = full[0]
    marks, trailing, left_over, at = _scan(layout, group, start, end)
    for name in trailing:
        # The circle at the end of a row belongs to the box on its right.
        if marks.get(name) != {None}:
            return None
        marks[name] = {True}
    states = {name: {bool(s) for s in seen} for name, seen in marks.items()}
    if left_over or set(marks) != set(group.names) or any(len(s) != 1 for s in states.values()):
        return None
    return tuple(sorted(name for name, s in states.items() if True in s)), at, "derived"


def _scan(
    layout: Layout, group: Group, start: int, end: int
) -> tuple[dict[str, set[bool | None]], list[str], int, int]:
    """Give marks of each box, boxes told by a circle at the end of a row, circles left over, first line."""
    marks: dict[str, set[bool | None]] = {}
    left_over, at = 0, end
    right = {row[k]: row[k + 1] for row in group.rows for k in range(len(row) - 1)}
    trailing: list[str] = []
    for i in range(start, end):
        text = layout.lines[i].text
        if "○" not in text and "]" not in text:
            continue
        boxes, circles, tail = _pieces(text)
        left_over += circles
        for word, mark in boxes:
            name = _box_name(word, group)
            if name:
                marks.setdefault(name, set()).add(mark)
                at = min(at, i)
        name = _box_name(boxes[-1][0], group) if tail and boxes else None
        if name in right:
            trailing.append(right[name])
            left_over -= 1
    return marks, trailing, left_over, at


def _prints_all(layout: Layout, group: Group, start: int, end: int) -> bool:
    text = "".join(f"{layout.flat[i]}\n" for i in range(start, end))
    return all(
        f"]{n}" in text or any(f"]{a}" in text for a, of in group.aliases.items() if of == n)
        for n in group.names
    )


_PIECE = re.compile(r"\[ ○ \]|\[ \]|○ ?\]|\]|\[ ?○|\[|○")


def _pieces(text: str) -> tuple[list[tuple[str, bool | None]], int, bool]:
    """Give boxes of a torn row (mark None: torn off), circles without a box, and whether one ends it."""
    boxes: list[tuple[str, bool | None]] = []
    circles = 0
    found = list(_PIECE.finditer(text))
    for k, piece in enumerate(found):
        stop = found[k + 1].start() if k + 1 < len(found) else len(text)
        word = compact(text[piece.end() : stop])
        shape = piece.group().replace(" ", "")
        glued = piece.start() > 0 and text[piece.start() - 1] not in " \t"
        if shape == "[○]" and word:
            boxes.append((word, True))
        elif shape == "[]" and word and not glued:
            boxes.append((word, False))
        elif shape == "○]" and word and piece.start() == 0:
            boxes.append((word, True))
        elif shape == "]" and word:
            boxes.append((word, None))
        else:
            circles += "○" in shape
            if shape == "○]" and word:
                boxes.append((word, None))
    tail = bool(found) and found[-1].group().replace(" ", "") == "[○" and not text[found[-1].end() :].strip()
    return boxes, circles, tail
