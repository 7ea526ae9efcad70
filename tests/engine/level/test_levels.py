"""Protects: the level is sound where sources contradict, answers are old, lists are short, and exemptions are claimed.

The right values come from 規則 (articles 4, 6, 7) and DESIGN §6, not from the engine; plain records stay plain.
"""

import datetime as dt

import polars as pl
import pytest
from batch_answers import batch_answers
from executors import EXECUTORS

from shikii import Session, assess, assess_frame, merge_affairs, read_affair
from shikii.engine.assess import program_of
from shikii.engine.evaluation.prepare import prepare
from shikii.rulesets.loader import load_ruleset

DAY = dt.date(2026, 12, 1)
NO_3Y = {"files": [{"name": "f", "answers": {"keep-1.incident_3y": "発生なし"}}]}
LIGHT = {"headcount": "10万人以上30万人未満", "handlers": 10}
KO = {**LIGHT, "incident_within_1y": "no"}


def source(value, *more):
    return [{"value": v, "source": s} for v, s in zip((value, *more), "abc", strict=False)]


PLAIN = [
    ("key", {"headcount": 200_000, "handlers": 10, "incident_within_1y": "no"}),
    ("basic", {"headcount": 50_000, "handlers": 10, "incident_within_1y": "no"}),
    ("none", {"headcount": 500}),
    ("full", {"headcount": 350_000}),
]
CONTRADICTING = [
    # the hull of the sources allows everything, and a derived value exists
    ("key full", {**KO, "handlers": source("500人未満", "500人以上"), "users": 10, "entrusts": "no"}),
    ("key full", {**LIGHT, "incident_within_1y": source("yes", "no"), "incidents": []}),
    # an input of a definition contradicts: one source clashes with what is told, the other does not
    ("key full", {**KO, "files": [{"name": "f", "users": source(5, 900), "entrusts": "no"}]}),
    # small contradictions that change nothing leave the level settled
    ("key", {**KO, "headcount": source(200_000, 250_000), "files": [{"name": "f", "persons": 100}]}),
    ("key", {**KO, "files": [{"name": "f", "persons": source(100, 200)}]}),
    ("full", {"headcount": source(350_000, 400_000)}),
]
OLD_ANSWERS = [
    ("key full", {**LIGHT, **NO_3Y, "form": "full", "published": "2019-01-10"}),
    ("key full", {**LIGHT, **NO_3Y, "form": "full", "published": "2026-11-30"}),
    ("key full", {**LIGHT, **NO_3Y, "form": "full"}),
    ("key", {**LIGHT, **NO_3Y, "form": "full", "published": "2026-12-01"}),
    ("key", {**KO, **NO_3Y, "form": "full", "published": "2019-01-10"}),
]
LISTS = [
    ("key full", {**KO, "handlers": None, "files": []}),
    ("key full", {**KO, "handlers": None, "users": 10, "entrusts": "yes", "entrustments": []}),
    (
        "key full",
        {
            **KO,
            "handlers": None,
            "users": 10,
            "entrusts": "yes",
            "entrusted_items": 3,
            "entrustments": [{"handlers": 5}],
        },
    ),
    ("key", {**KO, "handlers": None, "users": 10, "entrusted_items": 1, "entrustments": [{"handlers": 5}]}),
    ("key", {**KO, "handlers": None, "users": 10, "entrusted_items": 0}),
    (
        "key full",
        {**KO, "handlers": None, "users": 10, "entrusts": "no", "entrustments": [{"handlers": 501}]},
    ),
    (
        "key full",
        {
            **KO,
            "handlers": None,
            "files_listed_all": "no",
            "files": [{"name": "f", "users": 9, "entrusts": "no"}],
        },
    ),
    ("key", {**KO, "handlers": 400, "files": [{"name": "f", "exemption": "art4-2", "users": 600}]}),
    (
        "key full",
        {
            **KO,
            "handlers": None,
            "files": [{"name": "f", "exemption": "art4-2", "users": 9, "entrusts": "no"}],
        },
    ),
]
EXEMPTIONS = [
    ("none", {"exemption": "1号", "headcount": 500_000}),
    ("none full", {"exemption": "1号", "headcount": 500_000, "files": [{"name": "f", "persons": 500_000}]}),
    ("full", {"exemption": "4号", "headcount": 350_000, "organization_kind": "local"}),
    ("full", {"exemption": "4号", "headcount": 350_000, "organization": "試験市長"}),
    ("none", {"exemption": "4号", "headcount": 350_000, "organization": "試験健康保険組合"}),
    ("none full", {"exemption": "4号", "headcount": 350_000}),
    ("none full", {"exemption": "4号", "headcount": 350_000, "organization": "試験協会"}),
    ("full", {"exemption": ["4号", "7号"], "headcount": 350_000, "organization_kind": "agency"}),
    (
        "none basic key full",
        {
            "organization_kind": "national",
            "headcount": "1000人未満",
            "files": [{"name": "f", "exemption": "4号", "persons": 10_000_000}],
        },
    ),
]
ALL = [*PLAIN, *CONTRADICTING, *OLD_ANSWERS, *LISTS, *EXEMPTIONS]


