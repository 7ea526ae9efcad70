"""From letters and ruled lines of a page to rows of cells.

Each letter belongs to the cell whose four lines are the nearest around it; letters that no cell holds stand in rows by
their height, parted into cells by wide gaps.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .cells import Cell, Place, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .cells import Box
    from .pdf_page import Drawn, Glyph, Segment

__all__ = ["rows_of_page"]

#: Lines nearer than this are one line; a gap in a line smaller than this is no gap (in points).
_SAME: Final = 2.0
_GAP: Final = 4.0
#: In heights of a letter: what parts words, what parts cells of a row without lines.
_WORD: Final = 0.45
_COLUMN: Final = 1.6
#: In heights of a letter: the width of a strip without letters that parts a cell.
_STRIP: Final = 1.3
#: The brackets around a choice part cells at less.
_MARK_STRIP: Final = 0.5
_MARKS: Final = frozenset("[]［］〔〕")
#: Share of its height by which a line lies beside the one above, not below it.
_OVERLAP: Final = 0.3
#: A line of a cell that ends this near to its right edge (in heights of a letter) was broken there.
_FULL: Final = 1.6
_LIST: Final = frozenset("・･●○◎■□◆◇※①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳＜<【〈《[［-－―")


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
        blocks = _blocks(glyphs)
        for block in blocks:
            inner = _box(block)
            text = _cell_text(block, right if block is blocks[-1] else inner[2])
            if not text:
                continue
            box = (left, bottom, right, top) if len(blocks) == 1 else inner
            placed.append((top, inner[0], Cell(text, Place(page=number, box=_rounded(box)))))
    rows: list[tuple[float, Row]] = _rows(placed)
    for band in _bands(_lines(free)):
        parts = _columns(band[0]) if len(band) == 1 else _blocks([g for line in band for g in line])
        cells = [Cell(_cell_text(part, _box(part)[2]), Place(page=number, box=_box(part))) for part in parts]
        cells = [c for c in cells if c.text]
        if cells:
            rows.append((max(g.top for line in band for g in line), Row(tuple(cells))))
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


def _lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Gather letters to lines by their height, from top to bottom, each from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (-g.middle, g.left)):
        for line in lines[-3:]:
            if abs(line[0].middle - glyph.middle) <= 0.5 * min(line[0].size, glyph.size) + 0.5:
                line.append(glyph)
                break
        else:
            lines.append([glyph])
    return [_undoubled(sorted(line, key=lambda g: g.left)) for line in lines]


def _bands(lines: Sequence[list[Glyph]]) -> list[list[list[Glyph]]]:
    """Gather lines whose heights overlap: what stands beside a label of two lines stands between them."""
    bands: list[list[list[Glyph]]] = []
    floor = 0.0
    for line in lines:
        # the box of a font may be taller than the distance of its lines; a letter of Japanese is as high as it is wide
        em = min(line[0].size, max(g.right - g.left for g in line))
        top, bottom = max(g.middle for g in line) + em / 2, min(g.middle for g in line) - em / 2
        if bands and top - floor > _OVERLAP * em:
            bands[-1].append(line)
            floor = min(floor, bottom)
        else:
            bands.append([line])
            floor = bottom
    return bands


def _undoubled(line: list[Glyph]) -> list[Glyph]:
    """Drop letters printed twice at nearly one place, as bold ones often are."""
    out: list[Glyph] = []
    for glyph in line:
        width = max(glyph.right - glyph.left, 0.1)
        twice = any(g.text == glyph.text and abs(g.left - glyph.left) < 0.35 * width for g in out[-3:])
        if not twice:
            out.append(glyph)
    return out


def _columns(line: list[Glyph]) -> list[list[Glyph]]:
    """Part a line without ruled cells at its wide gaps."""
    out = [[line[0]]]
    for before, glyph in itertools.pairwise(line):
        if glyph.left - before.right > _COLUMN * max(before.size, glyph.size):
            out.append([glyph])
        else:
            out[-1].append(glyph)
    return out


def _blocks(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Part a cell where an upright strip is free over all of its lines: what stands beside it was a cell of its own."""
    out: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda g: g.left):
        marks = last is not None and (glyph.text in _MARKS or last.text in _MARKS)
        strip = (_MARK_STRIP if marks else _STRIP) * glyph.size
        if last is not None and glyph.left - last.right <= strip:
            out[-1].append(glyph)
        else:
            out.append([glyph])
        if last is None or glyph.right > last.right:
            last = glyph
    return out


def _joined(line: Sequence[Glyph]) -> str:
    out = [line[0].text]
    for before, glyph in itertools.pairwise(line):
        if glyph.left - before.right > _WORD * max(before.size, glyph.size):
            out.append(" ")
        out.append(glyph.text)
    return " ".join("".join(out).split())


def _cell_text(glyphs: Sequence[Glyph], right: float) -> str:
    """Return the text of a cell; lines that were broken at its right edge are joined again."""
    out: list[str] = []
    full = False
    for line in _lines(glyphs):
        text = _joined(line)
        if not text:
            continue
        if full and text[0] not in _LIST and not _numbered(text):
            out[-1] += text
        else:
            out.append(text)
        full = right - line[-1].right < _FULL * line[-1].size
    return "\n".join(out)


def _numbered(text: str) -> bool:
    """Whether a line begins as an item of a list does: ``1)``, ``（２）``, ``２．``."""
    head = text[:4].lstrip("(（")
    digits = 0
    while digits < len(head) and (head[digits].isdecimal() or head[digits] in "０１２３４５６７８９"):
        digits += 1
    return 0 < digits < len(head) and head[digits] in ")）.．、"


def _box(line: Sequence[Glyph]) -> Box:
    return _rounded(
        (
            min(g.left for g in line),
            min(g.bottom for g in line),
            max(g.right for g in line),
            max(g.top for g in line),
        )
    )


def _rounded(box: Box) -> Box:
    left, bottom, right, top = box
    return round(left, 1), round(bottom, 1), round(right, 1), round(top, 1)
