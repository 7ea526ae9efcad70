"""Protects: an error keeps what it says when a library builds it again from its text."""

import pickle

import pytest

from shikii.facts.errors import InputError, Problem

PROBLEMS = [
    Problem("frame.value", "row 1 対象人数", "④", "not a value of 対象人数", "write 4: in digits"),
    Problem("frame.bounds", "row 2 a.lo: b", "", "bounds that leave no value", "turn them"),
]


@pytest.mark.parametrize("more", ["", '\n\nThis error occurred in the following expression:\n\tcol("a")\n'])
def test_the_text_of_an_error_says_what_it_holds(more):
    error = InputError(PROBLEMS[:1])
    assert InputError(str(error) + more).problems == error.problems
    assert [p.id for p in InputError(str(InputError(PROBLEMS)) + more).problems] == [
        "frame.bounds",
        "frame.value",
    ]


def test_an_error_can_be_pickled():
    error = InputError(PROBLEMS)
    assert pickle.loads(pickle.dumps(error)).problems == error.problems  # noqa: S301 - made here
