"""Days on which offices are closed, and the working day that a deadline moves to."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, Literal

from pydantic import field_validator

from ...facts.frozen import Frozen

__all__ = ["ClosedDays", "next_working_day"]

_DAY: Final = dt.timedelta(days=1)
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN: Final = re.compile(r"(\d\d)-(\d\d)\.\.(\d\d)-(\d\d)\Z")


class ClosedDays(Frozen):
    """Days of the week, public holidays of a country, and spans of every year (``"12-29..01-03"``)."""

    weekdays: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    holidays: Literal["JP"] | None = None
    yearly: tuple[str, ...] = ()

    @field_validator("yearly")
    @classmethod
    def _spans(cls, spans: tuple[str, ...]) -> tuple[str, ...]:
        for span in spans:
            found = _SPAN.match(span)
            if found is None:
                raise ValueError('a span of the year is written "12-29..01-03"')
            for month, day in (found.group(1, 2), found.group(3, 4)):
                dt.date(2024, int(month), int(day))  # raises ValueError: 2024 has every day of a year
        return spans

    def covers(self, day: dt.date) -> bool:
        """Whether offices are closed on the day.

        >>> closed = ClosedDays(weekdays=("sat", "sun"), yearly=("12-29..01-03",))
        >>> [closed.covers(dt.date(2027, 1, d)) for d in (1, 4)]
        [True, False]
        """
        if _WEEKDAYS[day.weekday()] in self.weekdays:
            return True
        if any(_inside(day, span) for span in self.yearly):
            return True
        return self.holidays == "JP" and _holiday_of_japan(day)


def next_working_day(day: dt.date, closed: ClosedDays) -> dt.date:
    """Return the day itself where offices are open, else the next day on which they are.

    >>> closed = ClosedDays(weekdays=("sat", "sun"), holidays="JP", yearly=("12-29..01-03",))
    >>> next_working_day(dt.date(2027, 1, 2), closed)  # a Saturday after New Year's Day
    datetime.date(2027, 1, 4)
    """
    while closed.covers(day):
        day += _DAY
    return day


def _inside(day: dt.date, span: str) -> bool:
    first, _, last = span.partition("..")
    now = f"{day:%m-%d}"
    return first <= now <= last if first <= last else now >= first or now <= last


def _holiday_of_japan(day: dt.date) -> bool:
    import jpholiday

    return bool(jpholiday.is_holiday(day))
