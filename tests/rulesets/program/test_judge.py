"""Protects: rules of adequacy read what they may, say what they must, and are shown from both sides."""

import datetime as dt

import pytest

from shikii.authoring.case_runner import run_case
from shikii.authoring.cases import read_cases
from shikii.authoring.lint import lint
from shikii.facts.errors import RulesetError
from shikii.rulesets.loader import load_ruleset, read_ruleset
from shikii.rulesets.program.program import compile_program

DAY = dt.date(2025, 4, 1)
FINDS = """\
rules:
  - judge: finding
    id: x.doubt
    title: 疑い
    when: {declared: strong, required.not_stated: ">= 1"}
    detail: "{risk}：{required.not_stated}"
    basis: [様式4]
    confidence: known
"""


def problems(text):
    try:
        ruleset = read_ruleset([("r.yaml", text)])
        compile_program(ruleset, DAY)
        return [(p.id, p.value) for p in lint(ruleset, DAY)]
    except RulesetError as error:
        return [(p.id, p.value) for p in error.problems]


def test_a_rule_that_finds_reads_counts_and_the_answer():
    assert problems(FINDS) == []


@pytest.mark.parametrize(
    ("old", "new", "id_"),
    [
        ("judge: finding", "judge: floor", "ruleset.field"),
        ("    detail: ", "    then: lacking\n    detail: ", "ruleset.field"),
        ('    detail: "{risk}：{required.not_stated}"\n', "", "ruleset.field"),
        ("declared: strong", "declared: perfect", "ruleset.test"),
        ("declared: strong", "headcount: 5", "ruleset.unknown-fact"),
        ("{risk}", "{affair}", "ruleset.unknown-fact"),
        ("    basis", "    evidence: [headcount]\n    basis", "ruleset.unknown-fact"),
    ],
)
def test_each_mistake_is_named(old, new, id_):
    assert old in FINDS
    assert id_ in [i for i, _ in problems(FINDS.replace(old, new))]


def test_a_bound_cannot_read_the_declared_answer():
    bound = FINDS.replace("judge: finding", "judge: floor").replace("    detail", "    then: strong #")
    assert ("ruleset.unknown-fact", "declared") in problems(bound)


def test_a_rule_that_finds_wants_cases_of_both_sides():
    ruleset = read_ruleset([("r/r.yaml", FINDS)])
    text = "as_of: 2025-04-01\ncases:\n  - {rule: x.doubt, article: a, given: {declared: strong, required.not_stated: 1}, expect: finding, why: w}\n"
    (case,) = read_cases([("cases/x.yaml", text)], ruleset, "r")
    assert run_case(case, ruleset).passed
    assert ["where this rule finds nothing" in p.message for p in lint(ruleset, DAY, [case])] == [True]
    other = text + text.split("cases:\n")[1].replace("1}, expect: finding", "0}, expect: none")
    assert lint(ruleset, DAY, read_cases([("cases/x.yaml", other)], ruleset, "r")) == ()


@pytest.mark.parametrize("given", ["{declared: perfect}", "{applicable: perhaps}", "{required.lost: 1}"])
def test_what_a_case_gives_must_be_known(given):
    text = f"as_of: 2025-04-01\ncases:\n  - {{rule: adequacy.strong-not-stated, article: a, given: {given}, expect: none, why: w}}\n"
    with pytest.raises(RulesetError, match=r"cases\.given"):
        read_cases([("cases/x.yaml", text)], load_ruleset(), "rules")


def test_what_is_not_given_is_not_known():
    ruleset = read_ruleset([("r/r.yaml", FINDS)])
    text = "as_of: 2025-04-01\ncases:\n  - {rule: x.doubt, article: a, given: {required.not_stated: 1}, expect: unknown, why: w}\n"
    (case,) = read_cases([("cases/x.yaml", text)], ruleset, "r")
    assert run_case(case, ruleset).passed
