"""Protects: cases are read as written, their mistakes are named by line, and a rule without cases is named too."""

import datetime as dt

import pytest

from shikii.authoring.cases import case_folder, load_cases, read_cases
from shikii.authoring.lint import lint
from shikii.facts.errors import RulesetError
from shikii.rulesets.loader import DEFAULT, load_ruleset, read_ruleset

RULESET = load_ruleset()
DAY = dt.date(2025, 4, 1)
GROUP = """\
as_of: 2025-04-01
cases:
  - rule: hearing.backwards
    article: 様式4 Ⅵ2②
    given: {form: full, hearing: {from: 2025-01-10}}
    cases:
      - {given: {hearing: {to: 2025-01-09}}, expect: finding, why: 逆}
      - {given: {form: key, hearing: {to: 2025-01-10}}, expect: none, why: 順, as_of: 2024-02-29, article: 指針}
"""


def read(text, ruleset=RULESET, home="rules"):
    return read_cases([("cases/x.yaml", text)], ruleset, home)


def test_a_case_takes_from_its_group_what_it_does_not_say():
    first, second = read(GROUP)
    assert first.affair.form == "full"
    assert first.affair.range("hearing.from") == second.affair.range("hearing.from")
    assert (first.as_of, first.article, first.place) == (DAY, ("様式4 Ⅵ2②",), "cases/x.yaml:7")
    assert second.affair.form == "key"
    assert (second.as_of, second.article) == (dt.date(2024, 2, 29), ("指針",))


def test_every_mistake_is_reported_with_its_line():
    text = GROUP.replace("expect: finding", "expect: found").replace("form: key", "from: key")
    with pytest.raises(RulesetError) as caught:
        read(text)
    assert [(p.id, p.place.split()[0]) for p in caught.value.problems] == [
        ("cases.expect", "cases/x.yaml:7"),
        ("facts.unknown-key", "cases/x.yaml:8"),
    ]


def test_a_date_that_does_not_exist_is_no_fact():
    with pytest.raises(RulesetError, match=r"facts\.value"):
        read(GROUP.replace("to: 2025-01-09", "to: 2025-02-29"))


RULES = """\
rules:
  - {check: form, id: a, title: t, severity: note, when: {headcount: 5}, detail: d, advice: a, basis: [x], confidence: known}
  - {oblige: duty, id: b, title: t, when: {headcount: 5}, met: {handlers: 5}, basis: [x], confidence: known}
  - {expect: required, id: d, title: t, when: {form: full}, risks: [in-1], shown_by: {patterns: [印鑑]}, shows: [印鑑。], basis: [x], confidence: known}
  - {define: c, id: c, title: t, fact: {kind: yesno, ja: c}, by: {when: {headcount: 5}}, basis: [x], confidence: known}
"""
CASE = "  - {{rule: {}, article: x, given: {{headcount: 5}}, expect: {}, why: y}}\n"


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ([], {"a": "what this rule concludes", "b": "what this rule concludes", "c": "what this rule concludes", "d": "what this rule concludes"}),
        ([("a", "finding"), ("b", "met"), ("c", "yes"), ("d", "unread")], {"d": "where this measure is not expected", "a": "where this check finds nothing", "b": "where this duty is not met"}),
        ([("a", "none"), ("b", "unmet"), ("c", "yes"), ("d", "not_expected")], {"d": "where this measure is expected", "a": "where this check finds something", "b": "how this duty is met"}),
        ([("a", "none"), ("a", "finding"), ("b", "unmet"), ("b", "met"), ("c", "not_in_force"), ("d", "done"), ("d", "not_expected")], {"c": "this rule in force"}),
        ([("a", "none"), ("a", "finding"), ("b", "unmet"), ("b", "met"), ("c", "unknown"), ("d", "done"), ("d", "not_expected")], {}),
    ],
)  # fmt: skip
def test_a_rule_that_is_not_shown_from_both_sides_is_named(given, lacking):
    ruleset = read_ruleset([("town/rules.yaml", RULES)])
    text = "as_of: 2025-04-01\ncases:\n" + "".join(CASE.format(*one) for one in given)
    cases = read(text, ruleset, "town") if given else ()
    found = {p.value: p.message.removeprefix("no case shows ") for p in lint(ruleset, DAY, cases)}
    assert found == lacking


def test_cases_of_another_folder_do_not_count_for_a_rule_laid_over():
    ruleset = read_ruleset([("town/rules.yaml", RULES)])
    text = "as_of: 2025-04-01\ncases:\n" + CASE.format("c", "yes")
    assert "c" in {p.value for p in lint(ruleset, DAY, read(text, ruleset, "rules"))}


def test_the_cases_of_a_folder_laid_over_stand_inside_it(tmp_path):
    assert case_folder(tmp_path) == tmp_path / "cases"
    assert case_folder(DEFAULT).name == "cases"
    assert case_folder(DEFAULT).parent == DEFAULT.parent
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "x.yaml").write_text(GROUP, encoding="utf-8")
    assert len(load_cases(RULESET, tmp_path)) == 2


def test_every_shipped_rule_has_its_cases():
    assert lint(RULESET, DAY, load_cases(RULESET, DEFAULT)) == ()
