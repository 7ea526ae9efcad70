"""Protects: a document's answer on incidents holds for a year; an older one never settles a level (規則第4条第8号ロ)."""

import datetime as dt

import pytest
import yaml

from shikii import Session, assess, merge_affairs, read_affair, to_yaml

PUBLISHED = dt.date(2025, 6, 2)
YEAR = dt.date(2026, 6, 2)
LATER = dt.date(2026, 6, 3)
ANSWER = {"headcount": "1万人以上10万人未満", "handlers": 10}


def document(says="no", day=PUBLISHED, name="評価書.pdf"):
    told = {
        "incident_within_1y": says,
        "incident_answered_on": day.isoformat(),
        "form": "basic",
        "affair": "a",
    }
    return read_affair({**ANSWER, **told}, name)


def levels(affair, day):
    return assess(affair, as_of=day).level.possible


@pytest.mark.parametrize(("says", "settled"), [("no", "basic"), ("yes", "key")])
def test_an_answer_stands_for_a_year_and_then_says_nothing(says, settled):
    assert levels(document(says), YEAR) == (settled,)
    assert levels(document(says), LATER) == ("basic", "key")


def test_the_reason_is_said():
    (line,) = [u for u in assess(document(), as_of=LATER).unread if u.path == "incident_within_1y"]
    assert "1年を過ぎて" in line.reason


def test_what_a_person_says_today_stands_beside_an_old_document():
    today = read_affair({"affair": "a", "incident_within_1y": "no"}, "facts.yaml")
    assert levels(merge_affairs(document("yes"), today), LATER) == ("basic",)
    assert levels(document("yes").telling(incident_within_1y="no"), LATER) == ("basic",)
    session = Session(affair=document("yes"), as_of=LATER).tell(incident_within_1y="no")
    assert session.assess().level.possible == ("basic",)


def test_of_two_documents_the_old_one_alone_is_passed_over():
    newer = document("yes", dt.date(2026, 1, 5), "新.pdf")
    assert levels(merge_affairs(document("no"), newer), YEAR) == ("basic", "key")
    assert levels(merge_affairs(document("no"), newer), LATER) == ("key",)


def test_an_answer_without_a_day_is_of_today():
    assert levels(read_affair({**ANSWER, "incident_within_1y": "no"}, "facts.yaml"), LATER) == ("basic",)


def test_the_day_goes_with_the_facts_into_a_file():
    again = read_affair(yaml.safe_load(to_yaml(document())), "again.yaml")
    assert levels(again, LATER) == ("basic", "key")
