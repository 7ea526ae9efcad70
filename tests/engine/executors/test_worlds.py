"""Protects: with contradicting sources the result holds under each of them, in every executor, also past the limit."""

import random

import generators
import pytest
from batch_answers import batch_answers
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii.engine.evaluation.truth import Truth
from shikii.engine.executors import worlds as module
from shikii.engine.executors.durable import evaluate_session
from shikii.engine.executors.reference import evaluate
from shikii.engine.executors.worlds import worlds
from shikii.facts.affair.columns import frames_of
from shikii.facts.affair.record import Record, Row
from shikii.facts.values import Range, combine

SEEDS = st.integers(0, 2**32)


def contradicting(seed, program, most=3):
    """Give some facts of a record a second source that contradicts the first."""
    r = random.Random(seed)
    plain = generators.record(seed, program)
    spots = [
        (scope, row.index, name)
        for scope, rows in plain.rows.items()
        for row in rows
        for name in row.values
        if name in generators.FACTS.get(scope, ()) and f"{name}.conflict" not in row.values
    ]
    choices, rows = {}, dict(plain.rows)
    for scope, index, name in r.sample(spots, min(most, len(spots))):
        row = next(x for x in rows[scope] if x.index == index)
        first = row.values[name]
        second = generators.value(r, name, program.vocabulary)
        if first.meet(second) is not None:
            continue
        choices[name, index] = (first, second)
        hull = combine([first, second])[0]
        rows[scope] = tuple(
            Row(x.index, {**x.values, name: hull}) if x.index == index else x for x in rows[scope]
        )
    return Record(rows, plain.complete, choices)


def chosen(record, picked):
    rows = {
        scope: tuple(
            Row(
                x.index,
                {**x.values, **{n: v for (n, i), v in picked.items() if i == x.index and n in x.values}},
            )
            for x in listed
        )
        for scope, listed in record.rows.items()
    }
    return Record(rows, record.complete)


def each_source(record):
    """Every way to believe one source per fact, written without the engine's own worlds."""
    ways = [{}]
    for key, values in record.choices.items():
        ways = [{**way, key: value} for way in ways for value in values]
    return [chosen(record, way) for way in ways]


def inside(value, whole):
    if isinstance(value, Range):
        return whole.lo <= value.lo and value.hi <= whole.hi
    return value.members <= whole.members


def check_sound(program, record):
    got = evaluate(program, record)
    for world in each_source(record):
        under = evaluate(program, world)
        for key, value in under.values.items():
            assert inside(value, got.values[key]), key
        for key, truth in under.truths.items():
            assert got.truths[key] in (truth, Truth.UNKNOWN), key
        for key, rows in under.rows.items():
            assert rows <= got.rows[key], key


@examples(60)
@given(SEEDS)
def test_the_result_holds_under_each_source(seed):
    program = generators.program(seed)
    for n in range(4):
        check_sound(program, contradicting(seed + n, program))


@examples(40)
@given(SEEDS)
def test_it_holds_past_the_limit_too(seed):
    program = generators.program(seed)
    record = contradicting(seed, program)
    kept = module.MOST_WORLDS
    try:
        module.MOST_WORLDS = 1
        assert len(worlds(program, record)) == 1
        narrow = [p for s in program.strata for p in s if p.narrows]
        got = evaluate(program, record)
        for world in each_source(record):
            under = evaluate(program, world)
            for produce in narrow:
                for row in world.of(produce.scope):
                    key = produce.fact, row.index
                    assert inside(under.values[key], got.values[key]), key
            assert under.rows["outcome", ()] <= got.rows["outcome", ()]
    finally:
        module.MOST_WORLDS = kept


@examples(30)
@given(SEEDS)
def test_executors_agree_under_contradicting_sources(seed):
    program = generators.program(seed)
    records = [contradicting(seed + n, program) for n in range(6)]
    for record, got in zip(records, batch_answers(program, records), strict=True):
        expected = evaluate(program, record)
        assert evaluate_session(program, record) == expected
        assert got == (dict(expected.values), dict(expected.truths), dict(expected.rows))


def test_frames_hold_no_sources_that_contradict():
    program = generators.program(0)
    row = Row((), {"handlers": Range(1, 9)})
    told = {("handlers", ()): (Range(1, 1), Range(9, 9))}
    with pytest.raises(ValueError, match="worlds"):
        frames_of([Record({generators.Scope.AFFAIR: (row,)}, choices=told)], program.vocabulary)


def test_a_what_if_replaces_all_sources():
    program = generators.program(0)
    told = (Range(1, 1), Range(9, 9))
    row = Row((), {"handlers": Range(5, 5)})
    record = Record({generators.Scope.AFFAIR: (row,)}, choices={("handlers", ()): told})
    assert len(worlds(program, record)) == 1
