"""Which way a fact must move to be stricter: what a ruleset laid over the law may conclude without loosening it.

A value of a fact is *strict* where taking it instead of any other never lowers the level, never takes a duty, an
expected measure away, and never lets a duty be met more easily. It is shown by the boxes of conditions and of the
level's table, for every completion of the other facts; what cannot be shown counts as not strict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from ...facts.values import Options, Range
from ..language.allowed import Intervals, Members
from ..language.conditions import ALWAYS, All, AnyOf, Atom, Not, atoms, boxes
from ..language.grammar import Check
from ..program.decision_tables import meet
from ..program.program import Aggregate, Bounds, ByCondition, Difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...facts.values import Possible
    from ..language.allowed import Allowed
    from ..language.conditions import Condition
    from ..program.decision_tables import Table
    from ..program.program import Derive, Leaf, Program

__all__ = ["LEVEL", "Strictness", "Way", "implies"]

#: The fact whose table gives the level.
LEVEL: Final = "required_level"
#: Towards yes or no; towards larger or smaller numbers.
Way = Literal["yes", "no", "up", "down"]
_BACK: Final[dict[Way, Way]] = {"yes": "no", "no": "yes", "up": "down", "down": "up"}
_NEVER: Final = AnyOf(())


def implies(one: Condition, other: Condition) -> bool:
    """Whether a condition holds only where another does, on every complete record; False where it cannot be shown.

    >>> from ..language.allowed import Intervals
    >>> from ...facts.values import INF, Range
    >>> def at_least(n): return Atom("headcount", Intervals.of(Range(0, INF), (Range(n, INF),)))
    >>> implies(at_least(500), at_least(400)), implies(at_least(400), at_least(500))
    (True, False)
    """
    if one == other:
        return True
    try:
        return not boxes(All((one, Not(other))))
    except ValueError:  # too many boxes
        return False


@dataclass
class Strictness:
    """Answers for one program (the law of one day); ``levels`` are the level's outcomes, the lowest first."""

    program: Program
    levels: tuple[str, ...]
    _known: dict[tuple[str, Way], bool] = field(default_factory=dict)

    def strict(self, fact: str, way: Way) -> bool:
        """Whether moving a fact this way never loosens anything."""
        key = (fact, way)
        if key not in self._known:
            self._known[key] = False  # a circle of facts is shown by nothing
            self._known[key] = all(self._read_strictly(fact, way))
        return self._known[key]

    def _read_strictly(self, fact: str, way: Way) -> Iterator[bool]:
        """Whether each reader of a fact becomes no looser, those that read what follows from it included."""
        checks = {s.id for s in self.program.statements if isinstance(s, Check)}  # a finding is no duty
        for leaf in self.program.leaves:
            if leaf.rule not in checks and fact in _facts(leaf.when):
                yield self._leaf(leaf, fact, way)
        for stratum in self.program.strata:
            for step in stratum:
                if step.table is not None and any(fact in b for row in step.table.rows for b in row.boxes):
                    yield step.fact == LEVEL and self._table(step.table, fact, way)
                for derive in step.derives:
                    yield from self._derived(step.fact, derive, fact, way)

    def _leaf(self, leaf: Leaf, fact: str, way: Way) -> bool:
        return self._grows(leaf.when, fact, _BACK[way] if leaf.part == "met" else way)

    def _grows(self, condition: Condition, fact: str, way: Way) -> bool:
        """Whether a condition that holds goes on to hold when a fact moves this way."""
        steps = self._steps(condition, fact, way)
        return all(implies(at(condition, fact, a), at(condition, fact, b)) for a, b in steps)

    def _steps(self, condition: Condition, fact: str, way: Way) -> Iterator[tuple[Possible, Possible]]:
        """Yield values of a fact in pairs, each with the next one that way; every test tells some pair apart."""
        known = self.program.vocabulary[fact]
        if not isinstance(known.anything, Range):
            if known.anything.members == {"yes", "no"}:
                yield Options.of("no" if way == "yes" else "yes"), Options.of(way)
            else:  # a choice has no direction: any option may take the place of any other
                for a in known.anything.members:
                    yield from ((Options.of(a), Options.of(b)) for b in known.anything.members if a != b)
            return
        tests = [a.allowed for a in atoms(condition) if a.fact == fact]
        edges = {e for t in tests if isinstance(t, Intervals) for p in t.parts for e in (p.lo, p.hi + 1)}
        points = sorted(
            {known.anything.lo} | {e for e in edges if known.anything.lo <= e <= known.anything.hi}
        )
        for low, high in pairwise(points):
            one, other = Range(low, low), Range(high, high)
            yield (one, other) if way == "up" else (other, one)

    def _table(self, table: Table, fact: str, way: Way) -> bool:
        """Whether no row of a lower level holds where a fact has moved this way from a row of a higher one."""
        rank = {level: n for n, level in enumerate(self.levels)}
        listed = [(rank.get(row.outcome, -1), box) for row in table.rows for box in row.boxes]
        for high, a in listed:
            for low, b in listed:
                if low < high and self._moves(a.get(fact), b.get(fact), way):
                    rest = [{k: v for k, v in box.items() if k != fact} for box in (a, b)]
                    if meet(*rest) is not None:
                        return False
        return True

    @staticmethod
    def _moves(start: Allowed | None, end: Allowed | None, way: Way) -> bool:
        """Whether some value of the first lies before some value of the second, that way."""
        if start is None or end is None:
            return True
        if isinstance(start, Members) and isinstance(end, Members):
            if set(start.domain) == {"yes", "no"}:
                return _BACK[way] in start.chosen and way in end.chosen
            return True
        if isinstance(start, Intervals) and isinstance(end, Intervals):
            if way == "up":
                return start.parts[0].lo < end.parts[-1].hi
            return start.parts[-1].hi > end.parts[0].lo
        return True

    def _derived(self, name: str, derive: Derive, fact: str, way: Way) -> Iterator[bool]:
        """Yield whether what a definition concludes moves only towards what is strict of it."""
        match derive:
            case ByCondition(yes, no):
                if fact in _facts(yes or _NEVER) | _facts(no or _NEVER):
                    yield self._both(name, yes or _NEVER, no or _NEVER, fact, way)
            case Aggregate(how, _, where):
                if fact in _facts(where):
                    more: Way = "up" if how == "count" else "yes"
                    grows, shrinks = (self._grows(where, fact, w) for w in (way, _BACK[way]))
                    yield (
                        (grows or shrinks)
                        and (not grows or self.strict(name, more))
                        and (not shrinks or self.strict(name, _BACK[more]))
                    )
            case Bounds(least, most):
                if any(fact in _facts(s.where) for s in (*least, *most)):
                    yield False
                elif any(s.fact == fact for s in (*least, *most)):
                    yield self.strict(name, way)
            case Difference(left, right, _):
                if fact in (left, right):
                    yield left != right and self.strict(name, way if fact == left else _BACK[way])
            case _:
                yield fact not in _facts(derive.source.where) | {derive.source.fact}

    def _both(self, name: str, yes: Condition, no: Condition, fact: str, way: Way) -> bool:
        to_yes = self._grows(yes, fact, way) and self._grows(no, fact, _BACK[way])
        to_no = self._grows(yes, fact, _BACK[way]) and self._grows(no, fact, way)
        return (to_yes and self.strict(name, "yes")) or (to_no and self.strict(name, "no"))


def at(condition: Condition, fact: str, value: Possible) -> Condition:
    """Return a condition with one fact known."""
    match condition:
        case Atom(name, allowed):
            if name != fact:
                return condition
            return ALWAYS if allowed.holds_all(value) else _NEVER
        case All(parts):
            return All(tuple(at(p, fact, value) for p in parts))
        case AnyOf(parts):
            return AnyOf(tuple(at(p, fact, value) for p in parts))
        case Not(part):
            return Not(at(part, fact, value))


def _facts(condition: Condition) -> set[str]:
    return {a.fact for a in atoms(condition)}
