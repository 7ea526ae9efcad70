"""Protects the laws of meaning: monotone, sound bounds, tight bounds, order-free. (The fifth: test_executors.)"""

import random

import generators
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii.engine.evaluation.truth import Truth
from shikii.engine.executors.reference import evaluate
from shikii.facts.affair.record import Record, Row
from shikii.facts.values import Options, Range
from shikii.facts.vocabulary import Kind, Scope
from shikii.rulesets.loader import read_ruleset
from shikii.rulesets.program.program import compile_program

SEEDS = st.integers(0, 2**32)


def inside(narrow, wide):
    if isinstance(narrow, Range):
        return wide.lo <= narrow.lo and narrow.hi <= wide.hi
    return narrow.members <= wide.members


@examples(80)
@given(SEEDS)
def test_learning_more_only_settles(seed):
    """Laws 1 and 2: a completion keeps every true and false, and its values lie inside the bounds given before."""
    program = generators.program(seed)
    for n in range(
        0, 12, 2
    ):  # of six records of a program, which is dear to make, one or two contradict nothing
        partial = generators.record(seed + n + 1, program)
        learns_more(program, partial, generators.completion(seed + n + 2, partial, program))


def learns_more(program, partial, whole):
    before, after = evaluate(program, partial), evaluate(program, whole)
    if not generators.consistent(partial, before) or not generators.consistent(whole, after):
        return
    for key, truth in before.truths.items():
        assert truth is Truth.UNKNOWN or after.truths[key] is truth, key
    for key, possible in before.values.items():
        assert inside(after.values[key], possible), key
    for key, rows in before.rows.items():
        assert after.rows[key] <= rows


def table_of(program):
    return next(p.table for stratum in program.strata for p in stratum if p.table)


def cells(program, table, name, possible):
    """One value of every kind the table can tell apart, among those possible."""
    fact = program.vocabulary[name]
    if isinstance(possible, Options):
        return [Options.of(o) for o in sorted(possible.members)]
    edges = {possible.lo, possible.hi}
    for row in table.rows:
        for box in row.boxes:
            if name in box:
                edges |= {e for p in box[name].parts for e in (p.lo, p.hi, p.lo - 1, p.hi + 1)}
    assert fact.kind in (Kind.COUNT, Kind.DAYS, Kind.DATE)
    return [Range(e, e) for e in sorted(edges) if possible.lo <= e <= possible.hi]


@examples(150)
@given(SEEDS)
def test_each_level_named_possible_is_reached(seed):
    """Law 3: bounds of a table are tight, and exactly one row holds once its facts are exact."""
    program = generators.program(seed)
    record = generators.record(seed + 1, program)
    evaluation = evaluate(program, record)
    table = table_of(program)
    names = sorted({n for row in table.rows for box in row.boxes for n in box})
    affair = record.of(Scope.AFFAIR)[0].values

    def known(name):
        found = evaluation.values.get((name, ()))
        return found if found is not None else affair.get(name, program.vocabulary[name].unsaid)

    reached = set()

    def walk(i, chosen):
        if i == len(names):
            hits = [
                row
                for row in table.rows
                if any(all(a.holds_all(chosen[n]) for n, a in box.items()) for box in row.boxes)
            ]
            assert len(hits) == 1
            reached.add(hits[0].outcome)
            return
        for cell in cells(program, table, names[i], known(names[i])):
            walk(i + 1, {**chosen, names[i]: cell})

    walk(0, {})
    assert evaluation.values["outcome", ()].members == frozenset(reached)


@examples(60)
@given(SEEDS)
def test_order_changes_nothing(seed):
    """Law 4: rules in a file and facts in a record may stand in any order."""
    import json

    maker = generators.Maker(seed)
    ruleset = maker.ruleset()
    shuffled = [dict(reversed(rule.items())) for rule in maker.rules]
    random.Random(seed).shuffle(shuffled)
    other = read_ruleset([("made.yaml", json.dumps({"rules": shuffled}))])
    a, b = (compile_program(r, generators.AS_OF) for r in (ruleset, other))
    record = generators.record(seed + 1, a)
    turned = Record(
        {
            s: tuple(Row(r.index, dict(reversed(r.values.items()))) for r in reversed(rows))
            for s, rows in reversed(record.rows.items())
        },
        record.complete,
    )
    assert evaluate(a, record) == evaluate(b, turned)
