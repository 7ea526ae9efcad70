"""Protects: three executors, one meaning. Generated rulesets and records, and the shipped ruleset.

Each example compiles one ruleset and runs it on a dozen records. The long hunt:
``pytest -m slow tests/engine/test_executors.py``.
"""

import datetime as dt

import generators
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shikii.engine.assess import program_of
from shikii.engine.batch.run import evaluate_frames
from shikii.engine.reference import evaluate
from shikii.engine.session import available, evaluate_session
from shikii.engine.truth import Truth
from shikii.facts.columns import KEYS, columns_of, frames_of, possible_of
from shikii.rulesets.loader import load_ruleset

RECORDS = 12
SEEDS = st.integers(0, 2**32)


def batch_answers(program, records):
    """Decode a batch into one evaluation per record, as plain dicts."""
    done = evaluate_frames(program, frames_of(records, program.vocabulary))
    values = [{} for _ in records]
    truths = [{} for _ in records]
    rows = [{} for _ in records]
    names = {p.fact for stratum in program.strata for p in stratum}
    names |= {f"{p.fact}.conflict" for stratum in program.strata for p in stratum if p.narrows}
    for name in names:
        fact = program.vocabulary[name]
        frame = done.frames[fact.scope]
        for row in frame.select(*KEYS[fact.scope], *columns_of(fact)).iter_rows():
            keys = len(KEYS[fact.scope])
            values[row[0]][name, tuple(row[1:keys])] = possible_of(fact, row[keys:])
    word = {1: Truth.TRUE, 0: Truth.FALSE, None: Truth.UNKNOWN}
    for leaf in program.leaves:
        frame = done.truths[leaf.scope]
        for row in frame.select(*KEYS[leaf.scope], f"{leaf.rule}/{leaf.part}").iter_rows():
            truths[row[0]][leaf.rule, leaf.part, tuple(row[1:-1])] = word[row[-1]]
    for name, frame in done.rows.items():
        keys = KEYS[program.vocabulary[name].scope]
        for row in frame.iter_rows(named=True):
            index = tuple(row[k] for k in keys[1:])
            rows[row[keys[0]]][name, index] = frozenset(c for c in frame.columns if c not in keys and row[c])
    return list(zip(values, truths, rows, strict=True))


def check(seed):
    program = generators.program(seed)
    records = [generators.record(seed + n, program) for n in range(RECORDS)]
    reference = [evaluate(program, r) for r in records]
    for record, expected, got in zip(records, reference, batch_answers(program, records), strict=True):
        assert got == (dict(expected.values), dict(expected.truths), dict(expected.rows)), record
    if available():
        for record, expected in zip(records, reference, strict=True):
            assert evaluate_session(program, record) == expected


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_executors_agree(seed):
    check(seed)


@pytest.mark.slow
@settings(max_examples=5000, deadline=None)
@given(SEEDS)
def test_executors_agree_on_a_long_hunt(seed):
    check(seed)


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_executors_agree_on_the_shipped_ruleset(seed):
    program = program_of(load_ruleset(), dt.date(2025, 4, 1))
    records = [generators.record(seed + n, program) for n in range(8)]
    reference = [evaluate(program, r) for r in records]
    for expected, got in zip(reference, batch_answers(program, records), strict=True):
        assert got == (dict(expected.values), dict(expected.truths), dict(expected.rows))
    for record, expected in zip(records, reference, strict=True):
        assert evaluate_session(program, record) == expected
