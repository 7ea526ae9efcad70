"""Possible values: a fact is the set of values it may still have.

A number or a date is an inclusive :class:`Range` of integers (dates as proleptic ordinals, see
:meth:`datetime.date.toordinal`); a choice is a subset of its :class:`Options`. Not knowing is the widest set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["INF", "NO", "UNDECIDED", "YES", "Options", "Possible", "Range", "combine", "yes_no"]

#: Stands for "no bound". Within ±2^62, the integers every executor compares exactly.
INF: Final = 2**62


@dataclass(frozen=True, slots=True)
class Range:
    """Every integer from ``lo`` to ``hi``, both included.

    >>> Range(100_000, 299_999).exact, Range(5, 5).exact
    (False, True)
    """

    lo: int = -INF
    hi: int = INF

    def __post_init__(self) -> None:
        if not -INF <= self.lo <= self.hi <= INF:
            raise ValueError(f"no value lies between {self.lo} and {self.hi}")

    @property
    def exact(self) -> bool:
        """Whether one value is left."""
        return self.lo == self.hi

    def meet(self, other: Range) -> Range | None:
        """Return the values in both, or None when there is none.

        >>> Range(0, 9).meet(Range(5, 20)), Range(0, 1).meet(Range(2, 3))
        (Range(lo=5, hi=9), None)
        """
        lo, hi = max(self.lo, other.lo), min(self.hi, other.hi)
        return Range(lo, hi) if lo <= hi else None

    def join(self, other: Range) -> Range:
        """Return the smallest range holding both."""
        return Range(min(self.lo, other.lo), max(self.hi, other.hi))


@dataclass(frozen=True, slots=True)
class Options:
    """A non-empty set of options, of which one is the value.

    >>> sorted(Options.of("yes", "no").members)
    ['no', 'yes']
    """

    members: frozenset[str]

    def __post_init__(self) -> None:
        if not self.members:
            raise ValueError("a choice needs at least one option left")

    @classmethod
    def of(cls, *members: str) -> Options:
        """Build from the options given."""
        return cls(frozenset(members))

    @property
    def exact(self) -> bool:
        """Whether one option is left."""
        return len(self.members) == 1

    def meet(self, other: Options) -> Options | None:
        """Return the options in both, or None when there is none."""
        both = self.members & other.members
        return Options(both) if both else None

    def join(self, other: Options) -> Options:
        """Return the options in either."""
        return Options(self.members | other.members)


Possible = Range | Options
_P = TypeVar("_P", Range, Options)

YES: Final = Options.of("yes")
NO: Final = Options.of("no")
UNDECIDED: Final = Options.of("yes", "no")


def yes_no(value: bool | None) -> Options:
    """Turn True, False or None (not known) into a possible value.

    >>> yes_no(None) == UNDECIDED
    True
    """
    return UNDECIDED if value is None else (YES if value else NO)


def combine(sources: Iterable[_P], *, apart: bool = False) -> tuple[_P, bool]:
    """Combine what several sources say of one fact, in any order.

    Returns what all agree on and False; or, where they contradict one another, everything that any of them
    allows and True: then only what holds under each source can be concluded. ``apart`` says that one of the sources
    stands for several that contradict one another already: then too everything that any of them allows is left.

    >>> combine([Range(0, 499), Range(100, 900)])
    (Range(lo=100, hi=499), False)
    >>> combine([Range(0, 499), Range(500, 900)])
    (Range(lo=0, hi=900), True)
    """
    listed = list(sources)
    met: _P | None = listed[0]
    hull = listed[0]
    for source in listed[1:]:
        met = met.meet(source) if met is not None else None
        hull = hull.join(source)
    return (met, False) if met is not None and not apart else (hull, met is None)
