"""Protects: numbers and bands are written as they were meant, and read back as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shikii.facts.reading.numbers import read_count, stays_under, write_band, write_number
from shikii.facts.values import INF, Range


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (250_000, 350_000, "25万人以上35万人以下"),
        (100_000, 299_999, "10万人以上30万人未満"),
        (1_000, 9_999, "1,000人以上1万人未満"),
        (9_999, 99_999, "9,999人以上10万人未満"),
        (10_000, 99_999, "1万人以上10万人未満"),
        (10_000, 12_344, "10,000人以上12,344人以下"),
        (250_000, 312_345, "250,000人以上312,345人以下"),
        (300, 600, "300人以上600人以下"),
        (None, 100, "100人以下"),
        (None, 499, "500人未満"),
        (None, 77_776, "77,777人未満"),
        (101, None, "101人以上"),
        (None, None, "0人以上"),
        (20_000, None, "2万人以上"),
    ],
)
def test_a_range_is_written_by_the_numbers_that_were_meant(low, high, text):
    assert write_band(low, high, "人") == text


def test_without_a_unit_no_multiplier_is_shared():
    assert write_band(3, 499_999, "") == "3以上500,000未満"
    assert write_band(30_000, 499_999, "") == "3万以上50万未満"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (9_999, "9,999"), (10_000, "1万"), (10_001, "10,001"), (12_340_000, "1,234万")],
)
def test_whole_man_are_written_as_such(value, text):
    assert write_number(value) == text


@pytest.mark.parametrize(
    ("low", "high", "under"),
    [
        (None, 499, True),
        (100, 499, True),
        (None, 500, False),
        (None, 77_776, True),
        (5, 77_776, False),
        (5, 12_344, False),
    ],
)
def test_the_rounder_number_is_the_line(low, high, under):
    assert stays_under(low, high) is under


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.sampled_from(["人", "項目", ""]))
def test_what_is_written_reads_back(low, more, unit):
    assert read_count(write_band(low, low + more, unit)) == Range(low, low + more)
    assert read_count(write_band(None, low, unit)) == Range(0, low)
    assert read_count(write_band(low, None, unit)) == Range(low, INF)
