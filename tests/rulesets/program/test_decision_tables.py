"""Protects: a decision table with a hole, an overlap or a dead row is refused, with an example that is one."""

import datetime as dt

import pytest

from shikii.facts.errors import RulesetError
from shikii.rulesets.loader import read_ruleset
from shikii.rulesets.program.program import compile_program

HEAD = """
rules:
  - decide: outcome
    id: t
    title: t
    basis: [x]
    confidence: confirmed
    outcomes: [{id: a, ja: a, en: a, phrase: a}, {id: b, ja: b, en: b, phrase: b}]
    rows:
"""
ROW = "      - {{id: {id}, title: t, when: {when}, then: {then}, basis: [x], confidence: confirmed}}\n"


def problems(*rows: tuple[str, str]) -> list[tuple[str, str]]:
    text = HEAD + "".join(ROW.format(id=f"r{i}", when=when, then=then) for i, (when, then) in enumerate(rows))
    try:
        compile_program(read_ruleset([("t.yaml", text)]), dt.date(2025, 4, 1))
    except RulesetError as error:
        return [(p.id, p.value) for p in error.problems]
    return []


def test_a_partition_is_sound():
    assert problems(('{headcount: "< 10"}', "a"), ('{headcount: ">= 10"}', "b")) == []


def test_a_hole_is_named_with_a_point_in_it():
    assert problems(('{headcount: "< 10"}', "a"), ('{headcount: "> 10"}', "b")) == [
        ("table.hole", "headcount=10")
    ]


def test_an_overlap_is_named_with_a_point_in_it():
    found = problems(('{headcount: "<= 10"}', "a"), ('{headcount: ">= 10"}', "b"))
    assert found == [("table.overlap", "headcount=10")]


def test_an_overlap_of_the_same_outcome_is_one_too():
    assert problems(('{headcount: "<= 10"}', "a"), ('{headcount: ">= 10"}', "a"))[0][0] == "table.overlap"


def test_a_row_that_contradicts_itself_never_decides():
    rows = [('{headcount: "< 10"}', "a"), ('{headcount: ">= 10"}', "b")]
    dead = ('{all: [{headcount: "< 5"}, {headcount: "> 7"}]}', "a")
    assert problems(*rows, dead) == [("table.never", "")]


def test_choices_and_yes_no_are_partitioned_by_option():
    rows = [("{exemption: none, incident_within_1y: yes}", "a"), ("{exemption: not none}", "b")]
    assert problems(*rows) == [("table.hole", "exemption=none, incident_within_1y=no")]


@pytest.mark.parametrize("negated", ['{not: {headcount: ">= 10"}}', '{not: {not: {headcount: "< 10"}}}'])
def test_not_is_exact(negated):
    assert problems((negated, "a"), ('{headcount: ">= 10"}', "b")) == []


def test_an_unknown_outcome_is_refused():
    assert problems(('{headcount: ">= 0"}', "c"))[0][0] == "ruleset.outcome"
