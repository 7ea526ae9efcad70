"""Counts as people and forms write them: exact numbers and official bands, in any width of digits.

>>> read_count("１２，３４５人"), read_count("10万人以上30万人未満"), read_count("500人未満")
(Range(lo=12345, hi=12345), Range(lo=100000, hi=299999), Range(lo=0, hi=499))
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .values import INF, Range

__all__ = ["plain", "read_count", "read_number"]

_UNITS: Final = "人|項目|件|名|個|日"
_NUMBER = r"(?:[0-9][0-9,]*(?:万|億)?(?:[0-9,]*千?)?)"
_EXACT = re.compile(rf"({_NUMBER})(?:{_UNITS})?\Z")
_BAND = re.compile(rf"(?:({_NUMBER})(?:{_UNITS})?以上)?(?:({_NUMBER})(?:{_UNITS})?未満)?\Z")
_COMPARE = re.compile(rf"(>=|<=|>|<|≧|≦)({_NUMBER})(?:{_UNITS})?\Z")
_SPAN = re.compile(rf"({_NUMBER})(?:{_UNITS})?(?:\.\.|-|~|〜|から)({_NUMBER})(?:{_UNITS})?\Z")
_PARTS = re.compile(r"(?:([0-9,]+)億)?(?:([0-9,]+)万)?(?:([0-9,]+)(千)?)?\Z")
_REMARK = re.compile(r"\((?:任意実施|任意)\)\Z")


def plain(text: str) -> str:
    """Normalise width and drop white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_number(text: str) -> int | None:
    """Read one number, with 万 and 千; None when it is none.

    >>> read_number("30万"), read_number("1万2千"), read_number("abc")
    (300000, 12000, None)
    """
    match = _PARTS.match(text)
    if not match or not any(match.groups()):
        return None
    oku, man, rest, thousand = match.groups()
    digits = [int(part.replace(",", "") or -1) if part else 0 for part in (oku, man, rest)]
    if min(digits) < 0 or any(part and len(part.replace(",", "")) > 18 for part in (oku, man, rest)):
        return None
    value = digits[0] * 10**8 + digits[1] * 10**4 + digits[2] * (1000 if thousand else 1)
    return value if value < INF else None


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
    return _read_text(_REMARK.sub("", plain(raw)))


def _read_text(text: str) -> Range | None:
    if match := _EXACT.match(text):
        value = read_number(match[1])
        return None if value is None else Range(value, value)
    if match := _COMPARE.match(text):
        return _compare(match[1], read_number(match[2]))
    if match := _SPAN.match(text):
        return _between(read_number(match[1]), read_number(match[2]), 0)
    match = _BAND.match(text)
    if not match or not (match[1] or match[2]):
        return None
    low = read_number(match[1]) if match[1] else 0
    high = read_number(match[2]) if match[2] else INF + 1
    return _between(low, high, 1)


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
