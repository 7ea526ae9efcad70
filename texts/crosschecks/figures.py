"""Numbers told in words: one that the field of the form rules out, and one thing told with two numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ...facts.reading.dates import find_days
from ...facts.reading.numerals import read_number
from ...facts.values import INF, NO, YES, Options, Range
from ...rulesets.patterns.guarded import compiled, union
from ..matching import Strike, quote
from ..predicates.sentence_reading import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...facts.values import Possible
    from ...rulesets.language.crosscheck_grammar import Dated, Figures, Varies
    from ..matching import Quote
    from ..sentences import Sentence

__all__ = ["dated", "figures", "number_of", "varies"]

Settled = tuple["Possible", tuple["Quote", ...]]
_NUMBER: Final = re.compile(
    r"(?:(\d[\d,]*(?:\.\d+)?)億)?(?:(\d[\d,]*(?:\.\d+)?)万)?(?:(\d[\d,]*(?:\.\d+)?)千)?(\d[\d,]*)?\Z"
)
_UNITS: Final = (Decimal(10**8), Decimal(10**4), Decimal(1000), Decimal(1))
_ABOUT: Final = re.compile(r"(?:約|およそ|おおむね|概ね|ほぼ)\Z")
_ROUGHLY: Final = re.compile(
    r"\A[^、。]{0,3}(?:程度|ほど|前後|弱|強|余|以上|未満|以下|超|を超え|から|~|〜|～)"
)
_MOST: Final = 3
_TENTH: Final = 10
_YEAR: Final = 366
_FIGURE: Final = re.compile(r"[0-9一二三四五六七八九十]")
_UNIT: Final = {
    "年": "年",
    "年度": "年",
    "月": "月",
    "か月": "月",
    "週": "週",
    "日": "日",
    "晩": "日",
    "夜": "日",
    "半年": "半年",
    "四半期": "四半期",
}
_EVERY: Final = re.compile(r"毎(?P<unit>年度?|月|週|日|晩|夜|四半期)\Z")
_TIMES: Final = re.compile(
    r"(?P<unit>半年|四半期|年度?|月|週|日)(?:に|あたり)?(?P<n>[0-9]{1,2}|[一二三四五六七八九十])(?:回|度)\Z"
)


def number_of(text: str) -> int | None:
    """Read a number as texts write it.

    >>> number_of("3万7,500"), number_of("12.5万"), number_of("2千"), number_of("三")
    (37500, 125000, 2000, 3)
    """
    match = _NUMBER.match(text)
    if match is None or not any(match.groups()):
        return read_number(text)
    return int(sum(Decimal(g.replace(",", "")) * u for g, u in zip(match.groups(), _UNITS, strict=True) if g))


def figures(
    how: Figures,
    told: Possible | None,
    less: Possible | None,
    sentences: Sequence[Sentence] | None,
    rows: int | None = None,
) -> Settled | None:
    """Say whether a number in the text is no value of the field, or not the number of ``rows``; None where either was not read."""
    span = _span(how, told) if rows is None else (rows, rows)
    if how.minus and span:
        start = less if isinstance(less, Range) else None
        known = start is not None and start.exact and span[0] == span[1]
        span = (span[0] - start.lo + how.plus,) * 2 if known and start is not None else None
    if span is None or sentences is None:
        return None
    unless = union(how.unless, how.own) if how.unless else None
    pattern = compiled(how.pattern, how.own)
    found: list[Quote] = []
    fits = False
    for sentence in sentences:
        if unless and unless.search(sentence.text):
            continue
        for match in pattern.finditer(sentence.text):
            number = number_of(match["n"])
            about = bool(_ABOUT.search(sentence.text[: match.start("n")]))
            if number is None or _ROUGHLY.match(sentence.text[match.end("n") :]):
                continue
            slack = number // _TENTH if about else 0
            if number + slack < span[0] or number - slack > span[1]:
                found.append(quote(sentence, Strike(*match.span(), Reading.AFFIRMED)))
            else:
                fits = True
    return (YES, tuple(found[:_MOST])) if found and not fits else (NO, ())


def _span(how: Figures, told: Possible | None) -> tuple[int, int] | None:
    if isinstance(told, Range):
        return (told.lo, told.hi) if told.lo > 0 or told.hi < INF else None
    if isinstance(told, Options) and told.exact and how.spans:
        return how.spans.get(next(iter(told.members)))
    return None


def dated(how: Dated, told: Possible | None, sentences: Sequence[Sentence] | None) -> Settled | None:
    """Say whether a day in the text lies where it cannot; None where the text or the date was not read."""
    if sentences is None or not isinstance(told, Range) or (told.lo <= 0 and told.hi >= INF):
        return None
    unless = union(how.unless, how.own) if how.unless else None
    pattern = compiled(how.pattern, how.own)
    apart = how.years * _YEAR
    found: list[Quote] = []
    fits = False
    for sentence in sentences:
        if unless and unless.search(sentence.text):
            continue
        for match in pattern.finditer(sentence.text):
            days = find_days(match["day"])
            if len(days) != 1:
                continue
            first, last = (d.toordinal() for d in days[0][1:])
            off = {
                "before": last < told.lo - apart,
                "after": first > told.hi + apart,
                "differs": last < told.lo or first > told.hi,
            }[how.lies]
            if off:
                found.append(quote(sentence, Strike(*match.span(), Reading.AFFIRMED)))
            fits = fits or not off
    yes = found and not (fits and how.lies == "differs")
    return (YES, tuple(found[:_MOST])) if yes else (NO, ())


def varies(how: Varies, sentences: Sequence[Sentence] | None) -> Settled | None:
    """Say whether one thing is told with two values, and where."""
    if sentences is None:
        return None
    unless = union(how.unless, how.own) if how.unless else None
    pattern = compiled(how.pattern, how.own)
    told: dict[str, dict[str, Quote]] = {}
    for sentence in sentences:
        if unless and unless.search(sentence.text):
            continue
        for match in pattern.finditer(sentence.text):
            key = match.groupdict().get("key") or ""
            place = quote(sentence, Strike(*match.span(), Reading.AFFIRMED))
            value = _how_often(match["value"]) if how.often else match["value"]
            if value:
                told.setdefault(key, {}).setdefault(value, place)
    for values in told.values():
        apart = _apart(values)
        if len(apart) > 1:
            return YES, apart[:_MOST]
    return NO, ()


def _apart(values: Mapping[str, Quote]) -> tuple[Quote, ...]:
    """Leave out names that another one holds: 審査会 beside 個人情報保護審査会."""
    return tuple(
        place
        for name, place in values.items()
        if _FIGURE.search(name) or not any(name != other and name in other for other in values)
    )


def _how_often(text: str) -> str:
    """Bring an expression of frequency to times per unit; what is none is nothing.

    >>> _how_often("毎月"), _how_often("月に1回"), _how_often("年に二度"), _how_often("随時")
    ('月1', '月1', '年2', '')
    """
    if match := _EVERY.match(text):
        return f"{_UNIT[match['unit']]}1"
    match = _TIMES.match(text)
    return f"{_UNIT[match['unit']]}{number_of(match['n'])}" if match else ""
