"""The systems of section Ⅰ2 with their connections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .boxes import see_boxes, settle_boxes
from .finder import beside, is_empty, labels_at
from .text import compact

if TYPE_CHECKING:
    from .finder import Found

__all__ = ["read_systems"]

_HEADING = re.compile(r"^[#*]*システム(\d{1,2})$")


def read_systems(found: Found) -> None:
    """Read each system's name, and its connections where every box of its group is settled."""
    if found.layout.form == "basic":
        _listed(found)
    else:
        _tables(found)


def _listed(found: Found) -> None:
    """Read 様式2 Ⅰ1③, a list of names in running text."""
    layout = found.layout
    places = labels_at(layout, layout.body, layout.end, "③システムの名称")
    if len(places) != 1:
        found.open("systems", "システムの名称の欄が読み取れない")
        return
    at, rest = places[0]
    pieces, last = [rest], at
    for i in range(at + 1, min(at + 20, layout.end)):
        flat = layout.flat[i]
        if re.match(r"^(?:[\u2460-\u2473]|\d\.|[IVX]+)", flat):
            break
        if flat:
            pieces.append(flat)
            last = i
    names = _names([compact(p) for p in pieces if compact(p)])
    for n, name in enumerate(names, 1):
        found.say(f"systems[{n}].name", name, min(at + 1, last))


def _names(pieces: list[str]) -> list[str]:
    """Split names: at marks where there are some (lines are only wrapped then), else one on each line."""
    joined = "".join(pieces)
    if any(mark in joined for mark in "、,"):
        parts = re.split(r"[、,]", joined)
    else:
        parts = pieces
    return [
        p for p in (re.sub(r"^(?:・|\(?\d{1,2}\)?[.)]?|[\u2460-\u2473])", "", part) for part in parts) if p
    ]


def _tables(found: Found) -> None:
    layout = found.layout
    blocks = layout.of("basic")
    start, end = (blocks[0].start, blocks[-1].end) if blocks else (layout.body, layout.end)
    heads = [(i, int(m[1])) for i in range(start, end) if (m := _HEADING.match(layout.flat[i]))]
    names = labels_at(layout, start, end, "①システムの名称")
    paired = _pair(found, heads, names)
    for number, (at, rest) in sorted(paired.items()):
        value = beside(layout, at, rest, end, ("システムの機能", "他のシステムとの接続"))
        if value and not is_empty(value[0]):
            found.say(f"systems[{number}].name", compact(value[0]), value[1])
        elif rest.strip() or not _empty_block(found, at, end):
            found.open(f"systems[{number}].name", "システムの名称が読み取れない", at)
    _connections(found, paired, heads, start, end)


def _pair(
    found: Found, heads: list[tuple[int, int]], names: list[tuple[int, str]]
) -> dict[int, tuple[int, str]]:
    """Pair headings with names: the name right below its heading, then the only two left on a page."""
    layout = found.layout
    out: dict[int, tuple[int, str]] = {}
    rest = list(names)
    for n, (at, number) in enumerate(heads):
        until = heads[n + 1][0] if n + 1 < len(heads) else layout.end
        below = [x for x in rest if at < x[0] < until and layout.page_of(x[0]) == layout.page_of(at)]
        if below and below[0][0] - at <= 6:
            out[number] = below[0]
            rest.remove(below[0])
    for at, number in heads:
        if number in out:
            continue
        page = layout.page_of(at)
        others = [x for x in rest if layout.page_of(x[0]) == page]
        lone = [k for a, k in heads if k not in out and layout.page_of(a) == page]
        if len(others) == 1 and lone == [number]:
            out[number] = others[0]
            rest.remove(others[0])
    return out


def _empty_block(found: Found, at: int, end: int) -> bool:
    """Whether a printed but unused block follows: no text before the next heading."""
    layout = found.layout
    for i in range(at + 1, min(at + 8, end)):
        if _HEADING.match(layout.flat[i]) or re.match(r"^[#*]*システム\d+[~～-]", layout.flat[i]):
            return True
    return True


def _connections(
    found: Found, paired: dict[int, tuple[int, str]], heads: list[tuple[int, int]], start: int, end: int
) -> None:
    layout = found.layout
    group = found.vocab.forms.tick_groups["connections"]
    aliases = found.vocab.forms.tick_aliases
    named = {n: at for n, (at, _) in paired.items() if f"systems[{n}].name" in found.readings}
    order = sorted(named.items(), key=lambda pair: pair[1])
    for n, (number, at) in enumerate(order):
        # In form order, the boxes of a system stand between its name and the next one's, used or not.
        later = [i for i, _ in heads if i > at] if heads and heads[0][0] < order[0][1] else []
        until = min([*later, *(a for _, a in order[n + 1 : n + 2]), end])
        seen = see_boxes(layout, at, until, group, aliases)
        own = settle_boxes(layout, at, until, group, seen) if _whole(seen.states, group) else None
        if own is None:
            own = _by_page(found, at, named, group, aliases)
        if own is None:
            found.open(
                f"systems[{number}].connections", "接続の○がどの欄のものか、行の崩れのため決められない", at
            )
            continue
        ticked = tuple(sorted(label for label, (mark, _) in own.items() if mark))
        line = next((a for mark, a in own.values() if mark), at)
        found.say(f"systems[{number}].connections", ticked, line)


def _whole(states: dict[str, list[tuple[bool, int]]], group: tuple[tuple[str, ...], ...]) -> bool:
    return all(len(states.get(compact(label), ())) == 1 for row in group for label in row)


def _by_page(
    found: Found, at: int, named: dict[int, int], group: tuple[tuple[str, ...], ...], aliases: dict[str, str]
) -> dict[str, tuple[bool, int]] | None:
    layout = found.layout
    first, last = layout.page(at)
    labels = [i for i, _ in labels_at(layout, first, last, "③他のシステムとの接続")]
    copies = len([a for a in named.values() if first <= a < last])
    if not labels or len(labels) != copies:
        return None  # boxes of one of the systems stand on another page
    seen = see_boxes(layout, first, last, group, aliases)
    return settle_boxes(layout, first, last, group, seen, copies)
