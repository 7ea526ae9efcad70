"""Excel and OpenDocument workbooks (``.xlsx .xlsm .xlsb .ods``): a page for every sheet, a row for every row in use.

A merged range is one cell; the reader gives its text in its first cell. Hidden sheets and rows are read as the others
are and named, so that nothing in them passes unseen.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from ...errors import InputError, Problem
from .archive_limits import bounded_zip
from .cells import Cell, DoorNote, OpenedDocument, Page, Place, Row
from .workbook_parts import seen_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .workbook_parts import SeenParts

__all__ = ["column_letters", "open_workbook"]

_MOST_CELLS: Final = 5_000_000


def open_workbook(data: bytes, source: str) -> OpenedDocument:
    """Open a workbook.

    Raises:
        InputError: it is broken, protected by a password, or reaches too far.
    """
    import python_calamine as calamine

    with bounded_zip(data, source) as archive:
        parts = seen_parts(archive)
    try:
        book = calamine.CalamineWorkbook.from_object(_stream(data))
        metadata = book.sheets_metadata
        pages: list[Page] = []
        notes: list[DoorNote] = list(parts.notes)
        for sheet in metadata:
            if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible != calamine.SheetVisibleEnum.Visible:
                notes.append(DoorNote("hidden-sheet", Place(sheet=sheet.name)))
            pages.append(_page(book.get_sheet_by_name(sheet.name), sheet.name, source, parts))
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise InputError(
            Problem(
                "document.broken",
                source,
                str(error)[:80],
                "the workbook cannot be read",
                "open it in Excel and save it again as .xlsx",
            )
        ) from error
    return OpenedDocument("workbook", tuple(pages), tuple(notes))


def _stream(data: bytes) -> Any:
    import io

    return io.BytesIO(data)


def _page(sheet: Any, name: str, source: str, parts: SeenParts) -> Page:
    if sheet.total_height * sheet.total_width > _MOST_CELLS:
        raise InputError(
            Problem(
                "document.too-large",
                f"{source}: {name}",
                f"{sheet.total_height} x {sheet.total_width}",
                "the sheet reaches too far to be read",
                "delete what stands far out, and save it again",
            )
        )
    errors = parts.errors.get(name, {})
    rows = [
        _row(values, number, name, errors)
        for number, values in enumerate(sheet.to_python(skip_empty_area=False), start=1)
    ]
    while rows and not rows[-1].cells:
        rows.pop()
    return Page(tuple(rows))


def _row(values: Sequence[Any], number: int, sheet: str, errors: dict[tuple[int, int], str]) -> Row:
    cells = []
    columns = []
    for column, value in enumerate(values):
        text = errors.get((number, column + 1)) or _text(value)
        if text:
            cells.append(Cell(text, Place(sheet=sheet, cell=f"{column_letters(column)}{number}")))
            columns.append(column)
    return Row(tuple(cells), tuple(columns))


def _text(value: Any) -> str:
    r"""Return a cell's value as the text a person sees, as far as the value tells it.

    >>> _text(5.0), _text(dt.datetime(2025, 4, 1)), _text(" 十分である\n"), _text(True)
    ('5', '2025-04-01', '十分である', 'TRUE')
    """
    match value:
        case None | "":
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime():
            midnight = value.time() == dt.time()
            return value.date().isoformat() if midnight else value.isoformat(sep=" ")
        case dt.date():
            return value.isoformat()
        case _:
            return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(27)
    ('A', 'Z', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
