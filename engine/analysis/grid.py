"""The partition a conclusion rests on: each fact cut into the cells its tests tell apart, outcomes as boxes of cells.

A set of cells is an integer with one bit per cell, so meeting and containing are single operations. A *term* is one
box: the outcome can be when every set named in it meets what is possible. A term may name one fact twice: each
naming counts by itself, as in Kleene's tables, so that the answers here are those of the executors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache, wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar

from ...facts.values import Options, Range
from ...rulesets.language.allowed import Intervals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...facts.vocabulary import Fact, Vocabulary
    from ...rulesets.language.allowed import Allowed
    from ...rulesets.program.decision_tables import Table

    #: Facts at rows, tested: what a term asks for.
    Atoms = tuple[tuple[tuple[str, Index], Allowed], ...]

__all__ = [
    "Factor",
    "Grid",
    "Identity",
    "Region",
    "bits",
    "cut",
    "grid_of",
    "meets",
    "remembered",
    "table_grid",
]

#: Per factor, the cells still possible.
Region = tuple[int, ...]
_P = ParamSpec("_P")
_T = TypeVar("_T")
#: Answers remembered per grid; what is known of affairs falls into few regions.
_MOST_ANSWERS: Final = 4_096


def bits(mask: int) -> list[int]:
    """Return the numbers of the bits set.

    >>> bits(0b1010)
    [1, 3]
    """
    return [i for i in range(mask.bit_length()) if mask >> i & 1]


@dataclass(frozen=True)
class Factor:
    """One fact with its cells, in ascending order; ``groups`` numbers cells that nothing tells apart alike."""

    fact: Fact
    index: Index
    cells: tuple[Possible, ...]
    groups: tuple[int, ...]

    @property
    def key(self) -> tuple[str, Index]:
        """The fact and the row it stands in."""
        return (self.fact.name, self.index)

    def touched(self, possible: Possible) -> list[int]:
        """Return the cells that hold some possible value."""
        return [i for i, cell in enumerate(self.cells) if meets(cell, possible)]

    def mask(self, possible: Possible) -> int:
        """Return the groups of cells that hold some possible value."""
        return sum(1 << g for g in {self.groups[i] for i in self.touched(possible)})


def meets(a: Possible, b: Possible) -> bool:
    """Whether some value is in both."""
    if isinstance(a, Range):
        return isinstance(b, Range) and a.lo <= b.hi and b.lo <= a.hi
    return isinstance(b, Options) and bool(a.members & b.members)


@dataclass(frozen=True)
class Grid:
    """Facts in cells, and what can be concluded as terms: (number of the outcome, ((factor, cells), …))."""

    factors: tuple[Factor, ...]
    outcomes: tuple[str, ...]
    terms: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]
    answers: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def full(self) -> Region:
        """Nothing known of any fact."""
        return tuple((1 << (max(f.groups) + 1)) - 1 for f in self.factors)

    def region(self, look: Callable[[str, Index], Possible]) -> Region:
        """Return what is possible as cells."""
        return tuple(f.mask(look(f.fact.name, f.index)) for f in self.factors)

    def alive(self, region: Region) -> list[int]:
        """Return the numbers of the terms that some completion can reach."""
        return [i for i, (_, atoms) in enumerate(self.terms) if all(region[f] & m for f, m in atoms)]

    def possible(self, region: Region) -> int:
        """Return the outcomes that can still be, one bit each."""
        out = 0
        for outcome, atoms in self.terms:
            for f, mask in atoms:
                if not region[f] & mask:
                    break
            else:
                out |= 1 << outcome
        return out

    def named(self, outcomes: int) -> tuple[str, ...]:
        """Return outcomes by name, in order."""
        return tuple(self.outcomes[i] for i in bits(outcomes))

    @cached_property
    def pairs(self) -> tuple[tuple[int, int, tuple[tuple[int, int], ...]], ...]:
        """Two terms of different outcomes, with the cells both allow of each fact either names."""
        out = []
        for i, (a, left) in enumerate(self.terms):
            for j in range(i + 1, len(self.terms)):
                b, right = self.terms[j]
                if a != b:
                    both = dict.fromkeys((f for f, _ in (*left, *right)), -1)
                    for f, mask in (*left, *right):
                        both[f] &= mask
                    out.append((i, j, tuple(both.items())))
        return tuple(out)


class Identity:
    """A value as a cache key, equal only to itself."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identity) and other.value is self.value


