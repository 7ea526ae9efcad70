"""Protects: changes ahead are those of the next year, only rules that bear on the affair, alike for tables and single affairs."""

import datetime as dt

import polars as pl
import pytest

from shikii import assess, read_affair
from shikii.engine.portfolio.rows_ahead import count_ahead
from shikii.facts.readers.affair_tables import read_table
from shikii.rulesets.loader import load_ruleset

LAW = load_ruleset()


def ahead(facts, as_of, ruleset=LAW):
    found = assess(
        read_affair(facts, "test"), as_of=dt.date.fromisoformat(as_of), ruleset=ruleset, executor="reference"
    )
    return [(c.rule, str(c.on), c.what) for c in found.changes_ahead]


BIG = {"headcount": 400_000}
RENUMBERED = ("threshold.300k", "2017-05-30", "changes")


@pytest.mark.parametrize(
    ("as_of", "named"),
    [
        ("2016-05-29", False),
        ("2016-05-30", True),
        ("2017-05-29", True),
        ("2017-05-30", False),
        ("2026-04-01", False),
    ],
)
def test_the_year_ahead_ends_on_its_last_day(as_of, named):
    assert (RENUMBERED in ahead(BIG, as_of)) is named


def test_rows_that_cannot_decide_are_not_named():
    found = ahead({"headcount": 5}, "2017-01-01")
    assert not {r for r, *_ in found if r.startswith("threshold.") and r != "threshold.under-1k"}


def test_a_definition_is_named_where_it_comes_to_say_otherwise():
    small = {
        "occurred": "2024-09-20",
        "my_number": "yes",
        "in_number_system": "yes",
        "intentional": "no",
        "persons": 1,
    }
    change = ("incident.serious", "2024-10-01", "changes")
    assert change in ahead({"headcount": 40_000, "incidents": [small]}, "2024-09-30")
    assert change not in ahead({"headcount": 40_000, "incidents": []}, "2024-09-30")


OWN = """\
ruleset: {id: city, version: "1"}
rules:
  - check: procedure
    id: city.many-handlers
    title: 取扱者が多い
    severity: note
    when: {handlers: ">= 300"}
    detail: d
    advice: a
    basis: [市要綱第3条]
    confidence: confirmed
    in_force: {from: 2027-04-01, to: 2027-09-30}
"""


def test_a_citys_own_dated_rule_enters_and_leaves(tmp_path):
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    ruleset = load_ruleset(over=[tmp_path])
    enters, leaves = (
        ("city.many-handlers", d, w) for d, w in (("2027-04-01", "enters"), ("2027-10-01", "leaves"))
    )
    assert ahead({"handlers": 300}, "2026-04-01", ruleset) == [enters]
    assert ahead({"handlers": 300}, "2026-10-01", ruleset) == [enters, leaves]
    assert ahead({"handlers": 299}, "2026-10-01", ruleset) == []
    assert ahead({}, "2026-10-01", ruleset) == []  # a check that is not certain bears on nothing
    assert ruleset.version_id(dt.date(2026, 4, 1)) == "2025-05+1"


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("as_of", ["2016-12-01", "2018-08-01", "2024-01-15", "2026-04-01"])
def test_a_table_counts_what_its_rows_show_one_by_one(as_of, step, tmp_path):
    day = dt.date.fromisoformat(as_of)
    rows = [
        {"affair": "甲", "headcount": n, "handlers": h, "incident_within_1y": i, "published": p}
        for n in (500, 50_000, 150_000, None)
        for h in (100, 700, None)
        for i in ("yes", "no", None)
        for p in ("2018-06-01", None)
    ][::step]  # each value is among every fifth row too
    rows = [row | {"affair": f"事務{n}"} for n, row in enumerate(rows)]  # rows of one affair would disagree
    path = tmp_path / "t.csv"
    pl.DataFrame(rows, schema_overrides={"incident_within_1y": pl.String}).write_csv(path)
    frame = read_table(path).frame
    counted = count_ahead(frame.drop("affair", "organization", "source"), LAW, day)
    single = {}
    for row in rows:
        facts = {k: v for k, v in row.items() if v is not None}
        for change in assess(read_affair(facts, "t"), as_of=day, executor="reference").changes_ahead:
            single[change] = single.get(change, 0) + 1
    assert counted == single
