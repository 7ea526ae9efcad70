"""Protects the picture of the threshold: it says what the table says, and marks every place the affair may have."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shikii import assess, read_affair

DAY = dt.date(2026, 4, 1)


def grid(**facts):
    return assess(read_affair(facts, "x"), as_of=DAY, executor="reference").level.grid


def test_bands_and_rows_are_those_of_the_table():
    g = grid()
    assert [(b.lo, b.hi) for b in g.bands] == [
        (0, 999),
        (1000, 9999),
        (10_000, 99_999),
        (100_000, 299_999),
        (300_000, None),
    ]
    assert [r.outcomes for r in g.rows] == [
        ("none", "basic", "basic", "key", "full"),
        ("none", "basic", "key", "full", "full"),
    ]
    assert g.rows[0].label == "取扱者数500人未満、重大事故 発生なし"
    assert g.rows[1].label == "取扱者数500人以上又は重大事故 発生あり"


@given(
    headcount=st.one_of(st.none(), st.integers(0, 400_000)),
    handlers=st.one_of(st.none(), st.integers(0, 1000)),
    incident=st.sampled_from([None, "yes", "no"]),
)
def test_marked_places_hold_exactly_the_possible_levels(headcount, handlers, incident):
    facts = {"headcount": headcount, "handlers": handlers, "incident_within_1y": incident}
    level = assess(
        read_affair({k: v for k, v in facts.items() if v is not None}, "x"), as_of=DAY, executor="reference"
    ).level
    marked = {
        r.outcomes[i] for r in level.grid.rows if r.here for i, b in enumerate(level.grid.bands) if b.here
    }
    assert marked == set(level.possible)


@pytest.mark.parametrize("exemption", ["1号", "7号", "不明"])
def test_an_affair_that_may_be_exempt_has_no_place_in_the_grid(exemption):
    g = grid(headcount=5000, exemption=exemption)
    if exemption == "不明":
        assert any(b.here for b in g.bands)  # nothing is claimed, so nothing is presumed
    else:
        assert not any(b.here for b in g.bands)
