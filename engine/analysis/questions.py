"""The best order to ask: the fewest questions still expected, every cell of a fact taken to be equally likely.

The expectation is exact, by trying every answer to every question; where that is too much, the fact that leaves the
fewest outcomes on average comes first. Ties go to the fact that is cheaper to learn.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Final

from .grid import bits, remembered

if TYPE_CHECKING:
    from .grid import Grid, Region

__all__ = ["MOST_STATES", "ranked"]

#: States of knowledge beyond which the expectation is not computed exactly.
MOST_STATES: Final = 600


@remembered
def ranked(grid: Grid, region: Region, candidates: tuple[int, ...]) -> list[tuple[int, Fraction | None]]:
    """Order facts by how many questions are expected when each is asked first; None where that is not computed."""
    listed = candidates
    if prod(m.bit_count() + 1 for m in region if m.bit_count() > 1) > MOST_STATES:
        left = {f: _left(grid, region, f) for f in listed}
        return [(f, None) for f in sorted(listed, key=lambda f: (left[f], *_tie(grid, f)))]
    memo: dict[Region, Fraction] = {}
    expected = {f: _ask(grid, region, f, memo) for f in listed}
    return [(f, expected[f]) for f in sorted(listed, key=lambda f: (expected[f], *_tie(grid, f)))]


def _tie(grid: Grid, factor: int) -> tuple[int, int]:
    return grid.factors[factor].fact.cost, factor


def _answers(region: Region, factor: int) -> list[Region]:
    return [(*region[:factor], 1 << cell, *region[factor + 1 :]) for cell in bits(region[factor])]


def _left(grid: Grid, region: Region, factor: int) -> Fraction:
    answers = _answers(region, factor)
    return Fraction(sum(grid.possible(a).bit_count() for a in answers), len(answers))


def _ask(grid: Grid, region: Region, factor: int, memo: dict[Region, Fraction]) -> Fraction:
    answers = _answers(region, factor)
    return 1 + sum((_rest(grid, a, memo) for a in answers), Fraction(0)) / len(answers)


def _rest(grid: Grid, region: Region, memo: dict[Region, Fraction]) -> Fraction:
    """Return the questions still expected when the best is always asked."""
    known = memo.get(region)
    if known is not None:
        return known
    alive = grid.alive(region)
    if len({grid.terms[i][0] for i in alive}) < 2:
        memo[region] = Fraction(0)
        return memo[region]
    open_ = {f for i in alive for f, mask in grid.terms[i][1] if region[f] & ~mask}
    memo[region] = min((_ask(grid, region, f, memo) for f in sorted(open_)), default=Fraction(0))
    return memo[region]
