"""Protects: a pattern whose search can explode is refused when it is loaded, and no usual pattern is."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shikii.rulesets.patterns.backtracking import Cost, cost
from shikii.tests.support.patterns import of_rules

#: Of published advisories and of textbooks; each doubles its time with every few characters.
EXPLOSIVE = [
    "(a+)+$",
    "(a*)*b",
    "(a|a)*b",
    "(?:a|a){1,60}b",
    "(?:ab|ab){1,60}c",
    "(a|aa)+$",
    "(.*a){12}x",
    "(.{0,10}a){1,20}b",
    r"(\w+\s?)*$",
    r"^(\d+\.?)*$",
    r"^(?:.*,)+x",
    "(?:市|市区|区市)+x",
    "(?:[ab]x?|[bc])*d",
    "(?:(a?)*b)+c",
    "(?:x(?:|)y(?:|){1,3})*z",
    "(?=(a|ab|b)*c)x",
    r"^[^\[\]○]*(?:\[\s*○?\s*\][^\[\]○]*[^\[\]○\s][^\[\]○]*)+$",
    r"^(?:[()]|\(\d{0,3}\)件|\d{1,3}|件|\(|の|再)*$",
    "^(?:本|当該?|市区?|区市)+(?:市|区)$",
]
#: None of these has two ways to match a text, or their number is small.
BOUNDED = [
    "二要素認証",
    "二要素.{0,30}認証",
    "(内部|外部)の?監査(を|の)実施",
    "(?:市|区)+長",
    "(?:[0-9]{3},){1,12}[0-9]{3}",
    "^(?:本|当該?|各|他の?|同|市|区)+(?:市|区|町)$",
    "(?:、[^、。]{1,20})*。",
    r"(?:\s+\S)*。",
    r"^(?:\[\s*(?:○\s*)?\]\s*[^\[\]○\s][^\[\]○]*)+$",
]


@pytest.mark.parametrize("pattern", EXPLOSIVE)
def test_a_repetition_with_two_ways_is_explosive(pattern):
    assert cost(pattern) is Cost.EXPLOSIVE


@pytest.mark.parametrize("pattern", BOUNDED)
def test_a_usual_pattern_is_bounded(pattern):
    assert cost(pattern) is not Cost.EXPLOSIVE


@pytest.mark.parametrize("pattern", BOUNDED[:4])
def test_a_plain_pattern_needs_no_limit(pattern):
    assert cost(pattern) is Cost.BOUNDED


@pytest.mark.parametrize(
    "pattern", ["a*b*c*d", r"(a)\1*", "(?i)ab", ".{0,30}a.{0,30}b.{0,30}c", "(?:a{0,9}b?){9}c"]
)
def test_what_is_not_certain_is_left_to_the_time_limit(pattern):
    assert cost(pattern) is Cost.UNCERTAIN


def test_no_shipped_pattern_is_explosive():
    patterns = of_rules()
    assert len(patterns) > 1_150
    assert {p for p in patterns if cost(p) is Cost.EXPLOSIVE} == set()


PIECES = st.recursive(
    st.sampled_from(["a", "b", "[ab]", "[^a]", "ab"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda p: f"(?:{p[0]}|{p[1]})"),
        inner.map(lambda p: f"(?:{p})*"),
        inner.map(lambda p: f"(?:{p})?"),
        inner.map(lambda p: f"(?:{p}){{0,12}}"),
    ),
    max_leaves=7,
)


@given(PIECES, st.text("ab", min_size=1, max_size=4))
def test_what_is_not_explosive_does_not_explode(pattern, pump):
    """The oracle is the clock: 400 characters of any pump end soon, where two ways each would need 2**100 steps."""
    if cost(pattern) is Cost.BOUNDED:
        begun = time.thread_time()
        re.search(f"(?:{pattern})c", pump * (400 // len(pump)))
        assert time.thread_time() - begun < 2
