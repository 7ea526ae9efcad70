"""Whether two conditions mean the same, and a record on which they do not.

On complete facts the answer is exact: a condition is a union of boxes, and the boxes of one without the other are
what differs. On partial facts two conditions that agree on every complete record may still differ (one may see
sooner than the other what must follow); that is searched over every set of values the tests can tell apart, all of
them where they are few, a fixed sample where they are many, and then the answer is "not decided".
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final, Literal

from ...facts.values import INF, Options, Possible, Range
from ...rulesets.language.allowed import Intervals, Members
from ...rulesets.language.conditions import All, AnyOf, Atom, Not, atoms, boxes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...rulesets.language.allowed import Allowed
    from ...rulesets.language.conditions import Condition

__all__ = ["NEVER", "Comparison", "Truth", "compare", "holds", "some_record"]

Truth = Literal["true", "false", "unknown"]
NEVER: Final = AnyOf(())
_ALL: Final = 40_000
_SAMPLE: Final = 10_000
_SETS: Final = 256


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same, or different with a record that shows it; ``decided`` is false where neither was proved."""

    same: bool
    decided: bool = True
    record: Mapping[str, Possible] = field(default_factory=dict)
    before: Truth = "unknown"
    after: Truth = "unknown"


def compare(before: Condition, after: Condition) -> Comparison:
    """Compare two conditions.

    >>> from ...rulesets.language.allowed import Intervals
    >>> def at_least(n): return Atom("headcount", Intervals.of(Range(0, INF), (Range(n, INF),)))
    >>> found = compare(at_least(500), at_least(400))
    >>> found.same, found.record["headcount"], found.before, found.after
    (False, Range(lo=400, hi=400), 'false', 'true')
    >>> compare(at_least(500), Not(Not(at_least(500)))).same
    True
    """
    if before == after:
        return Comparison(same=True)
    if not _same_domains(before, after):
        return Comparison(same=False, decided=False)
    try:
        for only in (All((after, Not(before))), All((before, Not(after)))):
            record = _record(boxes(only))
            if record is not None:
                return _shown(before, after, record)
    except ValueError:  # too many boxes: the search below may still find a record
        return _search(before, after, exact=False)
    return _search(before, after, exact=True)


def some_record(condition: Condition) -> Mapping[str, Possible]:
    """Return facts under which a condition certainly holds; empty where it always or never does, or is too large."""
    try:
        return _record(boxes(condition)) or {}
    except ValueError:
        return {}


def holds(condition: Condition, record: Mapping[str, Possible]) -> Truth:
    """Kleene's truth of a condition on possible values; every fact it tests must be given."""
    value = _kleene(condition, record)
    return "unknown" if value is None else "true" if value else "false"


def _shown(before: Condition, after: Condition, record: Mapping[str, Possible]) -> Comparison:
    names = {a.fact for c in (before, after) for a in atoms(c)}
    whole = {**{n: s[0] for n, s in _sets((before, after)).items()}, **record}
    kept = {n: whole[n] for n in sorted(names)} if record else whole
    return Comparison(same=False, record=dict(record), before=holds(before, kept), after=holds(after, kept))


def _same_domains(*conditions: Condition) -> bool:
    domains: dict[str, object] = {}
    return all(
        domains.setdefault(a.fact, a.allowed.domain) == a.allowed.domain for c in conditions for a in atoms(c)
    )


def _record(found: tuple[dict[str, Allowed], ...]) -> dict[str, Possible] | None:
    """Take one point of the first box."""
    return {name: _point(allowed) for name, allowed in sorted(found[0].items())} if found else None


def _point(allowed: Allowed) -> Possible:
    if isinstance(allowed, Members):
        return Options.of(next(o for o in allowed.domain if o in allowed.chosen))
    first = allowed.parts[0]
    at = first.lo if first.lo > max(-INF, allowed.domain.lo) or first.lo >= 0 else min(first.hi, 0)
    if first.lo == allowed.domain.lo and first.hi < INF and allowed.domain.hi < INF:
        at = first.hi  # a date before a day is better shown by the day before than by the first of all days
    return Range(at, at)


def _kleene(condition: Condition, record: Mapping[str, Possible]) -> bool | None:
    match condition:
        case Atom(fact, allowed):
            return (
                True
                if allowed.holds_all(record[fact])
                else None
                if allowed.holds_any(record[fact])
                else False
            )
        case Not(part):
            inner = _kleene(part, record)
            return None if inner is None else not inner
        case All(parts):
            seen = {_kleene(part, record) for part in parts}
            return False if False in seen else None if None in seen else True
        case AnyOf(parts):
            seen = {_kleene(part, record) for part in parts}
            return True if True in seen else None if None in seen else False


def _search(before: Condition, after: Condition, *, exact: bool) -> Comparison:
    """Look for partial facts on which the two differ; ``exact`` says that complete facts are known to agree."""
    sets = _sets((before, after))
    names = sorted(sets)
    size = prod(len(sets[n]) for n in names)
    few = size <= _ALL and all(len(sets[n]) < _SETS for n in names)
    for record in _records(sets, names, every=few):
        a, b = holds(before, record), holds(after, record)
        if a != b:
            return Comparison(same=False, record=record, before=a, after=b)
    return Comparison(same=few or exact, decided=few)


def _records(
    sets: dict[str, list[Possible]], names: list[str], *, every: bool
) -> Iterator[dict[str, Possible]]:
    if every:
        yield from (dict(zip(names, values, strict=True)) for values in product(*(sets[n] for n in names)))
        return
    chance = random.Random(0)  # noqa: S311 - a fixed sample, the same on every run
    for _ in range(_SAMPLE):
        yield {n: chance.choice(sets[n]) for n in names}


def _sets(conditions: tuple[Condition, ...]) -> dict[str, list[Possible]]:
    """Return, per fact, every set of values that the tests can tell apart."""
    tests: dict[str, list[Allowed]] = {}
    for condition in conditions:
        for atom in atoms(condition):
            tests.setdefault(atom.fact, []).append(atom.allowed)
    return {fact: _of(allowed) for fact, allowed in tests.items()}


def _of(tests: list[Allowed]) -> list[Possible]:
    first = tests[0]
    if isinstance(first, Intervals):
        edges = sorted(
            {
                first.domain.lo,
                *(e for t in tests if isinstance(t, Intervals) for p in t.parts for e in (p.lo, p.hi + 1)),
            }
        )
        inside = [e for e in edges if first.domain.lo <= e <= first.domain.hi]
        cells = [
            (lo, inside[i + 1] - 1 if i + 1 < len(inside) else first.domain.hi) for i, lo in enumerate(inside)
        ]
        spans = [(cells[i][0], cells[j][1]) for i in range(len(cells)) for j in range(i, len(cells))]
        return [Range(lo, hi) for lo, hi in spans[:_SETS]]
    alike: dict[tuple[bool, ...], str] = {}
    for option in first.domain:
        alike.setdefault(tuple(isinstance(t, Members) and option in t.chosen for t in tests), option)
    kinds = list(alike.values())
    subsets = range(1, min(2 ** len(kinds), _SETS + 1))
    return [Options(frozenset(k for i, k in enumerate(kinds) if n >> i & 1)) for n in subsets]
