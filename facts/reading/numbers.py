"""Counts as people and forms write them: exact numbers and official bands, in digits of any width or numerals.

>>> read_count("１２，３４５人"), read_count("10万人以上30万人未満"), read_count("五百人未満")
(Range(lo=12345, hi=12345), Range(lo=100000, hi=299999), Range(lo=0, hi=499))
"""

from __future__ import annotations

import re
from typing import Final

from ..values import INF, Range
from .glyphs import NUMERALS, Unclear, fold, plain
from .numerals import read_number, spread
from .scalars import native

__all__ = ["parse_count", "plain", "read_count", "read_number", "stays_under", "write_band", "write_number"]

_MAN: Final = 10_000
_LONGEST: Final = 100
_UNITS: Final = "(人|項目|件|名|個|日)"
_NUMBER: Final = rf"((?:[0-9,{NUMERALS}]|(?<=[0-9])\.(?=[0-9]))+)"
_TO: Final = r"(?:\.\.|-|~|から)"
_EXACT = re.compile(rf"{_NUMBER}{_UNITS}?\Z")
_BAND = re.compile(rf"(?:{_NUMBER}{_UNITS}?(以上|超|を超え))?(?:{_NUMBER}{_UNITS}?(未満|以下))?\Z")
_OVER = re.compile(rf"{_NUMBER}{_UNITS}?を超える\Z")
_COMPARE = re.compile(rf"(>=|<=|>|<|≧|≦|≥|≤){_NUMBER}{_UNITS}?\Z")
_SPAN = re.compile(rf"{_NUMBER}{_UNITS}?({_TO}){_NUMBER}{_UNITS}?(?:まで)?\Z")
#: Bands as the English texts of this package write them, white space taken out.
_ENGLISH = tuple(
    re.compile(rf"\A{pattern}\Z", re.IGNORECASE)
    for pattern in (
        r"([0-9,]+)ormore()()",
        r"()upto()([0-9,]+)",
        r"(?:([0-9,]+)to)?(under)?([0-9,]+)",
        r"(?:atleast([0-9,]+))?(?:(lessthan|fewerthan)([0-9,]+))?",
    )
)
_DAIJI: Final = str.maketrans("零壱弐参拾萬", "〇一二三十万")
_REMARK = re.compile(r"\((?:任意実施|任意)\)\Z")
_APART = re.compile(rf"[0-9,.{NUMERALS}]\s+[0-9,.{NUMERALS[:10]}]")
_ABOUT = re.compile(r"約|およそ|おおよそ|概ね|おおむね|程度|前後|くらい|ぐらい|ほど|余|弱|強")
_SIGN = re.compile(r"[-+±△▲▼]\s*[0-9]")
_PADDED = re.compile(r"0[0-9]")


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
    # without a unit between them, a 万 of the upper end could be taken for both ends
    if (low >= _MAN or not unit) and (low % _MAN == 0) is not (most % _MAN == 0):
        return f"{low:,}{unit}以上{most:,}{unit}{word}"
    return f"{write_number(low, unit)}以上{write_number(most, unit)}{word}"


def read_count(raw: object) -> Range | None:
    """Read a count or a band; None when it is neither, see :func:`parse_count`."""
    try:
        return parse_count(raw)
    except Unclear:
        return None


def parse_count(raw: object) -> Range:
    """Read a count or a band, from text, a pair of bounds or a number of any library.

    >>> parse_count("10~30万人"), parse_count(25.0)
    (Range(lo=100000, hi=300000), Range(lo=25, hi=25))

    Raises:
        Unclear: it is neither, with the reason: a fraction, a sign, about, adorned or parted digits, words.
    """
    raw = native(raw)
    if isinstance(raw, int) and not isinstance(raw, bool):
        return _exact(raw)
    if isinstance(raw, float):
        if not raw.is_integer() or raw >= 2**53:
            raise Unclear("a count is a whole number")
        return _exact(int(raw))
    if isinstance(raw, (list, tuple)) and len(raw) == 2:
        least, most = (parse_count(end) for end in raw)
        return _between(least.lo, most.hi)
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        raise Unclear("not a count")
    folded = fold(raw)
    if _APART.search(folded):
        raise Unclear("white space stands between digits; write one number")
    text = _REMARK.sub("", "".join(folded.split())).translate(_DAIJI)
    found = None if text == "一" else _read_text(text)  # alone it is more often a dash
    if found is None:
        raise Unclear(_why_not(text))
    return found


def _why_not(text: str) -> str:
    if _ABOUT.search(text):
        return "a number that is about right has no bounds; write the range it lies in"
    if _SIGN.match(text):
        return "a count has no sign"
    return "not a count"


def _exact(value: int) -> Range:
    if not 0 <= value < INF:
        raise Unclear("a count is a whole number from 0")
    return Range(value, value)


def _read_text(text: str) -> Range | None:
    if match := _EXACT.match(text):
        value = read_number(match[1])
        return None if value is None else Range(value, value)
    if match := _COMPARE.match(text):
        return _compare(match[1], read_number(match[2]))
    if match := _OVER.match(text):
        return _compare(">", read_number(match[1]))
    if match := _SPAN.match(text):
        return _span(*match.groups()[:4])
    if match := _BAND.match(text):
        return _band(*match.groups())
    for pattern in _ENGLISH:
        if match := pattern.match(text):
            return _bounded(match[1], match[3], 1 if match[2] else 0)
    return None


def _span(least: str, unit: str | None, to: str, most: str) -> Range | None:
    if to == "-" and (_PADDED.match(least) or _PADDED.match(most)):
        raise Unclear("a number of digits and dashes may be a code; write the range with ~")
    low, sure = (read_number(least), True) if unit else spread(least, most)
    if not sure:
        raise Unclear(f"`{least}` may be meant in another unit than written; write both ends in full")
    return _ordered(low, read_number(most))


def _band(
    least: str | None, unit: str | None, over: str | None, most: str | None, _: str | None, under: str | None
) -> Range | None:
    if least and most and not unit and spread(least, most) != (read_number(least), True):
        raise Unclear(f"`{least}` may be meant in another unit than written; write both ends in full")
    more, less = 0 if over == "以上" else 1, 0 if under == "以下" else 1
    return _bounded(least, most, less, more)


def _bounded(least: str | None, most: str | None, less: int, more: int = 0) -> Range | None:
    if not least and not most:
        return None
    low = read_number(least) if least else 0
    high = read_number(most) if most else INF
    if low is None or high is None:
        return None
    return _ordered(low + more if least else low, high - less if most else high)


def _ordered(low: int | None, high: int | None) -> Range | None:
    return Range(low, high) if low is not None and high is not None and low <= high else None


def _between(low: int, high: int) -> Range:
    if low > high:
        raise Unclear("the lower bound is above the upper one")
    return Range(low, high)


def _compare(sign: str, value: int | None) -> Range | None:
    if value is None or (sign == "<" and value == 0):
        return None
    if sign in (">=", "≧", "≥"):
        return Range(value, INF)
    if sign == ">":
        return Range(value + 1, INF)
    return Range(0, value - 1 if sign == "<" else value)
