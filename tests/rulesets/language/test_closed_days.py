"""Protects: a deadline on a day on which offices are closed moves to the next working day, in every year."""

import datetime as dt

import pytest
from pydantic import ValidationError

from shikii.rulesets.language.closed_days import ClosedDays, next_working_day

OFFICES = ClosedDays(weekdays=("sat", "sun"), holidays="JP", yearly=("12-29..01-03",))


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        ("2026-12-28", "2026-12-28"),  # the last working day of a year
        ("2026-12-29", "2027-01-04"),
        ("2027-01-02", "2027-01-04"),  # a Saturday inside the closed days
        ("2026-05-02", "2026-05-07"),  # Saturday, three holidays, and a holiday in lieu
        ("2026-05-01", "2026-05-01"),
        ("2026-09-21", "2026-09-24"),  # 敬老の日, the day between two holidays, 秋分の日
        ("2025-02-11", "2025-02-12"),
        ("2028-02-29", "2028-02-29"),  # a leap day is a working day
        ("2021-10-11", "2021-10-11"),  # スポーツの日 had been moved that year
        ("2021-07-23", "2021-07-26"),
    ],
)
def test_the_next_working_day(day, moved):
    assert next_working_day(dt.date.fromisoformat(day), OFFICES).isoformat() == moved


def test_only_what_is_named_is_closed():
    new_year = dt.date(2027, 1, 1)
    assert next_working_day(new_year, ClosedDays()) == new_year
    assert next_working_day(new_year, ClosedDays(holidays="JP")) == dt.date(2027, 1, 2)
    assert next_working_day(dt.date(2027, 8, 14), ClosedDays(yearly=("08-13..08-15",))) == dt.date(
        2027, 8, 16
    )


@pytest.mark.parametrize("span", ["12-29", "29-12..01-03", "02-30..03-01", "1-1..1-3"])
def test_a_span_that_is_no_span_is_refused(span):
    with pytest.raises(ValidationError):
        ClosedDays(yearly=(span,))
