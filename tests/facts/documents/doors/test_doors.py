"""Protects the doors: files are known by content, every part of them is read or named, broken ones are refused."""

import io
import zipfile

import pytest
import xlsxwriter
from docx import Document
from docx.oxml import OxmlElement

from shikii.facts.documents.doors.archive import files_in_archive
from shikii.facts.documents.doors.as_lines import lay_out_rows
from shikii.facts.documents.doors.kinds import kind_of
from shikii.facts.documents.doors.opener import open_document
from shikii.facts.errors import InputError


def workbook(fill):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill(book)
    book.close()
    return buffer.getvalue()


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def word(fill):
    buffer = io.BytesIO()
    document = Document()
    fill(document)
    document.save(buffer)
    return buffer.getvalue()


def rows(data):
    return [[c.text for c in r.cells] for p in open_document(data, "x").pages for r in p.rows if r.cells]


def test_a_merged_cell_is_one_cell_and_is_placed_where_it_begins():
    def fill(book):
        sheet = book.add_worksheet("Ⅰ")
        sheet.merge_range("A1:C1", "①事務の名称")
        sheet.merge_range("D1:F1", "予防接種")

    (row,) = open_document(workbook(fill), "x").pages[0].rows
    assert [(c.text, c.place.sheet, c.place.cell) for c in row.cells] == [
        ("①事務の名称", "Ⅰ", "A1"),
        ("予防接種", "Ⅰ", "D1"),
    ]


def test_hidden_rows_hidden_sheets_and_drawn_shapes_are_named():
    def fill(book):
        sheet = book.add_worksheet("様式")
        sheet.write("A1", "a")
        sheet.write("A2", "b")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.insert_textbox("C1", "○")
        book.add_worksheet("古い").hide()

    notes = {n.id: (n.place.sheet, n.value) for n in open_document(workbook(fill), "x").notes}
    assert notes["hidden-rows"] == ("様式", "2")
    assert notes["hidden-sheet"] == ("古い", "")
    assert notes["drawn-marks"][0] == "様式"


def test_a_word_table_keeps_its_rows_and_says_where():
    def fill(document):
        document.add_paragraph("特定個人情報保護評価書")
        table = document.add_table(rows=2, cols=3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "部署"
        table.cell(0, 2).text = "こども課"

    opened = open_document(word(fill), "x")
    assert rows(word(fill)) == [["特定個人情報保護評価書"], ["部署", "こども課"]]
    cell = next(c for r in opened.pages[0].rows for c in r.cells if c.text == "こども課")
    assert (cell.place.table, cell.place.row) == (1, 1)


def test_html_boxes_and_cells():
    page = (
        "<!DOCTYPE html><html><body><script>x</script><p>評価書<br>番号</p><table><tr><th>監査</th>"
        "<td><input type=checkbox checked>自己点検 <input type=checkbox>外部監査</td></tr></table></body></html>"
    )
    assert rows(page.encode()) == [["評価書"], ["番号"], ["監査", "☑自己点検 ☐外部監査"]]
    assert rows(page.encode("cp932")) == rows(page.encode())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4", "pdf"),
        (b"\x89PNG\r\n", "image"),
        (b"PK\x03\x04broken", "unknown-archive"),
        (zipped({"a.txt": b"x"}), "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-office"),
        ("評価書".encode("cp932"), "text"),
    ],
)
def test_a_file_is_known_by_its_content(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"%PDF-1.4 broken", "document.broken"),
        (b"\x89PNG\r\n", "document.scanned"),
        (b"PK\x03\x04broken", "document.binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document.binary"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(data, problem):
    with pytest.raises(InputError) as caught:
        open_document(data, "x")
    assert [p.id for p in caught.value.problems] == [problem]
    assert caught.value.problems[0].remedy


def test_an_archive_gives_every_file_and_those_of_archives_in_it():
    inner = zipped({"二.txt": b"2"})
    data = zipped({"一.txt": b"1", "in.zip": inner, "__MACOSX/x": b""})
    assert dict(files_in_archive(data, "a.zip")) == {"a.zip!一.txt": b"1", "a.zip!in.zip!二.txt": b"2"}


def test_a_line_knows_the_cell_of_its_value():
    def fill(book):
        sheet = book.add_worksheet("Ⅰ")
        sheet.write("A1", "実施の有無")
        sheet.write("J1", "[")
        sheet.write("K1", "実施する")
        sheet.write("T1", "]")

    laid = lay_out_rows(open_document(workbook(fill), "x"))
    assert laid.text.split("\n")[0] == "実施の有無\t[ 実施する ]"
    assert laid.place(1, "実施する").cell == "K1"


def test_content_controls_hide_no_row_cell_or_paragraph():
    def fill(document):
        table = document.add_table(2, 2)
        for n, text in enumerate(("実施の有無", "実施する", "部署", "こども課")):
            table.cell(n // 2, n % 2).text = text
        element = document.element
        for tag in ("tr", "tc", "p"):
            # wrap the last row, its last cell and that cell's paragraph each in a content control
            inner = element.xpath(f"//w:tbl//w:{tag}")[-1]
            control = OxmlElement("w:sdt")
            content = OxmlElement("w:sdtContent")
            inner.getparent().replace(inner, control)
            control.append(content)
            content.append(inner)

    assert rows(word(fill)) == [["実施の有無", "実施する"], ["部署", "こども課"]]


def test_the_option_chosen_in_a_list_of_a_page_is_read():
    page = "<table><tr><td>実施の有無</td><td><select><option>未定</option><option selected>実施する</option></select></td></tr></table>"
    assert rows(f"<html><body>{page}</body></html>".encode()) == [["実施の有無", "実施する"]]
