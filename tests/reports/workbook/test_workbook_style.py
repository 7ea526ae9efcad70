"""Protects: a sheet holds what the library itself would write, cell by cell."""

import io
import zipfile

import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from shikii.reports.workbook.workbook_style import Sheet

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def sheet_of(kind, texts):
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("x", kind)
    style = book.add_format({"bold": True})
    for row, text in enumerate(texts):
        sheet.write_string(row, 0, text, style)
        sheet.write_string(row, 1, text)
        sheet.write_blank(row, 2, None, style)
        sheet.write_number(row, 27, row, style)
    book.close()
    with zipfile.ZipFile(held) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


@given(texts=st.lists(TEXTS, min_size=1, max_size=6).map(lambda some: [*some, *some]))
@example(
    [" a", "a\t", "\n", "<r>a</r>", "<r>", "_x0041_", "a&b<c>", '"', "\x00\x0b\ufffe", "", " a", "\u3000全"]
)
def test_every_text_is_written_as_the_library_does(texts):
    assert sheet_of(Sheet, texts) == sheet_of(Worksheet, texts)
