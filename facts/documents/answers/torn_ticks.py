"""Tick boxes of a group on a stretch of lines: whole cells first, torn cells by the form's rows and by counting.

The form prints the boxes of a group in fixed rows. Where a text layer tears a row, the mark at the end of a line
belongs to the next cell of that row. What is still open is settled only when the circles left over on the page
fit in one way: none for any open cell, or one for each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..text.lines import compact
from ..text.tick_rows import count_marks, row_boxes, stray_marks

if TYPE_CHECKING:
    from ..sections.layout import Layout

__all__ = ["page_boxes"]

Group = tuple[tuple[str, ...], ...]
_TAIL = re.compile(r"\[\s*(?:(○)\s*)?$")


@dataclass(slots=True)
class Sightings:
    """How each box of a group was seen: every certain state with its line, and cells left open at a line's end."""

    states: dict[str, list[tuple[bool, int]]] = field(default_factory=dict)
    weak: set[str] = field(default_factory=set)

    def add(self, label: str, state: bool, at: int) -> None:
        """Note a box in a certain state."""
        self.states.setdefault(label, []).append((state, at))


def see_boxes(layout: Layout, start: int, end: int, group: Group, aliases: dict[str, str]) -> Sightings:
    """Find the boxes of a group on these lines."""
    names = _names(group, aliases)
    after = {compact(row[i]): compact(row[i + 1]) for row in group for i in range(len(row) - 1)}
    out = Sightings()
    for at in range(start, end):
        text = layout.lines[at].text
        if "]" not in text and "[" not in text and "○" not in text:
            continue
        _see_line(text, at, layout.spaced, names, after, out)
    return out


def _names(group: Group, aliases: dict[str, str]) -> dict[str, str]:
    names = {compact(label): compact(label) for row in group for label in row}
    for word, label in aliases.items():
        if compact(label) in names:
            names[compact(word)] = compact(label)
    return names


def _label(word: str, names: dict[str, str]) -> str | None:
    """Match the words behind a box to a label of the group; a remark in brackets may follow."""
    word = (
        word.split("・業務関係", maxsplit=1)[0]
        .split("・連絡先等", maxsplit=1)[0]
        .split("・識別", maxsplit=1)[0]
    )
    if word in names:
        return names[word]
    bare = word.split("(", 1)[0].rstrip("・")
    if bare in names:
        return names[bare]
    return next((label for key, label in names.items() if key.split("(")[0] == bare and bare), None)


def _see_line(
    text: str, at: int, spaced: bool, names: dict[str, str], after: dict[str, str], out: Sightings
) -> None:
    whole = row_boxes(text, spaced)
    if whole is not None:
        for word, mark in whole:
            label = _label(word, names)
            if label:
                out.add(label, mark, at)
        return
    last = None
    for found in re.finditer(r"\[(\s*)(?:(○)(\s*))?\]\s*([^\[\]○]+)", text):
        label = _label(compact(found[4]), names)
        if label and (found[1] or found[2]) and (not found[2] or (found[1] and found[3])):
            out.add(label, bool(found[2]), at)
            last = (label, found.end())
    tail = _TAIL.search(text)
    if last and tail and tail.start() >= last[1] - 2 and last[0] in after:
        if tail[1]:
            out.add(after[last[0]], True, at)
        else:
            out.weak.add(after[last[0]])  # its circle may float elsewhere on the page


def settle_boxes(
    layout: Layout, start: int, end: int, group: Group, seen: Sightings, copies: int = 1
) -> dict[str, tuple[bool, int]] | None:
    """Settle every box of a group printed ``copies`` times on these lines, or None.

    With several copies, a box is settled only when all copies show the same. Of cells left open, none is ticked
    when no circle is left over, all are when as many circles are, and a single circle belongs to the single cell
    whose bracket was left open at a line's end.
    """
    labels = [compact(label) for row in group for label in row]
    if any(sum(_prints(text, label) for text in layout.flat[start:end]) < copies for label in labels):
        return None
    settled: dict[str, tuple[bool, int]] = {}
    open_: list[str] = []
    counted = 0
    for label in labels:
        states = seen.states.get(label, [])
        if len(states) > copies or len({s for s, _ in states}) > 1:
            return None
        counted += sum(s for s, _ in states)
        if len(states) == copies:
            settled[label] = states[0]
        else:
            open_ += [label] * (copies - len(states))
    if not open_:
        return settled
    here = layout.lines[start:end]
    left = count_marks(here) - counted
    if stray_marks(here) > left + counted:
        return None
    ticked: set[str] = set()
    if left == len(open_):
        ticked = set(open_)
    elif left == 1 and copies == 1 and len(seen.weak & set(open_)) == 1:
        ticked = seen.weak & set(open_)
    if left < 0 or (left and not ticked):
        return None
    for label in set(open_):
        known = seen.states.get(label, [])
        if known and known[0][0] is not (label in ticked):
            return None
        settled[label] = (label in ticked, start)
    return settled


def _prints(text: str, label: str) -> bool:
    return label.split("(", 1)[0] in text


def page_boxes(
    layout: Layout, group: Group, aliases: dict[str, str], label: str, at: int, names: list[int]
) -> tuple[tuple[str, ...], int] | None:
    """Settle the boxes of every copy of a group printed on the page of a line, when all copies show the same.

    ``names`` are the lines that open a copy; as many labels of the group must stand on the page, or boxes of one
    copy stand on another page and nothing is said.
    """
    first, last = layout.page(at)
    copies = sum(first <= name < last for name in names)
    labels = sum(label in layout.flat[i] for i in range(first, last))
    if not copies or labels != copies:
        return None
    seen = see_boxes(layout, first, last, group, aliases)
    # Without a single box the text draws its ticks in a manner not known here.
    known = seen.states or seen.weak
    settled = settle_boxes(layout, first, last, group, seen, copies) if known else None
    if settled is None:
        return None
    ticked = tuple(sorted(box for box, (mark, _) in settled.items() if mark))
    return ticked, next((i for mark, i in settled.values() if mark), at)
