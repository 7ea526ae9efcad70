"""One whole number in digits, in numerals or in both, as Japanese writes it."""

from __future__ import annotations

import re
from typing import Final

from ..values import INF

__all__ = ["DIGITS", "read_number", "read_numeral", "spread"]

DIGITS: Final = "〇一二三四五六七八九"
_TIMES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "億": 10**8}
_PARTS = re.compile(r"(?:([^億万]+)億)?(?:([^億万]+)万)?([^億万]+)?\Z")
_PLAIN = re.compile(r"(?:[0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,6})\Z")
_DECIMAL = re.compile(r"([0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5})\.([0-9]{1,4})([千万億]?)\Z")
_THOUSANDS = re.compile(r"([0-9]{1,6}|[0-9]{1,3},[0-9]{3})千\Z")
_ONE = rf"[1-9{DIGITS[1:]}]"
_PLACES = re.compile(rf"(?:({_ONE})?千)?(?:({_ONE})?百)?(?:({_ONE})?十)?({_ONE})?\Z")
_IN_A_ROW = re.compile(rf"[{DIGITS}]{{1,18}}\Z")
#: Two numerals that follow one another mean "two or three" rather than 23.
_OR: Final = tuple(DIGITS[i : i + 2] for i in range(1, 9))
_DAIJI: Final = str.maketrans("零壱弐参拾萬", "〇一二三十万")
#: After one to three digits, a point and three more may part thousands.
_GROUP: Final = 3


def read_number(text: str) -> int | None:
    """Read one number in digits, numerals or both, with 億, 万 and 千; None when it is none, or not surely one.

    >>> read_number("30万"), read_number("1万2千"), read_number("千五百"), read_number("一〇〇〇"), read_number("1,00")
    (300000, 12000, 1500, 1000, None)
    >>> read_number("31.2万"), read_number("250000.0"), read_number("1.5"), read_number("1.000")
    (312000, 250000, None, None)
    """
    text = text.translate(_DAIJI)
    if match := _DECIMAL.match(text):
        return _decimal(*match.groups())
    match = _PARTS.match(text)
    if not match or not any(match.groups()):
        return None
    parts = [_below_man(part) if part else 0 for part in match.groups()]
    if None in parts:
        return None
    oku, man, rest = (part or 0 for part in parts)
    value = oku * 10**8 + man * 10**4 + rest
    return value if value < INF else None


def _decimal(whole: str, part: str, unit: str) -> int | None:
    if len(part) == _GROUP and len(whole) <= _GROUP:
        return None
    value, rest = divmod(int(whole.replace(",", "") + part) * _TIMES.get(unit, 1), 10 ** len(part))
    return value if not rest and value < INF else None


def _below_man(text: str) -> int | None:
    """Read what stands before 億 or 万, or alone."""
    if _PLAIN.match(text):
        return int(text.replace(",", ""))
    if match := _THOUSANDS.match(text):
        return int(match[1].replace(",", "")) * 1000
    if _IN_A_ROW.match(text) and text in _OR:
        return None
    return read_numeral(text) or None  # 〇 alone is a tick, 〇〇 a place left open


def read_numeral(text: str) -> int | None:
    """Read a number below 10,000 with 千, 百 and 十, or numerals in a row; two in a row are their digits.

    >>> read_numeral("二十八"), read_numeral("二八"), read_numeral("二〇二六"), read_numeral("千"), read_numeral("十千")
    (28, 28, 2026, 1000, None)
    """
    if _IN_A_ROW.match(text):
        return int("".join(str(DIGITS.index(c)) for c in text))
    if not text or not (match := _PLACES.match(text)):
        return None
    value = 0
    for digit, unit in zip(match.groups(), "千百十 ", strict=True):
        if digit or unit in text:
            times = 1 if not digit else int(digit) if digit.isascii() else DIGITS.index(digit)
            value += times * _TIMES.get(unit, 1)
    return value


def spread(low: str, high: str) -> tuple[int | None, bool]:
    """Return the lower end of ``low~high`` with the multiplier that only the upper end writes, and whether it is sure.

    In 10~30万 the 万 belongs to both ends. In 5,000~1万 it cannot: the lower end would be above the upper one. In
    1~1万2千 nobody can tell.

    >>> spread("10", "30万"), spread("5,000", "1万"), spread("1", "1万2千"), spread("1千", "2千")
    ((100000, True), (5000, True), (1, False), (1000, True))
    """
    value, most = read_number(low), read_number(high)
    own = max((_TIMES[c] for c in low if c in _TIMES), default=1)
    for char in "億万千百十":
        if char not in high or own >= _TIMES[char] or value is None or most is None:
            continue
        shared = read_number(low + char)
        if shared is not None and shared < most:
            sure = high.endswith(char) and char != "十"  # 二~三十 is 20 to 30, or 2 to 30
            return (shared, True) if sure else (value, False)
    return value, True
