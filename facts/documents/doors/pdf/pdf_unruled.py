"""Rows of what no ruled line holds: lines parted at wide gaps, and tables drawn without lines put together again.

In such a table a label of several lines stands beside a list of options, each centred on the other, so that no line of one
is level with a line of the other. Lines of one column that follow closely are one cell, and cells side by side one row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..cells import Cell, Place, Row
from .pdf_lines import bands_of, blocks_of, box_of, cell_text, columns_of, em_of, lines_of_glyphs, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .pdf_page import Glyph

__all__ = ["unruled_rows"]

#: In heights of a letter: the greatest distance of two lines of one cell.
_PITCH: Final = 1.75
#: Left edges and middles nearer than this (in heights of a letter) are in line.
_LEVEL: Final = 0.7
#: A gap (in heights of a letter) at which a line is parted where an option list begins below or above.
_AT_LIST: Final = 0.25
_OPEN: Final = frozenset("[［〔")
_OPTIONS: Final = ("＜選択肢＞", "<選択肢>", "〈選択肢〉", "《選択肢》")


@dataclass(slots=True)
class _Block:
    """Lines of one column that follow closely."""

    lines: list[list[Glyph]]

    @property
    def letters(self) -> list[Glyph]:
        return [g for line in self.lines for g in line]

    @property
    def left(self) -> float:
        return min(line[0].left for line in self.lines)

    @property
    def right(self) -> float:
        return max(line[-1].right for line in self.lines)

    @property
    def top(self) -> float:
        return _middle(self.lines[0]) + em_of(self.lines[0]) / 2

    @property
    def bottom(self) -> float:
        return _middle(self.lines[-1]) - em_of(self.lines[-1]) / 2

    @property
    def options(self) -> bool:
        return len(self.lines) > 1 and all(_is_option(line) for line in self.lines[:2])


def _middle(line: Sequence[Glyph]) -> float:
    return sum(g.middle for g in line) / len(line)


def _text(line: Sequence[Glyph]) -> str:
    return "".join(g.text for g in line).replace(" ", "")


def _is_option(line: Sequence[Glyph]) -> bool:
    text = _text(line)
    return text.startswith(_OPTIONS) or numbered(text)


def unruled_rows(glyphs: Sequence[Glyph], number: int) -> list[tuple[float, Row]]:
    """Return the rows of letters that no cell holds, each with its upper edge."""
    lines = lines_of_glyphs(glyphs)
    blocks = _stacked(_segments(lines))
    tables = [group for group in _beside(blocks) if _one_row(group)]
    taken = {id(g) for group in tables for block in group for g in block.letters}
    rows: list[tuple[float, Row]] = []
    for group in tables:
        cells = [_cell(block.letters, number) for block in sorted(group, key=lambda b: b.left)]
        rows.append((max(g.top for b in group for g in b.letters), Row(tuple(cells))))
    for band in bands_of([rest for line in lines if (rest := [g for g in line if id(g) not in taken])]):
        parts = columns_of(band[0]) if len(band) == 1 else blocks_of([g for line in band for g in line])
        cells = [c for c in (_cell(part, number) for part in parts) if c.text]
        if cells:
            rows.append((max(g.top for line in band for g in line), Row(tuple(cells))))
    return rows


def _one_row(group: Sequence[_Block]) -> bool:
    """Whether blocks side by side are one row: an option list, a box of several lines, or a text beside one line."""
    if len(group) == 1:
        return False
    if any(b.options or (len(b.lines) > 1 and b.lines[0][0].text in _OPEN) for b in group):
        return True
    left, *others = sorted(group, key=lambda b: b.left)
    return len(others) == len(left.lines) == 1 and len(others[0].lines) > 1 and others[0].left >= left.right


def _cell(letters: Sequence[Glyph], number: int) -> Cell:
    box = box_of(letters)
    return Cell(cell_text(letters, box[2]), Place(page=number, box=box))


def _segments(lines: Iterable[list[Glyph]]) -> list[list[Glyph]]:
    """Part lines at wide gaps, and at lesser ones where the options of a list begin."""
    segments = [part for line in lines for part in columns_of([g for g in line if g.text != " "] or line)]
    edges = [s[0].left for s in segments if _is_option(s)]
    out: list[list[Glyph]] = []
    for segment in segments:
        em = em_of(segment)
        begin = 0
        for i in range(1, len(segment)):
            if segment[i].left - segment[i - 1].right <= _AT_LIST * em:
                continue
            near = sum(abs(segment[i].left - edge) < _AT_LIST * em for edge in edges) > 1
            if segment[i].text in _OPEN or (near and _is_option(segment[i:])):
                out.append(segment[begin:i])
                begin = i
        out.append(segment[begin:])
    return out


def _stacked(segments: Iterable[list[Glyph]]) -> list[_Block]:
    """Put lines of one column that follow closely together, from top to bottom."""
    blocks: list[_Block] = []
    for segment in sorted(segments, key=lambda s: -_middle(s)):
        em = em_of(segment)
        for block in reversed(blocks):
            last = block.lines[-1]
            gap = _middle(last) - _middle(segment)
            if 0.5 * em < gap <= _PITCH * em and _in_line(block, last, segment, em):
                block.lines.append(segment)
                break
        else:
            blocks.append(_Block([segment]))
    return blocks


def _in_line(block: _Block, last: Sequence[Glyph], segment: Sequence[Glyph], em: float) -> bool:
    centre = (segment[0].left + segment[-1].right) / 2
    above = (last[0].left + last[-1].right) / 2
    return abs(block.left - segment[0].left) < _LEVEL * em or abs(centre - above) < _LEVEL * em


def _beside(blocks: Sequence[_Block]) -> list[list[_Block]]:
    """Gather blocks whose heights overlap."""
    groups: list[list[_Block]] = []
    floor = 0.0
    for block in sorted(blocks, key=lambda b: -b.top):
        if groups and block.top > floor + 0.3 * em_of(block.lines[0]):
            groups[-1].append(block)
            floor = min(floor, block.bottom)
        else:
            groups.append([block])
            floor = block.bottom
    return groups
