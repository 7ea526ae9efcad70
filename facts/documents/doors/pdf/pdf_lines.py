"""Lines of letters: gathered by height, parted into words and cells, joined where they were broken."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..cells import Box
    from .pdf_page import Glyph

__all__ = [
    "bands_of",
    "blocks_of",
    "box_of",
    "cell_text",
    "columns_of",
    "em_of",
    "lines_of_glyphs",
    "numbered",
    "rounded",
]

#: In heights of a letter: what parts words, what parts cells of a row without lines.
_WORD: Final = 0.45
#: In heights of a letter: the width of a strip without letters that parts a cell.
_STRIP: Final = 1.3
#: The brackets around a choice part cells at less.
_MARK_STRIP: Final = 0.5
_MARKS: Final = frozenset("[]［］〔〕")
#: A line of a cell that ends this near to its right edge (in heights of a letter) was broken there.
_FULL: Final = 1.6
_LIST: Final = frozenset("・･●○◎■□◆◇※①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳＜<【〈《[［-－―")
_COLUMN: Final = 1.6
#: Share of its height by which a line lies beside the one above, not below it.
_OVERLAP: Final = 0.3


def lines_of_glyphs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
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


def bands_of(lines: Sequence[list[Glyph]]) -> list[list[list[Glyph]]]:
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


def columns_of(line: list[Glyph]) -> list[list[Glyph]]:
    """Part a line without ruled cells at its wide gaps."""
    out = [[line[0]]]
    for before, glyph in itertools.pairwise(line):
        if glyph.left - before.right > _COLUMN * max(before.size, glyph.size):
            out.append([glyph])
        else:
            out[-1].append(glyph)
    return out


def blocks_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
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


def joined(line: Sequence[Glyph]) -> str:
    out = [line[0].text]
    for before, glyph in itertools.pairwise(line):
        if glyph.left - before.right > _WORD * max(before.size, glyph.size):
            out.append(" ")
        out.append(glyph.text)
    return " ".join("".join(out).split())


def cell_text(glyphs: Sequence[Glyph], right: float) -> str:
    """Return the text of a cell; lines that were broken at its right edge are joined again."""
    out: list[str] = []
    full = False
    for line in lines_of_glyphs(glyphs):
        text = joined(line)
        if not text:
            continue
        if full and text[0] not in _LIST and not numbered(text):
            out[-1] += text
        else:
            out.append(text)
        full = right - line[-1].right < _FULL * line[-1].size
    return "\n".join(out)


def numbered(text: str) -> bool:
    """Whether a line begins as an item of a list does: ``1)``, ``（２）``, ``２．``."""
    head = text[:4].lstrip("(（")
    digits = 0
    while digits < len(head) and (head[digits].isdecimal() or head[digits] in "０１２３４５６７８９"):
        digits += 1
    return 0 < digits < len(head) and head[digits] in ")）.．、"


def box_of(line: Sequence[Glyph]) -> Box:
    """Return the box around letters."""
    return rounded(
        (
            min(g.left for g in line),
            min(g.bottom for g in line),
            max(g.right for g in line),
            max(g.top for g in line),
        )
    )


def rounded(box: Box) -> Box:
    """Round a box to tenths of a point."""
    left, bottom, right, top = box
    return round(left, 1), round(bottom, 1), round(right, 1), round(top, 1)


def em_of(line: Sequence[Glyph]) -> float:
    """Return the height of the letters of a line: the box of a font may be taller than the distance of its lines."""
    return min(line[0].size, max(g.right - g.left for g in line))
