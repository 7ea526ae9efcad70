"""What would change the outcome: the smallest changes of facts that certainly do, and the nearest lines.

A change takes a fact to a cell that holds none of its possible values. It counts when every completion then has the
one new outcome, an outcome that is not possible as things stand: it holds for certain, for partial records too.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from ...facts.values import INF, Options, Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from .grid import Factor, Grid, Region

    Look = Callable[[str, Index], Possible]

__all__ = ["MOST_TRIES", "Line", "Move", "gap", "lines", "moves"]

#: Pairs of cells tried beyond which pairs of changes are not looked for.
MOST_TRIES: Final = 20_000


@dataclass(frozen=True)
class Move:
    """Facts taken elsewhere, each with the values it goes to, and the one outcome that follows."""

    to: tuple[tuple[int, Possible], ...]
    outcome: str


@dataclass(frozen=True)
class Line:
    """The nearest line of a number beyond which other outcomes are possible."""

    factor: int
    above: bool
    cell: Range
    possible: tuple[str, ...]


def gap(here: Possible, there: Possible) -> tuple[int, int] | None:
    """Return the least and most a number must move; None where nothing can be counted.

    >>> gap(Range(287_660, 287_660), Range(300_000, INF)), gap(Range(0, 499), Range(500, INF))
    ((12340, 12340), (1, 500))
    """
    if not isinstance(here, Range) or not isinstance(there, Range):
        return None
    if there.lo > here.hi:
        return there.lo - here.hi, there.lo - here.lo
    return here.lo - there.hi, (here.hi - there.hi if here.hi < INF else INF)


def moves(grid: Grid, region: Region, look: Look, fixed: int = 0) -> list[Move]:
    """Return the smallest changes to every other outcome: single facts, else pairs; ``fixed`` facts stay."""
    current = grid.possible(region)
    steps = [
        [] if fixed >> n & 1 else list(_elsewhere(f, look(f.fact.name, f.index)))
        for n, f in enumerate(grid.factors)
    ]
    found: list[Move] = []
    for n, cells in enumerate(steps):
        reached: dict[str, list[Possible]] = {}
        for _, group, cell in cells:
            outcome = _only(grid, current, _with(region, {n: group}))
            if outcome is not None:
                reached.setdefault(outcome, []).append(cell)
        found += [Move(((n, _join(at)),), outcome) for outcome, at in reached.items()]
    alone = {m.outcome for m in found}
    if sum(len(a) * len(b) for a, b in combinations(steps, 2)) <= MOST_TRIES:
        found += _pairs(grid, region, steps, current, alone)
    return found


def _pairs(
    grid: Grid,
    region: Region,
    steps: Sequence[list[tuple[int, int, Possible]]],
    current: int,
    alone: set[str],
) -> Iterator[Move]:
    """Two facts together, for outcomes that no single change reaches; the nearest of each two facts."""
    for a, b in combinations(range(len(steps)), 2):
        nearest: dict[str, list[tuple[int, int]]] = {}
        for near_a, group_a, cell_a in steps[a]:
            for near_b, group_b, cell_b in steps[b]:
                outcome = _only(grid, current, _with(region, {a: group_a, b: group_b}))
                if outcome is None or outcome in alone:
                    continue
                beaten = nearest.setdefault(outcome, [])
                if any(x <= near_a and y <= near_b for x, y in beaten):
                    continue
                beaten.append((near_a, near_b))
                yield Move(((a, cell_a), (b, cell_b)), outcome)


def _only(grid: Grid, current: int, region: Region) -> str | None:
    possible = grid.possible(region)
    if possible.bit_count() != 1 or possible & current:
        return None
    return grid.outcomes[possible.bit_length() - 1]


def _with(region: Region, groups: dict[int, int]) -> Region:
    return tuple(1 << groups[n] if n in groups else mask for n, mask in enumerate(region))


def _elsewhere(factor: Factor, here: Possible) -> Iterator[tuple[int, int, Possible]]:
    """Cells without a possible value as (rank of nearness, group, cell), the nearest first."""
    touched = factor.touched(here)
    free = [i for i in range(len(factor.cells)) if i not in touched]
    distance = {i: gap(here, factor.cells[i]) for i in free}
    free.sort(key=lambda i: (distance[i] or (0, 0), i))
    for rank, i in enumerate(free):
        yield rank if distance[i] is not None else 0, factor.groups[i], factor.cells[i]


def _join(cells: list[Possible]) -> Possible:
    """Of numbers the nearest cell; of options all that give the same."""
    first = cells[0]
    if isinstance(first, Range):
        return first
    return Options(frozenset(o for c in cells if isinstance(c, Options) for o in c.members))


def lines(grid: Grid, region: Region, look: Look) -> Iterator[Line]:
    """Yield, per number and side, the nearest line beyond which other outcomes are possible."""
    current = grid.possible(region)
    for n, factor in enumerate(grid.factors):
        here = look(factor.fact.name, factor.index)
        if not isinstance(here, Range):
            continue
        touched = factor.touched(here)
        ways = ((False, range(touched[0] - 1, -1, -1)), (True, range(touched[-1] + 1, len(factor.cells))))
        for above, way in ways:
            for i in way:
                cell = factor.cells[i]
                possible = grid.possible(_with(region, {n: factor.groups[i]}))
                if possible != current and isinstance(cell, Range):
                    yield Line(n, above, cell, grid.named(possible))
                    break
