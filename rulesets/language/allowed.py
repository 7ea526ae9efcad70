"""What a test allows: sets of numbers as intervals, sets of options as members.

Both can be negated, intersected and compared exactly; that is what makes bounds, overlaps and holes of a
table decidable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...facts.values import Options, Range

if TYPE_CHECKING:
    from ...facts.values import Possible

__all__ = ["Allowed", "Intervals", "Members", "both", "everything"]


@dataclass(frozen=True, slots=True)
class Intervals:
    """A set of integers: inclusive, sorted, separate intervals inside a domain.

    >>> i = Intervals.of(Range(0, 99), (Range(10, 19), Range(15, 30)))
    >>> i.parts, i.complement().parts
    ((Range(lo=10, hi=30),), (Range(lo=0, hi=9), Range(lo=31, hi=99)))
    """

    domain: Range
    parts: tuple[Range, ...]

    @classmethod
    def of(cls, domain: Range, parts: tuple[Range, ...]) -> Intervals:
        """Clip to the domain, sort, and merge what touches."""
        merged: list[Range] = []
        for part in sorted((p for part in parts if (p := part.meet(domain))), key=lambda r: r.lo):
            if merged and part.lo <= merged[-1].hi + 1:
                merged[-1] = merged[-1].join(part)
            else:
                merged.append(part)
        return cls(domain, tuple(merged))

    def complement(self) -> Intervals:
        """Return every value of the domain that is not in the set."""
        gaps: list[Range] = []
        start = self.domain.lo
        for part in self.parts:
            if start < part.lo:
                gaps.append(Range(start, part.lo - 1))
            start = part.hi + 1
        if start <= self.domain.hi:
            gaps.append(Range(start, self.domain.hi))
        return Intervals(self.domain, tuple(gaps))

    def meet(self, other: Intervals) -> Intervals:
        """Return the values in both sets."""
        both = tuple(m for a in self.parts for b in other.parts if (m := a.meet(b)))
        return Intervals.of(self.domain, both)

    def holds_all(self, possible: Possible) -> bool:
        """Whether every possible value is in the set."""
        assert isinstance(possible, Range)  # noqa: S101 - kinds are checked when the rule is loaded
        return any(part.lo <= possible.lo and possible.hi <= part.hi for part in self.parts)

    def holds_any(self, possible: Possible) -> bool:
        """Whether some possible value is in the set."""
        assert isinstance(possible, Range)  # noqa: S101 - kinds are checked when the rule is loaded
        return any(part.lo <= possible.hi and possible.lo <= part.hi for part in self.parts)

    def __bool__(self) -> bool:
        return bool(self.parts)


@dataclass(frozen=True, slots=True)
class Members:
    """A set of options out of all the options of a fact, in the order of the vocabulary.

    >>> Members(("yes", "no"), frozenset({"yes"})).complement().chosen
    frozenset({'no'})
    """

    domain: tuple[str, ...]
    chosen: frozenset[str]

    def complement(self) -> Members:
        """Return the options not in the set."""
        return Members(self.domain, frozenset(self.domain) - self.chosen)

    def meet(self, other: Members) -> Members:
        """Return the options in both sets."""
        return Members(self.domain, self.chosen & other.chosen)

    def holds_all(self, possible: Possible) -> bool:
        """Whether every possible option is in the set."""
        assert isinstance(possible, Options)  # noqa: S101 - kinds are checked when the rule is loaded
        return possible.members <= self.chosen

    def holds_any(self, possible: Possible) -> bool:
        """Whether some possible option is in the set."""
        assert isinstance(possible, Options)  # noqa: S101 - kinds are checked when the rule is loaded
        return bool(possible.members & self.chosen)

    def __bool__(self) -> bool:
        return bool(self.chosen)


Allowed = Intervals | Members


def everything(anything: Possible, order: tuple[str, ...]) -> Allowed:
    """Return the set of all values of a fact."""
    if isinstance(anything, Range):
        return Intervals(anything, (anything,))
    return Members(order, anything.members)


def both(a: Allowed, b: Allowed) -> Allowed:
    """Return the values in two sets of one fact."""
    if isinstance(a, Intervals) and isinstance(b, Intervals):
        return a.meet(b)
    assert isinstance(a, Members)  # noqa: S101 - tests of one fact are of one kind
    assert isinstance(b, Members)  # noqa: S101
    return a.meet(b)
