"""The same law for millions of affairs at once, in columns: counts as two arrays of bounds, choices as arrays of bits.

Under the reading :data:`oracle.readings.SHIKII` only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from .exemptions import CLAIMS, KINDS
from .exemptions import exempt as exempt_one
from .law import ENGAGED, LEVELS, MANY, PERSONS, level
from .readings import SHIKII

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

#: Bits of a yes-or-no fact.
YES, NO = 1, 2
#: Bit i of a claim is CLAIM_BITS[i], of a kind KINDS[i].
CLAIM_BITS = ("none", *CLAIMS)


@dataclass(frozen=True)
class Counts:
    """A count of many affairs, known as an interval each."""

    lo: Ints
    hi: Ints

    def overlaps(self, lo: int, hi: int) -> Flags:
        """Say where a value from ``lo`` to ``hi`` is possible."""
        return (self.lo <= hi) & (self.hi >= lo)


def possible(persons: Counts, engaged: Counts, incident: Ints, claims: Ints, kinds: Ints) -> Ints:
    """Return the levels possible for each affair, bit i for LEVELS[i].

    >>> one = lambda n: np.array([n])
    >>> int(possible(Counts(one(250_000), one(250_000)), Counts(one(0), one(MANY)), one(NO), one(1), one(63))[0])
    12
    """
    exempt, counted = exempt_bits(claims, kinds)
    return np.where(exempt, 1, 0) | np.where(counted, table_bits(persons, engaged, incident), 0)


def table_bits(persons: Counts, engaged: Counts, incident: Ints) -> Ints:
    """Return the levels possible where no file is exempt (:func:`oracle.law.level` in each cell of the law)."""
    out = np.zeros(len(incident), dtype=np.int64)
    for p_lo, p_hi in PERSONS:
        here = persons.overlaps(p_lo, p_hi)
        for e_lo, e_hi in ENGAGED:
            there = here & engaged.overlaps(e_lo, e_hi)
            for bit in (YES, NO):
                reached = 1 << LEVELS.index(level(p_lo, e_lo, bit == YES))
                out |= np.where(there & (incident & bit > 0), reached, 0)
    return out


@lru_cache(maxsize=1)
def _claims_by_kinds() -> tuple[Flags, Flags]:
    shape = (1 << len(CLAIM_BITS), 1 << len(KINDS))
    exempt, counted = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for i, claim in enumerate(CLAIM_BITS):
        with_claim = (np.arange(shape[0]) >> i & 1 == 1)[:, None]
        for j, kind in enumerate(KINDS):
            both = with_claim & (np.arange(shape[1]) >> j & 1 == 1)[None, :]
            answers = exempt_one(frozenset({claim}), frozenset({kind}), SHIKII)
            exempt |= both & (True in answers)
            counted |= both & (False in answers)
    return exempt, counted


def exempt_bits(claims: Ints, kinds: Ints) -> tuple[Flags, Flags]:
    """Say where an affair (or file) may be exempt, and where it may not be (規則第4条)."""
    exempt, counted = _claims_by_kinds()
    return exempt[claims, kinds], counted[claims, kinds]


@dataclass(frozen=True)
class Files:
    """Files of many affairs, ``n`` affairs by ``F`` files by ``E`` 委託; ``there`` and ``listed`` say which exist."""

    there: Flags
    exempt: Flags
    counted: Flags
    persons: Counts
    users: Counts
    listed: Flags
    staff: Counts
    whole: Flags
    denied: Flags
    """The file says that it entrusts nothing."""


def bounds(files: Files) -> tuple[Counts, Counts, Counts]:
    """Bound 対象人数, and 取扱者数 by users and all together and by the staff of contractors (:func:`oracle.files.engaged`)."""
    surely = files.there & ~files.exempt
    maybe = files.there & files.counted
    real = files.listed & (surely & ~files.denied)[:, :, None]
    total = np.minimum(files.users.hi + np.where(files.listed, files.staff.hi, 0).sum(axis=2), MANY)
    top = np.where(maybe, np.where(files.whole, total, MANY), 0).sum(axis=1)
    top = np.where(surely.any(axis=1), np.minimum(top, MANY), MANY)
    open_end = np.full(len(top), MANY)
    return (
        Counts(np.where(surely, files.persons.lo, 0).max(axis=1), open_end),
        Counts(np.where(surely, files.users.lo, 0).max(axis=1), top),
        Counts(np.where(real, files.staff.lo, 0).max(axis=(1, 2)), open_end),
    )


def joined(*sources: Counts) -> Counts:
    """Put sources together: what all allow, or where they contradict everything any of them allows."""
    lo = np.max([s.lo for s in sources], axis=0)
    hi = np.min([s.hi for s in sources], axis=0)
    telling = [(s.lo > 0) | (s.hi < MANY) for s in sources]
    least = np.min([np.where(t, s.lo, MANY) for s, t in zip(sources, telling, strict=True)], axis=0)
    most = np.max([np.where(t, s.hi, 0) for s, t in zip(sources, telling, strict=True)], axis=0)
    apart = lo > hi
    return Counts(np.where(apart, least, lo), np.where(apart, most, hi))


def words(bits: int) -> frozenset[str]:
    """Return the levels of some bits.

    >>> sorted(words(12))
    ['full', 'key']
    """
    return frozenset(level for i, level in enumerate(LEVELS) if bits >> i & 1)
