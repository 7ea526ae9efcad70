"""Protects: an impact is what two assessments would show, with the right cause, alike for tables and single affairs."""

import datetime as dt

import polars as pl
import pytest
import yaml

from shikii import assess, read_affair
from shikii.engine.law_change.law_impact import Laws, impact_on
from shikii.engine.law_change.rows_impact import impact_on_table
from shikii.engine.law_change.ruleset_diff import Side
from shikii.facts.readers.affair_tables import read_table
from shikii.rulesets.loader import DEFAULT, load_ruleset

LAW = load_ruleset()


def side(day, ruleset=LAW):
    return Side(day, ruleset, dt.date.fromisoformat(day))


@pytest.fixture(scope="module")
def stricter(tmp_path_factory):
    """A city that wants a full assessment from 100,000 people on."""
    folder = tmp_path_factory.mktemp("city")
    data = yaml.safe_load((DEFAULT / "threshold.yaml").read_text("utf-8"))
    (table,) = data["rules"]
    table["replaces"] = "threshold"
    next(r for r in table["rows"] if r["id"] == "threshold.100k-light")["then"] = "full"
    (folder / "own.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return load_ruleset(over=[folder])


SMALL = {
    "occurred": "2024-09-20",
    "my_number": "yes",
    "in_number_system": "yes",
    "intentional": "no",
    "persons": 1,
}


def test_a_level_that_opens_names_the_definition_behind_it():
    laws = Laws(side("2024-09-30"), side("2024-10-01"))
    affair = read_affair({"headcount": 40_000, "handlers": 10, "incidents": [SMALL]}, "t")
    level = next(s for s in impact_on(laws, affair).shifts if s.kind == "level")
    assert (level.before, level.after, level.cause) == ("basic", "basic..key", "law")
    assert level.because == ("incident.serious",)


def test_what_time_alone_changes_is_not_laid_to_the_law():
    laws = Laws(side("2026-06-30"), side("2026-07-01"))
    publications = [{"on": "2021-06-30", "kind": "assessment"}]
    affair = read_affair({"headcount": 2_000, "published": "2021-06-30", "publications": publications}, "t")
    (shift,) = (s for s in impact_on(laws, affair).shifts if s.rule == "duty.reassess-5-years")
    assert (shift.before, shift.after, shift.cause, shift.because) == ("met", "unmet", "day", ())


def test_an_affair_that_stays_as_it_is_is_not_named(stricter):
    laws = Laws(side("2026-04-01"), side("2026-04-01", stricter))
    assert impact_on(laws, read_affair({"headcount": 400_000}, "t")) is None
    found = impact_on(
        laws, read_affair({"headcount": 150_000, "handlers": 1, "incident_within_1y": "no"}, "t")
    )
    assert found.by_law
    assert {s.because for s in found.shifts} == {("threshold",)}
    assert (found.shifts[0].before, found.shifts[0].after) == ("key", "full")


def table(tmp_path):
    rows = [
        {"headcount": n, "handlers": h, "incident_within_1y": i, "published": p, "declared_result": d}
        for n in (500, 50_000, 150_000, 400_000, None)
        for h in (100, 700, None)
        for i in ("yes", "no", None)
        for p in ("2018-06-01", "2024-03-01", None)
        for d in ("key", None)
    ]
    path = tmp_path / "t.csv"
    pl.DataFrame(
        rows, schema_overrides={"incident_within_1y": pl.String, "declared_result": pl.String}
    ).write_csv(path)
    return rows, read_table(path).frame


PAIRS = [
    ("2016-06-01", "2018-01-01"),
    ("2019-01-01", "2025-06-01"),
    ("2026-04-01", "2026-04-01"),
    ("2023-06-01", "2026-04-01"),
]


@pytest.mark.parametrize("step", [41, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("days", PAIRS, ids=str)
def test_a_table_gives_what_its_rows_give_one_by_one(days, step, stricter, tmp_path):
    laws = Laws(side(days[0]), side(days[1], stricter))
    rows, frame = table(tmp_path)
    found = {int(a.source.rsplit(":", 1)[1]) - 2: a.shifts for a in impact_on_table(laws, frame)}
    for n, row in list(enumerate(rows))[::step]:
        single = impact_on(laws, read_affair({k: v for k, v in row.items() if v is not None}, "t"))
        assert set(found.get(n, ())) == set(single.shifts if single else ()), row


@pytest.mark.parametrize("step", [71, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("days", PAIRS, ids=str)
def test_the_shifts_are_what_two_assessments_differ_in(days, step, stricter, tmp_path):
    laws = Laws(side(days[0]), side(days[1], stricter))
    for row in table(tmp_path)[0][::step]:
        affair = read_affair({k: v for k, v in row.items() if v is not None}, "t")
        results = [assess(affair, as_of=s.day, ruleset=s.ruleset, executor="reference") for s in laws.sides]
        duties = [{o.id: o.status for o in r.obligations if o.status != "not_applicable"} for r in results]
        findings = [{f.rule: f.severity for f in r.findings} for r in results]
        levels = [(r.level.floor, r.level.ceiling) for r in results]
        found = impact_on(laws, affair)
        shifts = found.shifts if found else ()
        for kind, (old, new) in (("duty", duties), ("finding", findings)):
            moved = {k for k in (*old, *new) if old.get(k) != new.get(k)}
            assert {s.rule for s in shifts if s.kind == kind} == moved
        assert any(s.kind == "level" for s in shifts) is (levels[0] != levels[1])


def test_results_of_one_rule_about_several_things_are_counted(tmp_path):
    (tmp_path / "own.yaml").write_text(
        """\
rules:
  - check: consistency
    id: city.entrusted
    for: entrustment
    title: 委託
    severity: note
    when: {entrustment.handlers: ">= 1"}
    detail: d
    advice: a
    basis: [x]
    confidence: confirmed
""",
        encoding="utf-8",
    )
    laws = Laws(side("2026-04-01"), side("2026-04-01", load_ruleset(over=[tmp_path])))
    file = {"name": "甲", "entrustments": [{"handlers": 1}, {"handlers": 2}, {"handlers": 0}]}
    found = impact_on(laws, read_affair({"files": [file]}, "t"))
    assert [(s.rule, s.file) for s in found.shifts] == [("city.entrusted", "甲"), ("city.entrusted", "甲 #2")]
