"""Protects: every finding lands at exactly one viewpoint of review, and the viewpoints name only what exists."""

from fnmatch import fnmatchcase
from typing import get_args

import pytest

from shikii.authoring.law_coverage import load_coverage
from shikii.engine.results.assessment import Finding
from shikii.facts.errors import RulesetError
from shikii.rulesets.language.grammar import Check, Expect, Oblige
from shikii.rulesets.loader import load_ruleset
from shikii.rulesets.review_viewpoints import (
    KINDS,
    VIEWPOINTS,
    load_viewpoints,
    read_viewpoints,
    viewpoint_problems,
)

TEXT = VIEWPOINTS.read_text("utf-8")


def test_the_twelve_viewpoints_stand_in_order_and_no_more():
    found = load_viewpoints().viewpoints
    assert [v.number for v in found] == list(range(1, 13))
    assert [v.group for v in found] == ["conformity"] * 6 + ["validity"] * 6
    assert [v.number for v in found if v.confidence != "confirmed"] == [9, 10, 11, 12]


def test_every_kind_a_finding_can_have_lands_somewhere():
    assert set(KINDS) == set(get_args(Finding.model_fields["kind"].annotation))
    for kind in KINDS:
        for risk in (None, "out"):
            assert load_viewpoints().landing("somebody.elses-rule", kind, risk).checked


def test_the_viewpoints_name_only_rules_duties_and_facts_that_exist():
    assert viewpoint_problems(load_viewpoints(), load_ruleset()) == []


def test_each_viewpoint_lists_the_duties_that_the_coverage_claims_for_it():
    """F8.1 to F8.12 of the coverage are the twelve viewpoints."""
    duties = {s.id for s in load_ruleset().statements if isinstance(s, Oblige)}
    claims = {f.id: f.rules for f in load_coverage().facts}
    for point in load_viewpoints().viewpoints:
        claimed = {d for d in duties for p in claims[f"F8.{point.number}"] if fnmatchcase(d, p)}
        assert claimed == set(point.duties), point.id


@pytest.mark.parametrize(
    ("rule", "kind", "risk", "number"),
    [
        ("level.declared-key-differs", "level", None, 1),
        ("level.counted-after-publication", "procedure", None, 1),
        ("approval.local-body", "procedure", None, 2),
        ("review.after-publication", "procedure", None, 4),
        ("hearing.short-without-reason", "procedure", None, 5),
        ("form.full.department-blank", "form", None, 7),
        ("form.full.hearing.from-blank", "form", None, 5),
        ("form.full.system.name-blank", "form", None, 8),
        ("form.full.number-blank", "form", None, 6),
        ("text.old-table-after-2024", "consistency", None, 6),
        ("entrust.risk-skipped", "consistency", "out", 9),
        ("answers.use-2.usage_log-lacking-sufficient", "consistency", "use-2", 11),
    ],
)
def test_findings_land_where_the_fact_sheet_puts_them(rule, kind, risk, number):
    assert load_viewpoints().landing(rule, kind, risk).number == number


def test_only_the_viewpoints_no_rule_speaks_to_are_without_findings():
    ruleset, viewpoints = load_ruleset(), load_viewpoints()
    landed = {viewpoints.landing(s.id, s.check, s.risk).number for s in ruleset.of(Check) if s.check in KINDS}
    landed |= {viewpoints.landing(s.id, "measure", s.risks[0]).number for s in ruleset.of(Expect)}
    assert {v.number for v in viewpoints.viewpoints if not v.checked} == set(range(1, 13)) - landed == {12}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kinds: [measure]", "kinds: []", "kind measure land at 0"),
        ("kinds: [adequacy]", "kinds: [adequacy, level]", "kind level land at 2"),
        ("rules: [hearing.,", "rules: [level., hearing.,", "same rules stands twice"),
        ("id: body", "id: threshold", "same id stands twice"),
        ("kinds_about_risks: [consistency]", "kinds_about_risks: [oddity]", "no kind of finding"),
        ("confidence: known", "confidence: sure", "confidence"),
        ("basis: 指針", "grounds: 指針", "basis"),
    ],
)
def test_viewpoints_that_leave_something_out_are_refused(old, new, said):
    assert old in TEXT
    with pytest.raises(RulesetError) as caught:
        read_viewpoints(TEXT.replace(old, new, 1), "v.yaml")
    assert said in str(caught.value) or any(said in p.place for p in caught.value.problems)


def test_viewpoints_that_name_what_is_not_there_are_told():
    text = TEXT.replace("duty.hearing-30-days", "duty.gone").replace(
        "facts: [hearing.from", "facts: [hearing.form"
    )
    text = text.replace("rules: [approval.local-body", "rules: [approval.gone")
    problems = viewpoint_problems(read_viewpoints(text, "v.yaml"), load_ruleset())
    assert sorted(p.value for p in problems) == ["approval.gone", "duty.gone", "hearing.form"]
