"""Protects: a difference in meaning is found where there is one, exactly, and what only reads otherwise is told apart."""

import datetime as dt
import json
import random

import generators
import pytest
import yaml
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii.engine.executors.reference import evaluate
from shikii.engine.law_change.ruleset_diff import Side, diff_rulesets
from shikii.facts.affair.record import Record, Row
from shikii.facts.values import Options, Range
from shikii.facts.vocabulary import Scope
from shikii.rulesets.language.allowed import Intervals
from shikii.rulesets.loader import DEFAULT, is_whole, load_ruleset, read_ruleset
from shikii.rulesets.program.program import compile_program

DAY = generators.AS_OF
LAW = load_ruleset()
RULE = """\
rules:
  - check: consistency
    id: x.rule
    title: 題
    severity: note
    when: {headcount: ">= 10"}
    detail: 文
    advice: 助言
    basis: [規則第4条]
    confidence: known
"""


def diff(old, new):
    sides = [Side(name, read_ruleset([("r.yaml", text)]), DAY) for name, text in (("A", old), ("B", new))]
    return diff_rulesets(*sides).differences


def test_nothing_differs_from_itself():
    day = dt.date(2026, 4, 1)
    assert diff_rulesets(Side("A", LAW, day), Side("B", LAW, day)).differences == ()


def test_the_calendar_alone_makes_no_difference():
    """Periods counted from the day move with it; only the law is compared."""
    sides = (Side("A", LAW, dt.date(2025, 6, 1)), Side("B", LAW, dt.date(2029, 2, 28)))
    assert diff_rulesets(*sides).differences == ()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('">= 10"', '">= 11"', "meaning"),
        ("severity: note", "severity: error", "meaning"),
        ("title: 題", "title: 別の題", "words"),
        ("[規則第4条]", "[規則第5条]", "basis"),
        ("confidence: known", "confidence: unsure", "basis"),
        ('{headcount: ">= 10"}', '{not: {headcount: "< 10"}}', None),
        ('{headcount: ">= 10"}', '{all: [{headcount: ">= 10"}, {headcount: ">= 5"}]}', None),
    ],
)
def test_each_kind_of_difference_is_told_apart(old, new, what):
    assert old in RULE
    found = diff(RULE, RULE.replace(old, new))
    assert [d.what for d in found] == ([what] if what else ["words"])


def test_the_record_lies_on_the_line_that_moved():
    (found,) = diff(RULE, RULE.replace(">= 10", ">= 11"))
    (part,) = found.parts
    assert (part.part, part.before, part.after) == ("when", "true", "false")
    assert part.record == {"headcount": Range(10, 10)}


def test_rules_added_and_removed_have_an_example():
    other = RULE.replace("x.rule", "x.other").replace(">= 10", "20..30")
    found = {d.rule: d for d in diff(RULE, other)}
    assert (found["x.rule"].what, found["x.other"].what) == ("removed", "added")
    assert found["x.other"].parts[0].record == {"headcount": Range(20, 20)}


def test_words_searched_are_compared_by_the_rules_own_sentences():
    measure = """\
rules:
  - expect: required
    id: x.measure
    title: 題
    risks: [in-1]
    shown_by: {patterns: [施錠, 鍵]}
    shows: [施錠する。, 鍵をかける。]
    basis: [x]
    confidence: known
"""
    (found,) = diff(measure, measure.replace("[施錠, 鍵]", "[施錠]").replace(", 鍵をかける。", ""))
    assert found.what == "meaning"
    assert any(
        p.part == "text 「鍵をかける。」" and (p.before, p.after) == ("true", "false") for p in found.parts
    )


SEEDS = st.integers(0, 2**32)


def twisted(maker, chance):
    """The same rules with the outcomes of some rows changed."""
    made = [dict(r) for r in maker.rules]
    for rule in made:
        if "decide" in rule:
            rule["rows"] = [
                {**r, "then": chance.choice(["low", "middle", "high"])} if chance.random() < 0.4 else r
                for r in rule["rows"]
            ]
    return read_ruleset([("made.yaml", json.dumps({"rules": made}))])


def within(box, said):
    """Whether a point lies in a box."""
    return all(allowed.holds_all(said[fact]) for fact, allowed in box.items())


@examples(40)
@given(SEEDS)
def test_the_regions_of_a_table_are_exactly_where_the_outcome_differs(seed):
    maker, chance = generators.Maker(seed), random.Random(seed + 1)
    old = maker.ruleset()
    new = twisted(maker, chance)
    found = diff_rulesets(Side("A", old, DAY), Side("B", new, DAY)).differences
    assert {d.what for d in found} <= {"meaning"}
    regions = [r for d in found for r in d.regions]
    before, after = compile_program(old, DAY), compile_program(new, DAY)
    for n in range(25):
        whole = generators.completion(seed + n, generators.record(seed + n, before), before)
        a, b = evaluate(before, whole), evaluate(after, whole)
        outcomes = [e.values["outcome", ()] for e in (a, b)]
        if not all(o.exact for o in outcomes):
            continue  # a sum over lists may stay open
        said = {**whole.of(Scope.AFFAIR)[0].values, **{k: v for (k, i), v in a.values.items() if i == ()}}
        facts = {f for r in regions for box in r.boxes for f in box}
        if not all(f in said and said[f].exact for f in facts):
            continue
        inside = [r for r in regions if any(within(box, said) for box in r.boxes)]
        assert bool(inside) == (outcomes[0] != outcomes[1])
        for region in inside:
            assert (Options.of(region.before), Options.of(region.after)) == tuple(outcomes)


def test_an_example_of_a_region_is_judged_so_by_both(tmp_path):
    text = (DEFAULT / "threshold.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    (table,) = data["rules"]
    table["replaces"] = "threshold"
    next(r for r in table["rows"] if r["id"] == "threshold.100k-light")["then"] = "full"
    (tmp_path / "own.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    own = load_ruleset(over=[tmp_path])
    assert not is_whole(tmp_path)
    day = dt.date(2026, 4, 1)
    (found,) = diff_rulesets(Side("A", LAW, day), Side("B", own, day)).differences
    (region,) = found.regions
    assert (region.before, region.after, region.row_before) == ("key", "full", "threshold.100k-light")
    values = {}
    for name, allowed in region.boxes[0].items():
        first = allowed.parts[0] if isinstance(allowed, Intervals) else None
        values[name] = Range(first.lo, first.lo) if first else Options(allowed.chosen)
    record = Record({Scope.AFFAIR: (Row((), values),)})
    levels = [evaluate(compile_program(law, day), record).values["required_level", ()] for law in (LAW, own)]
    assert levels == [Options.of("key"), Options.of("full")]


def test_a_folder_that_decides_by_itself_is_a_ruleset_of_its_own():
    assert is_whole(DEFAULT)


@pytest.mark.parametrize(
    ("old", "new", "rule", "what"),
    [
        ("2024-09-30", "2024-10-01", "incident.serious", "meaning"),
        ("2019-06-30", "2019-07-01", "forms.basic-without-measures", "meaning"),
        ("2022-03-31", "2022-04-01", "incident.serious-strict", "added"),
        ("2017-05-29", "2017-05-30", "threshold", "basis"),
        ("2024-05-26", "2024-05-27", "text.old-table-after-2024", "added"),
    ],
)
def test_what_changed_in_the_law_is_found(old, new, rule, what):
    sides = (Side(d, LAW, dt.date.fromisoformat(d)) for d in (old, new))
    found = {d.rule: d.what for d in diff_rulesets(*sides).differences}
    assert found[rule] == what
