"""Protects: a serious incident belongs to the body (規則第4条第8号ロ): told of one affair, it counts for all of that body."""

import datetime as dt

import polars as pl
import pytest

from shikii import assess, assess_all, assess_frame, explain, load_ruleset, merge_affairs, read_affair
from shikii.engine.assess import program_of
from shikii.engine.evaluation.body_incidents import Word, settle
from shikii.engine.portfolio.assess_run import Together, informed
from shikii.engine.portfolio.portfolio import assess_table
from shikii.facts.readers.affair_tables import read_table

DAY = dt.date(2026, 4, 1)
BODY = "架空市長"
#: Fifty thousand people and a hundred handlers: the incident alone decides between basic and key.
SIZE = {"headcount": 50_000, "handlers": 100}
#: Serious under both readings of the law, and within the year.
SERIOUS = {
    "occurred": "2026-01-10",
    "learned": "2026-01-11",
    "my_number": "yes",
    "persons": 150,
    "persons_total": 150,
}
#: Serious only where the standard of reports is the law (a system for number affairs, 10 persons).
STRICT_ONLY = SERIOUS | {"persons": 10, "persons_total": 10, "intentional": "no", "in_number_system": "yes"}
OLD = SERIOUS | {"occurred": "2024-01-10", "learned": "2024-01-11"}


def affair(name, body=BODY, **facts):
    return read_affair({"affair": name, "organization": body, **SIZE, **facts}, f"{name}.yaml")


def run(*affairs, day=DAY):
    """Return per affair the possible levels and the findings on its body."""
    results = assess_all(affairs, as_of=day, executor="reference")
    return {
        r.affair: (r.level.possible, sorted(f.rule for f in r.findings if f.rule.startswith("body.")))
        for r in results
    }


BASIC, KEY, EITHER = ("basic",), ("key",), ("basic", "key")


def test_an_incident_told_of_one_affair_is_known_for_the_others_of_the_body():
    got = run(
        affair("国保", incident_within_1y="yes"), affair("後期"), affair("就学援助", "架空市教育委員会")
    )
    assert got == {
        "国保": (KEY, []),
        "後期": (KEY, ["body.incident-occurred"]),
        "就学援助": (EITHER, []),  # a committee is another body
    }


def test_no_against_yes_is_a_conflict_and_both_stay_possible():
    got = run(
        affair("国保", incident_within_1y="yes"), affair("介護", incident_within_1y="no"), affair("後期")
    )
    assert got == dict.fromkeys(("国保", "介護", "後期"), (EITHER, ["body.incident-conflict"]))


def test_no_is_known_for_the_others_too_and_nothing_is_found():
    assert run(affair("国保", incident_within_1y="no"), affair("後期")) == {
        "国保": (BASIC, []),
        "後期": (BASIC, []),
    }


@pytest.mark.parametrize(
    ("incidents", "other", "found"),
    [
        ([SERIOUS], KEY, ["body.incident-occurred"]),
        ([STRICT_ONLY], EITHER, ["body.incident-open"]),  # the two readings of the law differ
        ([OLD], BASIC, []),  # past the year: the list says that there is none
    ],
)
def test_an_incident_with_its_dates_is_judged_before_it_is_told(incidents, other, found):
    got = run(affair("国保", incidents=incidents), affair("後期"))
    assert got["後期"] == (other, found)


def test_a_possible_incident_opens_the_answer_no_of_another_affair():
    assert run(affair("国保", incidents=[STRICT_ONLY]), affair("介護", incident_within_1y="no"))["介護"] == (
        EITHER,
        ["body.incident-open"],
    )


def test_an_incident_opens_an_affair_that_lists_none_itself():
    assert run(affair("国保", incidents=[SERIOUS]), affair("介護", incidents=[]))["介護"][0] == EITHER
    assert run(affair("国保", incidents=[STRICT_ONLY]), affair("介護", incidents=[]))["介護"][0] == EITHER


@pytest.mark.parametrize(
    ("yes", "no", "level", "found"),
    [
        ("2026-01-10", "2025-06-01", EITHER, ["body.incident-open"]),  # the answer none is the older one
        ("2025-06-01", "2026-01-10", BASIC, []),  # both may be right: the incident lies before the later year
        ("2025-06-01", "2025-06-01", EITHER, ["body.incident-conflict"]),
        ("2025-03-01", "2025-01-10", BASIC, []),  # published more than a year ago: its incident may be past
        ("2027-01-01", "2026-01-10", BASIC, []),  # published after the day of reference
        (None, "2025-06-01", KEY, ["body.incident-occurred"]),  # today's answer: the other is out of date
    ],
)
def test_an_answer_speaks_of_the_year_before_it_was_published(yes, no, level, found):
    dated = {"published": yes} if yes else {}
    got = run(
        affair("国保", incident_within_1y="yes", **dated),
        affair("介護", incident_within_1y="no", published=no),
    )
    assert got["介護"] == (level, found)
    assert got["国保"][0] != BASIC


