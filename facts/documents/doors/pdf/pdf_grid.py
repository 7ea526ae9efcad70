"""From letters and ruled lines of a page to rows of cells.

Each letter belongs to the cell whose four lines are the nearest around it; letters that no cell holds stand in rows by
their height, parted into cells by wide gaps.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..cells import Cell, Place, Row
from .pdf_lines import blocks_of, box_of, cell_text, rounded
from .pdf_unruled import unruled_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..cells import Box
    from .pdf_page import Drawn, Glyph, Segment

__all__ = ["rows_of_page"]

#: Lines nearer than this are one line; a gap in a line smaller than this is no gap (in points).
_SAME: Final = 2.0
_GAP: Final = 4.0


def rows_of_page(page: Drawn, number: int) -> tuple[Row, ...]:
    """Return the rows of a page from top to bottom."""
    grid = _Grid(page.level, page.upright)
    held: dict[tuple[int, int, int, int], list[Glyph]] = {}
    free: list[Glyph] = []
    for glyph in sorted(page.glyphs, key=lambda g: g.left):
        key = grid.cell(glyph.centre, glyph.middle)
        if key is None:
            free.append(glyph)
        else:
            held.setdefault(key, []).append(glyph)
    placed: list[tuple[float, float, Cell]] = []
    for key, glyphs in held.items():
        left, bottom, right, top = grid.box(key)
        blocks = blocks_of(glyphs)
        for block in blocks:
            inner = box_of(block)
            text = cell_text(block, right if block is blocks[-1] else inner[2])
            if not text:
                continue
            box = (left, bottom, right, top) if len(blocks) == 1 else inner
            placed.append((top, inner[0], Cell(text, Place(page=number, box=rounded(box)))))
    rows: list[tuple[float, Row]] = _rows(placed)
    rows += unruled_rows(free, number)
    rows.sort(key=lambda r: -r[0])
    return tuple(row for _, row in rows)


def _rows(placed: list[tuple[float, float, Cell]]) -> list[tuple[float, Row]]:
    """Cells whose upper edges are level are one row; a label beside several rows stands in the first of them."""
    rows: list[tuple[float, list[tuple[float, Cell]]]] = []
    for top, left, cell in sorted(placed, key=lambda p: (-p[0], p[1])):
        if rows and abs(rows[-1][0] - top) <= _SAME:
            rows[-1][1].append((left, cell))
        else:
            rows.append((top, [(left, cell)]))
    return [(top, Row(tuple(c for _, c in sorted(cells, key=lambda c: c[0])))) for top, cells in rows]


@dataclass(frozen=True, slots=True)
class _Ruled:
    """Lines of one direction: where they lie, in order, and the stretches each covers."""

    at: tuple[float, ...]
    stretches: tuple[tuple[tuple[float, float], ...], ...]

    def covers(self, index: int, along: float) -> bool:
        return any(start - _SAME <= along <= end + _SAME for start, end in self.stretches[index])


def _ruled(segments: Iterable[Segment]) -> _Ruled:
    groups: list[tuple[list[float], list[tuple[float, float]]]] = []
    for segment in sorted(segments, key=lambda s: s.at):
        if groups and segment.at - groups[-1][0][-1] <= _SAME:
            groups[-1][0].append(segment.at)
            groups[-1][1].append((segment.start, segment.end))
        else:
            groups.append(([segment.at], [(segment.start, segment.end)]))
    return _Ruled(
        tuple(sum(at) / len(at) for at, _ in groups),
        tuple(tuple(_merged(stretches)) for _, stretches in groups),
    )


def _merged(stretches: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for start, end in sorted(stretches):
        if out and start - out[-1][1] <= _GAP:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


class _Grid:
    """The lines of a page, and which cell a point lies in."""

    def __init__(self, level: Sequence[Segment], upright: Sequence[Segment]) -> None:
        self.level = _ruled(level)
        self.upright = _ruled(upright)
        self.known: dict[tuple[int, int], tuple[int, int, int, int] | None] = {}

    def cell(self, x: float, y: float) -> tuple[int, int, int, int] | None:
        """Return the lines left, below, right and above that close the cell around a point, or None."""
        region = (bisect_right(self.upright.at, x), bisect_right(self.level.at, y))
        if region not in self.known:
            self.known[region] = self._around(*region)
        return self.known[region]

    def _around(self, column: int, row: int) -> tuple[int, int, int, int] | None:
        xs, ys = self.upright.at, self.level.at
        if not (0 < column < len(xs) and 0 < row < len(ys)):
            return None
        x, y = (xs[column - 1] + xs[column]) / 2, (ys[row - 1] + ys[row]) / 2
        left = next((i for i in range(column - 1, -1, -1) if self.upright.covers(i, y)), None)
        right = next((i for i in range(column, len(xs)) if self.upright.covers(i, y)), None)
        below = next((i for i in range(row - 1, -1, -1) if self.level.covers(i, x)), None)
        above = next((i for i in range(row, len(ys)) if self.level.covers(i, x)), None)
        if left is None or right is None or below is None or above is None:
            return None
        return left, below, right, above

    def box(self, key: tuple[int, int, int, int]) -> Box:
        left, below, right, above = key
        return self.upright.at[left], self.level.at[below], self.upright.at[right], self.level.at[above]
