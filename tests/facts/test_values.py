"""Protects: the sets of possible values: what they hold, what two have in common, what sources that differ leave."""

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shikii.facts.values import INF, NO, UNDECIDED, YES, Options, Range, combine, yes_no

A, B, AB = Options.of("a"), Options.of("b"), Options.of("a", "b")


def test_the_widest_range_holds_every_number_an_executor_compares():
    assert INF == 2**62
    assert (Range().lo, Range().hi) == (-INF, INF)
    assert Range(-INF, INF) == Range()


@pytest.mark.parametrize(("lo", "hi"), [(2, 1), (-INF - 1, 0), (0, INF + 1)])
def test_no_range_is_empty_or_beyond_the_bounds(lo, hi):
    with pytest.raises(ValueError, match="no value lies between"):
        Range(lo, hi)


@pytest.mark.parametrize(
    ("lo", "hi", "exact"), [(5, 5, True), (5, 6, False), (-INF, -INF, True), (10**20 // 100, 10**18, True)]
)
def test_a_range_of_one_is_exact(lo, hi, exact):
    assert Range(lo, hi).exact is exact


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Range(0, 9), Range(5, 20), Range(5, 9)),
        (Range(0, 5), Range(5, 9), Range(5, 5)),
        (Range(0, 4), Range(5, 9), None),
        (Range(), Range(3, 4), Range(3, 4)),
        (A, AB, A),
        (A, B, None),
    ],
)
def test_what_two_have_in_common(one, other, both):
    assert one.meet(other) == other.meet(one) == both


@pytest.mark.parametrize(
    ("one", "other", "hull"),
    [
        (Range(0, 1), Range(5, 9), Range(0, 9)),
        (Range(5, 6), Range(0, 9), Range(0, 9)),
        (A, B, AB),
        (A, AB, AB),
    ],
)
def test_the_smallest_that_holds_both(one, other, hull):
    assert one.join(other) == other.join(one) == hull


def test_a_choice_has_an_option_left():
    with pytest.raises(ValueError, match="at least one"):
        Options(frozenset())
    assert (A.exact, AB.exact) == (True, False)
    assert Options.of("a", "b", "c").exact is False


@pytest.mark.parametrize(("value", "name"), [(Range(1, 2), "lo"), (A, "members")])
def test_a_set_of_values_is_frozen_and_small(value, name):
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, None)
    assert not hasattr(value, "__dict__")
    assert len({value, value}) == 1


@pytest.mark.parametrize(("value", "possible"), [(True, YES), (False, NO), (None, UNDECIDED)])
def test_yes_no_and_not_known(value, possible):
    assert yes_no(value) == possible
    assert (YES.members, NO.members, UNDECIDED.members) == ({"yes"}, {"no"}, {"yes", "no"})


@pytest.mark.parametrize(
    ("sources", "apart", "left", "conflict"),
    [
        ([Range(1, 2)], False, Range(1, 2), False),
        ([Range(1, 2)], True, Range(1, 2), False),
        ([Range(0, 499), Range(100, 900)], False, Range(100, 499), False),
        ([Range(0, 499), Range(100, 900)], True, Range(0, 900), False),
        ([Range(0, 499), Range(500, 900)], False, Range(0, 900), True),
        ([Range(0, 1), Range(5, 6), Range(0, 9)], False, Range(0, 9), True),
        ([Range(5, 6), Range(0, 1), Range(2, 3)], True, Range(0, 6), True),
        ([A, AB], False, A, False),
        ([A, B], False, AB, True),
    ],
)
def test_what_several_sources_leave(sources, apart, left, conflict):
    assert combine(sources, apart=apart) == (left, conflict)
    assert combine(reversed(sources), apart=apart) == (left, conflict)


def test_sources_stand_together_unless_said_otherwise_by_name():
    with pytest.raises(TypeError):
        combine([Range(0, 5), Range(4, 9)], True)
    assert combine([Range(0, 5), Range(4, 9)]) == (Range(4, 5), False)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted), min_size=1, max_size=4))
def test_nothing_any_source_allows_is_lost_where_they_differ(ends):
    """By counting: what all allow, or where nothing is, whatever one of them allows lies in the answer."""
    sets = [set(range(lo, hi + 1)) for lo, hi in ends]
    left, conflict = combine(Range(lo, hi) for lo, hi in ends)
    common = set.intersection(*sets)
    assert conflict == (not common)
    expected = common or set.union(*sets)
    assert (left.lo, left.hi) == (min(expected), max(expected))
