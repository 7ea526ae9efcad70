"""Protects: what is too large to be computed exactly is left out and said so, never guessed and never slow."""

import json
import time

import generators
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii.engine.analysis.open_adequacy import least_looks, sets_of
from shikii.engine.analysis.open_level import LevelGrid, analyse
from shikii.engine.analysis.settling_facts import hitting_sets
from shikii.engine.evaluation.view import View
from shikii.engine.executors.reference import evaluate
from shikii.facts.affair.record import Record, Row
from shikii.facts.vocabulary import Scope
from shikii.rulesets.language.grammar import Decide
from shikii.rulesets.loader import read_ruleset
from shikii.rulesets.program.program import compile_program

RULE = {"title": "t", "basis": ["x"], "confidence": "known"}
WORDS = [{"id": o, "ja": o, "en": o, "phrase": o} for o in ("low", "high")]


def table(rows):
    listed = [{"id": f"r{n}", "when": w, "then": t, **RULE} for n, (w, t) in enumerate(rows)]
    rule = {"decide": "outcome", "id": "d", "outcomes": WORDS, "rows": listed, **RULE}
    program = compile_program(read_ruleset([("made.yaml", json.dumps({"rules": [rule]}))]), generators.AS_OF)
    record = Record({Scope.AFFAIR: (Row(()),)})
    view = View(program, record, evaluate(program, record))
    decide = next(s for s in program.statements if isinstance(s, Decide))
    made = next(p.table for stratum in program.strata for p in stratum if p.table)
    return LevelGrid.of(program, decide, made), view


def staircase(steps):
    """A table whose cells nothing joins: the line of one number rises with the other."""
    rows = [({"headcount": n, "handlers": f"< {n + 1}"}, "low") for n in range(steps)]
    rows += [({"headcount": n, "handlers": f">= {n + 1}"}, "high") for n in range(steps)]
    return table([*rows, ({"headcount": f">= {steps}"}, "low")])


def test_a_table_of_many_cells_says_that_it_is_not_computed():
    level, view = staircase(110)
    start = time.process_time()
    said = analyse(level, view.get)
    assert said.not_computed == ("settling", "irrelevant", "counterfactuals")
    assert said.settling == said.irrelevant == ()
    assert [m.fact for m in said.missing] == ["headcount", "handlers"]  # what is open is still named
    assert time.process_time() - start < 5


def test_a_large_table_inside_the_limit_is_computed():
    level, view = staircase(60)
    said = analyse(level, view.get)
    assert said.settling == (("headcount", "handlers"),)
    assert [m.expected for m in said.missing] == [None, None]  # too many orders of asking to be tried


def test_a_table_just_inside_the_limit_is_computed():
    level, view = table(
        [({"headcount": n}, ("low", "high")[n % 2]) for n in range(60)] + [({"headcount": ">= 60"}, "low")]
    )
    said = analyse(level, view.get)
    assert said.settling == (("headcount",),)
    assert len(said.missing[0].lines) == 60


def test_too_many_sets_are_not_listed():
    edges = [0b11 << 2 * n for n in range(8)]
    assert hitting_sets(edges) is None
    assert len(hitting_sets(edges[:6])) == 64
    assert hitting_sets([0b1, 0]) == ()
    assert hitting_sets([]) == (0,)


@examples(100)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=3), st.data())
def test_measures_to_look_up_settle_and_fewer_do_not(sizes, data):
    """Against enumeration of every state of every single measure."""
    from itertools import combinations, product

    totals = list(product(*(range(n + 1) for n in sizes)))
    results = {t: data.draw(st.integers(0, 2)) for t in totals}
    names = [[f"{i}.{k}" for k in range(n)] for i, n in enumerate(sizes)]
    every = [n for group in names for n in group]

    def settles(looked):
        seen = {}
        for states in product((0, 1), repeat=len(every)):
            done = dict(zip(every, states, strict=True))
            total = tuple(sum(done[n] for n in group) for group in names)
            seen.setdefault(tuple(done[n] for n in looked), set()).add(results[total])
        return all(len(found) == 1 for found in seen.values())

    found = sets_of(names, least_looks(tuple(sizes), results.__getitem__))
    least = []
    for size in range(len(every) + 1):
        for looked in combinations(every, size):
            if not any(set(s) <= set(looked) for s in least) and settles(looked):
                least.append(looked)
    assert {frozenset(s) for s in found} == {frozenset(s) for s in least if s}
