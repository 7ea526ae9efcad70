"""Protects: a date is the same day in every manner it is written in; a manner not known is refused, never guessed."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shikii.facts.reading.dates import (
    day_of,
    find_dates,
    find_days,
    parse_days,
    read_date,
    read_days,
    write_days,
)
from shikii.facts.reading.glyphs import DASHES, Unclear
from shikii.facts.reading.value_reader import Unreadable, read_value
from shikii.facts.values import Range
from shikii.facts.vocabulary import load_vocabulary

PUBLISHED = load_vocabulary()["published"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("令和元年５月１日", "2019-05-01"),
        ("令和1年5月1日", "2019-05-01"),
        ("平成 27 年 8 月 1 日", "2015-08-01"),
        ("R7.5.1", "2025-05-01"),
        ("R7. 5. 1", "2025-05-01"),
        ("r7/5/1", "2025-05-01"),
        ("R7-5-1", "2025-05-01"),
        ("平28.4.1", "2016-04-01"),
        ("2025-02-03", "2025-02-03"),
        ("２０２５年２月３日", "2025-02-03"),
        ("20260401", "2026-04-01"),
        ("㋿8年㋃㏠", "2026-04-01"),
        ("令和8年\n4月1日", "2026-04-01"),
        # a weekday that fits
        ("令和8年4月1日（水）", "2026-04-01"),
        ("令和8年4月1日(水曜日)", "2026-04-01"),
        ("令和8年4月1日 水曜日", "2026-04-01"),
        ("令和8年4月1日㈬", "2026-04-01"),
        ("令和8年4月29日（水・祝）", "2026-04-29"),
        ("令和8年4月29日（祝）", "2026-04-29"),
        ("2026-04-05(日)", "2026-04-05"),
        ("2026-04-06 (Mon)", "2026-04-06"),
        ("2026-04-04, Saturday".replace(",", ""), "2026-04-04"),
        # remarks
        ("令和8年4月1日現在", "2026-04-01"),
        ("令和8年4月1日（水）現在", "2026-04-01"),
        ("令和8年4月1日時点", "2026-04-01"),
        ("令和8年4月1日（予定）", "2026-04-01"),
        ("令和8年4月1日予定", "2026-04-01"),
        ("令和8年4月1日付け", "2026-04-01"),
        ("令和8年4月末日", "2026-04-30"),
        # numerals
        ("令和八年四月一日", "2026-04-01"),
        ("令和〇八年四月一日", "2026-04-01"),
        ("二〇二六年四月一日", "2026-04-01"),
        ("二千二十六年四月一日", "2026-04-01"),
        ("平成二三年三月一一日", "2011-03-11"),
        ("令和十年十月三十一日", "2028-10-31"),
        ("昭和六十四年一月七日", "1989-01-07"),
        # times of day, with and without a zone
        ("2026-04-01 13:30:00", "2026-04-01"),
        ("2026-04-01T23:59:59.999999", "2026-04-01"),
        ("2026/4/1 9:00", "2026-04-01"),
        ("令和8年4月1日 午前9時30分", "2026-04-01"),
        ("2025-04-01T00:30:00+09:00", "2025-04-01"),
        ("2025-03-31T15:30:00Z", "2025-04-01"),
        ("2025-03-31T14:59:59Z", "2025-03-31"),
        ("2025-03-31 15:30:00 UTC", "2025-04-01"),
        ("2025-03-31T15:00:00+0000", "2025-04-01"),
        ("2025-03-31T10:30:00-05:00", "2025-04-01"),
        ("2025-03-31T09:29:00-05:30", "2025-03-31"),
        ("2025-03-31T09:30:00-05:30", "2025-04-01"),
        ("2025-04-01T00:30:00 JST", "2025-04-01"),
        ("2025-04-01T01:30:00.123456789+10", "2025-04-01"),
        ("2025-04-01T00:59:00+10", "2025-03-31"),
    ],
)
def test_dates_are_read(text, iso):
    assert str(read_date(text)) == iso


@pytest.mark.parametrize("dash", ["-", *DASHES])
def test_every_dash_parts_a_date(dash):
    assert str(read_date(f"2026{dash}04{dash}01")) == "2026-04-01"
    assert [str(d) for d in read_days(f"2026{dash}04")] == ["2026-04-01", "2026-04-30"]


@pytest.mark.parametrize(
    "text",
    [
        "令和7年2月30日",
        "平成32年1月1日",
        "令和0年1月1日",
        "令和7年13月1日",
        "令和7年0月1日",
        "令和7年1月0日",
        "令和7年1月32日",
        "令和百年1月1日",
        "昭和64年1月8日",
        "平成元年1月7日",
        "2025-02-29",
        "0000-01-01",
        "20261301",
        "202604011",
        "令和7年5月",
        "",
        "予定",
        "水",
        "4/1/2026",
        "26/4/1",
        "2026.4",
        "2026-4-1-5",
        "2026-04-01 24:00",
        "2026-04-01 12:60",
        "2026-04-01T00:00:00+25:00",
        "2026-04-01Z",
        "9999-12-31T23:00:00Z",
        "2026年1\n2月1日",
        "2026年1 2月1日",
        "令和④年4月1日",
        "令和8年4月¹日",
        "٢٠٢٦-٠٤-٠١",
        "XR7.5.1",
        "令和8年4月1日から",
        "令和8年4月1日まで",
        "2026-04-01 (Money)",
        "2026-04-01" + " " * 100,
    ],
)
def test_impossible_or_partial_dates_are_not_read(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("令和8年4月1日（木）", r"2026-04-01 is a 水 \(Wednesday\), not a 木"),
        ("2026-04-01 (Fri)", "not a 金"),
        ("令和8年4月頃", "about right"),
        ("令和8年4月1日ごろ", "about right"),
        ("令和④年4月1日", "no plain digit"),
        ("令和8年2月30日", "not a date that exists"),
        ("平成31年5月", "not a month that exists"),
        ("2026-04-01 25:00", "not a time of day"),
        ("2026-05..2026-04-01", "after the last"),
        (20260401, "not a date"),
        (None, "not a date"),
    ],
)
def test_what_is_refused_says_why(raw, reason):
    with pytest.raises(Unclear, match=reason):
        parse_days(raw)
    if raw is not None:
        with pytest.raises(Unreadable, match=None if reason.startswith("not a date") else reason):
            read_value(PUBLISHED, raw)


def test_dates_inside_a_text():
    assert [str(d) for _, d in find_dates("令和6年4月1日から令和6年4月30日まで")] == [
        "2024-04-01",
        "2024-04-30",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "平成28年1月から使用。令和八年四月一日（水）改定",
            ["2016-01-01..2016-01-31", "2026-04-01..2026-04-01"],
        ),
        ("令和8年4月1日（木）に公表", []),
        ("令和8年4月1日（仮）に公表", ["2026-04-01..2026-04-01"]),
        ("2026-04-01 Money", ["2026-04-01..2026-04-01"]),
        ("令和④年4月1日", []),
        ("令和8年4月 3", []),
        ("令和8年4月31日", []),
        ("R7.5.1とH30.4.1", ["2025-05-01..2025-05-01", "2018-04-01..2018-04-01"]),
        ("FOR7.5.1", []),
        ("12026年4月1日", []),
        ("二二〇二六年四月一日", []),
        ("2026-04", []),
    ],
)
def test_days_and_months_inside_a_text(text, found):
    assert [f"{a}..{b}" for _, a, b in find_days(text)] == found


def test_a_date_in_a_text_ends_where_it_ends():
    text = "実施日 令和8年4月1日から"
    ((end, _),) = find_dates(text)
    assert text[end:] == "から"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("令和6年2月", "2024-02-01", "2024-02-29"),
        ("２０２５年４月", "2025-04-01", "2025-04-30"),
        ("2025-04", "2025-04-01", "2025-04-30"),
        ("2025/4", "2025-04-01", "2025-04-30"),
        ("R12.6", "2030-06-01", "2030-06-30"),
        ("令和八年四月", "2026-04-01", "2026-04-30"),
        ("二〇二六年十二月", "2026-12-01", "2026-12-31"),
        ("令和8年4月現在", "2026-04-01", "2026-04-30"),
        ("令和8年4月（予定）", "2026-04-01", "2026-04-30"),
        ("令和8年4月中", "2026-04-01", "2026-04-30"),
        ("令和8年4月上旬", "2026-04-01", "2026-04-10"),
        ("令和8年4月中旬予定", "2026-04-11", "2026-04-20"),
        ("令和7年2月下旬", "2025-02-21", "2025-02-28"),
        ("平成31年4月", "2019-04-01", "2019-04-30"),
        ("令和元年5月", "2019-05-01", "2019-05-31"),
        ("昭和64年1月", "1989-01-01", "1989-01-07"),
        ("平成元年1月", "1989-01-08", "1989-01-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("2025-04-09", "2025-04-09", "2025-04-09"),
        ("2025-04-09..2025-04-09", "2025-04-09", "2025-04-09"),
        ("令和7年4月1日..令和7年5月", "2025-04-01", "2025-05-31"),
    ],
)
def test_a_month_is_its_days_in_its_era(text, first, last):
    assert [str(d) for d in read_days(text)] == [first, last]


@pytest.mark.parametrize(
    "text",
    [
        "平成31年5月",
        "令和7年13月",
        "令和7年0月",
        "2025",
        "2025年",
        "2025-4-31",
        "令和0年1月",
        "4月",
        "2025-04..",
        "..2025-04",
        "平成元年1月上旬のころ",
        "昭和64年1月中旬",
        "0000-04",
    ],
)
def test_what_is_no_month_is_not_read(text):
    assert read_days(text) is None


UTC = dt.UTC
JST = dt.timezone(dt.timedelta(hours=9))


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        (dt.date(2026, 4, 1), "2026-04-01"),
        (dt.datetime(2026, 4, 1, 23, 59), "2026-04-01"),  # noqa: DTZ001 - a moment without a zone is meant
        (dt.datetime(2025, 4, 1, 0, 30, tzinfo=JST), "2025-04-01"),
        (dt.datetime(2025, 3, 31, 15, 30, tzinfo=UTC), "2025-04-01"),
        (dt.datetime(2025, 3, 31, 14, 59, tzinfo=UTC), "2025-03-31"),
        (np.datetime64("2025-04-01"), "2025-04-01"),
        (np.datetime64("2025-04-01T00:30:00.000000001", "ns"), "2025-04-01"),
    ],
)
def test_a_moment_is_its_day_in_japan(raw, day):
    n = dt.date.fromisoformat(day).toordinal()
    assert read_value(PUBLISHED, raw) == Range(n, n)


def test_a_moment_outside_the_calendar_is_refused():
    with pytest.raises(Unclear):
        day_of(dt.datetime(9999, 12, 31, 23, tzinfo=UTC))


DIGITS = "〇一二三四五六七八九"


def spoken(n):
    tens, ones = divmod(n, 10)
    return (("" if tens == 1 else DIGITS[tens]) + "十" if tens else "") + (DIGITS[ones] if ones else "")


def japanese(day, number, gannen="元"):
    for name, begin in (("令和", 2019), ("平成", 1989), ("昭和", 1926)):
        starts = {"令和": dt.date(2019, 5, 1), "平成": dt.date(1989, 1, 8), "昭和": dt.date(1926, 12, 25)}[
            name
        ]
        if day >= starts:
            year = day.year - begin + 1
            return f"{name}{gannen if year == 1 else number(year)}年{number(day.month)}月{number(day.day)}日"
    raise AssertionError(day)


WRITERS = {
    "iso": str,
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "points": lambda d: f"{d.year}.{d.month}.{d.day}",
    "basic": lambda d: f"{d:%Y%m%d}",
    "minus": lambda d: str(d).replace("-", "−"),
    "wide": lambda d: "".join(chr(ord(c) + 0xFEE0) for c in str(d)),
    "words": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "era": lambda d: japanese(d, str),
    "era numerals": lambda d: japanese(d, spoken),
    "row": lambda d: "".join(DIGITS[int(c)] for c in str(d.year)) + f"年{spoken(d.month)}月{spoken(d.day)}日",
    "weekday": lambda d: f"{japanese(d, str)}（{'月火水木金土日'[d.weekday()]}）現在",
    "moment": lambda d: f"{d}T23:59:59+09:00",
    "utc": lambda d: f"{d - dt.timedelta(days=1)}T15:00:00Z",
    "clock": lambda d: f"{d} 13:30:00",
}


@given(st.dates(dt.date(1927, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(sorted(WRITERS)))
def test_a_day_is_the_same_in_every_manner(day, manner):
    assert read_days(WRITERS[manner](day)) == (day, day)


@given(st.dates(dt.date(2019, 5, 1), dt.date(2099, 12, 31)), st.integers(1, 6))
def test_another_weekday_is_never_read(day, off):
    other = "月火水木金土日"[(day.weekday() + off) % 7]
    assert read_days(f"{japanese(day, str)}（{other}）") is None
    assert find_days(f"公表は{japanese(day, str)}（{other}）です") == []


@given(st.dates(dt.date(1000, 1, 1)), st.integers(0, 800))
def test_what_is_written_reads_back(first, more):
    last = min(first + dt.timedelta(days=more), dt.date.max) if first < dt.date(9990, 1, 1) else first
    assert read_days(write_days(first, last)) == (first, last)


@given(st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31)))
def test_a_month_is_written_as_such(day):
    first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    assert write_days(first, last) == f"{day:%Y-%m}"
    assert read_days(write_days(first, last)) == (first, last)
    if day < last:
        assert write_days(first, day) in (f"{first}..{day}", str(first))


def test_years_before_1000_are_written_in_full():
    assert write_days(dt.date(999, 2, 1), dt.date(999, 2, 28)) == "0999-02-01..0999-02-28"


@given(st.text(max_size=40))
def test_no_text_breaks_it(text):
    found = read_days(text)
    assert found is None or found[0] <= found[1]
    assert all(first <= last for _, first, last in find_days(text))
