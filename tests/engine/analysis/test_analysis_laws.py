"""Protects the laws of the analysis on generated tables and records, against enumeration by hand: every named set
settles and none smaller does, no set is left out, idle facts never matter, changes do what they say and are the
smallest, the best question can matter and its expectation is the true one."""

from fractions import Fraction
from itertools import combinations, product

import generators
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii.engine.analysis.grid import bits
from shikii.engine.analysis.open_level import LevelGrid, analyse
from shikii.engine.evaluation.view import View
from shikii.engine.executors.reference import evaluate
from shikii.facts.values import Options, Range
from shikii.rulesets.language.grammar import Decide

SEEDS = st.integers(0, 2**32)
MOST = 4_000


class Case:
    """A generated table with what is known of one affair, and its completions point by point."""

    def __init__(self, seed):
        self.program = generators.program(seed)
        record = generators.record(seed + 1, self.program)
        self.view = View(self.program, record, evaluate(self.program, record))
        self.decide = next(s for s in self.program.statements if isinstance(s, Decide))
        self.table = next(p.table for stratum in self.program.strata for p in stratum if p.table)
        self.names = sorted({n for row in self.table.rows for box in row.boxes for n in box})
        self.values = {n: self.samples(n, self.view.get(n)) for n in self.names}
        self.anywhere = {n: self.samples(n, self.program.vocabulary[n].anything) for n in self.names}
        self.level = LevelGrid.of(self.program, self.decide, self.table)
        self.said = analyse(self.level, self.view.get)

    def samples(self, name, possible):
        """Values of every kind the table can tell apart, among those possible."""
        if isinstance(possible, Options):
            return [Options.of(o) for o in sorted(possible.members)]
        edges = {possible.lo, possible.hi}
        for row in self.table.rows:
            for box in row.boxes:
                if name in box:
                    edges |= {e for p in box[name].parts for e in (p.lo, p.hi, p.lo - 1, p.hi + 1)}
        return [Range(e, e) for e in sorted(edges) if possible.lo <= e <= possible.hi]

    @property
    def small(self):
        size = 1
        for name in self.names:
            size *= len(self.values[name])
        return size <= MOST

    def points(self, values):
        return (dict(zip(values, p, strict=True)) for p in product(*values.values()))

    def outcome(self, point):
        (row,) = [
            r
            for r in self.table.rows
            if any(all(a.holds_all(point[n]) for n, a in box.items()) for box in r.boxes)
        ]
        return row.outcome

    def outcomes(self, values):
        return {self.outcome(p) for p in self.points(values)}


def settles(case, answers, names):
    """Whether knowing some facts settles every completion."""
    seen = {}
    for point, outcome in answers:
        seen.setdefault(tuple(point[n] for n in names), set()).add(outcome)
    return all(len(found) == 1 for found in seen.values())


@examples(60)
@given(SEEDS)
def test_settling_sets_are_all_the_smallest_and_no_others(seed):
    case = Case(seed)
    if not case.small:
        return
    answers = [(p, case.outcome(p)) for p in case.points(case.values)]
    if len({o for _, o in answers}) == 1:
        assert case.said.settling == case.said.missing == ()
        return
    least = []
    for size in range(len(case.names) + 1):
        for names in combinations(case.names, size):
            if not any(set(s) <= set(names) for s in least) and settles(case, answers, names):
                least.append(names)
    assert {frozenset(s) for s in case.said.settling} == {frozenset(s) for s in least}
    assert {m.fact for m in case.said.missing} == {n for s in least for n in s}


@examples(60)
@given(SEEDS)
def test_idle_facts_never_change_the_outcome(seed):
    case = Case(seed)
    if not case.small:
        return
    now = case.outcomes(case.values)
    idle = [i.fact for i in case.said.irrelevant]
    if len(now) == 1:
        free = {n: case.anywhere[n] if n in idle else v for n, v in case.values.items()}
        assert case.outcomes(free) == now
        for alone in case.said.settled_by:
            kept = {n: case.values[n] if n in alone else case.anywhere[n] for n in case.names}
            assert case.outcomes(kept) == now
            for left in alone:
                assert len(case.outcomes({**kept, left: case.anywhere[left]})) > 1
        return
    for name in idle:
        for point in case.points({**case.values, name: case.values[name][:1]}):
            assert len({case.outcome({**point, name: v}) for v in case.values[name]}) == 1
    for name in set(case.names) - set(idle):
        if len(cells_of(case, name)) > 1:
            rest = {**case.values, name: case.values[name][:1]}
            changes = (
                len({case.outcome({**p, name: v}) for v in case.values[name]}) > 1 for p in case.points(rest)
            )
            assert any(changes)


