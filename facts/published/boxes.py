"""Read groups of tick boxes (connections, recorded items, sources, methods, audits).

A group is read only when each of its boxes is settled: from whole rows, or from torn rows on pages where every circle
can be accounted for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .text import compact
from .ticks import row_boxes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .layout import Layout
    from .vocabulary import Vocabulary

__all__ = ["Group", "group_of", "read_group"]

_PAREN = re.compile(r"\(.*$")


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
    return _PAREN.sub("", compact(text))


def _box_name(word: str, group: Group) -> str | None:
    """The box a text behind a bracket names: exactly, or followed by its bracketed text."""
    head = _PAREN.sub("", word)
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
    at = min(v[0][0] for v in found.values())
    return tuple(sorted(n for n, v in found.items() if v[0][1])), at, "certain"
