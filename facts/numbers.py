"""Counts as people and forms write them: exact numbers and official bands, in digits of any width or numerals.

>>> read_count("１２，３４５人"), read_count("10万人以上30万人未満"), read_count("五百人未満")
(Range(lo=12345, hi=12345), Range(lo=100000, hi=299999), Range(lo=0, hi=499))
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .values import INF, Range

__all__ = ["plain", "read_count", "read_number", "stays_under", "write_band", "write_number"]

_MAN: Final = 10_000
_UNITS: Final = "人|項目|件|名|個|日"
_DIGITS: Final = "〇一二三四五六七八九"
_NUMBER = rf"(?:[0-9,{_DIGITS}十百千万億]+)"
_EXACT = re.compile(rf"({_NUMBER})(?:{_UNITS})?\Z")
_BAND = re.compile(rf"(?:({_NUMBER})(?:{_UNITS})?以上)?(?:({_NUMBER})(?:{_UNITS})?(未満|以下))?\Z")
_COMPARE = re.compile(rf"(>=|<=|>|<|≧|≦)({_NUMBER})(?:{_UNITS})?\Z")
_SPAN = re.compile(rf"({_NUMBER})(?:{_UNITS})?(?:\.\.|-|~|〜|から)({_NUMBER})(?:{_UNITS})?\Z")
#: Bands as the English texts of this package write them, white space taken out.
_ENGLISH = tuple(
    re.compile(pattern + r"\Z", re.IGNORECASE)
    for pattern in (
        r"([0-9,]+)ormore()()",
        r"()upto()([0-9,]+)",
        r"(?:([0-9,]+)to)?(under)?([0-9,]+)",
        r"(?:atleast([0-9,]+))?(?:(lessthan|fewerthan)([0-9,]+))?",
    )
)
_PARTS = re.compile(r"(?:([^億万]+)億)?(?:([^億万]+)万)?([^億万]+)?\Z")
_PLAIN = re.compile(r"(?:[0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,6})\Z")
_THOUSANDS = re.compile(r"([0-9]{1,6}|[0-9]{1,3},[0-9]{3})千\Z")
_PLACES = re.compile(
    rf"(?:([1-9{_DIGITS[1:]}])?千)?(?:([1-9{_DIGITS[1:]}])?百)?(?:([1-9{_DIGITS[1:]}])?十)?([1-9{_DIGITS[1:]}])?\Z"
)
_IN_A_ROW = re.compile(rf"[{_DIGITS}]{{1,18}}\Z")
#: Two numerals that follow one another mean "two or three" rather than 23.
_OR = tuple(_DIGITS[i : i + 2] for i in range(1, 9))
_DAIJI: Final = str.maketrans("零壱弐参拾萬", "〇一二三十万")
_REMARK = re.compile(r"\((?:任意実施|任意)\)\Z")


def plain(text: str) -> str:
    """Normalise width and drop white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_number(text: str) -> int | None:
    """Read one number in digits, numerals or both, with 億, 万 and 千; None when it is none, or not surely one.

    >>> read_number("30万"), read_number("1万2千"), read_number("千五百"), read_number("一〇〇〇"), read_number("1,00")
    (300000, 12000, 1500, 1000, None)
    """
    match = _PARTS.match(text.translate(_DAIJI))
    if not match or not any(match.groups()):
        return None
    parts = [_below_man(part) if part else 0 for part in match.groups()]
    if None in parts:
        return None
    oku, man, rest = (part or 0 for part in parts)
    value = oku * 10**8 + man * 10**4 + rest
    return value if value < INF else None


def _below_man(text: str) -> int | None:
    """Read what stands before 億 or 万, or alone."""
    if _PLAIN.match(text):
        return int(text.replace(",", ""))
    if match := _THOUSANDS.match(text):
        return int(match[1].replace(",", "")) * 1000
    if _IN_A_ROW.match(text):
        number = int("".join(str(_DIGITS.index(c)) for c in text))
        return number if number and text not in _OR else None  # 〇 alone is a tick, 〇〇 a place left open
    if not (match := _PLACES.match(text)):
        return None
    value = 0
    for digit, unit in zip(match.groups(), "千百十 ", strict=True):
        if digit or (unit != " " and unit in text):
            times = 1 if not digit else int(digit) if digit.isascii() else _DIGITS.index(digit)
            value += times * {"千": 1000, "百": 100, "十": 10}.get(unit, 1)
    return value


