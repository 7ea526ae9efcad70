"""Protects: tables are read by value, bad cells and headers are named, and the other rows go on."""

import polars as pl
import pytest

from shikii.facts.errors import InputError
from shikii.facts.readers.tables import read_table

HEAD = "事務名,対象人数,取扱者数,重大事故\n"


def write(tmp_path, text, encoding="utf-8", name="t.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_numbers_bands_and_holes(tmp_path):
    table = read_table(write(tmp_path, HEAD + '甲,"12,345",500人未満,なし\n乙,10万人以上30万人未満,,\n'))
    assert table.problems == ()
    assert table.frame["headcount.lo"].to_list() == [12345, 100000]
    assert table.frame["headcount.hi"].to_list() == [12345, 299999]
    assert table.frame["handlers.hi"].to_list() == [499, None]
    assert table.frame["incident_within_1y.may"].to_list() == [2, None]
    assert table.frame["source"].to_list() == [f"{tmp_path}/t.csv:2", f"{tmp_path}/t.csv:3"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-16"])
def test_encodings_of_offices(tmp_path, encoding):
    assert read_table(write(tmp_path, HEAD + "甲,5,,\n", encoding)).frame["affair"].to_list() == ["甲"]


def test_a_bad_cell_leaves_out_its_row_only(tmp_path):
    table = read_table(write(tmp_path, HEAD + "甲,-5,,\n乙,5,abc,\n丙,5,1,\n"))
    assert table.frame["affair"].to_list() == ["丙"]
    assert [(p.id, p.place.rsplit("/", 1)[-1], p.value) for p in table.problems] == [
        ("table.cell", "t.csv:2 対象人数", "-5"),
        ("table.cell", "t.csv:3 取扱者数", "abc"),
    ]


def test_an_unknown_header_is_named_with_the_nearest_word(tmp_path):
    table = read_table(write(tmp_path, "事務名,対象人員\n甲,5\n"))
    assert [(p.id, p.value) for p in table.problems] == [("table.unknown-header", "対象人員")]
    assert "対象人数" in table.problems[0].remedy


def test_parquet_with_plain_columns(tmp_path):
    path = tmp_path / "t.parquet"
    pl.DataFrame(
        {"affair": ["甲", "乙"], "headcount": [5, None], "incident_within_1y": [True, None]}
    ).write_parquet(path)
    frame = read_table(path).frame
    assert frame["headcount.lo"].to_list() == [5, None]
    assert frame["incident_within_1y.may"].to_list() == [1, None]


def test_excel(tmp_path):
    path = tmp_path / "t.xlsx"
    pl.DataFrame({"事務名": ["甲"], "対象人数": ["1,000人未満"], "取扱者数": [20]}).write_excel(path)
    frame = read_table(path).frame
    assert (frame["headcount.hi"].to_list(), frame["handlers.lo"].to_list()) == ([999], [20])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"PK\x03\x04broken"),
        ("a.xlsx", b"hello"),
        ("a.parquet", b"PAR1xxxx"),
        ("a.csv", b""),
        ("a.csv", b"\x00\x01\x02"),
    ],
)
def test_broken_files_are_problems(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError):
        read_table(path)


def workbook(tmp_path, fill, name="t.xlsx"):
    import xlsxwriter

    path = tmp_path / name
    book = xlsxwriter.Workbook(path)
    fill(book, book.add_worksheet())
    book.close()
    return path


def test_rows_of_excel_keep_their_numbers_and_days_are_days(tmp_path):
    import datetime as dt

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


def test_empty_rows_are_no_affairs(tmp_path):
    table = read_table(write(tmp_path, "\n事務名,対象人数\n\n,\n甲,5\n\n"))
    assert table.frame["source"].to_list() == [f"{tmp_path}/t.csv:5"]


def test_a_row_with_too_many_cells_is_left_out_alone(tmp_path):
    table = read_table(write(tmp_path, "事務名,対象人数\n甲,1,000\n乙,5,\n丙\n"))
    assert [(p.id, p.place.rsplit("/", 1)[-1]) for p in table.problems] == [("table.row", "t.csv:2")]
    assert table.frame["affair"].to_list() == ["乙", "丙"]
    assert table.frame["source"].to_list() == [f"{tmp_path}/t.csv:3", f"{tmp_path}/t.csv:4"]


def test_a_header_that_stands_twice_is_named_as_written(tmp_path):
    table = read_table(write(tmp_path, "事務名,対象人数,対象人数\n甲,1,2\n"))
    assert [(p.id, p.value) for p in table.problems] == [("table.twice", "対象人数")]
    assert table.frame["headcount.lo"].to_list() == [1]


@pytest.mark.parametrize("cell", [[1, 2], {"x": 1}, b"\xff\x00"])
def test_columns_of_parquet_that_hold_no_plain_values_are_unreadable(tmp_path, cell):
    path = tmp_path / "t.parquet"
    pl.DataFrame(
        {"affair": ["甲", "乙"], "headcount": [cell, None], "department": [cell, None]}
    ).write_parquet(path)
    table = read_table(path)
    assert {p.place.rsplit("/", 1)[-1] for p in table.problems} == {
        "t.parquet:1 headcount",
        "t.parquet:1 department",
    }
    assert table.frame["affair"].to_list() == ["乙"]


def test_whole_decimals_of_a_database_are_counts(tmp_path):
    path = tmp_path / "t.parquet"
    pl.DataFrame({"affair": ["甲"], "headcount": ["1000.00"]}).with_columns(
        pl.col("headcount").cast(pl.Decimal(12, 2))
    ).write_parquet(path)
    assert read_table(path).frame["headcount.lo"].to_list() == [1000]
