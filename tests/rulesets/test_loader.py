"""Protects: every error of a rule file is found, with its file and line, and all at once."""

import datetime as dt

import pytest

from shikii.facts.errors import RulesetError
from shikii.rulesets.loader import read_ruleset
from shikii.rulesets.program.program import compile_program

DAY = dt.date(2025, 4, 1)
GOOD = """\
rules:
  - check: consistency
    id: x.good
    title: よい
    severity: note
    when: {headcount: ">= 10"}
    detail: d
    advice: a
    basis: [規則第4条]
    confidence: known
"""


def found(text: str) -> list[tuple[str, str]]:
    try:
        compile_program(read_ruleset([("r.yaml", text)]), DAY)
    except RulesetError as error:
        return [(p.id, p.place.split()[0]) for p in error.problems]
    return []


def test_a_good_rule_loads():
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "id_", "line"),
    [
        ("    basis: [規則第4条]\n", "", "ruleset.missing-basis", 2),
        ("severity: note", "severity: loud", "ruleset.field", 5),
        ("advice: a", "advise: a", "ruleset.field", 8),
        ("headcount:", "headcounts:", "ruleset.unknown-fact", 2),
        ('">= 10"', '"a few"', "ruleset.test", 2),
        ("- check: consistency", "- chek: consistency", "ruleset.kind", 2),
        ("rules:", "rulez:", "ruleset.unknown-key", 1),
        ('{headcount: ">= 10"}', '{file.users: ">= 10"}', "ruleset.test", 2),
        ('{headcount: ">= 10"}', "{any: []}", "ruleset.test", 2),
    ],
)
def test_each_mistake_is_named_with_its_line(old, new, id_, line):
    assert old in GOOD
    assert (id_, f"r.yaml:{line}") in found(GOOD.replace(old, new))


def test_a_judge_reads_only_the_numbers_of_measures():
    judge = """\
rules:
  - {judge: ceiling, id: j, title: t, then: lacking, when: {WHEN}, basis: [x], confidence: known}
"""
    assert found(judge.replace("WHEN", 'required.not_done: ">= 1"')) == []
    assert found(judge.replace("WHEN", "required.missing: 1")) == [("ruleset.unknown-fact", "r.yaml:2")]
    assert found(judge.replace("WHEN", "required.open: few")) == [("ruleset.test", "r.yaml:2")]


def test_all_mistakes_are_reported_together():
    both = GOOD + GOOD.replace("rules:\n", "").replace("x.good", "x.bad").replace(
        "severity: note", "severity: loud"
    )
    both = both.replace("    confidence: known\n  - check", "    confidence: sure\n  - check", 1)
    assert len(found(both)) == 2


def test_an_id_may_stand_only_once():
    assert ("ruleset.duplicate-id", "r.yaml:11") in found(GOOD + GOOD.replace("rules:\n", ""))


def test_a_circle_of_definitions_is_refused():
    define = """\
  - define: {a}
    id: d.{a}
    title: t
    fact: {{kind: yesno, ja: {a}}}
    by: {{when: {{{b}: yes}}}}
    basis: [x]
    confidence: known
"""
    text = "rules:\n" + define.format(a="one", b="two") + define.format(a="two", b="one")
    assert found(text) == [("ruleset.cycle", "ruleset")]


def test_each_repeats_a_rule_for_every_member():
    text = GOOD.replace("    id: x.good\n", '    each: {n: ["1", "2"]}\n    id: x.good-{n}\n')
    text = text.replace('">= 10"', '">= {n}"')
    ruleset = read_ruleset([("r.yaml", text)])
    assert [s.id for s in ruleset.statements] == ["x.good-1", "x.good-2"]


def test_a_rule_can_be_replaced_by_a_folder_laid_over():
    over = GOOD.replace("    id: x.good\n", "    id: x.good\n    replaces: x.good\n").replace("note", "error")
    ruleset = read_ruleset([("r.yaml", GOOD), ("over.yaml", over)])
    assert ruleset["x.good"].model_dump()["severity"] == "error"


def test_the_hash_tells_rulesets_apart():
    a, b = (read_ruleset([("r.yaml", text)]).hash for text in (GOOD, GOOD.replace("note", "error")))
    assert a != b
    assert a.startswith("sha256:")
