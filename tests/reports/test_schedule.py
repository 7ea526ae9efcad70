"""Protects: every form of the schedule says the same, and a calendar program can read the calendar file."""

import datetime as dt
import json

import jsonschema
import pytest
from icalendar import Calendar

from shikii import assess, load_ruleset, read_affair
from shikii.engine.assess import stamp_of
from shikii.engine.portfolio.schedule import json_schema, schedule_of
from shikii.reports.interchange.calendar import render_ics
from shikii.reports.page.html import render_schedule_html
from shikii.reports.terminal.schedule_text import render_schedule_markdown, render_schedule_text
from shikii.tests.support.sample import HOSTILE

DAY = dt.date(2026, 4, 1)
FACTS = [
    {
        "affair": "住民基本台帳に関する事務", "organization": "みどり市長", "form": "full", "headcount": 400_000, "published": "2021-03-01",
        "publications": [{"on": "2021-03-01", "kind": "実施"}], "incidents": [{"title": "媒体の紛失", "persons": 500, "my_number": True, "in_number_system": True, "learned": "2025-06-10"}],
        "files": [{"name": "送付先情報ファイル", "holding_start": "2026-09-01"}],
    },
    {"affair": "予防接種に関する事務", "organization": "みどり市長", "form": "full", "headcount": 400_000, "published": "2024-05-01"},
]  # fmt: skip


def made(facts=FACTS, as_of=DAY):
    results = [assess(read_affair(f, "midori.yaml"), as_of=as_of, executor="reference") for f in facts]
    return schedule_of(
        results, [], as_of=as_of, through=dt.date(2027, 4, 1), ruleset=stamp_of(load_ruleset(), as_of)
    )


@pytest.fixture
def still(monkeypatch):
    """The same words whatever the rules' hash is."""
    schedule = made()
    return schedule.model_copy(update={"ruleset": schedule.ruleset.model_copy(update={"hash": "sha256:0"})})


def test_text(still, golden):
    text = render_schedule_text(still)
    golden("schedule.txt", text)
    golden("schedule.en.txt", render_schedule_text(still, lang="en"))
    assert all(len(line.encode("cp932", "replace")) <= 80 for line in text.splitlines())


def test_markdown(still, golden):
    golden("schedule.md", render_schedule_markdown(still))


def test_nothing_due_is_said():
    assert "ありません" in render_schedule_text(made([{"headcount": 999}]))


def test_json_follows_its_schema(still):
    jsonschema.validate(json.loads(still.model_dump_json(by_alias=True)), json_schema())


def test_the_page_shows_every_item_and_no_markup_of_facts():
    page = render_schedule_html(made())
    assert page.count("<tr>") == len(made().items) + 3  # a head for each group
    assert made().undated
    assert all(i.missing in page for i in made().undated)
    hostile = [{**FACTS[1], "affair": t, "organization": t} for t in HOSTILE]
    page = render_schedule_html(made(hostile))
    assert "<script>alert" not in page
    assert "<img" not in page


def events(text):
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_the_calendar_reads_back():
    schedule = made()
    text = render_ics(schedule)
    got = events(text)
    assert len(got) == len(schedule.items) > 8
    for event, item in zip(got, schedule.items, strict=True):
        day = item.date if item.state == "upcoming" else DAY
        assert event["DTSTART"].dt == day
        assert type(event["DTSTART"].dt) is dt.date  # all day
        assert event["DTEND"].dt == day + dt.timedelta(days=1)
        assert item.title in event["SUMMARY"]
        assert ("努力義務" in event["SUMMARY"]) is (item.strength == "effort" and item.kind == "due")
        alarms = [c for c in event.subcomponents if c.name == "VALARM"]
        at = [dt.datetime.combine(day, dt.time()) + a["TRIGGER"].dt for a in alarms]
        assert all(moment > dt.datetime.combine(DAY, dt.time()) for moment in at)
        assert len(alarms) == {"overdue": 1, "to_check": 0}.get(item.state, len(alarms))
        assert event.errors == []


def test_the_calendar_is_valid_rfc_5545():
    text = render_ics(made())
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in text.replace("\r\n", "")
    for name in ("PRODID:", "VERSION:2.0"):
        assert sum(line.startswith(name) for line in lines) == 1
    assert sum(x == "BEGIN:VALARM" for x in lines) == sum(x.startswith("TRIGGER") for x in lines) > 0
    assert all(e["DTSTAMP"].dt == dt.datetime(2026, 4, 1, tzinfo=dt.UTC) for e in events(text))


def test_an_event_keeps_its_name_when_its_day_moves():
    moved = [{**FACTS[0], "publications": [{"on": "2021-08-01", "kind": "実施"}]}, FACTS[1]]

    def uids(facts, as_of=DAY):
        return {str(e["SUMMARY"]): str(e["UID"]) for e in events(render_ics(made(facts, as_of)))}

    first, second = uids(FACTS), uids(moved)
    both = first.keys() & second.keys()
    assert len(both) > 6
    assert all(first[k] == second[k] for k in both)
    assert len(set(first.values())) == len(made().items)
    assert render_ics(made()) == render_ics(made())


def test_hostile_names_stay_one_property():
    hostile = [{**FACTS[1], "affair": t + "\nBEGIN:VEVENT\r\nUID:x", "organization": t} for t in HOSTILE]
    schedule = made(hostile)
    assert len(events(render_ics(schedule))) == len(schedule.items)
