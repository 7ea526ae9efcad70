"""Values and tests in the words of the forms: ``1万人以上10万人未満``, ``発生なし``, ``不明``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ...facts.reading.numbers import write_band, write_number
from ...facts.values import INF, Options, Range
from ...facts.vocabulary import Kind
from ...rulesets.language.allowed import Intervals
from .value_words_en import in_english, open_ends

if TYPE_CHECKING:
    from ...facts.values import Possible
    from ...facts.vocabulary import Fact
    from ...rulesets.language.allowed import Allowed

__all__ = ["show_possible", "show_range", "show_test"]


def show_range(fact: Fact, low: int, high: int) -> str:
    """Write an inclusive range of a number or date fact.

    >>> from shikii.facts.vocabulary import load_vocabulary
    >>> people = load_vocabulary()["headcount"]
    >>> show_range(people, 100_000, 299_999), show_range(people, 250_000, 350_000)
    ('10万人以上30万人未満', '25万人以上35万人以下')
    """
    if fact.kind is Kind.DATE:
        return _dates(fact, low, high)
    domain = fact.anything
    assert isinstance(domain, Range)  # noqa: S101 - only numbers and dates have ranges
    low, high = open_ends(fact, low, high)
    if low == high:
        return write_number(low, fact.unit)
    if low <= domain.lo and high >= INF:
        return "不明"
    return write_band(None if low <= domain.lo else low, None if high >= INF else high, fact.unit)


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
