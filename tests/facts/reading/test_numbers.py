"""Protects: counts and official bands are read in any width of digits, and nothing else is.

A number that may mean another one is refused with the reason; it is never read as the other one.
"""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shikii.facts.reading.glyphs import DASHES, WAVES, Unclear, fold
from shikii.facts.reading.numbers import parse_count, read_count
from shikii.facts.values import INF, Range

MANNERS = [
    ("0", 0, 0),
    ("12,345", 12_345, 12_345),
    ("１２，３４５人", 12_345, 12_345),
    ("12万3,456人", 123_456, 123_456),
    ("30万人以上", 300_000, INF),
    ("10万人以上30万人未満", 100_000, 299_999),
    ("１０万人以上３０万人未満", 100_000, 299_999),
    ("10万人以上\n30万人未満", 100_000, 299_999),
    ("1,000人未満（任意実施）", 0, 999),
    ("1,000人以上1万人未満", 1_000, 9_999),
    ("500人以上1,000人未満", 500, 999),
    ("100項目以上", 100, INF),
    ("10項目以上50項目未満", 10, 49),
    ("1,000万人以上", 10_000_000, INF),
    (">= 500", 500, INF),
    ("≧500", 500, INF),
    ("≥500", 500, INF),
    ("> 500", 501, INF),
    ("500人超", 501, INF),
    ("500人を超える", 501, INF),
    ("500人超1,000人以下", 501, 1_000),
    ("< 500", 0, 499),
    ("< 1", 0, 0),
    ("<= 500", 0, 500),
    ("≦500", 0, 500),
    ("≤ 500", 0, 500),
    ("100000..299999", 100_000, 299_999),
    ("500人以下", 0, 500),
    ("0人以下", 0, 0),
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
    ("31.2万人", 312_000, 312_000),
    ("250000.0", 250_000, 250_000),
    ("0012", 12, 12),
    ("30 万人", 300_000, 300_000),
    # the unit after the upper end belongs to both, where it can
    ("10~30万人", 100_000, 300_000),
    ("１０～３０万人", 100_000, 300_000),
    ("10から30万人まで", 100_000, 300_000),
    ("1~2千人", 1_000, 2_000),
    ("3千~5千万", 30_000_000, 50_000_000),
    ("五~六百人", 500, 600),
    ("1,000~2,000万", 10_000_000, 20_000_000),
    # and where it cannot, or stands at both, what is written holds
    ("1千~2千人", 1_000, 2_000),
    ("10万~30万", 100_000, 300_000),
    ("5,000~1万", 5_000, 10_000),
    ("1万~2万5千", 10_000, 25_000),
    ("10人~30万人", 10, 300_000),
    ("1~1万", 1, 10_000),
    ("100～200", 100, 200),
]


@pytest.mark.parametrize(("text", "lo", "hi"), MANNERS)
def test_what_people_and_forms_write(text, lo, hi):
    assert read_count(text) == Range(lo, hi)


@pytest.mark.parametrize("dash", ["-", "~", "..", "から", *DASHES, *WAVES])
def test_every_dash_is_a_dash(dash):
    assert read_count(f"100{dash}200人") == Range(100, 200)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (25, 25),
        (25.0, 25),
        (-0.0, 0),
        (2.0**53 - 1, 2**53 - 1),
        (INF - 1, INF - 1),
        (Decimal("250000.0"), 250_000),
        (Decimal("2.5E+5"), 250_000),
        (Fraction(10, 2), 5),
        (np.int8(5), 5),
        (np.uint64(250_000), 250_000),
        (np.float32(250_000), 250_000),
        (np.float64(250_000), 250_000),
        (np.array(7), 7),
    ],
)
def test_numbers_of_any_library(raw, value):
    assert read_count(raw) == Range(value, value)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ([5, "30万人"], Range(5, 300_000)),
        ((5, 5), Range(5, 5)),
        (["500人以上", "1,000人未満"], Range(500, 999)),
    ],
)
def test_pairs_are_bounds(raw, value):
    assert read_count(raw) == value


