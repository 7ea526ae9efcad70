"""Which measures, once looked up, settle the adequacy that can be derived for a risk.

The rules of adequacy count measures by strength and state, so measures of one strength are alike: how many to look up
is found first, the sets after. A set settles when, whatever it shows, the rest cannot change the result.
"""

from __future__ import annotations

from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Derive = Callable[[tuple[int, ...]], object]

__all__ = ["MOST_CASES", "least_looks", "sets_of"]

#: Numbers of measures done, over all strengths, beyond which nothing is computed.
MOST_CASES: Final = 400
_MOST_SETS: Final = 32


def least_looks(sizes: tuple[int, ...], derive: Derive) -> tuple[tuple[int, ...], ...]:
    """Return the smallest numbers of measures to look up, per strength, that settle what ``derive`` gives.

    Args:
        sizes: how many measures of each strength are open.
        derive: the result when so many of each strength turn out to be done, and the others not.

    >>> least_looks((2, 3), lambda done: done[0] == 2)
    ((2, 0),)
    """
    if prod(n + 1 for n in sizes) > MOST_CASES:
        return ()
    results = {done: derive(done) for done in product(*(range(n + 1) for n in sizes))}
    found: list[tuple[int, ...]] = []
    for looked in sorted(results, key=lambda v: (sum(v), v)):
        beaten = any(all(a <= b for a, b in zip(small, looked, strict=True)) for small in found)
        if not beaten and _settles(looked, sizes, results):
            found.append(looked)
    return tuple(found)


def _settles(
    looked: tuple[int, ...], sizes: tuple[int, ...], results: Mapping[tuple[int, ...], object]
) -> bool:
    for shown in product(*(range(n + 1) for n in looked)):
        window = (range(s, s + n - at + 1) for s, n, at in zip(shown, sizes, looked, strict=True))
        if len({results[done] for done in product(*window)}) > 1:
            return False
    return True


def sets_of(names: Sequence[Sequence[str]], looks: Sequence[tuple[int, ...]]) -> tuple[tuple[str, ...], ...]:
    """Name every set of so many measures; nothing when there are too many to be of use."""
    found: list[tuple[str, ...]] = []
    for looked in looks:
        for parts in _choices(names, looked):
            found.append(tuple(n for part in parts for n in part))
            if len(found) > _MOST_SETS:
                return ()
    return tuple(f for f in found if f)


def _choices(
    names: Sequence[Sequence[str]], looked: tuple[int, ...]
) -> Iterator[tuple[tuple[str, ...], ...]]:
    yield from product(*(combinations(n, k) for n, k in zip(names, looked, strict=True)))
