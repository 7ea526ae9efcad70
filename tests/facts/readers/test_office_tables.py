"""Protects tables as offices keep them: titles, merged and numbered headers, several sheets, approximate numbers."""

import openpyxl
import pytest

from shikii.facts.errors import InputError
from shikii.facts.readers.affair_tables import read_table


def csv(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path)


def book(tmp_path, **sheets):
    """Write a workbook: each sheet as rows; a row of merged cells has None behind its first."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(tmp_path / "t.xlsx")
    return read_table(tmp_path / "t.xlsx")


@pytest.mark.parametrize(
    "text",
    [
        "みどり市 一覧（令和7年4月1日現在）\n事務名,対象人数\n甲,5\n",
        "みどり市 一覧,\n,\n※1 は見込み,\n事務名,対象人数\n甲,5\n",
        '"一覧\n（案）",\n事務名,対象人数\n甲,5\n',
    ],
)
def test_headers_stand_below_a_title(tmp_path, text):
    table = csv(tmp_path, text)
    assert table.problems == ()
    assert table.frame.select("affair", "headcount.lo").rows() == [("甲", 5)]
    assert table.frame["source"][0].endswith(
        f":{sum(1 for _ in text.splitlines()) - text.count(chr(10) + '（案')}"
    )


@pytest.mark.parametrize(
    "header",
    [
        "対象人数（人）,取扱者数（単位：人）,重大事故の有無,直近の公表日,評価書の種類",
        '"対象人数\n（人）","取扱者数\n※2",③重大事故,最終公表日,評価の種類',
    ],
)
def test_headers_with_units_line_breaks_and_numbers(tmp_path, header):
    table = csv(tmp_path, f"NO,事務名,{header}\n1,甲,5,2,無,R7.6.2,全項目評価\n")
    assert table.problems == ()
    row = table.frame.row(0, named=True)
    assert (row["headcount.lo"], row["handlers.hi"], row["incident_within_1y.may"], row["form.may"]) == (
        5,
        2,
        2,
        4,
    )
    assert "`NO`" in table.notes[0]


def test_a_header_that_means_something_else_is_not_taken(tmp_path):
    table = csv(tmp_path, "事務名,対象人数（計数時点）\n甲,5\n")
    assert "headcount.lo" not in table.frame.columns


def test_merged_headers_over_two_rows(tmp_path):
    table = book(
        tmp_path,
        一覧=[
            ["事務の名称", "しきい値判断項目", None, None, "備考"],
            [None, "対象人数（人）", "取扱者数", "重大事故の有無", None],
            ["甲", 310000, 45, "無", "x"],
        ],
    )
    assert table.problems == ()
    assert table.frame.select("affair", "headcount.lo", "handlers.lo").rows() == [("甲", 310000, 45)]


@pytest.mark.parametrize("row", ["乙,6,2", "乙,6,2,9"])
def test_headers_over_two_rows_are_named_by_the_first(tmp_path, row):
    table = csv(tmp_path, f"一覧,,\n事務名,しきい値判断項目,\n,対象人数,席次\n甲,5,1\n{row}\n")
    assert [note.split("t.csv:")[1].split(":")[0] for note in table.notes] == ["2"]


def test_a_row_of_values_under_the_headers_is_no_second_header(tmp_path):
    table = csv(tmp_path, "事務名,備考,対象人数\n甲,,5\n乙,,6\n")
    assert table.frame["affair"].to_list() == ["甲", "乙"]


def test_every_sheet_with_affairs_is_read_and_the_others_are_named(tmp_path):
    rows = [["事務名", "対象人数"], ["甲", 5]]
    table = book(
        tmp_path,
        市長部局=rows,
        凡例=[["記号", "意味"], ["○", "済"]],
        教育委員会=[["事務名", "取扱者数"], ["乙", 7]],
    )
    assert table.frame.select("affair", "headcount.lo", "handlers.lo").rows() == [
        ("甲", 5, None),
        ("乙", None, 7),
    ]
    assert [s.rpartition("/")[2] for s in table.frame["source"]] == [
        "t.xlsx 市長部局:2",
        "t.xlsx 教育委員会:2",
    ]
    assert [n.partition(": ")[2] for n in table.notes] == [
        "the sheet 凡例 was left out, it has no column that is known"
    ]


@pytest.mark.parametrize("text", ["約31万人", "31万人程度", "30万人弱", "おおむね 5,000人", "３０万人余"])
def test_about_so_much_is_a_question_and_the_row_is_kept(tmp_path, text):
    table = csv(tmp_path, f'事務名,対象人数,取扱者数\n甲,"{text}",5\n')
    assert [(p.id, p.value) for p in table.problems] == [("table.question", text)]
    assert table.frame.select("affair", "headcount.lo", "headcount.hi", "handlers.lo").rows() == [
        ("甲", None, None, 5)
    ]


def test_a_cell_that_is_no_number_still_leaves_its_row_out(tmp_path):
    with_word = csv(tmp_path, "事務名,対象人数\n甲,多数\n乙,5\n")
    assert [p.id for p in with_word.problems] == ["table.cell"]
    assert with_word.frame["affair"].to_list() == ["乙"]


def test_two_forms_in_one_cell_are_a_question(tmp_path):
    table = csv(tmp_path, "事務名,評価書の種類\n甲,基礎項目評価書・全項目評価書\n")
    assert [p.id for p in table.problems] == ["table.question"]
    assert table.frame["form.may"].to_list() == [None]


def test_a_table_without_a_known_column_names_its_headers(tmp_path):
    with pytest.raises(InputError) as caught:
        csv(tmp_path, "一覧\nなまえ,かず\n甲,5\n")
    assert caught.value.problems[0].id == "table.no-columns"
