"""Protects: tables are read by value, bad cells and headers are named, and the other rows go on."""

import polars as pl
import pytest

from shikii.facts.errors import InputError
from shikii.facts.readers.affair_tables import read_table

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


def test_extra_columns_are_a_note_and_near_ones_a_problem(tmp_path):
    table = read_table(write(tmp_path, "番号,事務名,対象人数,備考,重大事故の状況\n1,甲,5,x,無\n"))
    assert table.frame["headcount.lo"].to_list() == [5]
    assert [(p.id, p.value) for p in table.problems] == [("table.unknown-header", "重大事故の状況")]
    assert [note.split(": ", 1)[1] for note in table.notes] == [
        "columns that are no facts were left out: `番号`、`備考`"
    ]


@pytest.mark.parametrize(
    "word",
    ["合計", "合　計", "計", "小計", "【総計】", "（計）", "合計：", "Total", "TOTAL", "Grand Total", "平均"],
)
@pytest.mark.parametrize("row", ["{},300,,", "{},x,,"])
def test_a_total_is_no_affair(tmp_path, word, row):
    table = read_table(write(tmp_path, HEAD + "甲,100,,\n乙,200,,\n" + row.format(word) + "\n"))
    assert table.frame["affair"].to_list() == ["甲", "乙"]
    assert table.problems == ()
    assert "total" in table.notes[0]
    assert table.notes[0].endswith(": 4")


def test_a_total_may_stand_in_another_column(tmp_path):
    table = read_table(write(tmp_path, "番号,事務名,対象人数\n1,甲,100\n合計,,100\n"))
    assert table.frame["affair"].to_list() == ["甲"]


@pytest.mark.parametrize("name", ["会計", "計画策定", "統計", "合計特殊出生率の調査", "計量"])
def test_words_with_a_total_in_them_are_affairs(tmp_path, name):
    table = read_table(write(tmp_path, HEAD + f"{name},100,,\n"))
    assert (table.frame["affair"].to_list(), table.notes) == ([name], ())


def test_rows_that_contradict_are_widened_and_marked(tmp_path):
    rows = "甲,100,20,なし\n乙,5,,\n甲,900,,あり\n"
    frame = read_table(write(tmp_path, HEAD + rows)).frame
    assert frame["headcount.lo"].to_list() == [100, 5, 100]
    assert frame["headcount.hi"].to_list() == [900, 5, 900]
    assert frame["handlers.lo"].to_list() == [20, None, None]
    assert frame["incident_within_1y.may"].to_list() == [3, None, 3]
    assert frame["rows_disagree.may"].to_list() == [1, None, 1]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "甲,100,20,なし\n甲,100,20,なし\n",
        HEAD + "甲,100,20,なし\n甲,,,\n",
        HEAD + "甲,100人以上,,\n甲,500人未満,,\n",
        HEAD + ",100,20,なし\n,900,20,なし\n",
        "事務名,評価実施機関,対象人数\n甲,みどり市長,100\n甲,あおば市長,900\n",
        "事務名,公表日,対象人数\n甲,2024-04-01,100\n甲,2025-04-01,900\n",
        "事務名,様式,対象人数\n甲,基礎項目評価書,100\n甲,全項目評価書,900\n",
        "事務名,評価書番号,対象人数\n甲,1,100\n甲,2,900\n",
    ],
)
def test_rows_that_agree_or_are_of_different_things_stay(tmp_path, text):
    text = text.replace("評価書番号", "number")
    assert "rows_disagree.may" not in read_table(write(tmp_path, text)).frame.columns


def test_contradicting_rows_are_a_finding_and_the_level_holds_for_either(tmp_path):
    import datetime as dt

    from shikii.engine.assess import program_of
    from shikii.engine.portfolio.portfolio import assess_table
    from shikii.rulesets.loader import load_ruleset

    day, ruleset = dt.date(2026, 4, 1), load_ruleset()
    frame = read_table(
        write(tmp_path, HEAD + "甲,50000,20,なし\n甲,200000,20,なし\n乙,50000,20,なし\n")
    ).frame
    done = assess_table(frame, program=program_of(ruleset, day), ruleset=ruleset, as_of=day)
    assert list(zip(done.affairs["level_floor"], done.affairs["level_ceiling"], strict=True)) == [
        ("basic", "key"),
        ("basic", "key"),
        ("basic", "basic"),
    ]
    found = done.findings.filter(rule="level.rows-disagree")
    assert found["affair"].to_list() == ["甲", "甲"]
    assert "5万人以上20万人以下" in found["detail"][0]


def test_cells_of_the_reports_of_failures(tmp_path):
    rows = '甲,④,①,なし\n乙,250000¹,20,なし\n丙,"900\n100",20,なし\n丁,10~30万人,20,なし\n'
    table = read_table(write(tmp_path, HEAD + rows))
    assert table.frame["affair"].to_list() == ["丁"]
    assert (table.frame["headcount.lo"][0], table.frame["headcount.hi"][0]) == (100_000, 300_000)
    assert [p.place.rsplit(" ", 1)[-1] for p in table.problems] == [
        "対象人数",
        "対象人数",
        "対象人数",
        "取扱者数",
    ]
