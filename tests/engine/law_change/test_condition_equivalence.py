"""Protects: "the same" is never said of conditions that differ, and every record shown does show the difference."""

import datetime as dt
import random

import generators
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii.engine.executors.reference import Run
from shikii.engine.law_change.condition_equivalence import compare, some_record
from shikii.facts.affair.record import Record, Row
from shikii.facts.values import Options, Range
from shikii.facts.vocabulary import Scope
from shikii.rulesets.language.conditions import All, AnyOf, Not, atoms, read_condition
from shikii.rulesets.program.program import Program

SEEDS = st.integers(0, 2**32)
EMPTY = Program(generators.V, (), (), (), ())


def condition(seed, depth=2):
    maker = generators.Maker(seed)
    maker.facts = {
        Scope.AFFAIR: ["headcount", "handlers", "incident_within_1y", "organization_kind", "published"]
    }
    return read_condition(maker.condition(Scope.AFFAIR, depth), generators.V, generators.AS_OF)


def truth(condition, values):
    """What the reference executor says, which knows nothing of witnesses."""
    return Run(EMPTY, Record({Scope.AFFAIR: (Row((), values),)})).truth(condition, ()).value


def values(seed, conditions):
    chance = random.Random(seed)
    names = {a.fact for c in conditions for a in atoms(c)}
    return {n: generators.value(chance, n) for n in names if chance.random() < 0.8}


@examples(100)
@given(SEEDS, SEEDS)
def test_a_record_shown_is_one_and_the_same_means_the_same(a, b):
    before, after = condition(a), condition(b)
    found = compare(before, after)
    if found.record:
        assert not found.same
        assert (truth(before, found.record), truth(after, found.record)) == (found.before, found.after)
        assert found.before != found.after
    if found.same and found.decided:
        for n in range(40):
            known = values(n, (before, after))
            assert truth(before, known) == truth(after, known)


@examples(80)
@given(SEEDS, SEEDS)
def test_rewritten_conditions_are_the_same(a, b):
    one, other = condition(a), condition(b, 1)
    assert compare(All((one, other)), All((other, one))).same
    assert compare(Not(All((one, other))), AnyOf((Not(one), Not(other)))).same


def test_conditions_that_differ_on_partial_facts_only_are_told_apart():
    more = read_condition({"headcount": ">= 10"}, generators.V, generators.AS_OF)
    always = read_condition({"headcount": ">= 0"}, generators.V, generators.AS_OF)
    found = compare(AnyOf((more, Not(more))), always)
    assert not found.same
    assert (found.before, found.after) == ("unknown", "true")
    assert isinstance(found.record["headcount"], Range)
    assert not found.record["headcount"].exact


def test_what_is_too_wide_is_said_to_be_undecided():
    wide = [
        read_condition({n: v}, generators.V, dt.date(2025, 4, 1))
        for n, v in (
            ("headcount", [1, 5, 9, 13, 17, 21, 25]),
            ("handlers", [1, 5, 9, 13, 17, 21, 25]),
            ("published", [">= 2020-01-01"]),
            ("organization_kind", ["local", "national"]),
            ("incident_within_1y", "yes"),
        )
    ]
    more = All((*wide, AnyOf((wide[0], Not(wide[0])))))
    found = compare(All(tuple(wide)), more)
    assert found.same  # on complete facts, by their boxes
    assert not found.decided  # on partial facts only a sample was tried


@examples(80)
@given(SEEDS)
def test_an_example_fulfils_its_condition(seed):
    one = condition(seed)
    record = some_record(one)
    if record:
        assert truth(one, record) == "true"
        assert all(v.exact for v in record.values() if isinstance(v, (Range, Options)))