@pytest.mark.parametrize(
    "raw",
    [
        "-1",
        -1,
        -1.0,
        -0.5,
        1.5,
        2.0**53,
        2.0**60,
        INF,
        INF + 1,
        str(INF),
        "46116860185億",
        "1.5",
        "500人くらい",
        "1,00",
        "1,0000",
        "数百人",
        "二三人",
        "二三百人",
        "万人以上",
        "12十",
        "十千",
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
        "9" * 101,
        "0" * 101,
        "5" + " " * 100,
        "1" + "0" * 10**5,
        True,
        None,
        [],
        [5],
        [5, 6, 7],
        [6, 5],
        ["5", "x"],
        {},
        float("nan"),
        float("inf"),
        Decimal("0.5"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        Decimal("1E+999999"),
        Fraction(1, 3),
        np.float64("nan"),
        np.float32(0.5),
        np.bool_(True),
        np.array([1, 2]),
        "1e5",
        "10万人以上1万人未満",
        "< 0",
        "10.5~20",
        "250.000",
        "1.500万",
        "10~",
        "~10",
        "30万~10",
        "10~30~50",
    ],
)
def test_what_is_no_count(raw):
    assert read_count(raw) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *(
            (t, "no plain digit")
            for t in [
                "④",
                "❹",
                "⓸",
                "⑷",
                "⒋",
                "㈣",
                "㊃",
                "４²",
                "250000¹",
                "H₂",
                "Ⅳ",
                "ⅳ",
                "½",
                "𝟓",
                "🯵",
                "٣",
                "๕",
                "㏠",
                "5㎡",
                "④人",
                "１０～３０²",
            ]
        ),
        ("1\ufe0f\u20e3", "mark lies over"),
        ("5\u03360\u0336", "mark lies over"),
        ("900\n100", "between digits"),
        ("900\r\n100", "between digits"),
        ("900\t100", "between digits"),
        ("900\u2028100", "between digits"),
        ("9 00", "between digits"),
        ("1, 000", "between digits"),
        ("3万 500", "between digits"),
        ("一\n二", "between digits"),
        ("+5", "no sign"),
        ("±5", "no sign"),
        ("−5", "no sign"),
        ("ー５", "no sign"),
        ("△5", "no sign"),
        ("約31万人", "about right"),
        ("約10~30万人", "about right"),
        ("500名前後", "about right"),
        ("30万人弱", "about right"),
        ("1~1万2千", "another unit"),
        ("二~三十人", "another unit"),
        ("10以上30万未満", "another unit"),
        ("03-1234", "a code"),
        (-5, "from 0"),
        (0.5, "whole number"),
        ([6, 5], "lower bound"),
    ],
)
def test_what_may_mean_something_else_is_refused_with_the_reason(text, reason):
    with pytest.raises(Unclear, match=reason):
        parse_count(text)


def test_forms_of_a_font_are_folded():
    """Width, and radicals that a PDF's text layer writes for numerals, change no value."""
    assert read_count("⼗万人") == Range(100_000, 100_000)
    assert fold("ﾃﾞｰﾀ１") == "デ-タ1"


@given(st.integers(0, 10**15))
def test_every_number_reads_back(value):
    assert read_count(value) == read_count(f"{value:,}") == read_count(str(value)) == Range(value, value)
    assert read_count(float(value)) == read_count(f"{value}.0") == Range(value, value)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    found = read_count(text)
    assert found is None or 0 <= found.lo <= found.hi


DIGITS = "〇一二三四五六七八九"


def numerals(value):
    """Write a number in numerals with their places, after the school's rule and not after the reader."""
    if value == 0:
        return ""
    out = ""
    for size, unit in ((10**8, "億"), (10**4, "万")):
        if value >= size:
            out, value = out + numerals(value // size) + unit, value % size
    for size, unit in ((1000, "千"), (100, "百"), (10, "十")):
        times, value = divmod(value, size)
        out += ("" if times == 1 else DIGITS[times]) + unit if times else ""
    return out + (DIGITS[value] if value else "")


WRITERS = {
    "plain": str,
    "commas": "{:,}".format,
    "wide": lambda n: "".join(chr(ord(c) + 0xFEE0) for c in f"{n:,}"),
    "padded": "{:012}".format,
    "point": "{}.0".format,
    "numerals": numerals,
    "row": lambda n: "".join(DIGITS[int(c)] for c in str(n)),
    "man": lambda n: f"{n // 10_000}万{n % 10_000 or ''}" if n >= 10_000 else str(n),
}
ALONE = {"一"} | {DIGITS[i : i + 2] for i in range(1, 9)}  # a dash; "two or three"


@given(st.integers(1, 10**9), st.sampled_from(sorted(WRITERS)), st.sampled_from(["", "人", "名", " 人"]))
def test_a_count_is_the_same_in_every_manner(value, manner, unit):
    text = WRITERS[manner](value) + unit
    found = read_count(text)
    if manner in ("row", "numerals") and text.removesuffix(unit) in ALONE:
        assert found in (None, Range(value, value))
    else:
        assert found == Range(value, value)


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.sampled_from(["~", "-", "−", "～", "..", "から"]))
def test_a_range_of_whole_numbers_is_the_same_with_every_dash(low, more, dash):
    assert read_count(f"{low:,}人{dash}{low + more:,}人") == Range(low, low + more)


@given(
    st.integers(1, 9_999),
    st.integers(1, 9_999),
    st.sampled_from("④²⁵₃Ⅳ½❷⑴٣𝟗"),
    st.sampled_from(["\n", "\t", " ", "\u3000", "\r\n", "\u2028"]),
)
def test_no_adorned_or_parted_digit_ever_gives_a_value(low, high, glyph, gap):
    for text in (
        f"{low}{glyph}",
        f"{glyph}{low}",
        f"{low}{gap}{high}",
        f"{low}~{high}{glyph}万",
        f"{low},{gap}000",
    ):
        assert read_count(text) is None


@given(st.integers(1, 9_999), st.integers(1, 9_999), st.sampled_from("千万億"))
def test_a_shared_unit_never_gives_a_range_the_wrong_way(low, high, unit):
    """Whatever ``LOW~HIGHunit`` is read as, the upper end is as written and the lower end is LOW in one of two units."""
    times = {"千": 1000, "万": 10_000, "億": 10**8}[unit]
    found = read_count(f"{low}~{high}{unit}")
    if found is not None:
        assert found.hi == high * times
        assert found.lo == (low * times if low < high else low)
    else:
        assert low > high * times
