"""Protects: the list of what falls due holds what is late, may be late and comes, and nothing that is done."""

import datetime as dt

import pytest

from shikii import assess, load_ruleset, read_affair
from shikii.engine.assess import program_of, stamp_of
from shikii.engine.portfolio.portfolio import assess_table
from shikii.engine.portfolio.schedule import schedule_of
from shikii.facts.readers.affair_tables import read_table

DAY = dt.date(2026, 4, 1)
THROUGH = dt.date(2027, 4, 1)
RULESET = load_ruleset()


def listed(*facts, tables=(), through=THROUGH):
    results = [assess(read_affair(f, "case"), as_of=DAY, executor="reference") for f in facts]
    return schedule_of(results, tables, as_of=DAY, through=through, ruleset=stamp_of(RULESET, DAY)).items


def dates(items, rule):
    return [(i.date.isoformat(), i.state) for i in items if i.rule == rule]


BASE = {"affair": "甲", "organization": "みどり市長", "headcount": 400_000}


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2021-04-01", [("2026-04-01", "upcoming")]),  # the last day
        ("2021-03-31", [("2026-03-31", "overdue")]),
        ("2022-04-01", [("2027-04-01", "upcoming")]),  # the last day looked at
        ("2022-04-02", []),
    ],
)
def test_both_sides_of_today_and_of_the_horizon(published, expected):
    facts = {**BASE, "publications": [{"on": published, "kind": "実施"}]}
    assert dates(listed(facts), "duty.reassess-5-years") == expected


def test_what_may_be_late_is_not_called_late():
    items = listed({**BASE, "form": "full", "published": "2024-05-01"})
    assert dates(items, "duty.yearly-review") == [("2025-05-01", "to_check")]
    one = next(i for i in items if i.rule == "duty.yearly-review")
    assert (one.known, one.status, one.strength) == ("at_earliest", "unknown", "effort")


def test_what_is_done_is_left_out_and_what_recurs_stays():
    facts = {
        **BASE,
        "form": "full",
        "published": "2026-03-01",
        "submitted_on": "2026-02-20",
        "reviewed_on": "2026-03-01",
        "files": [{"name": "乙", "holding_start": "2026-09-01", "in_published": "yes"}],
    }
    rules = {i.rule for i in listed(facts)}
    assert rules & {"duty.submission-full", "duty.before-holding", "duty.full-assessment"} == set()
    assert dates(listed(facts), "duty.yearly-review") == [("2027-03-01", "upcoming")]


def test_the_end_of_a_duty_is_listed_until_it_has_passed():
    incident = {"persons": 500, "my_number": True, "occurred": "2025-06-01", "learned": "2025-06-10"}
    items = listed({**BASE, "form": "full", "incidents": [incident]})
    ends = {(i.rule, i.date.isoformat()) for i in items if i.kind == "ends"}
    assert ends == {("incident.count-1y", "2026-06-10")}
    far = listed({**BASE, "form": "full", "incidents": [incident]}, through=dt.date(2029, 1, 1))
    assert ("incident.state-3y", "2028-06-01") in {(i.rule, i.date.isoformat()) for i in far}


def test_an_end_that_may_still_come_is_listed_under_its_last_day():
    incident = {"persons": 500, "my_number": True, "occurred": "2023-03-31", "learned": "2023-07-01"}
    items = listed({**BASE, "form": "full", "incidents": [incident]})
    end = next(i for i in items if i.rule == "incident.state-3y")
    assert (end.date.isoformat(), end.known, end.earliest.isoformat()) == (
        "2026-07-01",
        "at_latest",
        "2026-03-31",
    )


def test_late_first_then_the_soonest_and_duties_before_efforts():
    items = listed(
        {**BASE, "publications": [{"on": "2020-01-01", "kind": "実施"}], "reviewed_on": "2025-07-01"},
        {
            **BASE,
            "affair": "乙",
            "nws_linkage": "実施する",
            "published_full": "no",
            "linkage_start": "2026-07-02",
        },
    )
    order = [(i.state, i.date, i.strength) for i in items]
    rank = {"overdue": 0, "to_check": 1, "upcoming": 2}
    assert order == sorted(order, key=lambda o: (rank[o[0]], o[1], o[2] == "effort"))
    same = [i.strength for i in items if i.date == dt.date(2026, 7, 1)]
    assert same == ["duty", "effort"]


def test_a_table_gives_what_its_affairs_give(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "事務名,機関の種類,対象人数,公表日,評価書を見直した日,事務の終了日\n"
        "甲,地方公共団体,400000,2021-03-01,2025-06-01,\n乙,地方公共団体,400000,2024-05,,\n丙,地方公共団体,2000,,,2023-09-30\n",
        encoding="utf-8",
    )
    table = assess_table(read_table(path).frame, program=program_of(RULESET, DAY), ruleset=RULESET, as_of=DAY)
    facts = [
        {"affair": "甲", "organization_kind": "local", "headcount": 400_000, "published": "2021-03-01", "reviewed_on": "2025-06-01"},
        {"affair": "乙", "organization_kind": "local", "headcount": 400_000, "published": "2024-05"},
        {"affair": "丙", "organization_kind": "local", "headcount": 2_000, "ended_on": "2023-09-30"},
    ]  # fmt: skip
    hide = {"source": "", "place": None}
    whole = [i.model_copy(update=hide) for i in listed(tables=[table])]
    assert whole == [i.model_copy(update=hide) for i in listed(*facts)]
    assert {i.affair for i in whole} == {"甲", "乙", "丙"}
