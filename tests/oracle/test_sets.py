"""Protects the bounds of the level table, proved by enumeration: for every set of possible values that the law can tell
apart, every level some completion reaches is named, and no other."""

import datetime as dt
from itertools import product

import level_answers
import numpy as np
import polars as pl
import pytest
from oracle.exemptions import KINDS, exempt
from oracle.law import LEVELS, MANY, level, levels
from oracle.readings import SHIKII
from oracle.sets import every_set
from oracle.vectors import CLAIM_BITS, possible, words

from shikii import assess_frame

DAY = dt.date(2026, 4, 1)


def test_the_oracle_itself_is_sound_and_tight():
    """Its columns against plain completions, one by one: a value on each side of every line of the law."""
    points = (0, 999, 1_000, 9_999, 10_000, 99_999, 100_000, 299_999, 300_000, 5_000_000)
    staff = (0, 499, 500, 3_000)
    persons, engaged, incident, claims, kinds = every_set()
    got = possible(persons, engaged, incident, claims, kinds)
    for i in range(0, len(got), 61):
        span, crew = (persons.lo[i], persons.hi[i]), (engaged.lo[i], engaged.hi[i])
        completions = {
            level(p, e, yes)
            for p, e, yes in product(points, staff, (True, False))
            if span[0] <= p <= span[1] and crew[0] <= e <= crew[1] and incident[i] & (1 if yes else 2)
        }
        answers = exempt(
            frozenset(w for k, w in enumerate(CLAIM_BITS) if claims[i] >> k & 1),
            frozenset(w for k, w in enumerate(KINDS) if kinds[i] >> k & 1),
            SHIKII,
        )
        told = frozenset(w for w, bit in (("yes", 1), ("no", 2)) if incident[i] & bit)
        assert levels(span, crew, told) == completions
        assert words(int(got[i])) == ({"none"} if True in answers else set()) | (
            completions if False in answers else set()
        )


def test_every_set_by_frames():
    sets = every_set()
    assert len(sets[2]) == 15 * 3 * 3 * 31 * 15
    wrong = np.nonzero(level_answers.frames_of_sets(DAY, sets) != possible(*sets))[0]
    assert [level_answers.told(sets, i) for i in wrong[:5]] == []


def test_every_set_by_assess_frame():
    sets = every_set()
    right = possible(*sets)
    frame = pl.DataFrame(level_answers.affair_columns(*sets))
    got = assess_frame(frame, as_of=DAY).collect()
    lowest = [LEVELS[(b & -b).bit_length() - 1] for b in right.tolist()]
    highest = [LEVELS[b.bit_length() - 1] for b in right.tolist()]
    assert got["level_floor"].to_list() == lowest
    assert got["level_ceiling"].to_list() == highest


@pytest.mark.parametrize("executor", [level_answers.by_reference, level_answers.by_session])
def test_sets_by_record(executor):
    """Every set of the three numbers, and every claim by every body; all of them together are run by ``make hunt``."""
    sets = every_set()
    right = possible(*sets)
    persons, engaged, incident, claims, kinds = sets
    plain = (claims == 1) & (kinds == (1 << len(KINDS)) - 1)
    claimed = (persons.lo == 100_000) & (persons.hi == 299_999) & (engaged.hi < MANY) & (incident == 3)
    picked = np.nonzero(plain | claimed)[0]
    assert len(picked) >= 135 + 100
    affairs = [level_answers.built([level_answers.told(sets, i)]) for i in picked]
    assert executor(DAY, affairs) == [words(int(right[i])) for i in picked]
