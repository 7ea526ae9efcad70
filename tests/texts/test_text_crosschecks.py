"""Comparisons of texts: settled before any rule, the same for every executor, with the lines of both places."""

from __future__ import annotations

import datetime as dt

import pytest
from executors import EXECUTORS

from shikii import assess, read_affair
from shikii.authoring.lint import lint
from shikii.facts.errors import RulesetError
from shikii.rulesets.loader import DEFAULT, read_ruleset
from shikii.texts.text_crosschecks import plain

AS_OF = dt.date(2025, 4, 1)
HEAD = "ruleset: {id: t, version: '1', title: t}\nrules:\n"


def ruleset(by: str, define: str = "file.found"):
    text = f"""{HEAD}
  - define: {define}
    id: t.define
    title: t
    fact: {{kind: yesno, ja: 事実, en: fact}}
    by: {by}
    basis: [x]
    confidence: known
  - check: consistency
    id: t.check
    {"for: file" if define.startswith("file.") else ""}
    title: t
    severity: note
    when: {{{define}: yes}}
    detail: d
    advice: a
    evidence: [{define}]
    basis: [x]
    confidence: known
"""
    return read_ruleset(
        [("t/t.yaml", text), *((f"t/{n}.yaml", (DEFAULT / f"{n}.yaml").read_text("utf-8")) for n in LAW)]
    )


LAW = ("threshold", "incidents", "exemption", "organization")


def findings(affair, rules, executor="auto"):
    result = assess(affair, as_of=AS_OF, ruleset=rules, executor=executor)
    return [f for f in result.findings if f.rule == "t.check"]


CITES = "{cites: {pattern: '(?P<key>令第[0-9]{1,3}条)第(?P<value>[0-9]{1,2})項', left: [overview], right: [keep]}}"
FILE = {
    "name": "甲",
    "narratives": {"overview": "令第34条第2項の期間\n令第5条第1項", "keep": "対策\n令第34条第3項の期間"},
}


@pytest.mark.parametrize("executor", EXECUTORS)
def test_both_places_are_shown_whatever_runs_the_rules(executor):
    affair = read_affair({"files": [FILE]}, "x.txt")
    (finding,) = findings(affair, ruleset(CITES), executor)
    assert finding.file == "甲"
    assert len(finding.evidence) == 2
    assert "第2項" in finding.evidence[0].text
    assert "第3項" in finding.evidence[1].text


def test_a_section_that_was_not_read_says_nothing():
    affair = read_affair({"files": [{"name": "甲", "narratives": {"overview": "令第34条第2項"}}]}, "x.txt")
    assert not findings(affair, ruleset(CITES))


def test_two_names_are_compared_only_where_both_are_known():
    rules = ruleset("{differs: {left: title, right: affair}}", define="found")
    assert not findings(read_affair({"title": "検診事務"}, "x.txt"), rules)
    assert findings(read_affair({"title": "検診事務", "affair": "接種事務"}, "x.txt"), rules)
    assert not findings(read_affair({"title": "検診事務", "affair": "がん検診事務"}, "x.txt"), rules)


def test_names_are_told_apart_by_their_letters_only():
    assert plain("番号連携サーバー（団体内統合宛名システム）") == plain(
        "番号連携サーバ・団体内統合宛名システム"
    )
    assert plain("健康情報システム") != plain("税務情報システム")


@pytest.mark.parametrize(
    ("by", "error"),
    [
        (
            "{names: {sections: [keep], patterns: ['([a-z]+)([0-9])'], facts: [organization]}}",
            "ruleset.pattern",
        ),
        ("{names: {sections: [keep], patterns: ['([a-z]{1,3})'], facts: [nowhere]}}", "ruleset.unknown-fact"),
        ("{cites: {pattern: '(?P<key>a)', left: [keep], right: [keep]}}", "ruleset.pattern"),
        ("{differs: {left: title, right: nowhere}}", "ruleset.unknown-fact"),
        (
            "{mutual: {name: system.name, text: system.other, open: 'system.connections:none'}}",
            "ruleset.unknown-fact",
        ),
    ],
)
def test_what_a_comparison_cannot_do_is_said(by, error):
    assert error in {p.id for p in lint(ruleset(by), AS_OF)}


@pytest.mark.parametrize(
    "by",
    [
        "{names: {sections: [keep], patterns: ['(a)']}}",
        "{names: {sections: [keep], patterns: ['(a)'], facts: [organization], home: [keep]}}",
        "{names: {sections: [keep], patterns: ['(a)'], facts: [organization], elsewhere: true}}",
    ],
)
def test_names_need_one_place_to_stand_in(by):
    with pytest.raises(RulesetError):
        ruleset(by)
