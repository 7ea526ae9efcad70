"""Protects: a fact from several sources keeps every one of them, concludes only what holds under each, and a
contradiction is reported with its places; merging records of one affair does the same."""

import datetime as dt

import pytest
from executors import EXECUTORS

from shikii import assess, merge_affairs, read_affair
from shikii.facts.values import Range

DAY = dt.date(2026, 4, 1)


def result(*affairs, executor="reference"):
    return assess(merge_affairs(*affairs), as_of=DAY, executor=executor)


def two(low, high, **more):
    said = [{"value": low, "source": "様式2", "line": 3}, {"value": high, "source": "様式4", "line": 40}]
    return read_affair({"headcount": said, **more}, "both.yaml")


def test_sources_that_agree_narrow_one_another():
    affair = two("10万人以上30万人未満", 123_456)
    assert affair.headcount == Range(123_456, 123_456)
    assert assess(affair, as_of=DAY).conflicts == ()


@pytest.mark.parametrize("executor", EXECUTORS)
def test_sources_that_contradict_keep_what_holds_under_either(executor):
    said = assess(
        two(250_000, "30万人以上", handlers=20, incident_within_1y="no"), as_of=DAY, executor=executor
    )
    assert said.level.possible == ("key", "full")
    (conflict,) = said.conflicts
    assert conflict.fact == conflict.path == "headcount"
    assert [(s.value, s.place.document, s.place.line) for s in conflict.sources] == [
        ("25万人", "様式2", 3),
        ("30万人以上", "様式4", 40),
    ]
    assert [f.rule for f in said.findings] == ["sources.contradict"]


def test_a_level_that_holds_under_either_stays_settled():
    said = assess(two(400_000, 350_000), as_of=DAY)
    assert said.level.possible == ("full",)
    assert len(said.conflicts) == 1


def test_what_is_told_against_what_is_concluded_names_the_rule():
    facts = {"handlers": 10, "files": [{"name": "F", "users": 600, "entrustments": []}]}
    said = assess(read_affair(facts, "m.yaml"), as_of=DAY)
    (conflict,) = said.conflicts
    assert [(s.value, s.rule) for s in conflict.sources] == [("10人", None), ("600人", "bounds.handlers")]
    assert conflict.value == "10人以上600人以下"


def test_facts_without_rules_can_contradict_too():
    affair = read_affair({"organization_kind": [{"value": "local"}, {"value": "national"}]}, "m")
    (conflict,) = assess(affair, as_of=DAY).conflicts
    assert conflict.path == "organization_kind"
    texts = read_affair(
        {"files": [{"name": "F", "sources": [{"value": ["person"]}, {"value": ["local"]}]}]}, "m"
    )
    (conflict,) = assess(texts, as_of=DAY).conflicts
    assert [s.value for s in conflict.sources] == ["本人又は本人の代理人", "地方公共団体・地方独立行政法人"]


def test_records_of_one_affair_merge_file_by_file():
    a = read_affair(
        {"affair": "甲", "files": [{"name": "F", "users": 5}, {"name": "G", "persons": 7}]}, "a.yaml"
    )
    b = read_affair({"affair": "甲", "files": [{"name": "G", "persons": 8, "users": 2}]}, "b.yaml")
    merged = merge_affairs(a, b)
    assert [f.name for f in merged.files] == ["F", "G"]
    assert merged.files[1].range("file.users") == Range(2, 2)
    (conflict,) = assess(merged, as_of=DAY).conflicts
    assert conflict.path == "files[G].persons"
    assert [s.place.document for s in conflict.sources] == ["a.yaml", "b.yaml"]


def test_an_incident_told_twice_is_one_and_two_are_two():
    one = {"occurred": "2026-01-01", "persons": 5}
    other = {"occurred": "2026-02-01", "persons": 5}
    a = read_affair({"incidents": [one]}, "a")
    again = read_affair({"incidents": [{**one, "my_number": True}, other]}, "b")
    merged = merge_affairs(a, again)
    assert [i.range("incident.occurred").lo for i in merged.incidents] == [
        dt.date(2026, 1, 1).toordinal(),
        dt.date(2026, 2, 1).toordinal(),
    ]


def test_merging_knows_no_order():
    a = read_affair({"headcount": 250_000, "handlers": "500人未満"}, "a")
    b = read_affair({"headcount": 310_000, "incident_within_1y": "no"}, "b")
    ab, ba = result(a, b), result(b, a)
    assert ab.level.possible == ba.level.possible
    assert {s.value for s in ab.conflicts[0].sources} == {s.value for s in ba.conflicts[0].sources}
    assert merge_affairs(a) == a


def test_telling_a_fact_anew_ends_its_conflict():
    assert assess(two(5, 400_000).telling(headcount=400_000), as_of=DAY).conflicts == ()
