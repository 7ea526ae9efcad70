"""Values and tests in the words of the forms: ``1万人以上10万人未満``, ``発生なし``, ``不明``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ..facts.values import INF, Options, Range
from ..facts.vocabulary import Kind
from ..rulesets.allowed import Intervals
from .english import in_english, open_ends

if TYPE_CHECKING:
    from ..facts.values import Possible
    from ..facts.vocabulary import Fact
    from ..rulesets.allowed import Allowed

__all__ = ["show_number", "show_possible", "show_range", "show_test"]


def show_number(value: int, unit: str = "") -> str:
    """Write a number as the forms do: whole 万 where it is whole, else with separators.

    >>> show_number(300_000, "人"), show_number(12_345, "人")
    ('30万人', '12,345人')
    """
    if value and value % 10_000 == 0:
        return f"{value // 10_000:,}万{unit}"
    return f"{value:,}{unit}"


def show_range(fact: Fact, low: int, high: int) -> str:
    """Write an inclusive range of a number or date fact.

    >>> from shikii.facts.vocabulary import load_vocabulary
    >>> show_range(load_vocabulary()["headcount"], 100_000, 299_999)
    '10万人以上30万人未満'
    """
    if fact.kind is Kind.DATE:
        return _dates(fact, low, high)
    domain = fact.anything
    assert isinstance(domain, Range)  # noqa: S101 - only numbers and dates have ranges
    low, high = open_ends(fact, low, high)
    if low == high:
        return show_number(low, fact.unit)
    if low <= domain.lo and high >= INF:
        return "不明"
    if low <= domain.lo:
        return f"{show_number(high + 1, fact.unit)}未満"
    if high >= INF:
        return f"{show_number(low, fact.unit)}以上"
    return f"{show_number(low, fact.unit)}以上{show_number(high + 1, fact.unit)}未満"


def _dates(fact: Fact, low: int, high: int) -> str:
    domain = fact.anything
    assert isinstance(domain, Range)  # noqa: S101 - dates are ranges of ordinals
    if (low, high) == (domain.lo, domain.hi):
        return "不明"
    if low == domain.hi:
        return "なし"
    first, last = dt.date.fromordinal(low).isoformat(), dt.date.fromordinal(high).isoformat()
    if low == high:
        return first
    if low == domain.lo:
        return f"{last}以前"
    return f"{first}以後" if high == domain.hi else f"{first}から{last}まで"


def show_possible(fact: Fact, possible: Possible, lang: str = "ja") -> str:
    """Write what is possible for a fact; 不明 when nothing is ruled out.

    >>> from shikii.facts.vocabulary import load_vocabulary
    >>> v = load_vocabulary()
    >>> show_possible(v["exemption"], Options.of("none")), show_possible(v["headcount"], Range(1000, 9999), "en")
    ('該当なし', '1,000 to under 10,000')
    """
    if lang == "en":
        return in_english(fact, possible)
    if isinstance(possible, Range):
        return show_range(fact, possible.lo, possible.hi)
    assert isinstance(fact.anything, Options)  # noqa: S101 - the kinds match
    if possible.members == fact.anything.members:
        return "不明"
    return _options(fact, possible.members)


def show_test(fact: Fact, allowed: Allowed, lang: str = "ja") -> str:
    """Write what a test asks for; a test that nothing can pass asks for nothing."""
    if not allowed:
        return "none" if lang == "en" else "該当なし"
    if lang == "en":
        parts: list[Possible] = (
            list(allowed.parts) if isinstance(allowed, Intervals) else [Options(allowed.chosen)]
        )
        return " or ".join(in_english(fact, part) for part in parts)
    if isinstance(allowed, Intervals):
        return "又は".join(show_range(fact, part.lo, part.hi) for part in allowed.parts)
    return _options(fact, allowed.chosen)


def _options(fact: Fact, members: frozenset[str]) -> str:
    if fact.kind is Kind.CHOICE:
        return "又は".join(o.ja for o in fact.options if o.id in members)
    words = {"yes": fact.yes, "no": fact.no}
    return "又は".join(word for key, word in words.items() if key in members)
