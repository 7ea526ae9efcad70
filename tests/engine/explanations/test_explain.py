"""Protects: an explanation says what the result says, leads down to the facts as they were read, and every sentence
comes from the ruleset in both languages."""

import datetime as dt

import generators
import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii import assess, explain, load_ruleset, read_affair
from shikii.engine.assess import program_of
from shikii.engine.evaluation.prepare import Prepared, prepare
from shikii.engine.evaluation.view import View
from shikii.engine.executors.reference import evaluate
from shikii.engine.explanations.explain import about
from shikii.engine.explanations.explanation_tree import Explainer
from shikii.engine.level.determination import LEVEL, level_table
from shikii.facts.affair.affair import Affair, File, Thing
from shikii.facts.errors import UsageError
from shikii.rulesets.language.conditions import atoms, normal
from shikii.rulesets.language.grammar import Decide, Define

DAY = dt.date(2026, 4, 1)
INCIDENT = {"occurred": "2025-10-01", "my_number": True, "persons": 200, "in_number_system": True}
FACTS = {
    "headcount": 250_000,
    "incidents": [INCIDENT, {"occurred": "2020-10-01", "my_number": True, "persons": 200}],
    "files": [
        {"name": "住民ファイル", "users": 300, "entrustments": [{"name": "運用", "handlers": 100}]},
        {"name": "送付先", "users": 50, "entrustments": []},
    ],
}


def walk(node):
    yield node
    for child in node.children:
        yield from walk(child)


def ids(nodes):
    return [n.id for tree in nodes for n in walk(tree)]


def test_the_incident_behind_a_level_is_named_with_its_facts():
    (tree,) = explain(read_affair(FACTS, "midori.yaml"), as_of=DAY)
    assert tree.id == "full"
    row = tree.children[0]
    assert row.id == "threshold.100k-heavy"
    texts = [n.text for n in walk(row)]
    assert "事故1は条件に当たります。" in texts
    assert not any("事故2" in t for t in texts)
    assert "事故の発生日：2025-10-01（「2025-04-01から2026-04-01まで」に当たります）" in texts
    places = {n.place.document for n in walk(row) if n.place}
    assert places == {"midori.yaml"}


def test_bounds_are_unfolded_into_the_files_they_come_from():
    (tree,) = explain(read_affair(FACTS, "m"), "handlers", as_of=DAY)
    assert tree.text == "取扱者数：300人以上450人以下"
    texts = [n.text for n in walk(tree)]
    assert "使用者数（住民ファイル）：300人" in texts
    assert "使用者数（送付先）：50人" in texts
    assert "委託先における取扱者数（委託事項1）：100人" in texts


def test_two_readings_of_the_law_are_said_to_differ():
    doubtful = {
        "occurred": "2025-10-01",
        "my_number": True,
        "persons": 5,
        "in_number_system": True,
        "intentional": "no",
    }
    (tree,) = explain(read_affair({"incidents": [doubtful]}, "m"), "incident.serious", as_of=DAY)
    text = next(n.text for n in walk(tree) if n.kind == "definition")
    assert "二つの読み方" in text
    assert "指針第2" in text


def test_every_row_of_another_level_is_answered_test_by_test():
    result = assess(
        read_affair({"headcount": 250_000, "handlers": 20, "incident_within_1y": "no"}, "m"), as_of=DAY
    )
    decide, _ = level_table(program_of(load_ruleset(), DAY))
    for why in result.level.why_not:
        rows = [r.id for r in decide.rows if r.then == why.level]
        assert [r.rule for r in why.rows] == rows
        assert all(any(x.truth == "false" for x in r.reasons) for r in why.rows)
    others = [n for n in result.explanation.children if n.kind == "level"]
    assert {n.id for n in others} == {"none", "basic", "full"}
    assert all(n.truth == "false" and n.children for n in others)


def test_an_open_level_says_the_question_and_the_line():
    (tree,) = explain(read_affair({"headcount": 250_000, "incident_within_1y": "no"}, "m"), as_of=DAY)
    assert tree.text.endswith("取扱者数が分かれば決まります。境目は500人です。")
    assert tree.text_en.endswith("It is settled once this is known: handlers. The line is 500.")


def test_a_level_settled_by_several_rows_does_not_claim_one_of_them():
    facts = {"headcount": "10万人以上", "handlers": 600}
    (tree,) = explain(read_affair(facts, "m"), as_of=DAY)
    assert tree.id == "full"
    assert "いずれでも同じ結果" in tree.text
    assert [n.truth for n in tree.children if n.kind == "row"] == ["unknown", "unknown"]
    level = assess(read_affair(facts, "m"), as_of=DAY).level
    assert level.title.count("又は対象人数が30万人以上") == 1


@pytest.mark.parametrize(
    "name",
    [
        "none",
        "full",
        "threshold.300k",
        "duty.hearing-30-days",
        "level.headcount-conflict",
        "handlers",
        "bounds.handlers",
    ],
)
def test_anything_named_can_be_explained(name):
    for tree in explain(read_affair(FACTS, "m"), name, as_of=DAY):
        assert all(n.text and n.text_en for n in walk(tree))


def test_every_rule_of_the_ruleset_can_be_explained():
    affair = read_affair(FACTS, "m")
    program = program_of(load_ruleset(), DAY)
    prepared = prepare(program, affair)
    view = View(program, prepared.record, evaluate(program, prepared.record))
    for statement in load_ruleset().statements:
        if statement.kind == "judge" or (isinstance(statement, Define) and statement.by.mentions):
            continue
        assert list(about(Explainer(view, prepared), view, affair, statement.id)), statement.id


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match=r"explain\.unknown"):
        explain(read_affair({}, "m"), "duty.hering-30-days", as_of=DAY)


def test_rows_of_the_threshold_have_sentences_in_both_languages():
    decide = next(s for s in load_ruleset().statements if isinstance(s, Decide) and s.decide == LEVEL)
    for row in decide.rows:
        assert row.because.endswith("。"), row.id
        assert row.because_en.endswith("."), row.id


@examples(60)
@given(st.integers(0, 2**32))
def test_the_tests_shown_decide_the_row(seed):
    """On generated tables: knowing only the tests that an explanation shows, the row is what it is."""
    program = generators.program(seed)
    record = generators.record(seed + 1, program)
    view = View(program, record, evaluate(program, record))
    files = tuple(File(entrustments=tuple(Thing() for _ in range(5))) for _ in range(5))
    explainer = Explainer(view, Prepared(Affair(known_files=files), record, {}))
    table = next(p.table for stratum in program.strata for p in stratum if p.table)
    for row in table.rows:
        plain = normal(row.when)
        truth = explainer.unfold.truth(plain, ())
        shown = {n.id for n in explainer.unfold.reasons(row.when, (), truth=truth)}
        assert shown <= {a.fact for a in atoms(plain)}
        if truth == "false":
            assert all(n.truth == "false" for n in explainer.unfold.reasons(row.when, (), truth=truth))
