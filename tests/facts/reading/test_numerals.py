"""Protects: numerals, multipliers and what a range shares of them are read as meant, or not at all."""

import pytest

from shikii.facts.reading.numerals import read_number, read_numeral, spread
from shikii.facts.values import INF


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("1,000,000,000,000,000,000", 10**18),
        ("46116860184億2738万7903", INF - 1),
        ("46116860184億2738万7904", None),
        ("461168601842738.7903万", INF - 1),
        ("461168601842738.7904万", None),
        ("1234567千", None),
        ("123,456千", 123_456_000),
        ("1億", 10**8),
        ("億", None),
        ("1万億", None),
        ("1億2万3", 100_020_003),
        ("〇万", None),
        ("", None),
        ("1.25千", 1_250),
        ("0.5万", 5_000),
        ("1.2345万", 12_345),
        ("1.23456万", None),
        ("1.5", None),
        ("1234.000", 1_234),
        ("123.000", None),
        ("123.00", 123),
    ],
)
def test_one_number(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("二十", 20),
        ("十二", 12),
        ("九九", 99),
        ("二〇", 20),
        ("千百十一", 1_111),
        ("2千3", 2_003),
        ("", None),
        ("人", None),
        ("百十百", None),
    ],
)
def test_numerals(text, value):
    assert read_numeral(text) == value


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        ("10", "30万", (100_000, True)),
        ("30", "30万", (30, True)),
        ("31", "30万", (31, True)),
        ("29", "30万", (290_000, True)),
        ("1", "2億", (10**8, True)),
        ("1万", "2億", (10_000, True)),
        ("1", "2百", (100, True)),
        ("一", "二十", (1, False)),
        ("1", "1万2千", (1, False)),
        ("5", "x", (5, True)),
        ("x", "5万", (None, True)),
    ],
)
def test_what_a_range_shares(low, high, told):
    assert spread(low, high) == told
