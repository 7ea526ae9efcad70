"""Days told in a text that no calendar has, or whose weekday is another one."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from ...facts.reading.dates import find_dates
from ...facts.reading.eras import NAMES, era, year_of
from ...facts.values import NO, YES
from ..matching import Strike, quote
from ..predicates.sentence_reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...facts.values import Possible
    from ...rulesets.language.crosscheck_grammar import Calendar
    from ..matching import Quote
    from ..sentences import Sentence

__all__ = ["calendar"]

Settled = tuple["Possible", tuple["Quote", ...]]
_MOST: Final = 3
_DAY: Final = re.compile(
    r"(?P<day>(?:(?:令和|平成|昭和)(?:元|\d{1,2})|(?<!\d)[12]\d{3})年(?P<month>\d{1,2})月(?P<date>\d{1,2})日)"
    r"(?:[(（](?P<weekday>[月火水木金土日])(?:曜日?)?[)）])?"
)
_YEAR: Final = re.compile(
    r"(?P<era>(?:令和|平成|昭和)(?:元|\d{1,2})年)度?[(（](?:西暦)?(?P<year>[12]\d{3})年?度?[)）]"
)
_WEEKDAYS: Final = "月火水木金土日"
_ERA_YEAR: Final = re.compile(rf"(?P<era>{NAMES})(?P<year>\d+)年")
#: The longest each month can be.
_LONGEST: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def calendar(how: Calendar, sentences: Sequence[Sentence] | None) -> Settled | None:
    """Say whether a day of the text cannot be, or has another weekday."""
    if sentences is None:
        return None
    found = tuple(islice(_odd(how, sentences), _MOST))
    return (YES, found) if found else (NO, ())


def _odd(how: Calendar, sentences: Sequence[Sentence]) -> Iterator[Quote]:
    for sentence in sentences:
        for match in (_YEAR if how.what == "era" else _DAY).finditer(sentence.text):
            odd = _ODD[how.what](match)
            if odd:
                yield quote(sentence, Strike(*match.span(), Reading.AFFIRMED))


def _no_day(match: re.Match[str]) -> bool:
    month, date = int(match["month"]), int(match["date"])
    if not 1 <= month <= len(_LONGEST) or not 1 <= date <= _LONGEST[month - 1]:
        return True
    # 29 February stands in leap years only; the reader of days knows the eras.
    return month == 2 and date == _LONGEST[1] and not find_dates(match["day"])


def _no_year(match: re.Match[str]) -> bool:
    """Whether the era had ended before that year: 平成35年."""
    told = _ERA_YEAR.match(match["day"])
    year = year_of(told["era"], int(told["year"])) if told else None
    return told is not None and year is not None and year > era(told["era"])[1].year


def _other_year(match: re.Match[str]) -> bool:
    days = find_dates(f"{match['era']}12月31日")
    return len(days) == 1 and days[0][1].year != int(match["year"])


def _other_weekday(match: re.Match[str]) -> bool:
    if not match["weekday"]:
        return False
    days = find_dates(match["day"])
    return len(days) == 1 and _WEEKDAYS[days[0][1].weekday()] != match["weekday"]


_ODD: Final = {"day": _no_day, "weekday": _other_weekday, "era": _other_year, "year": _no_year}
