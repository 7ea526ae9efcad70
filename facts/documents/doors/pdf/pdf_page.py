"""What stands on one page of a PDF: letters with their boxes, ruled lines, and rings drawn as marks.

Coordinates are points from the lower left corner, turned so that most letters stand upright.
"""

from __future__ import annotations

import ctypes
import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Drawn", "Glyph", "Segment", "read_page"]

#: A rectangle thinner than this is a line.
_THIN: Final = 3.0
_STRAIGHT: Final = 1.0
_SHORTEST: Final = 4.0
#: A space that was written holds its place between words of one cell.
_SPACES: Final = frozenset((0x20, 0xA0, 0x3000))
#: A ring around a letter or between brackets, in points.
_RING: Final = (5.0, 60.0)
_RING_HEIGHT: Final = 30.0
_RING_CURVES: Final = 4
_DEEPEST: Final = 8
_MOST_SEGMENTS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter and its box; height is that of its font, not of its ink."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """Half the height."""
        return (self.bottom + self.top) / 2

    @property
    def centre(self) -> float:
        """Half the width."""
        return (self.left + self.right) / 2

    @property
    def size(self) -> float:
        """The height of the box."""
        return max(self.top - self.bottom, 0.1)


@dataclass(frozen=True, slots=True)
class Segment:
    """A ruled line: at ``at`` across its direction, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page: its letters, level and upright lines, rings, number of pictures, and of letters without a meaning."""

    glyphs: tuple[Glyph, ...]
    level: tuple[Segment, ...]
    upright: tuple[Segment, ...]
    width: float
    height: float
    images: int = 0
    unmapped: int = 0


def read_page(page: Any) -> Drawn:
    """Read an open page of the library."""
    glyphs, unmapped, turn = _glyphs(page)
    lines, rings, images = _paths(page)
    width, height = _size(page)
    if turn:
        glyphs = [_turned(g, turn, width, height) for g in glyphs]
        lines = [
            (*_point(x0, y0, turn, width, height), *_point(x1, y1, turn, width, height))
            for x0, y0, x1, y1 in lines
        ]
        rings = [_turned(r, turn, width, height) for r in rings]
        if turn in (1, 3):
            width, height = height, width
    level, upright = [], []
    for x0, y0, x1, y1 in lines:
        if abs(y1 - y0) <= _STRAIGHT and abs(x1 - x0) >= _SHORTEST:
            level.append(Segment((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT and abs(y1 - y0) >= _SHORTEST:
            upright.append(Segment((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return Drawn(
        tuple(_with_rings(glyphs, rings)), tuple(level), tuple(upright), width, height, images, unmapped
    )


def _size(page: Any) -> tuple[float, float]:
    """Return the size of the page before any turn."""
    width, height = page.get_size()
    return (height, width) if page.get_rotation() in (90, 270) else (width, height)


def _glyphs(page: Any) -> tuple[list[Glyph], int, int]:
    """Return letters, how many have no meaning, and by how many right angles most of them are turned."""
    from pypdfium2 import raw

    text = page.get_textpage()
    try:
        handle = text.raw
        rect = raw.FS_RECTF()
        pointer = ctypes.byref(rect)
        out: list[Glyph] = []
        unmapped = 0
        angles = [0, 0, 0, 0]
        for i in range(raw.FPDFText_CountChars(handle)):
            code = raw.FPDFText_GetUnicode(handle, i)
            if code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF:
                unmapped += 1
                continue
            if code < 0x20 or 0xD800 <= code <= 0xDFFF or raw.FPDFText_IsGenerated(handle, i) == 1:
                continue
            if not raw.FPDFText_GetLooseCharBox(handle, i, pointer):
                continue
            if code in _SPACES:
                out.append(Glyph(" ", rect.left, rect.bottom, rect.right, rect.top))
                continue
            angles[round(raw.FPDFText_GetCharAngle(handle, i) / (math.pi / 2)) % 4] += 1
            out.append(Glyph(chr(code), rect.left, rect.bottom, rect.right, rect.top))
    finally:
        text.close()
    return out, unmapped, max(range(4), key=lambda t: angles[t])


def _point(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    """Turn a point back so that letters drawn at ``turn`` right angles stand upright."""
    match turn:
        case 1:
            return y, width - x
        case 2:
            return width - x, height - y
        case 3:
            return height - y, x
        case _:
            return x, y


def _turned(glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    x0, y0 = _point(glyph.left, glyph.bottom, turn, width, height)
    x1, y1 = _point(glyph.right, glyph.top, turn, width, height)
    return replace(glyph, left=min(x0, x1), right=max(x0, x1), bottom=min(y0, y1), top=max(y0, y1))


Matrix = tuple[float, float, float, float, float, float]
Line = tuple[float, float, float, float]


def _paths(page: Any) -> tuple[list[Line], list[Glyph], int]:
    from pypdfium2 import raw

    lines: list[Line] = []
    rings: list[Glyph] = []
    images = 0
    for handle, kind, matrix in _objects(
        raw, page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, (1, 0, 0, 1, 0, 0), 0
    ):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            images += 1
        elif kind == raw.FPDF_PAGEOBJ_PATH and len(lines) < _MOST_SEGMENTS:
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            if not raw.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke)) or not (
                fill.value or stroke.value
            ):
                continue
            for points, curves in _subpaths(raw, handle, matrix):
                if curves >= _RING_CURVES and (ring := _ring(points)):
                    rings.append(ring)
                elif not curves:
                    lines += _edges(points, stroked=bool(stroke.value))
    return lines, rings, images


def _objects(
    raw: Any, owner: Any, count: Any, get: Any, outer: Matrix, depth: int
) -> Iterator[tuple[Any, int, Matrix]]:
    """Walk through the objects of a page and of the forms it holds, with the matrix that brings them to the page."""
    for index in range(max(0, count(owner))):
        handle = get(owner, index)
        kind = raw.FPDFPageObj_GetType(handle)
        own = raw.FS_MATRIX()
        inner = outer
        if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM) and raw.FPDFPageObj_GetMatrix(
            handle, ctypes.byref(own)
        ):
            inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), outer)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            if depth < _DEEPEST:
                yield from _objects(
                    raw, handle, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth + 1
                )
        else:
            yield handle, kind, inner


def _times(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that applies ``m``, then ``n``."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _subpaths(raw: Any, handle: Any, m: Matrix) -> Iterator[tuple[list[tuple[float, float]], int]]:
    """Return the points of each part of a path, and how many of them bend."""
    points: list[tuple[float, float]] = []
    curves = 0
    x, y = ctypes.c_float(), ctypes.c_float()
    px, py = ctypes.byref(x), ctypes.byref(y)
    for index in range(raw.FPDFPath_CountSegments(handle)):
        segment = raw.FPDFPath_GetPathSegment(handle, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, px, py)
        point = (x.value * m[0] + y.value * m[2] + m[4], x.value * m[1] + y.value * m[3] + m[5])
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, curves
            points, curves = [point], 0
        else:
            points.append(point)
            curves += kind == raw.FPDF_SEGMENT_BEZIERTO
        if raw.FPDFPathSegment_GetClose(segment) and points and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points, curves


def _ring(points: Sequence[tuple[float, float]]) -> Glyph | None:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if _RING[0] <= width <= _RING[1] and _RING[0] <= height <= _RING_HEIGHT and width / height >= 0.6:
        return Glyph("○", min(xs), min(ys), max(xs), max(ys))
    return None


def _edges(points: Sequence[tuple[float, float]], *, stroked: bool) -> Iterator[Line]:
    """Return the lines a straight path draws; a filled area draws one only where it is thin."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    if top - bottom <= _THIN and right - left > _THIN:
        yield left, (top + bottom) / 2, right, (top + bottom) / 2
    elif right - left <= _THIN and top - bottom > _THIN:
        yield (left + right) / 2, bottom, (left + right) / 2, top
    elif stroked:
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            yield x0, y0, x1, y1


def _with_rings(glyphs: list[Glyph], rings: Sequence[Glyph]) -> list[Glyph]:
    """Add each ring as a ○: where nothing stands in it at its place, else before the first letter it encircles."""
    out = list(glyphs)
    for ring in rings:
        inside = [
            g for g in glyphs if ring.left <= g.centre <= ring.right and ring.bottom <= g.middle <= ring.top
        ]
        if not inside:
            middle = ring.middle
            near = [g.size for g in glyphs if abs(g.middle - middle) < g.size]
            half = (max(near) if near else ring.size) / 2
            out.append(replace(ring, bottom=middle - half, top=middle + half))
        elif {g.text for g in inside} - {"○", "〇", "◯"}:
            first = min(inside, key=lambda g: g.left)
            out.append(replace(first, text="○", left=first.left - 0.2, right=first.left - 0.1))
    return out
