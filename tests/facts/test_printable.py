r"""Protects: nothing that a fact says can command a screen, turn the direction of writing, or break a file."""

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shikii.facts.affair.builder import read_affair
from shikii.facts.errors import InputError, Problem
from shikii.facts.printable import visible, visible_lines
from shikii.facts.readers.affair_tables import read_table
from shikii.facts.readers.facts_files import read_facts_text

BAD = "甲\x1b]0;乙\x07\r\n=1\u202e丙\u2028丁\ud800\ufffe\x00"


def hidden(text):
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


@given(st.text())
def test_what_is_left_can_be_seen_and_written(text):
    assert not hidden(visible(text))
    assert not hidden(visible_lines(text)) - set("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
    assert visible(visible(text)) == visible(text)
    visible(text).encode()
    assert visible_lines(text).count("\n") == text.count("\n")


def test_every_text_of_a_facts_file_is_cleaned():
    data = {
        "affair": BAD,
        "organization": {"value": BAD, "source": BAD, "text": BAD},
        "files": [{"name": BAD, "users": {"value": 5, "text": BAD}, "entrustments": [{"name": BAD}]}],
        "systems": [{"name": BAD}],
        "unknown": {BAD: BAD},
    }
    assert not hidden(repr(read_affair(data, BAD)).replace("\\", ""))
    assert "\\x1b" not in repr(read_affair(data, BAD))
    assert "\\u202e" not in repr(read_affair(data, BAD))


def test_half_a_character_in_json_is_no_crash():
    (affair,) = read_facts_text('{"affair": "甲\\ud800"}', "a.json", json_=True)
    assert affair.affair == "甲\ufffd"


def test_problems_show_no_control_characters():
    with pytest.raises(InputError) as caught:
        read_facts_text('{"\\u001b[2J": 1, "affair": "a"}', "\x1b.json", json_=True)
    assert not hidden(str(caught.value).replace("\n", ""))
    assert not hidden(Problem("a", BAD, BAD, BAD, BAD).value)


def test_text_cells_of_tables_are_cleaned(tmp_path):
    path = tmp_path / "t.parquet"
    pl.DataFrame({"affair": ["甲\x1b[2J\u202e", "乙"], "headcount": [5, 6]}).write_parquet(path)
    assert read_table(path).frame["affair"].to_list() == ["甲 [2J", "乙"]


def test_a_row_of_combining_marks_is_cut_and_read_in_linear_time():
    marks = "\u0301\u0323" * 100_000
    assert visible("a" + marks + "b") == "a" + marks[:30] + "b"
    assert visible_lines("が" + marks) == "が" + marks[:30]
    assert visible("か\u3099き\u3099" * 40) == "か\u3099き\u3099" * 40
