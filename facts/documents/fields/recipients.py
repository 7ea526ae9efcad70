"""The recipients listed in part 5 of section Ⅱ: how many there are, and by which methods they are given data."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ..answers.form_order import in_form_order
from ..answers.tick_groups import group_of, read_group
from ..sections.annexes import ANNEX, annex_rows
from .file_section import items_end

if TYPE_CHECKING:
    from ..collector import Sheet
    from ..form_words import Vocabulary
    from ..sections.layout import Layout

__all__ = ["read_recipients"]

_KINDS = (
    ("提供先", "listed_provisions", "⑥提供方法", "provision_methods", "庁内連携システム"),
    ("移転先", "listed_transfers", "⑥移転方法", "transfer_methods", "情報提供ネットワークシステム"),
)
#: A name that stands for many: those a table or an ordinance lists.
_PLURAL = re.compile(r"照会者|各|関係(?:機関|部署|課)|別表|主務省令|命令|第19条|など|ほか|外\d")


def read_recipients(
    layout: Layout, vocab: Vocabulary, sheet: Sheet, start: int, end: int, prefix: str
) -> None:
    """Count the recipients named and join their methods, where they stand in the order of the form.

    A recipient that points to an annex counts as the rows of that annex.
    """
    for word, count, label, methods, unasked in _KINDS:
        bounds = _blocks(layout, word, start, end)
        if not bounds:
            continue
        total = _count(layout, bounds)
        if total:
            sheet.put(prefix + count, total, bounds[0], "derived")
        ticked = [_ticks(layout, vocab, label, unasked, a, b) for a, b in pairwise(bounds)]
        if all(t is not None for t in ticked):
            given = {name for t in ticked if t for name in t[0]}
            names = tuple(n for n in group_of(vocab, "methods").names if n in given)
            at = next((t[1] for t in ticked if t and t[0]), ticked[0][1] if ticked[0] else bounds[0])
            sheet.put(prefix + methods, names, at, "derived")


def _blocks(layout: Layout, word: str, start: int, end: int) -> list[int]:
    """Give where each named recipient begins, and where the last one ends."""
    head = re.compile(rf"^[#*\-]*{word}(\d{{1,3}})(?![\d~])(.*)$")
    found = [(i, m) for i in range(start, end) if (m := head.match(layout.flat[i]))]
    named = [(i, int(m[1])) for i, m in found if m[2]]
    if not named or [n for _, n in named] != list(range(1, len(named) + 1)):
        return []
    stop = _stop(layout, named[-1][0], end)
    if not in_form_order(layout, named[0][0], stop, [i for i, _ in named]):
        return []
    return [*(i for i, _ in named), stop]


def _count(layout: Layout, bounds: list[int]) -> int | None:
    rows = annex_rows(layout)
    total = 0
    for a, b in pairwise(bounds):
        text = "".join(layout.flat[a:b])
        annexes = set(re.findall(ANNEX, text))
        if "別紙" not in text and _PLURAL.search(layout.flat[a]):
            return None
        if "別紙" not in text:
            total += 1
        elif len(annexes) == 1 and (n := rows.get(annexes.pop())):
            total += n
        else:
            return None
    return total


def _ticks(
    layout: Layout, vocab: Vocabulary, label: str, unasked: str, start: int, end: int
) -> tuple[tuple[str, ...], int] | None:
    """Return the ticked methods of one recipient with the line of the first."""
    rows = [i for i in range(start, end) if layout.flat[i].startswith(label)]
    if len(rows) != 1:
        return None
    stop = next((i for i in range(rows[0] + 1, end) if layout.flat[i].startswith("⑦")), end)
    group = group_of(vocab, "methods")
    read = read_group(layout, group, rows[0], stop, [n for n in group.names if n != unasked])
    return (tuple(read[0]), read[1]) if read else None


def _stop(layout: Layout, start: int, end: int) -> int:
    ends = re.compile(r"^[#*\-]*(?:6[.、]?特定個人情報の保管・消去|移転先1(?!\d)|①?保管場所)")
    return next(
        (i for i in range(start + 1, end) if ends.match(layout.flat[i])), items_end(layout, start, end)
    )
