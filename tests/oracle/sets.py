"""Every set of possible values that the level can tell apart: 15 × 3 × 3 × 31 × 15 = 62,775 of them.

A count is an interval over the cells of the law; a choice any set of options. Claims and bodies between which 規則第4条
makes no difference stand for one another: a set of the five classes of claims with a set of the four classes of bodies.
"""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

import numpy as np

from .exemptions import KINDS, exempt
from .law import ENGAGED, PERSONS
from .readings import SHIKII
from .vectors import CLAIM_BITS, Counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .vectors import Ints


def _intervals(cells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(cells[i][0], cells[j][1]) for i in range(len(cells)) for j in range(i, len(cells))]


def _subsets(members: Iterable[int]) -> list[int]:
    """Return every non-empty union of bit sets."""
    listed = list(members)
    every = chain.from_iterable(combinations(listed, k) for k in range(1, len(listed) + 1))
    return [sum(one) for one in every]


def _classes() -> tuple[list[int], list[int]]:
    """Return the classes of claims and of bodies that 規則第4条 tells apart, as sets of bits."""
    claims: dict[tuple[frozenset[bool], ...], int] = {}
    for i, claim in enumerate(CLAIM_BITS):
        answers = tuple(exempt(frozenset({claim}), frozenset({kind}), SHIKII) for kind in KINDS)
        claims[answers] = claims.get(answers, 0) | 1 << i
    kinds: dict[tuple[frozenset[bool], ...], int] = {}
    for i, kind in enumerate(KINDS):
        answers = tuple(exempt(frozenset({claim}), frozenset({kind}), SHIKII) for claim in CLAIM_BITS)
        kinds[answers] = kinds.get(answers, 0) | 1 << i
    return list(claims.values()), list(kinds.values())


def every_set(*, alike: bool = True) -> tuple[Counts, Counts, Ints, Ints, Ints]:
    """Return persons, engaged, incident, claims and kinds of every set, as columns.

    ``alike``: claims and bodies between which the law makes no difference stand for one another; else every set of the
    eight claims with every set of the six kinds of body (2,168,775).
    """
    claims, kinds = (
        _classes()
        if alike
        else ([1 << i for i in range(len(CLAIM_BITS))], [1 << i for i in range(len(KINDS))])
    )
    persons, engaged = _intervals(PERSONS), _intervals(ENGAGED)
    sizes = (len(persons), len(engaged), 3, len(_subsets(claims)), len(_subsets(kinds)))
    p, e, i, c, k = (axis.ravel() for axis in np.indices(sizes))
    p_lo, p_hi = np.array(persons, dtype=np.int64).T
    e_lo, e_hi = np.array(engaged, dtype=np.int64).T
    return (
        Counts(p_lo[p], p_hi[p]),
        Counts(e_lo[e], e_hi[e]),
        i + 1,
        np.array(_subsets(claims))[c],
        np.array(_subsets(kinds))[k],
    )
