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
