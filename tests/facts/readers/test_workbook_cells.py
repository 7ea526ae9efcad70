"""Protects: cells of Excel are read as what they show, and one that shows something else than it holds is refused."""

import datetime as dt

import polars as pl
import pytest

from shikii.facts.errors import InputError
from shikii.facts.readers.affair_tables import read_table


def workbook(tmp_path, fill, name="t.xlsx"):
    import xlsxwriter

    path = tmp_path / name
    book = xlsxwriter.Workbook(path)
    fill(book, book.add_worksheet())
    book.close()
    return path


def test_rows_of_excel_keep_their_numbers_and_days_are_days(tmp_path):
    def fill(book, sheet):
        day = book.add_format({"num_format": "yyyy/m/d"})
        sheet.write_row("B3", ["事務名", "公表日", "対象人数"])
        sheet.write_row("B4", ["甲"])
        sheet.write_datetime("C4", dt.date(2024, 2, 3), day)
        sheet.write_blank("B5", None, day)
        sheet.write_row("B6", ["乙", None, 5])

    table = read_table(workbook(tmp_path, fill))
    assert table.problems == ()
    assert table.frame["source"].to_list() == [f"{tmp_path}/t.xlsx:4", f"{tmp_path}/t.xlsx:6"]
    assert table.frame["published.lo"].to_list() == [dt.date(2024, 2, 3).toordinal(), None]


def test_an_error_in_a_cell_of_excel_is_not_taken_for_an_empty_cell(tmp_path):
    def fill(_book, sheet):
        sheet.write_row("C1", ["事務名", "対象人数"])
        sheet.write_row("C2", ["甲"])
        sheet.write_formula("D2", "=VLOOKUP(1,A1:B2,2)", value="#N/A")
        sheet.write_row("C3", ["乙"])
        sheet.write_formula("D3", "=2+3", value=5)

    table = read_table(workbook(tmp_path, fill))
    assert [(p.place.rsplit("/", 1)[-1], p.value) for p in table.problems] == [("t.xlsx:2 対象人数", "#N/A")]
    assert table.frame["headcount.lo"].to_list() == [5]


def test_a_sheet_that_reaches_too_far_is_refused_before_it_is_unpacked(tmp_path):
    def fill(_book, sheet):
        sheet.write_row("A1", ["事務名", "対象人数"])
        sheet.write("XFD1048576", "x")

    with pytest.raises(
        InputError, match=r"reaches to row 1,048,576.*\[table.xlsx\]|\[table.xlsx\]\n.*reaches"
    ):
        read_table(workbook(tmp_path, fill))


def rich(tmp_path, fill):
    """A workbook with inline rich text, which `openpyxl` writes; `xlsxwriter` shares its strings."""
    import openpyxl

    book = openpyxl.Workbook()
    fill(book.active)
    book.save(tmp_path / "t.xlsx")
    return tmp_path / "t.xlsx"


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize(
    ("look", "ok"), [("strike", False), ("superscript", False), ("subscript", False), ("bold", True)]
)
def test_struck_or_raised_parts_of_a_cell_are_refused(tmp_path, look, ok, shared):
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    if shared:
        keys = {
            "strike": {"font_strikeout": True},
            "superscript": {"font_script": 1},
            "subscript": {"font_script": 2},
            "bold": {"bold": True},
        }

        def fill(book, sheet):
            sheet.write_row("A1", ["事務名", "対象人数"])
            sheet.write_row("A2", ["乙", 7])
            sheet.write("A3", "甲")
            sheet.write_rich_string("B3", "25", book.add_format(keys[look]), "1")

        table = read_table(workbook(tmp_path, fill))
    else:
        font = (
            InlineFont(strike=True)
            if look == "strike"
            else InlineFont(b=True)
            if ok
            else InlineFont(vertAlign=look)
        )

        def fill(sheet):
            sheet.append(["事務名", "対象人数"])
            sheet.append(["乙", 7])
            sheet.append(["甲", CellRichText("25", TextBlock(font, "1"))])

        table = read_table(rich(tmp_path, fill))
    if ok:
        assert table.frame["headcount.lo"].to_list() == [7, 251]
    else:
        assert table.frame["affair"].to_list() == ["乙"]
        assert [(p.id, p.value, p.place.rsplit("/", 1)[-1]) for p in table.problems] == [
            ("table.struck", "B3", "t.xlsx:3 対象人数")
        ]


