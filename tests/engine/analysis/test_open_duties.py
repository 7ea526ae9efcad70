"""Protects: the facts said to settle a duty settle it for every completion, by the reference itself, and no smaller set
does; conditions unfold to what the executors conclude."""

import datetime as dt
import random
from dataclasses import replace
from itertools import combinations, product

import generators
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii import Session, assess, read_affair
from shikii.engine.analysis.fact_sources import producer
from shikii.engine.analysis.grid import grid_of
from shikii.engine.analysis.open_conditions import TooManyError
from shikii.engine.analysis.open_duties import STATES, _settle, _terms, settle_duty
from shikii.engine.assess import program_of
from shikii.engine.evaluation.prepare import prepare
from shikii.engine.evaluation.truth import Truth
from shikii.engine.evaluation.view import View
from shikii.engine.executors.reference import evaluate
from shikii.facts.affair.affair import Affair, File
from shikii.facts.affair.record import Row
from shikii.facts.values import YES, Options, Range
from shikii.facts.vocabulary import Scope
from shikii.rulesets.language.grammar import Oblige
from shikii.rulesets.loader import load_ruleset

SEEDS = st.integers(0, 2**32)
DAY = dt.date(2026, 4, 1)


def state_of(evaluation, rule):
    applies, met = (evaluation.truths[rule, part, ()] for part in ("when", "met"))
    if applies is Truth.FALSE:
        return {"not_applicable"}
    out = {"not_applicable"} if applies is Truth.UNKNOWN else set()
    return out | ({"met", "unmet"} if met is Truth.UNKNOWN else {"met" if met is Truth.TRUE else "unmet"})


def told(record, known):
    """The record with some facts of the affair told, and so stated."""
    (row,) = record.of(Scope.AFFAIR)
    known = {f"{n}.stated": YES for n in known if f"{n}.stated" not in row.values} | known
    rows = {**record.rows, Scope.AFFAIR: (Row((), {**row.values, **known}),)}
    return replace(record, rows=rows)


def values(factor, possible):
    """Both ends of every cell, among what is possible."""
    out = []
    for i in factor.touched(possible):
        cell = factor.cells[i]
        if isinstance(cell, Range):
            out += [Range(e, e) for e in {max(cell.lo, possible.lo), min(cell.hi, possible.hi)}]
        else:
            out.append(Options.of(*cell.members))
    return out


@examples(100)
@given(SEEDS)
def test_sets_settle_and_smaller_ones_do_not(seed):
    program = generators.program(seed)
    for n in range(1, 7):  # a program is dear to make, a record is not
        sets_settle(program, generators.record(seed + n, program))


def sets_settle(program, record):
    view = View(program, record, evaluate(program, record))
    if not generators.consistent(record, view.evaluation):
        return  # contradicting sources keep a fact open whatever is told
    rule = next(s for s in program.statements if isinstance(s, Oblige))
    parts = {leaf.part: leaf.when for leaf in program.leaves if leaf.rule == rule.id}
    try:
        terms = _terms(view, parts["when"], parts["met"], ())
    except TooManyError:
        return
    affair = Affair(known_files=tuple(File({"file.name": f"f{n}"}) for n in range(9)))
    grid = grid_of(terms, STATES, program.vocabulary)
    assert set(grid.named(grid.possible(grid.region(view.get)))) == state_of(view.evaluation, rule.id)
    settling, missing = settle_duty(view, affair, parts["when"], parts["met"], ())
    assert {m.path for m in missing} <= {n for s in settling for n in s}
    assert bool(missing) == bool(settling)
    factors = {f.fact.name: f for f in grid.factors}
    if any(f.fact.derived or f.index for f in grid.factors):
        return  # a concluded fact cannot be told; rows below are told in other tests
    if not {n for s in settling for n in s} <= factors.keys():
        return  # that something is stated is told by telling it
    choices = {n: values(f, view.get(n)) for n, f in factors.items()}

    def settles(names, counts=generators.agrees):
        """Whether every completion that counts (by default, that contradicts no rule) is settled."""
        picked = [choices[n] for n in names]
        done = (evaluate(program, told(record, dict(zip(names, p, strict=True)))) for p in product(*picked))
        return all(len(state_of(e, rule.id)) == 1 for e in done if counts(e))

    size = 1
    for name in {n for s in settling for n in s}:
        size *= len(choices[name])
    if size > 40:
        return
    for names in settling[:2]:
        assert settles(names)
        if any(producer(program, n) or n.endswith(".stated") for n in factors):
            continue  # what is told of the others may settle these too
        for smaller in combinations(names, len(names) - 1):
            assert not settles(smaller, lambda _: True)


