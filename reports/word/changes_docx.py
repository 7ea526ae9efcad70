"""The rows of 変更箇所 as a Word document, to be copied into the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.section import WD_ORIENT

from ..comparison.change_rows import HEADERS, rows_of_report
from .docx_parts import clean, grid, new_row, saved, style_of, write

if TYPE_CHECKING:
    from ...engine.results.version_comparison import ComparisonReport

__all__ = ["render_changes_docx"]

_WIDTHS: Final = (22, 40, 72, 72, 16, 35)


def render_changes_docx(report: ComparisonReport) -> bytes:
    """Render a table for each pair of assessments, on A4 across."""
    document = Document()
    style_of(document)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for affair, rows in rows_of_report(report):
        document.add_heading(clean(f"変更箇所　{affair}"), level=1)
        table = grid(document, _WIDTHS, HEADERS)
        for row in rows:
            for cell, text in zip(new_row(table).cells, row.cells, strict=True):
                write(cell, clean(text))
    return saved(document)
