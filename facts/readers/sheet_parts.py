"""The parts of an Excel workbook that no cell's value shows: errors, formulas without a value, struck or raised text.

The parts are cut at their tags and never built into a tree: no entity is expanded, and the time is in proportion to
the size, which the caller bounds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CellPart", "Looks", "cells_of", "column_letters", "looks_of"]

_CELL: Final = re.compile(rb"<(?:\w{1,20}:)?c(?=[\s>/])")
_ROW: Final = re.compile(rb"<(?:\w{1,20}:)?row(?=[\s>/])([^<>]*)>")
_PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ROW_NUMBER: Final = re.compile(rb'\br="([0-9]{1,7})"')
_TYPE: Final = re.compile(rb'\bt="(\w{1,12})"')
_STYLE: Final = re.compile(rb'\bs="([0-9]{1,6})"')
_VALUE: Final = re.compile(rb"<(?:\w{1,20}:)?v(?=[\s>/])[^<>]*>([^<]{0,20})")
_INLINE: Final = re.compile(rb"<(?:\w{1,20}:)?is(?=[\s>/])")
_FORMULA: Final = re.compile(rb"<(?:\w{1,20}:)?f(?=[\s>/])")
_ITEM: Final = re.compile(rb"<(?:\w{1,20}:)?si(?=[\s>/])")
_RUN: Final = re.compile(rb"<(?:\w{1,20}:)?r(?=[\s>/])")
_TEXT: Final = re.compile(rb"<(?:\w{1,20}:)?t(?=[\s>/])[^<>]*>([^<]*)")
_FONTS: Final = re.compile(rb"<(?:\w{1,20}:)?fonts(?=[\s>/])")
_FONT: Final = re.compile(rb"<(?:\w{1,20}:)?font(?=[\s>/])")
_FORMATS: Final = re.compile(rb"<(?:\w{1,20}:)?cellXfs(?=[\s>/])")
_FORMAT: Final = re.compile(rb"<(?:\w{1,20}:)?xf(?=[\s>/])([^<>]*)")
_FONT_ID: Final = re.compile(rb'\bfontId="([0-9]{1,6})"')
_END: Final = re.compile(rb"</(?:\w{1,20}:)?(?:fonts|cellXfs)\s*>")
_STRUCK: Final = re.compile(rb'<(?:\w{1,20}:)?strike(?=[\s>/])(?![^<>]*\bval="(?:0|false|off)")')
_RAISED: Final = re.compile(rb'<(?:\w{1,20}:)?vertAlign(?=[\s>/])[^<>]*\bval="(superscript|subscript)"')


@dataclass(frozen=True, slots=True)
class CellPart:
    """One cell in use: its place, whether it is an error, a formula without a value, struck or raised."""

    row: int
    column: int
    error: str = ""
    uncounted: bool = False
    struck: bool = False
    raised: bool = False
    held: bool = True


@dataclass(frozen=True)
class Looks:
    """Which shared strings and which cell formats are struck through, or raised or lowered."""

    struck_strings: frozenset[int] = frozenset()
    raised_strings: frozenset[int] = frozenset()
    struck_formats: frozenset[int] = frozenset()
    raised_formats: frozenset[int] = frozenset()


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def looks_of(strings: bytes, styles: bytes) -> Looks:
    """Read off the shared strings and the styles which of them are struck through, or raised or lowered.

    >>> looks_of(b"<sst><si><r><t>5</t></r><r><rPr><strike/></rPr><t>6</t></r></si></sst>", b"")
    Looks(struck_strings=frozenset({0}), raised_strings=frozenset(), struck_formats=frozenset(), raised_formats=frozenset())
    """
    struck, raised = set[int](), set[int]()
    if _STRUCK.search(strings) or _RAISED.search(strings):
        for i, item in enumerate(_ITEM.split(strings)[1:]):
            a, b = _adorned(item)
            struck |= {i} if a else set()
            raised |= {i} if b else set()
    fonts = _FONT.split(_within(styles, _FONTS))[1:]
    struck_fonts = {i for i, font in enumerate(fonts) if _STRUCK.search(font)}
    raised_fonts = {i for i, font in enumerate(fonts) if _RAISED.search(font)}
    formats = [_FONT_ID.search(a) for a in _FORMAT.findall(_within(styles, _FORMATS))]
    used = [int(found[1]) if found else 0 for found in formats]
    return Looks(
        frozenset(struck),
        frozenset(raised),
        frozenset(i for i, font in enumerate(used) if font in struck_fonts),
        frozenset(i for i, font in enumerate(used) if font in raised_fonts),
    )


def _within(part: bytes, begin: re.Pattern[bytes]) -> bytes:
    """Return what stands between the first such tag and the end of its list."""
    start = begin.search(part)
    if start is None:
        return b""
    end = _END.search(part, start.end())
    return part[start.end() : end.start() if end else len(part)]


def _adorned(item: bytes) -> tuple[bool, bool]:
    """Say whether a run of rich text that holds something is struck through, and whether one is raised or lowered."""
    struck = raised = False
    for run in _RUN.split(item)[1:]:
        if any(text.strip() for text in _TEXT.findall(run)):
            struck = struck or _STRUCK.search(run) is not None
            raised = raised or _RAISED.search(run) is not None
    return struck, raised


def cells_of(sheet: bytes, looks: Looks) -> Iterator[CellPart]:
    """Yield the cells of a sheet that hold a value or a formula; places that are not written are counted."""
    row, column = 0, 0
    parts = _CELL.split(sheet)
    row = _row_after(parts[0], row)
    for part in parts[1:]:
        attributes, _, body = part.partition(b">")
        place = _PLACE.search(attributes)
        if place:
            row, column = int(place[2]), _number(place[1])
        else:
            column += 1
        if not attributes.endswith(b"/") and (cell := _cell(row, column, attributes, body, looks)):
            yield cell
        after = _row_after(part, row)
        if after != row:
            row, column = after, 0


def _row_after(part: bytes, row: int) -> int:
    """Return the number of the last row that begins in a part, or the row it is in."""
    for found in _ROW.finditer(part):
        number = _ROW_NUMBER.search(found[1])
        row = int(number[1]) if number else row + 1
    return row


def _cell(row: int, column: int, attributes: bytes, body: bytes, looks: Looks) -> CellPart | None:
    value, kind, style = _VALUE.search(body), _TYPE.search(attributes), _STYLE.search(attributes)
    inline = _INLINE.search(body) is not None
    type_ = kind[1] if kind else b"n"
    said = value[1] if value else b""
    if _FORMULA.search(body) and not said and not inline:
        # a formula that gave an empty text is saved as an empty value of that type
        return None if value and type_ == b"str" else CellPart(row, column, uncounted=True, held=False)
    if value is None and not inline:
        return None
    struck = raised = False
    if type_ == b"s" and said.isdigit():
        struck, raised = int(said) in looks.struck_strings, int(said) in looks.raised_strings
    elif inline:
        struck, raised = _adorned(body)
    if style:
        struck = struck or int(style[1]) in looks.struck_formats
        raised = raised or int(style[1]) in looks.raised_formats
    error = said.decode("utf-8", "replace") if type_ == b"e" else ""
    return CellPart(row, column, error, struck=struck, raised=raised)