def remembered(
    function: Callable[Concatenate[Grid, _P], _T],
) -> Callable[Concatenate[Grid, _P], _T]:
    """Let a grid remember the answers of a pure function; forgotten together when there are too many."""

    @wraps(function)
    def answer(grid: Grid, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        key = (function.__name__, args, tuple(kwargs.items()))
        if key not in grid.answers:
            if len(grid.answers) >= _MOST_ANSWERS:
                grid.answers.clear()
            grid.answers[key] = function(grid, *args, **kwargs)
        found: _T = grid.answers[key]
        return found

    return answer


def table_grid(table: Table, outcomes: Sequence[str], vocabulary: Vocabulary) -> Grid:
    """Cut the facts of a table where its tests change."""
    terms = [
        (row.outcome, tuple(((name, ()), allowed) for name, allowed in box.items()))
        for row in table.rows
        for box in row.boxes
    ]
    return grid_of(terms, outcomes, vocabulary)


def grid_of(terms: Iterable[tuple[str, Atoms]], outcomes: Sequence[str], vocabulary: Vocabulary) -> Grid:
    """Cut every fact that terms test into cells, and join cells that nothing tells apart.

    Affairs of which the same is open get the same grid, with the answers it remembers.
    """
    return _grid(tuple(terms), tuple(outcomes), Identity(vocabulary))


@lru_cache(maxsize=1_024)
def _grid(listed: tuple[tuple[str, Atoms], ...], outcomes: tuple[str, ...], owner: Identity) -> Grid:
    vocabulary: Vocabulary = owner.value
    tests: dict[tuple[str, Index], list[Allowed]] = {}
    for _, atoms in listed:
        for key, allowed in atoms:
            tests.setdefault(key, []).append(allowed)
    keys = list(tests)
    cells = [cut(vocabulary[name], tests[name, index]) for name, index in keys]
    raw = [
        (
            outcomes.index(outcome),
            tuple((keys.index(key), _mask(cells[keys.index(key)], allowed)) for key, allowed in atoms),
        )
        for outcome, atoms in listed
    ]
    groups = [_groups(n, len(cells[n]), raw) for n in range(len(keys))]
    factors = tuple(
        Factor(vocabulary[name], index, tuple(cells[n]), groups[n]) for n, (name, index) in enumerate(keys)
    )
    joined = (
        (
            outcome,
            tuple(sorted((f, sum(1 << g for g in {groups[f][i] for i in bits(m)})) for f, m in atoms)),
        )
        for outcome, atoms in raw
    )
    return Grid(factors, outcomes, tuple(dict.fromkeys(joined)))


def cut(fact: Fact, tests: list[Allowed]) -> list[Possible]:
    """Cut what a fact can be where its tests change."""
    domain = fact.anything
    if isinstance(domain, Options):
        order = [o.id for o in fact.options] if fact.options else ["yes", "no"]
        return [Options.of(o) for o in order if o in domain.members]
    starts = {domain.lo}
    for allowed in tests:
        if isinstance(allowed, Intervals):
            starts |= {e for part in allowed.parts for e in (part.lo, part.hi + 1)}
    edges = sorted(s for s in starts if domain.lo <= s <= domain.hi)
    ends = [*(e - 1 for e in edges[1:]), domain.hi]
    return [Range(lo, hi) for lo, hi in zip(edges, ends, strict=True)]


def _mask(cells: list[Possible], allowed: Allowed) -> int:
    return sum(1 << i for i, cell in enumerate(cells) if allowed.holds_all(cell))


def _groups(factor: int, count: int, terms: list[tuple[int, tuple[tuple[int, int], ...]]]) -> tuple[int, ...]:
    """Number the cells of a factor; cells that every term treats alike get one number."""
    seen: dict[frozenset[object], int] = {}
    out = []
    for cell in range(count):
        treated: set[object] = set()
        for outcome, atoms in terms:
            own = tuple(bool(m >> cell & 1) for f, m in atoms if f == factor)
            if any(own):
                treated.add((outcome, own, tuple(a for a in atoms if a[0] != factor)))
        out.append(seen.setdefault(frozenset(treated), len(seen)))
    return tuple(out)
