"""Protects: a value that is missing is not known whatever program wrote it, and known words may have any dash."""

import math
from decimal import Decimal

import numpy as np
import pytest

from shikii.facts.affair.builder import read_affair
from shikii.facts.errors import InputError
from shikii.facts.fact_names import nearest_word
from shikii.facts.reading.glyphs import DASHES, word_key
from shikii.facts.reading.scalars import is_missing, native
from shikii.facts.reading.value_reader import BLANK, Unreadable, read_value
from shikii.facts.values import NO, YES, Options, Range
from shikii.facts.vocabulary import Scope, load_vocabulary

VOCABULARY = load_vocabulary()
FACTS = ("headcount", "handlers", "incident_within_1y", "form", "published", "affair")


class NAType:
    """Stands for pandas.NA, which cannot be compared or taken for true."""

    def __bool__(self):
        raise TypeError("boolean value of NA is ambiguous")

    def __eq__(self, other):
        return self

    __hash__ = object.__hash__


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize(
    "raw",
    [
        None,
        math.nan,
        np.float32("nan"),
        np.float64("nan"),
        Decimal("NaN"),
        Decimal("sNaN"),
        np.datetime64("NaT"),
        NAType(),
        "",
        " \n",
        "NaN",
        "nan",
        "NA",
        "N/A",
        "NaT",
        "None",
        "<NA>",
        "null",
        "不明",
        "未確認",
        "?",
    ],
)
def test_a_missing_value_is_not_known(name, raw):
    assert read_value(VOCABULARY[name], raw) is None


def test_pandas_says_the_same_where_it_is_installed():
    pd = pytest.importorskip("pandas", reason="pandas is no dependency")
    assert all(is_missing(v) for v in (pd.NA, pd.NaT))


def test_none_is_an_answer_where_it_is_an_option():
    assert read_value(VOCABULARY["exemption"], "none") == Options.of("none")
    assert read_value(VOCABULARY["declared_result"], "none") == Options.of("none")


@pytest.mark.parametrize("raw", ["空欄", "blank"])
def test_an_empty_field_is_not_a_missing_value(raw):
    assert read_value(VOCABULARY["headcount"], raw) is BLANK


@pytest.mark.parametrize("raw", ["#N/A", "NAN人", "なし", "-", "ー", math.inf])
def test_what_is_no_missing_value_is_still_refused(raw):
    with pytest.raises(Unreadable):
        read_value(VOCABULARY["headcount"], raw)


@pytest.mark.parametrize(
    ("raw", "value"),
    [(np.bool_(True), YES), (np.int64(0), NO), (1.0, YES), (Decimal(0), NO), (True, YES), ("はい", YES)],
)
def test_yes_and_no_of_any_library(raw, value):
    assert read_value(VOCABULARY["incident_within_1y"], raw) == value


@pytest.mark.parametrize("raw", [2, np.int64(-1), Decimal("0.5")])
def test_other_numbers_are_neither_yes_nor_no(raw):
    with pytest.raises(Unreadable):
        read_value(VOCABULARY["incident_within_1y"], raw)


@pytest.mark.parametrize("dash", ["-", *DASHES])
def test_known_words_may_have_any_dash(dash):
    assert read_value(VOCABULARY["exemption"], f"art4{dash}1") == Options.of("art4-1")
    assert read_affair({"answers": {f"keep{dash}1.nisc": "政府機関ではない"}}, "x").files[0].values


@pytest.mark.parametrize(("a", "b"), [("データ", "テータ"), ("art4-1", "art4-2"), ("サーバー", "サーバ")])
def test_words_that_differ_stay_apart(a, b):
    assert word_key(a) != word_key(b)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (np.int32(5), 5),
        (Decimal("5.00"), 5),
        (Decimal("1E+40"), 1e40),
        (np.array(5), 5),
        ("5", "5"),
        (True, True),
        ([5], [5]),
    ],
)
def test_scalars_become_plain(raw, value):
    found = native(raw)
    assert found == value
    assert type(found) is type(value)


def test_arrays_stay_what_they_are():
    array = np.array([1, 2])
    assert native(array) is array
    assert not is_missing(array)


def test_the_reason_stands_in_the_remedy():
    with pytest.raises(InputError) as caught:
        read_affair({"headcount": "④", "published": "令和8年4月1日（木）", "handlers": np.int64(20)}, "x")
    remedies = [p.remedy for p in caught.value.problems]
    assert remedies[0].startswith("`④` is no plain digit")
    assert remedies[1].startswith("2026-04-01 is a 水")
    assert read_affair({"handlers": np.int64(20)}, "x").handlers == Range(20, 20)


@pytest.mark.parametrize(
    ("name", "word"),
    [("対象人員", "対象人数"), ("headcuont", "headcount"), ("コールセンター", None), ("zzz", None)],
)
def test_the_nearest_word_is_given_as_it_is_written(name, word):
    assert nearest_word(name, Scope.AFFAIR, cutoff=0.6) == word
