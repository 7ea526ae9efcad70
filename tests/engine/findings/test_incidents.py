"""Protects the definition of 重大事故: both readings, both limbs of the year, and what files imply."""

import datetime as dt

import pytest

from shikii import assess, read_affair

DAY = dt.date(2026, 4, 1)
BASE = {"headcount": 50_000, "handlers": 100}
SERIOUS = {"occurred": "2025-09-01", "persons": 500, "my_number": True, "intentional": False}


def level(incidents):
    return assess(read_affair({**BASE, "incidents": incidents}, "case"), as_of=DAY).level.possible


def test_no_incident_listed_means_none():
    assert level([]) == ("basic",)


def test_a_list_that_is_not_given_means_nothing():
    assert assess(read_affair(BASE, "case"), as_of=DAY).level.possible == ("basic", "key")


@pytest.mark.parametrize(
    ("change", "possible"),
    [
        ({}, ("key",)),
        ({"persons": 101}, ("key",)),
        ({"persons": 100}, ("basic", "key")),  # own staff may be among those a report counts
        ({"persons": 100, "own_staff": 0}, ("basic",)),
        ({"persons": 1, "intentional": True}, ("key",)),
        ({"my_number": False}, ("basic",)),
        ({"excused_delivery": True}, ("basic", "key")),
        ({"occurred": "2025-04-01"}, ("key",)),
        ({"occurred": "2025-03-31"}, ("basic", "key")),
        ({"occurred": "2025-03-31", "learned": "2025-04-01"}, ("key",)),
        ({"occurred": "2020-01-01", "learned": "2020-02-01"}, ("basic",)),
        ({"persons": "不明"}, ("basic", "key")),
    ],
)
def test_each_limb(change, possible):
    quiet = {"in_number_system": False, "improper_purpose": False, "public_exposure": False}
    assert level([{**SERIOUS, **quiet, **change}]) == possible


def test_readings_that_differ_leave_it_open():
    one = {
        "occurred": "2025-09-01",
        "persons": 1,
        "my_number": True,
        "intentional": False,
        "in_number_system": True,
    }
    assert level([one]) == ("basic", "key")


def test_one_serious_among_many_suffices():
    assert level([{**SERIOUS, "persons": 1}, SERIOUS]) == ("key",)


def file(**more):
    return {"name": more.pop("name", "甲"), **more}


def test_no_incident_in_three_years_means_none_in_one():
    facts = {**BASE, "files": [file(answers={"keep-1.incident_3y": "発生なし"})]}
    for published, possible in ((DAY, ("basic",)), (DAY - dt.timedelta(1), ("basic", "key"))):
        said = read_affair({**facts, "published": published.isoformat()}, "case")
        assert assess(said, as_of=DAY).level.possible == possible, "an answer speaks of the day it was given"


def test_users_and_contractors_bound_the_handlers():
    facts = {
        "headcount": "10万人以上30万人未満",
        "incident_within_1y": "no",
        "files": [
            file(
                users="50人以上100人未満", entrusts=True, entrustments=[{"handlers": "10人以上50人未満"}] * 3
            )
        ],
    }
    assert assess(read_affair(facts, "case"), as_of=DAY).level.possible == ("key",)
    facts["files"][0]["users"] = "500人以上1,000人未満"
    assert assess(read_affair(facts, "case"), as_of=DAY).level.possible == ("full",)


def test_an_unknown_list_of_contractors_bounds_nothing_from_above():
    facts = {"headcount": 200_000, "incident_within_1y": "no", "files": [file(users=10)]}
    assert assess(read_affair(facts, "case"), as_of=DAY).level.possible == ("key", "full")


def test_a_file_of_a_million_settles_the_headcount():
    facts = {"files": [file(persons="100万人以上1,000万人未満")]}
    assert assess(read_affair(facts, "case"), as_of=DAY).level.possible == ("full",)


def test_contradicting_bands_are_reported_and_both_kept():
    facts = {
        "headcount": "1万人以上10万人未満",
        "handlers": 10,
        "incident_within_1y": "no",
        "files": [file(persons="10万人以上100万人未満")],
    }
    result = assess(read_affair(facts, "case"), as_of=DAY)
    assert result.level.floor == "basic"
    assert result.level.ceiling == "full"
    assert "level.headcount-conflict" in [f.rule for f in result.findings]