@pytest.mark.parametrize("executor", EXECUTORS)
@pytest.mark.parametrize(("level", "facts"), ALL, ids=lambda v: str(v)[:60])
def test_level_is_the_right_one(level, facts, executor):
    affair = read_affair({"affair": "a", **facts}, "a.yaml")
    assert assess(affair, as_of=DAY, executor=executor).level.possible == tuple(level.split())


def test_frames_give_the_same_levels():
    program = program_of(load_ruleset(), DAY)
    records = [prepare(program, read_affair({"affair": "a", **facts}, "x")).record for _, facts in ALL]
    for (level, facts), (values, _, _) in zip(ALL, batch_answers(program, records), strict=True):
        assert values["required_level", ()].members == set(level.split()), facts


@pytest.mark.parametrize(("level", "facts"), [*PLAIN, *EXEMPTIONS], ids=lambda v: str(v)[:60])
def test_tables_of_given_facts_give_the_same_level(level, facts):
    if "files" in facts or isinstance(facts.get("exemption"), list):
        pytest.skip("a table of affairs holds no files and no sets")
    words = {"1号": "art4-1", "4号": "art4-4"}
    row = {k: words.get(v, v) for k, v in facts.items()}
    row["incident_within_1y"] = False if row.get("incident_within_1y") == "no" else None
    done = assess_frame(pl.DataFrame([row]), as_of=DAY).collect()
    assert (done["level_floor"][0], done["level_ceiling"][0]) == (level.split()[0], level.split()[-1])
    assert set(done.columns) == {*row, "level_floor", "level_ceiling", "level_rule", "phrase"}


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("sources.contradict", CONTRADICTING[0][1]),
        ("sources.contradict", CONTRADICTING[1][1]),
        ("sources.contradict", CONTRADICTING[2][1]),
        ("exemption.listed-file", EXEMPTIONS[1][1]),
        ("exemption.not-open", EXEMPTIONS[2][1]),
        ("exemption.file-not-open", EXEMPTIONS[8][1]),
    ],
)
def test_what_widens_a_level_is_a_finding(rule, facts):
    found = assess(read_affair({"affair": "a", **facts}, "x"), as_of=DAY).findings
    assert rule in {f.rule for f in found}


@pytest.mark.parametrize(("level", "facts"), PLAIN)
def test_plain_facts_have_no_finding(level, facts):
    assert assess(read_affair({"affair": "a", **facts}, "x"), as_of=DAY).findings == ()


def test_a_contradiction_names_every_source():
    affair = read_affair({"affair": "a", **CONTRADICTING[0][1]}, "x")
    found = assess(affair, as_of=DAY).findings
    finding = next(f for f in found if f.rule == "sources.contradict")
    assert [(e.document, e.text) for e in finding.evidence] == [
        ("a", "取扱者数（handlers）：500人未満"),
        ("b", "取扱者数（handlers）：500人以上"),
    ]


def test_a_document_of_2025_says_nothing_in_2035():
    affair = read_affair({"affair": "a", **LIGHT, **NO_3Y, "form": "full", "published": "2025-04-01"}, "x")
    assert assess(affair, as_of=dt.date(2025, 4, 1)).level.possible == ("key",)
    assert assess(affair, as_of=dt.date(2035, 4, 1)).level.possible == ("key", "full")


def test_an_open_exemption_asks_for_the_kind_of_body():
    session = Session(as_of=DAY).tell(exemption="4号", headcount=350_000)
    assert [q.fact for q in session.questions()] == ["organization_kind"]
    assert session.tell(organization_kind="local").level().possible == ("full",)


@pytest.mark.parametrize(
    ("a", "b", "whole"),
    [
        ({"entrustments": [{"name": "x", "handlers": 5}], "listed_all": "no"}, {}, False),
        ({"entrustments": [{"name": "x", "handlers": 5}]}, {}, True),
        ({"entrustments": [{"name": "x"}]}, {"entrustments": [{"name": "x"}, {"name": "y"}]}, True),
        ({"entrustments": [{"name": "x"}]}, {"entrustments": [{"name": "y"}]}, False),
        ({"entrustments": [{"name": "x"}], "listed_all": "no"}, {"entrustments": [{"name": "x"}]}, True),
        ({"entrustments": [{"name": "x"}]}, {"entrusted_items": 3}, False),
    ],
)
def test_a_merged_list_is_whole_where_a_whole_one_names_every_row(a, b, whole):
    one, other = (read_affair({"files": [{"name": "f", **facts}]}, "x") for facts in (a, b))
    for merged in (merge_affairs(one, other), merge_affairs(other, one)):
        record = prepare(program_of(load_ruleset(), DAY), merged).record
        assert any(scope == "entrustment" for scope, _ in record.complete) is whole


def test_not_published_is_unmet_and_not_unknown():
    def status(**facts):
        said = assess(read_affair({"affair": "a", **KO, **facts}, "x"), as_of=DAY)
        return next(o.status for o in said.obligations if o.id == "duty.key-assessment")

    assert status(published_key="no", published_full="no") == "unmet"
    assert status(published_key="no", published_full="yes") == "met"
    assert status(published_key="no") == "unknown"
    assert status(form="key", published="2026-01-01", published_key="no", published_full="no") == "unknown"