def test_an_answer_none_that_was_published_is_not_carried_to_other_affairs():
    assert run(affair("国保", incident_within_1y="no", published="2025-06-01"), affair("後期"))["後期"] == (
        EITHER,
        [],
    )


def test_a_newer_record_of_the_same_affair_says_nothing_against_the_older():
    old = affair("介護", incident_within_1y="no", published="2025-06-01")
    new = affair("介護", incident_within_1y="yes", published="2026-01-10")
    first, _ = assess_all([old, new], as_of=DAY, executor="reference")
    assert first.level.possible == BASIC


@pytest.mark.parametrize("name", ["架空　市長", "架空\u200b市長", "架空市長"])
def test_width_and_spaces_make_no_other_body(name):
    assert run(affair("国保", incident_within_1y="yes"), affair("後期", name))["後期"][0] == KEY


@pytest.mark.parametrize(
    ("one", "other"),
    [("架空市", BODY), ("架空市", "架空市教育委員会"), ("濱町長", "浜町長"), ("架空県架空市長", BODY)],
)
def test_names_that_may_be_one_body_are_a_finding_and_no_merge(one, other):
    got = run(affair("国保", other, incident_within_1y="yes"), affair("後期", one))
    assert got["後期"] == (EITHER, ["body.similar-name"])
    assert got["国保"] == (KEY, [])


@pytest.mark.parametrize(("one", "other"), [(BODY, "架空市教育委員会"), (BODY, "別架空市長"), ("", "")])
def test_other_bodies_share_nothing(one, other):
    got = run(affair("国保", other, incident_within_1y="yes"), affair("後期", one))
    assert got["後期"] == (EITHER, [])


def test_an_affair_alone_is_judged_as_ever_and_so_is_a_body_that_agrees():
    one = affair("国保", incident_within_1y="no")
    assert assess_all([one], as_of=DAY, executor="reference") == (
        assess(one, as_of=DAY, executor="reference"),
    )
    two = affair("介護", incident_within_1y="no")
    alone = tuple(assess(a, as_of=DAY, executor="reference") for a in (one, two))
    assert assess_all([one, two], as_of=DAY, executor="reference") == alone


def test_records_of_one_affair_merged_are_one_affair():
    merged = merge_affairs(affair("国保", incident_within_1y="yes"), affair("国保"))
    assert run(merged) == {"国保": (KEY, [])}
    torn = merge_affairs(affair("国保", incident_within_1y="yes"), affair("国保", incident_within_1y="no"))
    assert run(torn, affair("後期"))["後期"] == (EITHER, ["body.incident-open"])


def test_the_fact_names_its_source_in_record_finding_and_explanation():
    affairs = [affair("国保", incidents=[SERIOUS]), affair("後期")]
    told = assess_all(affairs, as_of=DAY, executor="reference")[1]
    (line,) = [f for f in told.facts if f.path == "incident_within_1y"]
    assert (line.value, line.place.document) == ("発生あり", "国保.yaml")
    (finding,) = [f for f in told.findings if f.rule == "body.incident-occurred"]
    assert "「国保」（国保.yaml）は「発生あり」です" in finding.detail
    assert (finding.other.affair, finding.other.source) == ("国保", "国保.yaml")
    why = explain(informed(affairs, as_of=DAY, ruleset=load_ruleset())[1], "incident_within_1y", as_of=DAY)
    assert "同じ評価実施機関の他の事務「国保」（国保.yaml）" in why[0].model_dump_json()


def test_a_conflict_lists_both_sources():
    yes, no = affair("国保", incident_within_1y="yes"), affair("介護", incident_within_1y="no")
    (conflict,) = assess_all([yes, no], as_of=DAY, executor="reference")[1].conflicts
    assert [(s.value, s.place.document) for s in conflict.sources] == [
        ("発生なし", "介護.yaml"),
        ("発生あり", "国保.yaml"),
    ]


