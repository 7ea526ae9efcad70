"""Protects: a program cut down to some rules concludes of them what the whole program concludes."""

import datetime as dt
import random
from pathlib import Path

import generators
from hypothesis import given, settings
from hypothesis import strategies as st

from shikii.cli.common import read_affairs
from shikii.engine.evaluation.prepare import prepare
from shikii.engine.executors.reference import evaluate
from shikii.rulesets.language.grammar import Check, Decide, Define, Oblige
from shikii.rulesets.loader import load_ruleset
from shikii.rulesets.program.program import compile_program
from shikii.rulesets.program.program_slice import asked_for

WHOLE = compile_program(load_ruleset(), dt.date(2026, 4, 1))
(AFFAIR,) = read_affairs(Path(__file__).parents[3] / "examples" / "documents" / "midori-juki-zenkomoku.txt")


def answers(program, evaluation, rules):
    """Truths of the rules asked for, what their definitions conclude, and the rows of their tables."""
    truths = {key: t for key, t in evaluation.truths.items() if key[0] in rules}
    facts = {s.define for s in program.statements if isinstance(s, Define) and s.id in rules}
    tables = {
        s.decide
        for s in program.statements
        if isinstance(s, Decide) and not rules.isdisjoint(r.id for r in s.rows)
    }
    values = {key: v for key, v in evaluation.values.items() if key[0] in facts | tables}
    return truths, values, {key: r for key, r in evaluation.rows.items() if key[0] in tables}


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32))
def test_generated_programs(seed):
    program = generators.program(seed)
    rules = set(random.Random(seed).sample(sorted({leaf.rule for leaf in program.leaves}), 1))
    record = generators.record(seed, program)
    alone, whole = evaluate(asked_for(program, rules), record), evaluate(program, record)
    assert alone.truths == {key: t for key, t in whole.truths.items() if key[0] in rules}
    assert alone.values.items() <= whole.values.items()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_rules_of_the_shipped_ruleset_with_their_texts(seed):
    ids = [s.id for s in WHOLE.statements if isinstance(s, (Check, Oblige, Define))]
    ids += [r.id for s in WHOLE.statements if isinstance(s, Decide) for r in s.rows]
    rules = set(random.Random(seed).sample(ids, 4))
    cut = asked_for(WHOLE, rules)
    got = evaluate(cut, prepare(cut, AFFAIR).record)
    assert answers(cut, got, rules) == answers(WHOLE, evaluate(WHOLE, prepare(WHOLE, AFFAIR).record), rules)
