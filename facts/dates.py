"""Dates as Japanese documents write them, to ISO; a date that cannot exist is not read."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

__all__ = ["find_dates", "read_date", "read_days", "write_days"]

# First and last day of each era; a day outside its era is a misprint, not a date.
_ERAS = {
    "明治": (date(1868, 1, 25), date(1912, 7, 29)),
    "大正": (date(1912, 7, 30), date(1926, 12, 24)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "令和": (date(2019, 5, 1), date(2099, 12, 31)),
}
# Letters stand for eras only where they are not the tail of a word.
_SHORT = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}

_DATE = re.compile(
    r"(?P<era>明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHR])\s{0,3}(?P<ey>元|\d{1,2})\s{0,3}"
    r"(?:年\s{0,3}(?P<em>\d{1,2})\s{0,3}月\s{0,3}(?P<ed>\d{1,2})\s{0,3}日|[./](?P<em2>\d{1,2})[./](?P<ed2>\d{1,2})(?!\d))"
    r"|(?<!\d)(?P<wy>\d{4})\s{0,3}(?:年\s{0,3}(?P<wm>\d{1,2})\s{0,3}月\s{0,3}(?P<wd>\d{1,2})\s{0,3}日"
    r"|[-./](?P<wm2>\d{1,2})[-./](?P<wd2>\d{1,2})(?!\d))"
)


def _made(found: re.Match[str]) -> date | None:
    part = found.groupdict()
    try:
        if part["era"]:
            first, last = _ERAS[_SHORT.get(part["era"], part["era"])]
            year = 1 if part["ey"] == "元" else int(part["ey"])
            if year < 1:
                return None
            day = date(first.year + year - 1, int(part["em"] or part["em2"]), int(part["ed"] or part["ed2"]))
            return day if first <= day <= last else None
        return date(int(part["wy"]), int(part["wm"] or part["wm2"]), int(part["wd"] or part["wd2"]))
    except ValueError:
        return None


def find_dates(text: str) -> list[tuple[int, date]]:
    """Give every date in a text with the place where it ends; impossible ones are left out.

    >>> [str(d) for _, d in find_dates("令和４年１０月３日から令和4年11月31日")]
    ['2022-10-03']
    """
    text = unicodedata.normalize("NFKC", text)
    return [(m.end(), day) for m in _DATE.finditer(text) if (day := _made(m))]


def read_date(text: str) -> date | None:
    """Read the one date a text consists of.

    >>> print(read_date("令和元年5月1日"), read_date("令和１年５月１日"), read_date("平成31年2月30日"))
    2019-05-01 2019-05-01 None
    """
    text = unicodedata.normalize("NFKC", text).strip()
    found = _DATE.fullmatch(text)
    return _made(found) if found else None


_MONTH = re.compile(
    r"(?:(?P<era>明治|大正|昭和|平成|令和|[MTSHR])\s{0,3}(?P<ey>元|\d{1,2})\s{0,3}年\s{0,3}(?P<em>\d{1,2})\s{0,3}月"
    r"|(?P<wy>\d{4})\s{0,3}年\s{0,3}(?P<wm>\d{1,2})\s{0,3}月|(?P<wy2>\d{4})[-/](?P<wm2>\d{1,2}))"
)


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
    """Read a date, a month of which the day is not known, or a span of both, as its first and last day.

    >>> [str(d) for d in read_days("令和6年2月")], [str(d) for d in read_days("2025-01-31..2025-03")]
    (['2024-02-01', '2024-02-29'], ['2025-01-31', '2025-03-31'])
    """
    left, dots, right = text.partition("..")
    if dots:
        one, other = read_days(left), read_days(right)
        return (one[0], other[1]) if one and other and one[0] <= other[1] else None
    day = read_date(text)
    if day is not None:
        return day, day
    found = _MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    part = found.groupdict()
    year, month = int(part["wy"] or part["wy2"] or 0), int(part["em"] or part["wm"] or part["wm2"])
    if part["era"]:
        first, last = _ERAS[_SHORT.get(part["era"], part["era"])]
        year = first.year + (1 if part["ey"] == "元" else int(part["ey"])) - 1
    else:
        first, last = date.min, date.max
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    begin, end = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return (max(begin, first), min(end, last)) if begin <= last and first <= end else None
