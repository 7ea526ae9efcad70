"""Protects: every report takes what is due from the same place, so that all of them name the same numbers."""

import datetime as dt
import json
import re
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from shikii import load_ruleset, run_batch, write_batch
from shikii.engine.assess import program_of, stamp_of
from shikii.engine.portfolio.portfolio import assess_table
from shikii.engine.portfolio.schedule import schedule_of
from shikii.facts.readers.affair_tables import read_table
from shikii.reports.interchange.calendar import render_ics
from shikii.reports.tables.due_tables import due_counts, due_groups, without_date
from shikii.reports.terminal.batch_text import render_batch_text

EXAMPLES = Path(__file__).parents[3] / "examples"
DAY = dt.date(2026, 12, 1)
RULESET = load_ruleset()
INPUTS = ["facts", "documents", "affairs.csv"]


@pytest.fixture(scope="module", params=INPUTS)
def run(request):
    """One batch and one schedule of the same input, as the commands make them."""
    path = EXAMPLES / request.param
    batch = run_batch([path], as_of=DAY)
    tables = []
    if path.suffix == ".csv":
        frame = read_table(path).frame
        tables = [assess_table(frame, program=program_of(RULESET, DAY), ruleset=RULESET, as_of=DAY)]
    schedule = schedule_of(
        batch.results, tables, as_of=DAY, through=dt.date(2027, 12, 1), ruleset=stamp_of(RULESET, DAY)
    )
    return batch, schedule


def numbers(schedule):
    states = {"overdue": "overdue", "to_check": "to_check", "within_year": "upcoming"}
    found = {name: sum(i.state == state for i in schedule.items) for name, state in states.items()}
    return found | {"undated": len(schedule.undated)}


def test_batch_and_schedule_list_the_same_dates(run):
    batch, schedule = run
    assert due_counts(batch.tables) == numbers(schedule)
    listed = {
        (d["affair"] or "", d["duty"], d["date"], d["date_kind"], d["file"], d["subject"] or "")
        for group in due_groups(batch.tables).values()
        for d in group.iter_rows(named=True)
    }
    assert listed == {(i.affair, i.rule, i.date, i.kind, i.file, i.subject) for i in schedule.items}


def test_every_report_of_a_run_says_the_numbers(run, tmp_path):
    batch, schedule = run
    expected = numbers(schedule)
    write_batch(tmp_path / "out", batch.tables, results=batch.results)
    summary = json.loads((tmp_path / "out/summary.json").read_text("utf-8"))["due"]
    assert {name: summary[name] for name in expected} == expected

    sheet = openpyxl.load_workbook(tmp_path / "out/findings.xlsx")["概要"]
    cells = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}
    from shikii.reports.wording.words import Words

    labels = {name: Words("ja").due_state(name) for name in expected}
    assert {name: cells[label] for name, label in labels.items()} == {
        k: f"{n:,}" for k, n in expected.items()
    }

    page = (tmp_path / "out/report.html").read_text("utf-8")
    for name, n in expected.items():
        found = re.search(
            re.escape(labels[name]) + r'(?:</span>|<span[^>]*>[^<]*</span>)*\s*<span class="meta">([\d,]+)',
            page,
        )
        assert (found[1] if found else "0") == f"{n:,}"

    text = re.sub(r"\s", "", render_batch_text(batch.tables, [], width=300))
    assert all(f"{label}{expected[name]:,}" in text for name, label in labels.items())

    events = list(Calendar.from_ical(render_ics(schedule)).walk("VEVENT"))
    assert len(events) == len(schedule.items)
    assert sum(e["DTSTART"].dt == DAY and "期限超過" in e["SUMMARY"] for e in events) == expected["overdue"]


def test_single_results_carry_the_same_state(run):
    batch, schedule = run
    states = [o.due_state for r in batch.results for o in r.obligations]
    if batch.results:
        assert states.count("overdue") == numbers(schedule)["overdue"]
        assert states.count("undated") == numbers(schedule)["undated"]


def test_an_affair_without_a_date_is_named_with_the_missing_fact():
    batch = run_batch([EXAMPLES / "affairs.csv"], as_of=DAY)
    rows = {r["affair"]: r["date_missing"] for r in without_date(batch.tables).iter_rows(named=True)}
    assert "公表日" in rows["がん検診に関する事務"]


def test_a_known_publication_gives_a_date_and_is_not_called_missing(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("事務名,機関の種類,対象人数,公表日\n甲,地方公共団体,2000,2026-01-10\n", "utf-8")
    batch = run_batch([path], as_of=DAY)
    duties = {d["duty"]: d for d in batch.tables.duties.iter_rows(named=True)}
    assert duties["duty.yearly-review"]["due_state"] == "upcoming"
    assert duties["duty.reassess-5-years"]["due_state"] == "upcoming"
    assert without_date(batch.tables).height == 0
