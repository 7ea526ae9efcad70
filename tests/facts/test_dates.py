from __future__ import annotations

import pytest

from shikii.facts.dates import find_dates, read_date, read_days


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("令和元年５月１日", "2019-05-01"),
        ("令和1年5月1日", "2019-05-01"),
        ("平成 27 年 8 月 1 日", "2015-08-01"),
        ("R7.5.1", "2025-05-01"),
        ("2025-02-03", "2025-02-03"),
        ("２０２５年２月３日", "2025-02-03"),
    ],
)
def test_dates_are_read(text, iso):
    assert str(read_date(text)) == iso


@pytest.mark.parametrize(
    "text", ["令和7年2月30日", "平成32年1月1日", "令和0年1月1日", "令和7年13月1日", "令和7年5月", "", "予定"]
)
def test_impossible_or_partial_dates_are_not_read(text):
    assert read_date(text) is None


def test_dates_inside_a_text():
    assert [str(d) for _, d in find_dates("令和6年4月1日から令和6年4月30日まで")] == [
        "2024-04-01",
        "2024-04-30",
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("令和6年2月", "2024-02-01", "2024-02-29"),
        ("２０２５年４月", "2025-04-01", "2025-04-30"),
        ("2025-04", "2025-04-01", "2025-04-30"),
        ("平成31年4月", "2019-04-01", "2019-04-30"),
        ("令和元年5月", "2019-05-01", "2019-05-31"),
        ("昭和64年1月", "1989-01-01", "1989-01-07"),
        ("平成元年1月", "1989-01-08", "1989-01-31"),
        ("2025-04-09", "2025-04-09", "2025-04-09"),
    ],
)
def test_a_month_is_its_days_in_its_era(text, first, last):
    assert [str(d) for d in read_days(text)] == [first, last]


@pytest.mark.parametrize(
    "text", ["平成31年5月", "令和7年13月", "2025", "2025年", "2025-4-31", "令和0年1月", "4月"]
)
def test_what_is_no_month_is_not_read(text):
    assert read_days(text) is None
