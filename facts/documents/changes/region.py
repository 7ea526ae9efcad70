"""The pages of the table 変更箇所: where each begins, and where the table ends."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from .table_words import COLUMNS, header_columns, is_header, is_item, iso, seen, timing_of, value

if TYPE_CHECKING:
    from ..sections.layout import Layout

__all__ = ["table_pages"]

_WHOLE_HEADER = 4
_BLANKS = 3


def _full_header(layout: Layout, at: int) -> bool:
    """Whether a line holds the whole header, or all but a name or two of it."""
    flat = layout.flat[at]
    if "変更前の記載" not in flat and "変更後の記載" not in flat:
        return False
    named = sum(name in flat for name, _ in COLUMNS)
    cells = layout.lines[at].text.split("\t")
    return named >= _WHOLE_HEADER and (is_header(flat) or header_columns(cells) is not None)


def _speaks(layout: Layout, start: int, end: int) -> bool:
    """Whether a page without the header still holds rows: a date or 事前 or 事後 that stands alone."""
    for i in range(start, end):
        if not layout.flat[i]:
            continue
        pieces = layout.lines[i].text.split()
        if any(timing_of(p) for p in pieces) or (pieces and iso(pieces[0])):
            return True
    return False


def table_pages(layout: Layout) -> list[tuple[int, int]]:
    """Give the pages of the table as stretches of lines.

    Where pages repeat the header the first page without one ends the table; what follows are annexes.
    """
    if layout.changes is None:
        return []
    start, end = layout.changes, len(layout.lines)
    heads = [i for i in range(start, end) if layout.flat[i] and _full_header(layout, i)]
    hard = [p for p in layout.pages if start < p < end and not any(layout.flat[max(p - _BLANKS, 0) : p])]
    cuts = [start, *hard, end]
    pages: list[tuple[int, int]] = []
    for a, b in itertools.pairwise(cuts):
        own = [h for h in heads if a <= h < b]
        # The header stands at the top of a page; the first page of the table may be drawn in any order.
        inner = own[1:] if own and (not pages or own[0] == _first(layout, a)) else own
        marks = [a, *inner, b]
        pages.extend((x, y) for x, y in itertools.pairwise(marks) if x < y)
    if len(heads) > 1:
        last = max(n for n, (a, b) in enumerate(pages) if a <= heads[-1] < b)
        a, b = pages[last]
        return [*pages[:last], (a, _tail(layout, a, b))]
    kept: list[tuple[int, int]] = []
    for a, b in pages:
        if kept and not _speaks(layout, a, b):
            break
        kept.append((a, b))
    return kept


def _first(layout: Layout, start: int) -> int:
    return next((i for i in range(start, len(layout.lines)) if layout.flat[i]), start)


def _tail(layout: Layout, start: int, end: int) -> int:
    """Find where the last page ends: below its last 事前 or 事後, a line indented like the first of a page."""
    spoken = start
    for i in range(start, end):
        if layout.flat[i] and any(timing_of(p) for p in layout.lines[i].text.split()):
            spoken = i
    for i in range(spoken + 1, end):
        line = layout.lines[i]
        if line.indent in (1, 2) and layout.flat[i - 1] and not is_item(seen(line.raw)) and value(line.text):
            return i
    return end
