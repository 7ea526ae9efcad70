"""Random affairs in columns, for millions: told bounds near the lines of the law, claims, bodies, files and their 委託."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .exemptions import KINDS
from .law import MANY
from .records import PERSONS, STAFF
from .vectors import CLAIM_BITS, NO, YES, Counts, Files, bounds, exempt_bits, joined, possible, table_bits

if TYPE_CHECKING:
    from .vectors import Flags, Ints

ANY_INCIDENT = YES | NO
ANY_KIND = (1 << len(KINDS)) - 1
F, E = 2, 2


@dataclass(frozen=True)
class Drawn:
    """Affairs as drawn. Of untold facts the bounds are open and the bits all set; claims untold are "none"."""

    headcount: Counts
    handlers: Counts
    incident: Ints
    claims: Ints
    kinds: Ints
    files_told: Flags
    files_whole: Flags
    there: Flags
    file_claims: Ints
    persons: Counts
    users: Counts
    entrusts: Ints
    listed: Flags
    staff: Counts
    list_whole: Flags
    items: Counts


def draw(seed: int, n: int) -> Drawn:
    """Draw ``n`` affairs; a seed gives the same for ever."""
    r = np.random.default_rng(seed)
    there = (r.random((n, 1)) < 0.6) & (np.arange(F) < r.integers(0, F + 1, (n, 1)))
    listed = (
        there[:, :, None] & (r.random((n, F, 1)) < 0.6) & (np.arange(E) < r.integers(0, E + 1, (n, F, 1)))
    )
    entrusts = r.choice((YES, NO, YES | NO), (n, F), p=(0.4, 0.3, 0.3))
    few = listed.sum(axis=2)
    told_items = r.random((n, F)) < 0.35
    items = np.maximum(0, few + r.choice((0, 0, 0, 1, 2, -1), (n, F)))
    return Drawn(
        headcount=_counts(r, PERSONS, n, untold=0.15),
        handlers=_counts(r, STAFF, n, untold=0.5),
        incident=r.choice((YES, NO, ANY_INCIDENT), n, p=(0.2, 0.45, 0.35)),
        claims=_claims(r, (n,), 0.25),
        kinds=np.where(r.random(n) < 0.5, 1 << r.integers(0, len(KINDS), n), ANY_KIND),
        files_told=there.any(axis=1),
        files_whole=there.any(axis=1) & (r.random(n) < 0.7),
        there=there,
        file_claims=np.where(there, _claims(r, (n, F), 0.25), 1),
        persons=_counts(r, PERSONS, (n, F), untold=0.4),
        users=_counts(r, STAFF, (n, F), untold=0.2),
        entrusts=entrusts,
        listed=listed,
        staff=_counts(r, STAFF, (n, F, E), untold=0.15),
        list_whole=r.random((n, F)) < 0.5,
        items=Counts(np.where(told_items, items, 0), np.where(told_items, items, MANY)),
    )


def _counts(
    r: np.random.Generator, points: tuple[int, ...], shape: int | tuple[int, ...], *, untold: float
) -> Counts:
    one = np.maximum(0, r.choice(points, shape) + r.choice((0, 0, 1, -1), shape))
    other = r.choice(points, shape)
    kind = r.random(shape)
    lo = np.select([kind < 0.5, kind < 0.75, kind < 0.87], [one, np.minimum(one, other), one], 0)
    hi = np.select([kind < 0.5, kind < 0.75, kind < 0.87], [one, np.maximum(one, other), MANY], one)
    told = r.random(shape) >= untold
    return Counts(np.where(told, lo, 0), np.where(told, hi, MANY))


def _claims(r: np.random.Generator, shape: tuple[int, ...], told: float) -> Ints:
    """Draw claims of 規則第4条: mostly one number, sometimes a set of them; untold is "none"."""
    one = 1 << r.integers(0, len(CLAIM_BITS), shape)
    more = one | (1 << r.integers(0, len(CLAIM_BITS), shape))
    return np.where(r.random(shape) < told, np.where(r.random(shape) < 0.8, one, more), 1)


def whole(drawn: Drawn) -> Flags:
    """Say which lists of 委託 are whole (:func:`oracle.files.whole`)."""
    few = drawn.listed.sum(axis=2)
    told = drawn.items.hi < MANY
    return ~((few == 0) & (drawn.entrusts == YES)) & np.where(told, drawn.items.hi <= few, drawn.list_whole)


def expected(drawn: Drawn) -> Ints:
    """Return the levels possible for every affair, as bits."""
    file_exempt, file_counted = exempt_bits(drawn.file_claims, drawn.kinds[:, None])
    files = Files(
        there=drawn.there,
        exempt=file_exempt,
        counted=file_counted,
        persons=drawn.persons,
        users=drawn.users,
        listed=drawn.listed,
        staff=drawn.staff,
        whole=(whole(drawn) | ~drawn.there).all(axis=1, keepdims=True) & drawn.files_whole[:, None],
        denied=drawn.entrusts == NO,
    )
    most_persons, users, contractors = bounds(files)
    persons = joined(drawn.headcount, most_persons)
    engaged = joined(drawn.handlers, users, contractors)
    levels = possible(persons, engaged, drawn.incident, drawn.claims, drawn.kinds)
    exempt, counted = exempt_bits(drawn.claims, drawn.kinds)
    against = exempt & ~counted & (drawn.there & ~file_exempt).any(axis=1)
    alone = table_bits(persons, engaged, drawn.incident)
    return np.where(against, levels | alone, levels)
