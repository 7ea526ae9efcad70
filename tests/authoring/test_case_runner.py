"""Protects: every rule concludes what its cases beside it say, whichever executor runs it; a wrong case is noticed."""

import datetime as dt
import re
from collections import defaultdict
from itertools import groupby
from pathlib import Path

import pytest
from batch_answers import batch_answers
from shipped import CASES as IN_ANY_ORDER
from shipped import RULESET

import shikii
from shikii.authoring.case_runner import run_case
from shikii.authoring.cases import read_cases
from shikii.engine.assess import program_of
from shikii.engine.evaluation.prepare import prepare
from shikii.engine.executors.durable import evaluate_session
from shikii.engine.executors.reference import evaluate

CASES = sorted(IN_ANY_ORDER, key=lambda c: c.as_of)
BY_RULE = defaultdict(list)
for case in CASES:
    BY_RULE[case.rule].append(case)


@pytest.mark.parametrize("rule", sorted(BY_RULE))
def test_a_rule_concludes_what_its_cases_say(rule):
    for case in BY_RULE[rule]:
        outcome = run_case(case, RULESET)
        assert outcome.passed, f"{case.place}: expected {case.expect}, got {outcome}: {case.why}"


@pytest.mark.parametrize("start", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, 120))])
def test_the_executors_agree_on_every_case(start):
    for day, cases in groupby(CASES[start::120], key=lambda c: c.as_of):
        program = program_of(RULESET, day)
        records = [prepare(program, case.affair).record for case in cases]
        reference = [evaluate(program, record) for record in records]
        for record, expected in zip(records, reference, strict=True):
            assert evaluate_session(program, record) == expected
        for expected, got in zip(reference, batch_answers(program, records), strict=True):
            assert got == (dict(expected.values), dict(expected.truths), dict(expected.rows))


def test_the_cases_shown_in_the_guide_hold():
    text = (Path(shikii.__file__).parent / "docs" / "writing-rulesets.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(as_of:.*?)```", text, re.DOTALL)
    cases = read_cases([("cases/guide.yaml", shown)], RULESET, "rules")
    assert len(cases) == 2
    assert all(run_case(case, RULESET).passed for case in cases)


def one(rule, given, expect, day="2025-04-01"):
    text = (
        f"as_of: {day}\ncases:\n  - {{rule: {rule}, article: x, given: {given}, expect: {expect}, why: y}}\n"
    )
    (case,) = read_cases([("cases/x.yaml", text)], RULESET, "rules")
    return run_case(case, RULESET)


@pytest.mark.parametrize(
    ("rule", "given", "wrong", "got"),
    [
        ("hearing.backwards", "{hearing: {from: 2025-01-10, to: 2025-01-09}}", "none", "finding"),
        ("hearing.days", "{hearing: {from: 2025-01-01, to: 2025-01-30}}", "29", "30"),
        ("hearing.days", "{hearing: {from: 2025-01-01, to: 2025-01-30}}", "29..31", "30"),
        ("threshold.300k", "{headcount: 300000}", "key", "full (rows threshold.300k, row decides)"),
        ("threshold.100k-heavy", "{headcount: 300000}", "full", "full (rows threshold.300k, row ruled out)"),
        ("duty.third-party-review", "{headcount: 5}", "met", "not_applicable (due none)"),
        ("adequacy.required-not-done", "{required.not_done: 1}", "sufficient..strong", "lacking"),
        ("entrust.listed", "{files: [{name: 甲, entrusts: no}, {name: 乙, entrusts: no}]}", "{甲: 0}", "甲: 0; 乙: 0"),
        ("entrust.listed", "{files: []}", "0", "no row for this rule to speak of"),
        ("in-identity-check", "{form: full, sources: [本人又は本人の代理人]}", "done", "unread"),
        ("in-identity-check", "{form: basic, sources: [本人又は本人の代理人]}", "not_stated", "not_expected"),
    ],
)  # fmt: skip
def test_a_wrong_case_is_noticed_and_shows_what_came_out(rule, given, wrong, got):
    outcome = one(rule, given, wrong)
    assert not outcome.passed
    assert str(outcome).removeprefix("1: ") == got


def test_a_due_date_counts_only_where_the_case_names_it():
    given = "{headcount: 300000, published: 2020-02-29, publications: [{on: 2020-02-29, kind: 実施}]}"
    day = dt.date(2025, 2, 28)
    assert one("duty.reassess-5-years", given, "met", day).passed
    assert one("duty.reassess-5-years", given, "{state: met, due: 2025-02-28}", day).passed
    assert not one("duty.reassess-5-years", given, "{state: met, due: 2025-03-01}", day).passed
