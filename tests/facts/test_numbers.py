"""Protects: counts and official bands are read in any width of digits, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shikii.facts.numbers import read_count, write_band
from shikii.facts.values import INF, Range


@pytest.mark.parametrize(
    ("text", "lo", "hi"),
    [
        ("0", 0, 0),
        ("12,345", 12_345, 12_345),
        ("１２，３４５人", 12_345, 12_345),
        ("12万3,456人", 123_456, 123_456),
        ("30万人以上", 300_000, INF),
        ("10万人以上30万人未満", 100_000, 299_999),
        ("１０万人以上３０万人未満", 100_000, 299_999),
        ("1,000人未満（任意実施）", 0, 999),
        ("1,000人以上1万人未満", 1_000, 9_999),
        ("500人以上1,000人未満", 500, 999),
        ("100項目以上", 100, INF),
        ("10項目以上50項目未満", 10, 49),
        ("1,000万人以上", 10_000_000, INF),
        (">= 500", 500, INF),
        ("< 500", 0, 499),
        ("100000..299999", 100_000, 299_999),
        ("100～200", 100, 200),
        ("500人以下", 0, 500),
        ("25万人以上35万人以下", 250_000, 350_000),
        ("under 500", 0, 499),
        ("500 or more", 500, INF),
        ("1,000 to under 10,000", 1_000, 9_999),
        ("300 to 600", 300, 600),
        ("Up to 600", 0, 600),
        ("at least 500", 500, INF),
        ("fewer than 500", 0, 499),
        ("五百人", 500, 500),
        ("十万人以上三十万人未満", 100_000, 299_999),
        ("10万人以上三十万人未満", 100_000, 299_999),
        ("千五百人未満", 0, 1_499),
        ("一〇〇〇", 1_000, 1_000),
        ("壱千弐百", 1_200, 1_200),
        ("一億二千三百四十五万六千七百八十九人", 123_456_789, 123_456_789),
        ("3百人", 300, 300),
    ],
)
def test_what_people_and_forms_write(text, lo, hi):
    assert read_count(text) == Range(lo, hi)


@pytest.mark.parametrize(
    "raw",
    [
        "-1",
        -1,
        1.5,
        "1.5",
        "約500人",
        "500人くらい",
        "1,00",
        "1,0000",
        "数百人",
        "二三人",
        "二三百人",
        "万人以上",
        "12十",
        "一",
        "〇",
        "〇〇人",
        "500人以下以上",
        "500 or more 600",
        "5 to",
        "under",
        "30万人未満10万人以上",
        "",
        "人",
        "9" * 40,
        True,
        None,
        [],
        {},
        float("nan"),
        "1e5",
        "٣",
        "10万人以上1万人未満",
        "< 0",
    ],
)
def test_what_is_no_count(raw):
    assert read_count(raw) is None


@given(st.integers(0, 10**15))
def test_every_number_reads_back(value):
    assert read_count(value) == read_count(f"{value:,}") == read_count(str(value)) == Range(value, value)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    found = read_count(text)
    assert found is None or 0 <= found.lo <= found.hi


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (250_000, 350_000, "25万人以上35万人以下"),
        (100_000, 299_999, "10万人以上30万人未満"),
        (1_000, 9_999, "1,000人以上1万人未満"),
        (250_000, 312_345, "250,000人以上312,345人以下"),
        (300, 600, "300人以上600人以下"),
        (None, 100, "100人以下"),
        (None, 499, "500人未満"),
        (None, 77_776, "77,777人未満"),
        (101, None, "101人以上"),
    ],
)
def test_a_range_is_written_by_the_numbers_that_were_meant(low, high, text):
    assert write_band(low, high, "人") == text


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.sampled_from(["人", "項目", ""]))
def test_what_is_written_reads_back(low, more, unit):
    assert read_count(write_band(low, low + more, unit)) == Range(low, low + more)
    assert read_count(write_band(None, low, unit)) == Range(0, low)
    assert read_count(write_band(low, None, unit)) == Range(low, INF)