TABLE = """事務名,評価実施機関,対象人数,取扱者数,重大事故
国民健康保険,架空市長,50000,100,あり
後期高齢者医療,架空市長,50000,100,
介護保険,架空市長,50000,100,{answer}
就学援助,架空市教育委員会,50000,100,
"""


def table_of(path, text):
    path.write_text(text, encoding="utf-8")
    ruleset = load_ruleset()
    return assess_table(read_table(path).frame, program=program_of(ruleset, DAY), ruleset=ruleset, as_of=DAY)


@pytest.mark.parametrize("answer", ["なし", "あり", ""])
def test_a_table_gives_what_its_rows_give_as_affairs(tmp_path, answer):
    table = table_of(tmp_path / "t.csv", TABLE.format(answer=answer))
    joined = Together(load_ruleset(), DAY, "reference")
    joined.add_table(table)
    _, (got,) = joined.results()
    rows = [line.split(",") for line in TABLE.format(answer=answer).splitlines()[1:]]
    singles = run(*(affair(n, b, **({"incident_within_1y": a} if a else {})) for n, b, *_, a in rows))
    found = got.findings.filter(pl.col("rule").str.starts_with("body."))
    for row in got.affairs.iter_rows(named=True):
        possible, rules = singles[row["affair"]]
        assert (row["level_floor"], row["level_ceiling"]) == (possible[0], possible[-1])
        assert found.filter(affair=row["affair"])["rule"].to_list() == rules
    if answer == "なし":
        assert {"国民健康保険", "介護保険", "後期高齢者医療"} == set(found["affair"])
        assert found.filter(affair="介護保険").select("other_affair", "other_source").row(0) == (
            "国民健康保険",
            f"{tmp_path}/t.csv:2",
        )


def test_tables_and_facts_of_one_run_share_bodies(tmp_path):
    joined = Together(load_ruleset(), DAY, "reference")
    joined.add(affair("住民基本台帳"))
    joined.add_table(table_of(tmp_path / "t.csv", TABLE.format(answer="あり")))
    (single,), (table,) = joined.results()
    assert single.level.possible == KEY
    assert table.affairs["level_floor"].to_list() == ["key", "key", "key", "basic"]


def test_a_table_whose_rows_agree_is_concluded_once(tmp_path):
    table = table_of(
        tmp_path / "t.csv",
        TABLE.format(answer="なし").replace("あり", "なし").replace("100,\n", "100,なし\n"),
    )
    joined = Together(load_ruleset(), DAY, "reference")
    joined.add_table(table)
    assert joined.results()[1][0] is table


def test_a_frame_with_bodies_gives_what_its_rows_give_as_affairs():
    days = (None, dt.date(2025, 3, 1), dt.date(2025, 6, 1), dt.date(2026, 1, 10))
    words = [(says, day) for says in ("yes", "no", None) for day in days if says or day is None]
    pairs = [(a, b) for a in words for b in words]
    rows = [
        {
            "affair": name,
            "organization": f"架空{n}市長" if name == "甲" else f"架空{n} 市長",
            "says": says,
            "published": day,
        }
        for n, pair in enumerate(pairs)
        for name, (says, day) in zip("甲乙", pair, strict=True)
    ]
    frame = pl.DataFrame(rows, schema_overrides={"published": pl.Date}).with_columns(
        headcount=50_000, handlers=100, incident_within_1y=pl.col("says") == "yes"
    )
    got = assess_frame(frame, as_of=DAY).collect()
    words_ = [
        Word(
            i,
            r["organization"],
            r["says"],
            r["published"].toordinal() if r["published"] else None,
            r["affair"],
            f"{i}",
        )
        for i, r in enumerate(rows)
    ]
    told = settle(words_, DAY)
    after = {"occurred": KEY, "not_occurred": BASIC, "open": EITHER, "conflict": EITHER}
    alone = {"yes": KEY, "no": BASIC, None: EITHER}
    wanted = [after[told[i].kind] if i in told else alone[r["says"]] for i, r in enumerate(rows)]
    assert [
        (lo, hi) if lo != hi else (lo,) for lo, hi in got.select("level_floor", "level_ceiling").rows()
    ] == wanted


def test_a_frame_without_bodies_keeps_its_rows_apart():
    frame = pl.DataFrame(
        {
            "organization": ["", None],
            "headcount": 50_000,
            "handlers": 100,
            "incident_within_1y": [True, False],
        }
    )
    got = assess_frame(frame, as_of=DAY).collect()
    assert got.select("level_floor", "level_ceiling").rows() == [("key", "key"), ("basic", "basic")]
