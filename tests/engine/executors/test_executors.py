"""Protects: three executors, one meaning. Generated rulesets and records, and the shipped ruleset.

Each example compiles one ruleset and runs it on a dozen records. The long hunt:
``pytest -m slow tests/engine/executors/test_executors.py``.
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
from shikii.engine.evaluation.truth import Truth
from shikii.engine.executors.durable import available, evaluate_session
from shikii.engine.executors.reference import evaluate
from shikii.facts.affair.record import Record, Row
from shikii.facts.values import Range
from shikii.facts.vocabulary import Scope
from shikii.rulesets.loader import load_ruleset, read_ruleset
from shikii.rulesets.program.program import compile_program

RECORDS = 12
SEEDS = st.integers(0, 2**32)


def check(seed, **how):
    program = generators.program(seed, **how)
    records = [generators.record(seed + n, program) for n in range(RECORDS)]
    reference = [evaluate(program, r) for r in records]
    for record, expected, got in zip(records, reference, batch_answers(program, records), strict=True):
        assert got == (dict(expected.values), dict(expected.truths), dict(expected.rows)), record
    if available():  # else the reference would be compared with itself
        for record, expected in zip(records, reference, strict=True):
            assert evaluate_session(program, record) == expected


@examples(60)
@given(SEEDS)
def test_executors_agree(seed):
    check(seed)


@examples(40)
@given(SEEDS)
def test_executors_agree_on_definitions_that_contradict(seed):
    """Definitions that say both yes and no, rules that ask about contradictions, definitions not in force."""
    check(seed, contradicting=True)


@pytest.mark.slow
@examples(5000)
@given(SEEDS)
def test_executors_agree_on_a_long_hunt(seed):
    check(seed)


@examples(4)
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
    monkeypatch.setattr("shikii.engine.executors.durable.run.evaluate", None)
    assert evaluate_session(program, record) == expected


BOTH = """rules:
  - define: handlers
    id: handlers.later
    title: t
    by: {at_least: {max: [file.users]}}
    basis: [x]
    confidence: known
    in_force: {from: 2030-01-01}
  - define: says_both
    id: says.both
    title: t
    fact: {kind: yesno, ja: 両方}
    by: {yes_if: {headcount: ">= 10"}, no_if: {headcount: ">= 20"}}
    basis: [x]
    confidence: known
  - decide: outcome
    id: outcome
    title: t
    basis: [x]
    confidence: known
    outcomes: [{id: low, ja: l, en: l, phrase: l}, {id: high, ja: h, en: h, phrase: h}]
    rows:
      - {id: low, when: {says_both: yes}, then: low, title: t, basis: [x], confidence: known}
      - {id: high, when: {says_both: no}, then: high, title: t, basis: [x], confidence: known}
  - check: consistency
    id: asks
    title: t
    severity: note
    detail: d
    advice: a
    when: {handlers.conflict: no}
    basis: [x]
    confidence: known
"""


def test_a_definition_that_says_both_says_nothing():
    """The right values by hand: the executors could share a wrong one."""
    program = compile_program(read_ruleset([("both.yaml", BOTH)]), generators.AS_OF)
    for headcount, possible in ((9, {"yes", "no"}), (15, {"yes"}), (20, {"yes", "no"})):
        values = {"headcount": Range(headcount, headcount)}
        record = Record({Scope.AFFAIR: (Row((), values),)})
        found = evaluate(program, record)
        assert found.values["says_both", ()].members == possible
        assert found.truths["asks", "when", ()] is Truth.TRUE, (
            "no definition is in force: nothing contradicts"
        )
