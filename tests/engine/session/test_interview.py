"""Protects the interview: it never asks what cannot matter, ends, narrows only, and takes answers back exactly."""

import datetime as dt
from itertools import product

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii import read_affair
from shikii.engine.session.interview import Interview
from shikii.facts.errors import InputError

DAY = dt.date(2026, 4, 1)
LEVELS = ("none", "basic", "key", "full")
ANSWERS = {
    "headcount": st.one_of(st.integers(0, 400_000).map(str), st.sampled_from(["10万人以上30万人未満", "30万人以上", "1,000人未満", "5千人以上"])),
    "handlers": st.one_of(st.integers(0, 1000).map(str), st.sampled_from(["500人未満", "500人以上"])),
    "incident_within_1y": st.sampled_from(["発生あり", "発生なし", "はい", "no"]),
    "exemption": st.sampled_from(["該当なし", "規則第4条第1号"]),
}  # fmt: skip


def start(record=False, **facts):
    return Interview.start(read_affair(facts, "x"), as_of=DAY, record=record)


def worth_asking(talk):
    """Try every answer of every kind to the facts not asked yet; a fact is worth asking when one of them can tell."""
    names = [n for n in ANSWERS if n not in talk.asked and n not in talk.affair.values and n != "exemption"]
    kinds = {
        "headcount": ["999", "1000", "10000", "100000", "300000"],
        "handlers": ["499", "500"],
        "incident_within_1y": ["yes", "no"],
    }
    out = []
    for name in names:
        others = [n for n in names if n != name]
        for combination in product(*(kinds[o] for o in others)):
            known = talk.affair.telling(**dict(zip(others, combination, strict=True)))
            found = set()
            for answer in kinds[name]:
                here = Interview.start(known.telling(**{name: answer}), as_of=DAY, record=False)
                found.add(here.level.possible)
            if len(found) > 1:
                out.append(name)
                break
    return out


@given(st.data())
@examples(6)
def test_every_question_can_matter_and_answers_only_narrow(data):
    talk = start()
    for _ in range(6):
        question = talk.question
        if question is None:
            break
        if question.matters == "level":
            assert question.fact in worth_asking(talk)
            before = set(talk.level.possible)
            if data.draw(st.booleans(), label="known"):
                talk = talk.answer(data.draw(ANSWERS[question.fact], label=question.fact))
            else:
                talk = talk.skip()
            assert set(talk.level.possible) <= before
        else:
            talk = talk.skip()
    assert talk.question is None
    if len(talk.level.possible) > 1:
        assert worth_asking(talk) == []  # what is still open was asked and is not known


def test_prospects_say_what_the_answer_then_does():
    talk = start(headcount=250_000)
    for prospect in talk.question.prospects:
        assert talk.answer(prospect.answer).level.possible == prospect.levels


def test_the_line_of_500_is_named():
    question = start(headcount=250_000, incident_within_1y="no").question
    assert question.fact == "handlers"
    assert [(p.answer, p.levels) for p in question.prospects] == [
        ("500人未満", ("key",)),
        ("500人以上", ("full",)),
    ]


def test_what_settles_the_level_ends_the_questions_about_it():
    talk = start().answer("30万人以上")
    assert talk.level.possible == ("full",)
    assert talk.question is None or talk.question.matters != "level"


def test_back_restores_what_was_known():
    talk = start()
    later = talk.answer("25万").answer("発生なし")
    assert later.back().back() == talk
    assert talk.back() is talk


def test_a_wrong_answer_changes_nothing():
    talk = start()
    with pytest.raises(InputError):
        talk.answer("たくさん")
    assert talk.question == start().question


def test_the_record_asks_who_and_when_and_only_once():
    talk = Interview.start(as_of=DAY)
    asked = []
    while (question := talk.question) is not None:
        asked.append(question.fact)
        talk = talk.answer("25万") if question.fact == "headcount" else talk.skip()
    assert asked[:2] == ["affair", "organization"]
    assert "headcount_as_of" in asked
    assert "handlers_as_of" not in asked
    assert asked[-1] == "exemption"  # what is taken for granted is confirmed
    assert len(asked) == len(set(asked))


def test_every_question_has_words_in_both_languages():
    talk = Interview.start(as_of=DAY)
    while (question := talk.question) is not None:
        assert question.text.endswith("か")
        assert question.text_en.endswith("?")
        assert question.label_en
        assert len(question.options) == len(question.options_en)
        ahead = question.prospects if question.fact != "exemption" else ()
        for p in ahead:  # what a prospect says reads back as the answer
            assert talk.answer(p.answer_en).level.possible == p.levels
        talk = talk.answer("25万") if question.fact == "headcount" else talk.skip()


def test_nothing_is_confirmed_that_would_change_nothing():
    few = Interview.start(
        read_affair(
            {"affair": "a", "organization": "b", "headcount": 999, "headcount_as_of": "2026-01-01"}, "x"
        ),
        as_of=DAY,
    )
    assert few.question is None


def test_an_answered_interview_has_nothing_left():
    talk = start(headcount=5000, organization_kind="local")
    assert talk.question is None
    with pytest.raises(InputError):
        talk.answer("5")
