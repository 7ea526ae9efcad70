"""What a case expects, read by the kind of its rule into words that can be compared with what a rule concluded.

=========  =======================================================================================
check      ``finding`` · ``none`` · ``unknown``
oblige     ``met`` · ``unmet`` · ``unknown`` · ``not_applicable``, or ``{state: met, due: 2030-04-01}``; a
           deadline not known exactly is a span, ``..2030-04-01`` for "no later than"; ``ends`` alike
decide     an outcome, two of them as ``key..full``, or ``{outcome: …, rows: […]}``
define     a value of the fact, a span such as ``5..9``, ``unknown``, or ``{value: …, conflict: yes}``
expect     ``done`` · ``not_stated`` · ``possible`` · ``not_done`` · ``unread`` · ``not_expected`` · ``unknown``
judge      ``lacking..strong``; one that finds: ``finding`` · ``none`` · ``unknown``
=========  =======================================================================================

Where a rule speaks of each file (or incident, or change) one word stands for all of them, and
``{甲ファイル: finding, 乙ファイル: none}`` for each by name, or by number from 1.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from ..facts.reading.value_reader import Unreadable, read_value
from ..facts.values import INF, Options, Possible, Range
from ..facts.vocabulary import Kind
from ..rulesets.language.grammar import Check, Decide, Define, Expect, Judge, Oblige
from ..rulesets.language.span_ends import ends_of
from ..rulesets.program.measure_counts import ADEQUACY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..facts.vocabulary import Fact, Vocabulary
    from ..rulesets.language.grammar import Statement

__all__ = ["NOT_IN_FORCE", "Expected", "Wanted", "Wrong", "read_expect", "said", "span"]

#: What one row of a rule's scope is wanted to be: parts of the answer by name, each in words.
Wanted = dict[str, str]
#: Per row by its name, or None for every row.
Expected = tuple[tuple[str | None, Wanted], ...]
#: May be expected of a rule of any kind, on a day outside its days in force.
NOT_IN_FORCE: Final = "not_in_force"

_WORDS: Final[dict[type[Statement], tuple[str, ...]]] = {
    Check: ("finding", "none", "unknown"),
    Oblige: ("met", "unmet", "unknown", "not_applicable"),
    Expect: ("done", "not_stated", "possible", "not_done", "unread", "not_expected", "unknown"),
}
_PARTS: Final[dict[type[Statement], tuple[str, ...]]] = {
    Check: ("state",),
    Oblige: ("state", "due", "ends"),
    Expect: ("state",),
    Decide: ("outcome", "rows"),
    Define: ("value", "conflict"),
    Judge: ("derived",),
}
#: A thousand years: the difference of two dates is beyond it only where one of them is not known.
_FAR: Final = 366_000


class Wrong(ValueError):
    """A rule of this kind cannot answer so; the text says what it can answer."""


def read_expect(raw: Any, rule: Statement, vocabulary: Vocabulary) -> Expected:
    """Read what a case expects of a rule.

    >>> from ..rulesets.loader import load_ruleset
    >>> ruleset = load_ruleset()
    >>> read_expect("finding", ruleset["hearing.backwards"], ruleset.vocabulary)
    ((None, {'state': 'finding'}),)

    Raises:
        Wrong: a rule of this kind cannot answer so.
    """
    parts = _parts(rule)
    if isinstance(raw, dict) and raw and not set(raw) <= set(parts):
        return tuple((str(name), _one(one, rule, vocabulary)) for name, one in raw.items())
    return ((None, _one(raw, rule, vocabulary)),)


def _parts(rule: Statement) -> tuple[str, ...]:
    return ("state",) if _finds(rule) else _PARTS[type(rule)]


def _finds(rule: Statement) -> bool:
    return isinstance(rule, Judge) and rule.judge == "finding"


def _one(raw: Any, rule: Statement, vocabulary: Vocabulary) -> Wanted:
    parts = _parts(rule)
    if raw == NOT_IN_FORCE:
        return {parts[0]: NOT_IN_FORCE}
    given: Mapping[str, Any] = raw if isinstance(raw, dict) else {parts[0]: raw}
    if not given or not set(given) <= set(parts):
        raise Wrong(f"write one word, or {', '.join(f'`{p}`' for p in parts)} with it")
    return {str(name): _read(str(name), value, rule, vocabulary) for name, value in given.items()}


def _read(part: str, raw: Any, rule: Statement, vocabulary: Vocabulary) -> str:
    match rule:
        case Define():
            if part == "conflict":
                return _word(raw, ("yes", "no"))
            return _value(raw, vocabulary[rule.define])
        case Decide():
            if part == "rows":
                return _word_list(raw, tuple(row.id for row in rule.rows))
            return _spread(raw, tuple(o.id for o in rule.outcomes))
        case Judge() if _finds(rule):
            return _word(raw, _WORDS[Check])
        case Judge():
            return _spread(raw, ADEQUACY)
        case _ if part in ("due", "ends"):
            return _days(raw)
        case _:
            return _word(raw, _WORDS[type(rule)])


def _days(raw: Any) -> str:
    """Read a deadline: a date, days between which it lies (open where not known), or ``none``."""
    if isinstance(raw, dt.date):
        return raw.isoformat()
    written = ends_of(str(raw))
    if written:
        try:
            ends = [dt.date.fromisoformat(end).isoformat() if end else "" for end in written]
        except ValueError:
            ends = []
        if any(ends):
            return "..".join(ends)
    return _word(raw, ("none",), "a date, a span such as `..2030-04-01`, or `none`")


def _word(raw: Any, words: tuple[str, ...], hint: str = "") -> str:
    word = {True: "yes", False: "no"}[raw] if isinstance(raw, bool) else str(raw)
    if word not in words:
        raise Wrong(f"write {hint or 'one of: ' + ', '.join(words)}")
    return word


def _word_list(raw: Any, words: tuple[str, ...]) -> str:
    if not isinstance(raw, list) or not raw:
        raise Wrong(f"write a list of rows out of: {', '.join(words)}")
    return ", ".join(sorted(_word(one, words) for one in raw))


def _spread(raw: Any, order: tuple[str, ...]) -> str:
    if isinstance(raw, str) and (ends := ends_of(raw)):
        low, high = (_word(end, order) for end in ends)
        if order.index(low) > order.index(high):
            raise Wrong("write the lower end first")
        return span(low, high)
    return _word(raw, order)


def _value(raw: Any, fact: Fact) -> str:
    if raw == "unknown":
        return "unknown"
    if isinstance(raw, str) and not isinstance(fact.anything, Options) and (ends := ends_of(raw)):
        domain = fact.anything
        low, high = (_end(end, fact) for end in ends)
        lo, hi = domain.lo if low is None else low, domain.hi if high is None else high
        if lo > hi:
            raise Wrong("write the lower end first")
        return said(fact, Range(lo, hi))
    try:
        value = read_value(fact, raw)
    except Unreadable as error:
        raise Wrong(str(error)) from None
    if not isinstance(value, (Range, Options)):
        raise Wrong("write a value, a span or `unknown`")
    return said(fact, value)


def _end(word: str, fact: Fact) -> int | None:
    if not word:
        return None
    try:
        if fact.kind is Kind.DATE:
            return dt.date.fromisoformat(word).toordinal()
        return int(word.replace(",", ""))
    except ValueError:
        raise Wrong("write the ends of a span as whole numbers, or dates such as 2025-04-01") from None


def span(low: str, high: str) -> str:
    """Write a spread of ordered options.

    >>> span("key", "full"), span("full", "full")
    ('key..full', 'full')
    """
    return low if low == high else f"{low}..{high}"


def said(fact: Fact, possible: Possible) -> str:
    """Write a possible value the one way cases and results are compared in.

    >>> from ..facts.vocabulary import load_vocabulary
    >>> said(load_vocabulary()["headcount"], Range(300_000, INF))
    '300000..'
    """
    if possible == fact.anything:
        return "unknown"
    if isinstance(possible, Options):
        return "|".join(sorted(possible.members))
    domain = fact.anything
    assert isinstance(domain, Range)  # noqa: S101 - a range is a value of a number or a date
    if possible.exact:
        return _shown(fact, possible.lo)
    far = _FAR if fact.kind is Kind.DAYS else INF // 2
    low = "" if possible.lo <= max(domain.lo, -far) else _shown(fact, possible.lo)
    high = "" if possible.hi >= min(domain.hi, far) else _shown(fact, possible.hi)
    return f"{low}..{high}" if low or high else "unknown"


def _shown(fact: Fact, number: int) -> str:
    return dt.date.fromordinal(number).isoformat() if fact.kind is Kind.DATE else str(number)
