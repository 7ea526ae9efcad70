"""Dates as Japanese documents, tables and programs write them; a date that cannot exist is not read.

One day, a month of which the day is not known, or a span of both. A day may carry a weekday, a time of day (with or
without its zone: the day is that of Japan) and a word such as 現在 or 予定.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from datetime import date
from typing import Final

from .eras import LETTERS, NAMES, SINGLE, era, year_of
from .glyphs import Unclear, fold, unclear_glyphs_out
from .numerals import DIGITS, read_numeral

__all__ = [
    "JAPAN", "WrongWeekday", "day_of", "find_dates", "find_days", "parse_days", "read_date", "read_days", "weekday_differs",
    "write_days",
]  # fmt: skip

#: The zone in which a moment becomes a day.
JAPAN: Final = dt.timezone(dt.timedelta(hours=9), "JST")
_LONGEST: Final = 100
_LAST_MONTH: Final = 12
_WEEKDAYS: Final = "月火水木金土日"
_ENGLISH_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_S = r"\s{0,3}"
_K = rf"{DIGITS}零"
#: A day, a month or a year of an era: one or two digits, or up to three numerals.
_N = rf"(?:[0-9]{{1,2}}|[{_K}十]{{1,3}})"


def _words(name: str, eras: str) -> str:
    """Return the pattern of a year and a month in words."""
    western = rf"(?<![0-9])[0-9]{{4}}|(?<![{_K}十百千])(?:[{_K}]{{4}}|[一二]?千[{_K}十百]{{0,6}})"
    years = rf"(?:(?P<{name}era>{eras}){_S}(?P<{name}ey>元|{_N})|(?P<{name}wy>{western}))"
    return rf"{years}{_S}年{_S}(?P<{name}m>{_N}){_S}月"


def _signs(name: str, eras: str, between: str, western: str) -> str:
    """Return the pattern of a date in numbers with signs between them."""
    years = rf"(?:(?P<{name}era>{eras}){_S}(?P<{name}ey>元|[0-9]{{1,2}}){between}|(?<![0-9])(?P<{name}wy>[0-9]{{4}}){western})"
    return rf"{years}(?P<{name}m>[0-9]{{1,2}})(?:{between}|{western})(?P<{name}d>[0-9]{{1,2}})(?![0-9])"


#: Letters stand for eras only where they are not the tail of a word.
_IN_TEXT = rf"{NAMES}|(?<![A-Za-z])[{LETTERS}]"
_ALONE = rf"{NAMES}|[{LETTERS}{LETTERS.lower()}]|[{SINGLE}]"
_PROSE = re.compile(
    rf"(?:{_words('a', _IN_TEXT)}{_S}(?P<ad>{_N}){_S}日|{_signs('b', _IN_TEXT, '[./]', '[-./]')}"
    rf"|{_words('c', _IN_TEXT)}(?!{_S}[0-9{_K}十]))"
)
_LOOSE = r"[ ]?[-./][ ]?"
_DAY = re.compile(
    rf"(?:{_words('a', _ALONE)}{_S}(?P<ad>{_N}){_S}日|{_signs('b', _ALONE, _LOOSE, _LOOSE)}"
    r"|(?P<cwy>[0-9]{4})(?P<cm>[0-9]{2})(?P<cd>[0-9]{2}))"
)
_MONTH = re.compile(
    rf"(?:{_words('a', _ALONE)}|(?P<bera>{_ALONE}){_S}(?P<bey>元|[0-9]{{1,2}})[./](?P<bm>[0-9]{{1,2}})"
    r"|(?P<cwy>[0-9]{4})[-/](?P<cm>[0-9]{1,2}))"
)
_CLOCK = re.compile(
    r"(?:T|[ ]*)(?P<h>[0-9]{1,2}):(?P<min>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,](?P<us>[0-9]{1,9}))?)?"
    r"[ ]*(?P<zone>Z|UTC|GMT|JST|[-+][0-9]{2}(?::?[0-9]{2})?)?|[ ]*(?:午前|午後)?[0-9]{1,2}時(?:[0-9]{1,2}分)?"
)
_WEEKDAY = re.compile(
    rf"\s*(?:[(\[]\s*(?P<ja>[{_WEEKDAYS}])(?:曜日?)?(?:[・,、]?祝日?)?\s*[)\]]|(?P<bare>[{_WEEKDAYS}])曜日?"
    r"|\(?(?P<en>mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{0,3}day)?\b\.?\)?|\(祝日?\))",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s*\(?(?:現在|時点|予定日?|付け?)\)?")
_ABOUT = re.compile(r"頃|ごろ|ころ|約|前後")
#: The days of a part of a month.
_PARTS: Final = {
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "末日": (31, 31),
    "中": (1, 31),
    "": (1, 31),
}
_PART = re.compile(r"(?:の)?(上旬|中旬|下旬|末日|中)?")


class WrongWeekday(Unclear):
    """A day and its weekday do not fit: one of them is wrong, and nobody can tell which."""


def weekday_differs(text: str) -> bool:
    """Say whether a text is a day with the weekday of another.

    >>> weekday_differs("令和8年4月1日（木）"), weekday_differs("令和8年4月1日（水）")
    (True, False)
    """
    try:
        parse_days(text)
    except WrongWeekday:
        return True
    except Unclear:
        pass
    return False


def day_of(moment: dt.date) -> date:
    """Return the day of a date or a moment; a moment with a zone is taken to Japan.

    >>> print(day_of(dt.datetime(2025, 3, 31, 15, 30, tzinfo=dt.timezone.utc)))
    2025-04-01

    Raises:
        Unclear: the moment lies outside the years that dates can have.
    """
    if not isinstance(moment, dt.datetime):
        return moment
    if moment.tzinfo is None:
        return moment.date()
    try:
        return moment.astimezone(JAPAN).date()
    except OverflowError:
        raise Unclear("not a date that exists") from None


def _number(text: str) -> int:
    if text == "元":
        return 1
    if text.isdigit():
        return int(text)
    value = read_numeral(text.replace("零", DIGITS[0]))
    return -1 if value is None else value


def _parts(found: re.Match[str]) -> tuple[str | None, int, int, int | None]:
    """Return the era, the year, the month and the day of a match, whatever way it is written."""
    part = found.groupdict()
    name = next(n for n in "abc" if part.get(f"{n}m"))
    day = part.get(f"{name}d")
    years = part.get(f"{name}ey") or part[f"{name}wy"]
    return (
        part.get(f"{name}era"),
        _number(years or ""),
        _number(part[f"{name}m"]),
        _number(day) if day else None,
    )


def _span_of(found: re.Match[str], first_day: int = 1, last_day: int = 31) -> tuple[date, date] | None:
    """Return the first and last day of a match: a day, or (a part of) a month within its era."""
    name, year, month, day = _parts(found)
    western = year_of(name, year) if name else year
    if western is None or not (1 <= western <= date.max.year and 1 <= month <= _LAST_MONTH):
        return None
    length = monthrange(western, month)[1]
    first, last = (day, day) if day is not None else (min(first_day, length), min(last_day, length))
    if not 1 <= first <= last <= length:
        return None
    begin, end = date(western, month, first), date(western, month, last)
    if name:
        opens, closes = era(name)
        begin, end = max(begin, opens), min(end, closes)
    return (begin, end) if begin <= end else None


def find_days(text: str) -> list[tuple[int, date, date]]:
    """Give every date in a text, days and months, with the place where it ends and its first and last day.

    Impossible ones are left out, and days whose weekday is another.

    >>> [(str(a), str(b)) for _, a, b in find_days("平成28年1月から令和八年四月一日（水）まで")]
    [('2016-01-01', '2016-01-31'), ('2026-04-01', '2026-04-01')]
    """
    text = unicodedata.normalize("NFKC", unclear_glyphs_out(text))
    out = []
    for found in _PROSE.finditer(text):
        days = _span_of(found)
        if days is None:
            continue
        weekday = _WEEKDAY.match(text, found.end())
        if weekday and days[0] == days[1] and _told(weekday) not in (None, days[0].weekday()):
            continue
        out.append((found.end(), *days))
    return out


def find_dates(text: str) -> list[tuple[int, date]]:
    """Give every day in a text with the place where it ends; impossible ones are left out.

    >>> [str(d) for _, d in find_dates("令和４年１０月３日から令和4年11月31日")]
    ['2022-10-03']
    """
    return [(end, first) for end, first, last in find_days(text) if first == last]


def read_date(text: str) -> date | None:
    """Read the one day a text consists of.

    >>> print(read_date("令和元年5月1日"), read_date("令和１年５月１日"), read_date("平成31年2月30日"))
    2019-05-01 2019-05-01 None
    """
    days = read_days(text)
    return days[0] if days and days[0] == days[1] else None


def write_days(first: date, last: date) -> str:
    """Write a span of days so that it reads back: a day, a month, or its two ends.

    >>> write_days(date(2024, 2, 1), date(2024, 2, 29)), write_days(date(2024, 2, 1), date(2024, 3, 1))
    ('2024-02', '2024-02-01..2024-03-01')
    """
    if first == last:
        return first.isoformat()
    whole = first.day == 1 and last == date(first.year, first.month, monthrange(first.year, first.month)[1])
    return f"{first:%Y-%m}" if whole and first.year >= 1000 else f"{first}..{last}"


def read_days(text: str) -> tuple[date, date] | None:
    """Read a date, a month of which the day is not known, or a span of both; None when it is none.

    >>> [str(d) for d in read_days("令和6年2月")], [str(d) for d in read_days("2025-01-31..2025-03")]
    (['2024-02-01', '2024-02-29'], ['2025-01-31', '2025-03-31'])
    """
    try:
        return parse_days(text)
    except Unclear:
        return None


def parse_days(raw: object) -> tuple[date, date]:
    """Read a date, a moment, a month or a span as its first and last day.

    >>> [str(d) for d in parse_days("2025-03-31T15:30:00Z")], [str(d) for d in parse_days("令和八年四月一日（水）現在")]
    (['2025-04-01', '2025-04-01'], ['2026-04-01', '2026-04-01'])

    Raises:
        Unclear: it is none, with the reason.
    """
    if isinstance(raw, dt.date):
        return day_of(raw), day_of(raw)
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        raise Unclear("not a date")
    left, dots, right = raw.partition("..")
    if dots:
        one, other = parse_days(left), parse_days(right)
        if one[0] > other[1]:
            raise Unclear("the first day is after the last one")
        return one[0], other[1]
    text = fold(raw, date=True).strip()
    if found := _DAY.match(text):
        return _whole_day(found, text)
    if found := _MONTH.match(text):
        return _whole_month(found, text[found.end() :])
    raise Unclear("not a date")


def _whole_day(found: re.Match[str], text: str) -> tuple[date, date]:
    """Read a day with what may follow it: a weekday, a time, a remark; nothing else may."""
    days = _span_of(found)
    if days is None:
        raise Unclear("not a date that exists")
    day, at = days[0], found.end()
    weekday = _WEEKDAY.match(text, at)
    if weekday:
        told = _told(weekday)
        if told is not None and told != day.weekday():
            raise WrongWeekday(f"{day} is a {_WEEKDAYS[day.weekday()]} ({day:%A}), not a {_WEEKDAYS[told]}")
        at = weekday.end()
    clock = _CLOCK.match(text, at)
    if clock and clock.end() > at:
        at = clock.end()
        day = _at(day, clock)
    remark = _REMARK.match(text, at)
    at = remark.end() if remark else at
    _nothing_more(text[at:])
    return day, day


def _whole_month(found: re.Match[str], rest: str) -> tuple[date, date]:
    part = _PART.match(rest)
    assert part is not None  # noqa: S101 - the pattern may be empty
    rest = rest[part.end() :]
    remark = _REMARK.match(rest)
    _nothing_more(rest[remark.end() :] if remark else rest)
    days = _span_of(found, *_PARTS[part[1] or ""])
    if days is None:
        raise Unclear("not a month that exists")
    return days


def _nothing_more(rest: str) -> None:
    if _ABOUT.search(rest):
        raise Unclear(
            "a date that is about right names no day; write the month, or a span such as 2026-04..2026-06"
        )
    if rest.strip():
        raise Unclear("not a date")


def _told(weekday: re.Match[str]) -> int | None:
    """Return the weekday that is written, from Monday 0; None for a mere holiday."""
    if ja := weekday["ja"] or weekday["bare"]:
        return _WEEKDAYS.index(ja)
    return _ENGLISH_DAYS.index(weekday["en"].lower()) if weekday["en"] else None


def _at(day: date, clock: re.Match[str]) -> date:
    """Return the day in Japan of a time of day."""
    if clock["h"] is None:
        return day
    zone = clock["zone"] or "JST"
    sign, digits = (zone[0], zone[1:].replace(":", "").ljust(4, "0")) if zone[0] in "+-" else ("+", "0000")
    offset = (
        dt.timedelta(hours=9)
        if zone == "JST"
        else dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    )
    try:
        moment = dt.datetime(day.year, day.month, day.day, int(clock["h"]), int(clock["min"]), int(clock["s"] or 0),
                             tzinfo=dt.timezone(-offset if sign == "-" else offset))  # fmt: skip
    except ValueError:
        raise Unclear("not a time of day that exists") from None
    return day_of(moment)