def index_of(case, name):
    return next(n for n, f in enumerate(case.level.grid.factors) if f.fact.name == name)


def target(change):
    if change.options:
        return [Options.of(o) for o in change.options]
    ends = {change.lo, change.lo if change.hi is None else change.hi}
    return [Range(e, e) for e in sorted(ends)]


def certain(case, changed):
    """The one outcome of every completion once some facts are taken elsewhere; None when there are several."""
    found = case.outcomes({**case.values, **changed})
    return next(iter(found)) if len(found) == 1 else None


def distance(here, value):
    if isinstance(value, Options):
        return 0
    return max(here.lo - value.lo, value.lo - here.hi)


@examples(60)
@given(SEEDS)
def test_changes_do_what_they_say_and_are_the_smallest(seed):
    case = Case(seed)
    if not case.small:
        return
    now = case.outcomes(case.values)
    outside = {n: [v for v in case.anywhere[n] if not touches(case, n, v)] for n in case.names}
    alone = {}
    for name in case.names:
        for value in outside[name]:
            outcome = certain(case, {name: [value]})
            if outcome is not None and outcome not in now:
                alone.setdefault((name, outcome), []).append(value)
    singles = {(c.fact, c.level): c for c in case.said.counterfactuals if len(c.changes) == 1}
    assert singles.keys() == alone.keys()
    for (name, outcome), found in singles.items():
        values = target(found.changes[0])
        assert all(certain(case, {name: [v]}) == outcome for v in values)
        here = case.view.get(name)
        nearest = min(distance(here, v) for v in alone[name, outcome])
        assert min(distance(here, v) for v in values) == nearest
        if found.distance is not None:
            assert found.distance == nearest
    for pair in (c for c in case.said.counterfactuals if len(c.changes) == 2):
        assert not any(outcome == pair.level for _, outcome in alone)
        assert pair.level not in now
        changed = {c.fact: target(c) for c in pair.changes}
        assert certain(case, changed) == pair.level
    reached = {c.level for c in case.said.counterfactuals}
    for a, b in combinations(case.names, 2):
        for x, y in product(outside[a], outside[b]):
            outcome = certain(case, {a: [x], b: [y]})
            assert outcome is None or outcome in now or outcome in reached


def cells_of(case, name):
    return case.level.grid.factors[index_of(case, name)].touched(case.view.get(name))


def touches(case, name, value):
    """Whether a value lies in a cell that holds a possible one."""
    factor = case.level.grid.factors[index_of(case, name)]
    return bool(set(factor.touched(value)) & set(factor.touched(case.view.get(name))))


@examples(60)
@given(SEEDS)
def test_the_expectation_of_questions_is_the_true_one(seed):
    """By trying every order of questions on every answer, without remembering anything."""
    case = Case(seed)
    grid = case.level.grid
    region = grid.region(case.view.get)
    states = 1
    for mask in region:
        states *= mask.bit_count() + 1
    if states > 200 or not case.said.missing:
        return

    def rest(known):
        if grid.possible(known).bit_count() < 2:
            return Fraction(0)
        return min(ask(known, f) for f, mask in enumerate(known) if mask.bit_count() > 1)

    def ask(known, f):
        answers = [(*known[:f], 1 << c, *known[f + 1 :]) for c in bits(known[f])]
        return 1 + sum(rest(a) for a in answers) / Fraction(len(answers))

    expected = [m.expected for m in case.said.missing]
    assert expected == sorted(expected)
    for m in case.said.missing:
        assert abs(m.expected - float(ask(region, index_of(case, m.fact)))) < 0.001
    assert abs(expected[0] - float(rest(region))) < 0.001


@examples(60)
@given(SEEDS)
def test_the_nearest_lines_are_where_the_answer_changes(seed):
    case = Case(seed)
    if not case.small:
        return
    now = case.outcomes(case.values)
    for t in case.said.thresholds:
        here = case.view.get(t.fact)
        beyond = t.line if t.side == "above" else t.line - 1
        assert case.outcomes({**case.values, t.fact: [Range(beyond, beyond)]}) == set(t.possible) != now
        for value in case.anywhere[t.fact]:
            between = here.hi < value.lo < t.line if t.side == "above" else t.line <= value.lo < here.lo
            if between and not touches(case, t.fact, value):
                assert case.outcomes({**case.values, t.fact: [value]}) == now
