"""Protects: sets of values stay exact under complement and intersection."""

from hypothesis import given
from hypothesis import strategies as st

from shikii.facts.values import Range
from shikii.rulesets.language.allowed import Intervals, Members, both, everything

DOMAIN = Range(0, 60)
ranges = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: Range(min(p), max(p)))
intervals = st.lists(ranges, max_size=4).map(lambda parts: Intervals.of(DOMAIN, tuple(parts)))


def values(allowed: Intervals) -> set[int]:
    return {v for part in allowed.parts for v in range(part.lo, part.hi + 1)}


@given(intervals)
def test_complement_holds_exactly_the_other_values(allowed):
    assert values(allowed.complement()) == set(range(61)) - values(allowed)


@given(intervals, intervals)
def test_meet_holds_exactly_the_common_values(a, b):
    assert values(a.meet(b)) == values(a) & values(b)


@given(intervals, ranges)
def test_holds_all_and_any_mean_what_they_say(allowed, possible):
    inside = set(range(possible.lo, possible.hi + 1))
    assert allowed.holds_all(possible) == (inside <= values(allowed))
    assert allowed.holds_any(possible) == bool(inside & values(allowed))


@given(intervals)
def test_parts_are_sorted_and_apart(allowed):
    for left, right in zip(allowed.parts, allowed.parts[1:], strict=False):
        assert left.hi + 1 < right.lo


def test_members_keep_their_domain():
    yes = Members(("yes", "no"), frozenset({"yes"}))
    assert both(yes, yes.complement()).chosen == frozenset()
    assert everything(Range(0, 5), ()).parts == (Range(0, 5),)
