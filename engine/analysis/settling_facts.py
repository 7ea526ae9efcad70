"""Which facts settle a conclusion whatever their values, which facts it rests on, and which can no longer matter.

Two outcomes stay open together exactly while two of their terms can agree on everything that is known. A set of facts
settles the matter when it tells apart every such pair: the smallest sets are the minimal ones that hit, for each
pair, the facts on which it differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .grid import bits, remembered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .grid import Grid, Region

__all__ = ["MOST_PAIRS", "MOST_SETS", "hitting_sets", "idle_because", "matters", "rests_on", "settling_sets"]

#: Beyond these the sets are not computed, and the result says so.
MOST_PAIRS: Final = 20_000
MOST_SETS: Final = 64


@remembered
def settling_sets(grid: Grid, region: Region) -> tuple[int, ...] | None:
    """Return every smallest set of facts, as bits, that settles the outcome whatever their values.

    Empty when no facts settle it (the rules themselves leave it open); None when there are too many cases to tell.
    A settled outcome is settled by the empty set.
    """
    if len(grid.terms) ** 2 > 2 * MOST_PAIRS:
        return None
    return hitting_sets(_differences(grid, region))


def _differences(grid: Grid, region: Region) -> set[int]:
    """Per pair of terms still open, the facts on which they cannot agree."""
    alive = set(grid.alive(region))
    return {
        sum(1 << f for f, mask in both if not mask & region[f])
        for i, j, both in grid.pairs
        if i in alive and j in alive
    }


def hitting_sets(edges: Iterable[int]) -> tuple[int, ...] | None:
    """Return the minimal sets that have a member in every edge; none when an edge is empty, None when too many.

    >>> [bin(s) for s in hitting_sets([0b11, 0b110])]
    ['0b10', '0b101']
    """
    least = _minimal(edges)
    if 0 in least:
        return ()
    found = [0]
    for edge in least:
        kept = [s for s in found if s & edge]
        grown = {s | 1 << f for s in found if not s & edge for f in bits(edge)}
        kept += [g for g in grown if not any(k & g == k for k in kept)]
        found = _minimal(kept)
        if len(found) > MOST_SETS:
            return None
    return tuple(sorted(found, key=lambda s: (s.bit_count(), s)))


def _minimal(sets: Iterable[int]) -> list[int]:
    out: list[int] = []
    for s in sorted(set(sets), key=lambda s: (s.bit_count(), s)):
        if not any(small & s == small for small in out):
            out.append(s)
    return out


@remembered
def matters(grid: Grid, region: Region, factor: int) -> bool:
    """Whether two values possible for a fact can lead to different outcomes, everything else being equal."""
    alive = set(grid.alive(region))
    for i, j, both in grid.pairs:
        if i in alive and j in alive:
            apart = [f for f, mask in both if not mask & region[f]]
            if apart == [factor] or (not apart and any(f == factor for f, _ in both)):
                return True
    return False


@remembered
def rests_on(grid: Grid, region: Region, background: int = 0) -> tuple[int, ...] | None:
    """Return the smallest sets of known facts that alone give the one outcome possible.

    Facts of the ``background`` hold without being named. Nothing when the outcome is not settled.
    """
    possible = grid.possible(region)
    if possible.bit_count() != 1:
        return ()
    edges = set()
    for outcome, atoms in grid.terms:
        if not possible >> outcome & 1:
            shut = sum(1 << f for f in {f for f, mask in atoms if not mask & region[f]})
            if not shut & background:
                edges.add(shut)
    return hitting_sets(edges)


@remembered
def idle_because(grid: Grid, region: Region, factor: int, background: int = 0) -> tuple[int, ...] | None:
    """Return the smallest sets of known facts that keep a fact from mattering."""
    edges = set()
    for _, _, both in grid.pairs:
        apart = dict(both)
        if apart.get(factor, -1) & region[factor]:
            continue  # this fact does not tell the two apart
        if any(not mask & grid.full[f] for f, mask in both if f != factor):
            continue  # another fact always does
        shut = sum(1 << f for f, mask in both if f != factor and not mask & region[f])
        if shut and not shut & background:
            edges.add(shut)
    return hitting_sets(edges)
