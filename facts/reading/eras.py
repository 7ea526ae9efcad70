"""The eras of the Japanese calendar, with the names and letters they are written by."""

from __future__ import annotations

from datetime import date
from typing import Final

__all__ = ["LETTERS", "NAMES", "SINGLE", "era", "written", "year_of"]

#: First and last day of each era; a day outside its era is a misprint, not a date.
_ERAS: Final = {
    "明治": (date(1868, 1, 25), date(1912, 7, 29)),
    "大正": (date(1912, 7, 30), date(1926, 12, 24)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "令和": (date(2019, 5, 1), date(2099, 12, 31)),
}
_SHORT: Final = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"} | {
    name[0]: name for name in _ERAS
}
NAMES: Final = "|".join(_ERAS)
LETTERS: Final = "MTSHR"
SINGLE: Final = "明大昭平令"
#: Digits as they stand among Japanese characters.
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def era(name: str) -> tuple[date, date]:
    """Return the first and last day of an era by its name, its letter or its first character.

    >>> era("R")[0] == era("令")[0] == era("令和")[0]
    True
    """
    return _ERAS[_SHORT.get(name.upper(), name)]


def year_of(name: str, year: int) -> int | None:
    """Return the Western year of a year of an era, counted from 1.

    >>> year_of("令和", 8), year_of("H", 0)
    (2026, None)
    """
    return era(name)[0].year + year - 1 if year >= 1 else None


def written(day: date) -> str:
    """Write a day as Japanese documents do, in its era.

    >>> written(date(2025, 6, 1)), written(date(2019, 5, 1)), written(date(1800, 1, 1))
    ('令和７年６月１日', '令和元年５月１日', '1800-01-01')
    """
    for name, (first, last) in reversed(_ERAS.items()):
        if first <= day <= last:
            year = day.year - first.year + 1
            counted = f"{'元' if year == 1 else year}年{day.month}月{day.day}日"
            return f"{name}{counted.translate(_WIDE)}"
    return day.isoformat()