def test_a_cell_that_is_struck_as_a_whole_is_refused_and_a_footnote_of_a_name_is_not(tmp_path):
    def fill(book, sheet):
        struck, raised = book.add_format({"font_strikeout": True}), book.add_format({"font_script": 1})
        sheet.write_row("B1", ["事務名", "対象人数", "備考"])
        sheet.write_row("B2", ["甲", 5])
        sheet.write("D2", "x", struck)
        sheet.write("B3", "乙", struck)
        sheet.write("C3", 5)
        sheet.write_rich_string("B4", "丙", raised, "1")
        sheet.write("C4", 6)
        sheet.write("B5", "丁")
        sheet.write("C5", 7, struck)
        sheet.write_blank("C6", None, struck)
        sheet.write("B6", "戊")

    table = read_table(workbook(tmp_path, fill))
    assert table.frame["affair"].to_list() == ["甲", "丙1", "戊"]
    assert [p.value for p in table.problems] == ["B3", "C5"]


def test_a_formula_without_a_value_is_named_by_its_cell(tmp_path):
    def fill(sheet):
        sheet.append(["事務名", "対象人数", "備考"])
        sheet.append(["甲", "=25*10000", "=1+1"])
        sheet.append(["乙", 5, "=2+2"])

    table = read_table(rich(tmp_path, fill))
    assert table.frame["affair"].to_list() == ["乙"]
    assert [(p.id, p.value, p.place.rsplit("/", 1)[-1]) for p in table.problems] == [
        ("table.formula", "B2", "t.xlsx:2 対象人数")
    ]


def test_a_formula_that_gave_nothing_is_an_empty_cell(tmp_path):
    """Excel saves the empty text a formula gave as an empty value of type text."""
    import zipfile

    def fill(_book, sheet):
        sheet.write_row("A1", ["事務名", "対象人数"])
        sheet.write("A2", "甲")
        sheet.write_formula("B2", '=""', value="")
        sheet.write("A3", "乙")
        sheet.write_formula("B3", "=2+3", value=5)

    made, path = workbook(tmp_path, fill, "made.xlsx"), tmp_path / "t.xlsx"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<c r="B2">', b'<c r="B2" t="str">'))
    table = read_table(path)
    assert table.problems == ()
    assert table.frame["headcount.lo"].to_list() == [None, 5]


def test_formulas_in_the_first_column_move_no_other_cell(tmp_path):
    def fill(sheet):
        sheet.append(["番号", "事務名", "対象人数"])
        sheet.append(["=1+0", "甲", "=2"])
        sheet.append(["=1+1", "乙", 5])

    table = read_table(rich(tmp_path, fill))
    assert [p.value for p in table.problems] == ["C2"]
    assert table.frame["affair"].to_list() == ["乙"]


def test_moments_of_excel_and_parquet_are_days(tmp_path):
    def fill(book, sheet):
        moment = book.add_format({"num_format": "yyyy/m/d h:mm"})
        sheet.write_row("A1", ["事務名", "公表日"])
        sheet.write("A2", "甲")
        sheet.write_datetime("B2", dt.datetime(2024, 2, 3, 13, 30), moment)  # noqa: DTZ001 - Excel knows no zones
        sheet.write_row("A3", ["乙", "令和6年2月3日（土）"])
        sheet.write_row("A4", ["丙", "令和6年2月3日（日）"])
        sheet.write_row("A5", ["丁", "令和6年2月"])

    table = read_table(workbook(tmp_path, fill))
    day = dt.date(2024, 2, 3).toordinal()
    assert table.frame["published.lo"].to_list() == [day, day, day - 2]
    assert table.frame["published.hi"].to_list() == [day, day, day + 26]
    assert ["土" in p.remedy for p in table.problems] == [True]
    path = tmp_path / "t.parquet"
    late = dt.datetime(2024, 2, 2, 15, 30, tzinfo=dt.UTC)
    pl.DataFrame({"affair": ["甲", "乙"], "published": [late, None]}).write_parquet(path)
    assert read_table(path).frame["published.lo"].to_list() == [day, None]
    pl.DataFrame({"affair": ["甲"], "published": [late.replace(tzinfo=None)]}).write_parquet(path)
    assert read_table(path).frame["published.lo"].to_list() == [day - 1]
