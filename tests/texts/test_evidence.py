"""Protects: what narratives settle about measures and facts, and what they must leave open."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from shikii.facts.affair.affair import Note
from shikii.facts.values import Options
from shikii.rulesets.language.grammar import Expect
from shikii.rulesets.loader import load_ruleset
from shikii.rulesets.program.program import compile_program, measure_fact
from shikii.texts.evidence import measure_states
from shikii.texts.predicates.denial import Reading

PROGRAM = compile_program(load_ruleset(), dt.date(2026, 4, 1))
SHORT = {
    "id": "keep-cipher",
    "title": "暗号化",
    "basis": ["x"],
    "confidence": "known",
    "expect": "required",
    "risks": ["keep-1"],
    "shown_by": {"sections": ["keep"], "patterns": ["暗号化"]},
    "shows": ["暗号化する。"],
}
MEASURE = Expect.model_validate(SHORT)


def state(*notes, measure=MEASURE, files=("甲",)):
    program = replace(PROGRAM, statements=(measure,))
    return measure_states(program, notes, files)


def note(text, section="keep", file="甲"):
    return Note(file, section, tuple(enumerate(text.splitlines(), 1)))


def of(states, file=0):
    value, quotes = states[measure_fact(MEASURE.id), (file,)]
    return value, [(q.reading, q.text) for q in quotes]


def test_affirmed_is_done():
    assert of(state(note("媒体は暗号化する。"))) == (
        Options.of("done"),
        [(Reading.AFFIRMED, "媒体は暗号化する。")],
    )


def test_not_found_is_not_stated():
    assert of(state(note("施錠する。"))) == (Options.of("not_stated"), [])


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("暗号化は行っていない。", Reading.DENIED),
        ("暗号化は取りやめた。", Reading.DENIED),
        ("暗号化を検討している。", Reading.PLANNED),
        ("媒体は来年度から暗号化する。", Reading.PLANNED),
        ("暗号化が望ましい。", Reading.OWED),
        ("媒体は暗号化しなければならない。", Reading.OWED),
    ],
)
def test_denied_planned_or_owed_only_is_not_stated_and_the_place_is_kept(text, reading):
    assert of(state(note(text))) == (Options.of("not_stated"), [(reading, text)])


@pytest.mark.parametrize(
    "text",
    [
        "媒体の暗号化は一部の課で実施している。",
        "媒体を暗号化することがある。",
        "媒体は暗号化しているとのことである。",
    ],
)
def test_what_is_so_in_part_at_times_or_by_hearsay_settles_nothing(text):
    assert of(state(note(text))) == (None, [(Reading.PARTLY, text)])
    assert of(state(note(text + "印刷物は暗号化する。")))[0] == Options.of("done")


@pytest.mark.parametrize(
    "text",
    ["暗号化の方式は公表していない。", "暗号化の状況の点検は行っていない。"],
)
def test_a_denial_may_be_of_a_part_and_never_says_that_a_measure_is_not_done(text):
    assert of(state(note(text)))[0] == Options.of("not_stated")


def test_one_place_that_affirms_outweighs_others():
    value, quotes = of(state(note("印刷物の暗号化は行っていない。媒体は暗号化する。")))
    assert (value, [r for r, _ in quotes]) == (Options.of("done"), [Reading.AFFIRMED])


@pytest.mark.parametrize("text", ["媒体は暗号化する。", "施錠する。", "暗号化は行っていない。"])
def test_a_weak_measure_settles_nothing(text):
    value, quotes = of(state(note(text), measure=MEASURE.model_copy(update={"weak": True})))
    assert value is None
    assert bool(quotes) is ("暗号化" in text)


def test_text_that_was_not_read_settles_nothing():
    assert state() == {}
    assert state(note("媒体は暗号化する。", file="乙")) == {}
