"""The rows of 変更箇所 as a workbook, to be copied into the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..comparison.change_rows import HEADERS, rows_of_report
from ..files.workbook_in_place import new_workbook
from .workbook_style import Sheet, clean_cell, formats_of, height_of

if TYPE_CHECKING:
    from pathlib import Path

    from ...engine.results.version_comparison import ComparisonReport

__all__ = ["write_changes_xlsx"]

_WIDTHS: Final = (14, 26, 44, 44, 10, 36)


def write_changes_xlsx(path: Path, report: ComparisonReport) -> None:
    """Write a sheet for each pair of assessments."""
    with new_workbook(path) as book:
        formats = formats_of(book)
        for number, (_, rows) in enumerate(rows_of_report(report), 1):
            sheet: Any = book.add_worksheet(f"変更箇所{number}", Sheet)
            for column, (name, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True)):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, name, formats["head"])
            for at, row in enumerate(rows, 1):
                sheet.set_row(at, height_of(zip(row.cells, _WIDTHS, strict=True)))
                for column, cell in enumerate(row.cells):
                    sheet.write_string(at, column, clean_cell(cell), formats["cell"])
            sheet.freeze_panes(1, 0)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
            sheet.print_area(0, 0, max(1, len(rows)), len(HEADERS) - 1)
