"""Protects: three executors, one meaning. Generated rulesets and records, and the shipped ruleset.

Each example compiles one ruleset and runs it on a dozen records. The long hunt:
``pytest -m slow tests/engine/test_executors.py``.
"""

import datetime as dt

import generators
import pytest
from batch_answers import batch_answers
from effort import examples
from executors import needs_durable
from hypothesis import given
from hypothesis import strategies as st

from shikii.engine.assess import program_of
from shikii.engine.reference import evaluate
from shikii.engine.session import available, evaluate_session
from shikii.rulesets.loader import load_ruleset

RECORDS = 12
SEEDS = st.integers(0, 2**32)


def check(seed):
    program = generators.program(seed)
    records = [generators.record(seed + n, program) for n in range(RECORDS)]
    reference = [evaluate(program, r) for r in records]
    for record, expected, got in zip(records, reference, batch_answers(program, records), strict=True):
        assert got == (dict(expected.values), dict(expected.truths), dict(expected.rows)), record
    if available():  # else the reference would be compared with itself
        for record, expected in zip(records, reference, strict=True):
            assert evaluate_session(program, record) == expected


@examples(120)
@given(SEEDS)
def test_executors_agree(seed):
    check(seed)


@pytest.mark.slow
@examples(5000)
@given(SEEDS)
def test_executors_agree_on_a_long_hunt(seed):
    check(seed)


@examples(10)
@given(SEEDS)
def test_executors_agree_on_the_shipped_ruleset(seed):
    program = program_of(load_ruleset(), dt.date(2025, 4, 1))
    records = [generators.record(seed + n, program) for n in range(8)]
    reference = [evaluate(program, r) for r in records]
    for expected, got in zip(reference, batch_answers(program, records), strict=True):
        assert got == (dict(expected.values), dict(expected.truths), dict(expected.rows))
    if available():
        for record, expected in zip(records, reference, strict=True):
            assert evaluate_session(program, record) == expected


@needs_durable
def test_sessions_are_compared_too(monkeypatch):
    """The comparisons above hold for the reference and durable_rules, not for the reference twice."""
    program = generators.program(1)
    record = generators.record(2, program)
    expected = evaluate(program, record)
    monkeypatch.setattr("shikii.engine.session.run.evaluate", None)
    assert evaluate_session(program, record) == expected