def write_number(value: int, unit: str = "") -> str:
    """Write a number as the forms do: whole 万 where it is whole, else with separators.

    >>> write_number(300_000, "人"), write_number(12_345, "人")
    ('30万人', '12,345人')
    """
    if value and value % _MAN == 0:
        return f"{value // _MAN:,}万{unit}"
    return f"{value:,}{unit}"


def stays_under(low: int | None, high: int) -> bool:
    """Whether a range is better named by the number it stays under than by the last one in it.

    The rounder number is the line that was meant; between equals the line stands for what is open below.

    >>> stays_under(None, 499), stays_under(250_000, 350_000)
    (True, False)
    """
    under, last = (len(text) - len(text.rstrip("0")) for text in (str(high + 1), str(high)))
    return under > last or (under == last and low is None)


def write_band(low: int | None, high: int | None, unit: str = "") -> str:
    """Write a range as the forms do, in one style of number; an end that is None is open.

    >>> write_band(100_000, 299_999, "人"), write_band(250_000, 350_000, "人"), write_band(None, 499, "人")
    ('10万人以上30万人未満', '25万人以上35万人以下', '500人未満')
    """
    if high is None:
        return f"{write_number(low or 0, unit)}以上"
    most, word = (high + 1, "未満") if stays_under(low, high) else (high, "以下")
    if low is None:
        return f"{write_number(most, unit)}{word}"
    if low >= _MAN and (low % _MAN == 0) is not (most % _MAN == 0):
        return f"{low:,}{unit}以上{most:,}{unit}{word}"
    return f"{write_number(low, unit)}以上{write_number(most, unit)}{word}"


def read_count(raw: object) -> Range | None:
    """Read a count or a band; None when it is neither (a fraction, a negative, about, words)."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return Range(raw, raw) if 0 <= raw < INF else None
    if isinstance(raw, float):
        return Range(int(raw), int(raw)) if raw.is_integer() and 0 <= raw < 2**53 else None
    if isinstance(raw, (list, tuple)) and len(raw) == 2:
        ends = [read_count(end) for end in raw]
        return Range(ends[0].lo, ends[1].hi) if ends[0] and ends[1] and ends[0].lo <= ends[1].hi else None
    if not isinstance(raw, str) or len(raw) > 100:
        return None
    text = _REMARK.sub("", plain(raw)).translate(_DAIJI)
    return None if text == "一" else _read_text(text)  # alone it is more often a dash


def _read_text(text: str) -> Range | None:
    if match := _EXACT.match(text):
        value = read_number(match[1])
        return None if value is None else Range(value, value)
    if match := _COMPARE.match(text):
        return _compare(match[1], read_number(match[2]))
    if match := _SPAN.match(text):
        return _between(read_number(match[1]), read_number(match[2]), 0)
    if match := _BAND.match(text):
        return _band(match[1], match[2], 0 if match[3] == "以下" else 1)
    for pattern in _ENGLISH:
        if match := pattern.match(text):
            return _band(match[1], match[3], 1 if match[2] else 0)
    return None


def _band(least: str | None, most: str | None, less: int) -> Range | None:
    if not least and not most:
        return None
    low = read_number(least) if least else 0
    return _between(low, read_number(most), less) if most else _between(low, INF, 0)


def _between(low: int | None, high: int | None, less: int) -> Range | None:
    if low is None or high is None or low > high - less:
        return None
    return Range(low, high - less)


def _compare(sign: str, value: int | None) -> Range | None:
    if value is None or (sign == "<" and value == 0):
        return None
    return {
        ">=": Range(value, INF),
        "≧": Range(value, INF),
        ">": Range(value + 1, INF),
        "<=": Range(0, value),
        "≦": Range(0, value),
        "<": Range(0, max(0, value - 1)),
    }[sign]