def test_a_duty_names_the_facts_of_the_level_it_waits_for():
    duties = {
        o.id: o
        for o in Session(as_of=DAY).tell(headcount=250_000, incident_within_1y="no").assess().obligations
    }
    waits = duties["duty.full-assessment"]
    assert waits.status == "unknown"
    assert all("handlers" in s for s in waits.settling)
    assert waits.missing[0].fact == "handlers"
    assert "required_level" not in {m.fact for m in waits.missing}


def test_a_settled_duty_asks_for_nothing():
    duties = {o.id: o for o in Session(as_of=DAY).tell(headcount=999).assess().obligations}
    gone = duties["duty.full-assessment"]
    assert gone.status == "not_applicable"
    assert gone.settling == gone.missing == ()


@examples(5)
@given(SEEDS)
def test_what_is_remembered_of_one_affair_holds_for_the_next(seed):
    """Answers shared between affairs are those each would get alone."""
    program = program_of(load_ruleset(), DAY)
    parts = {(leaf.rule, leaf.part): leaf.when for leaf in program.leaves}
    duties = [s for s in program.statements if isinstance(s, Oblige) and s.scope is Scope.AFFAIR]
    for n in range(3):
        record = generators.record(seed + n, program)
        view = View(program, record, evaluate(program, record))
        affair = Affair(known_files=tuple(File({"file.name": f"f{i}"}) for i in range(9)))
        for duty in duties:
            asked = (view, affair, parts[duty.id, "when"], parts[duty.id, "met"], ())
            assert settle_duty(*asked) == _settle(*asked)


RECORDS = (
    {"headcount": 400_000},
    {"headcount": 400_000, "organization": "みどり市長", "published": "2020-01-01", "hearing": {"from": "2026-01-01"}},
    {"headcount": 250_000, "organization_kind": "national", "withheld": "part", "several_organizations": "yes"},
    {"headcount": 5_000, "basic_assessed_on": "2022-01-01", "nws_linkage": "yes", "significant_change_planned": "yes"},
)  # fmt: skip


def any_value(rng, fact):
    if isinstance(fact.anything, Options):
        return Options.of(rng.choice(sorted(fact.anything.members)))
    return rng.choice([Range(n, n) for n in (0, 499, 500, 20_000)]) if fact.kind == "count" else Range(*[DAY.toordinal() + rng.choice([-2000, -400, -20, 0, 20])] * 2)  # fmt: skip


def test_a_duty_names_what_a_person_can_tell_and_that_settles_it():
    rng = random.Random(5)
    program = program_of(load_ruleset(), DAY)
    vocabulary = program.vocabulary
    tried = 0
    for facts in RECORDS:
        affair = read_affair(facts, "x")
        for duty in assess(affair, as_of=DAY).obligations:
            names = {n for s in duty.settling for n in s} | {m.fact for m in duty.missing}
            assert all(vocabulary[n].ask and not vocabulary[n].derived for n in names), duty.id
            assert duty.missing or duty.status != "unknown"
            for names in duty.settling:
                if any(vocabulary[n].scope is not Scope.AFFAIR for n in names):
                    continue  # rows below are told in other tests
                for _ in range(2):
                    told = {
                        n: "x" if vocabulary[n].kind == "text" else any_value(rng, vocabulary[n])
                        for n in names
                    }
                    known = replace(affair, values={**affair.values, **told})
                    done = evaluate(program, prepare(program, known).record)
                    assert len(state_of(done, duty.id)) == 1, (duty.id, told)
                    tried += 1
    assert tried > 60
