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

RULES = load_ruleset()
PROGRAM = compile_program(RULES, dt.date(2026, 4, 1))
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
def test_a_denial_of_something_else_leaves_a_measure_open_and_is_shown(text):
    assert of(state(note(text))) == (None, [(Reading.POSSIBLE, text)])


@pytest.mark.parametrize(
    ("measure", "section", "text", "expected"),
    [
        ("out-audit", "out", "受託者の事業所への立入りは、どの契約にも定めていない。", "not_done"),
        ("oth-training-makeup", "edu", "受けられなかった者への補講は設けていない。", "not_done"),
        (
            "oth-training-makeup",
            "edu",
            "欠席した者に日を改めて受けさせる場は、特に設けていない。",
            "not_done",
        ),
        ("keep-lock", "keep", "サーバ室の防犯カメラは、今年度は設置を見送りました。", "not_done"),
        ("oth-training-manager", "edu", "管理職向けの講座は、講師の都合が付かず、開いていない。", "not_done"),
        # another object, a clause made a noun, a barrier, a condition, those not concerned, another section
        ("in-screen-shield", "use", "端末に、のぞき見を防ぐシートは貼っていない。", None),
        ("nws-staff-auth", "nws", "結果が消えることは、中間サーバーの設計書にあるが、確かめていない。", None),
        (
            "use-other-block",
            "use",
            "別の仕事の回線とつながっておらず、他のシステムから入り込むことはできない。",
            None,
        ),
        ("nws-permit-check", "nws", "許可された相手と項目の組合せでなければ、照会は出ていきません。", None),
        ("use-number-hidden", "use", "番号を扱う仕事をしていない課の画面に番号が映りません。", None),
        ("keep-rules", "use", "パスワードの更新の周期の決まりは、現在は設けていない。", None),
    ],
)
def test_only_a_plain_denial_of_the_measure_itself_says_that_it_is_not_done(measure, section, text, expected):
    measure = RULES[measure]
    keep = (note("端末は机に固定する。", section) for section in measure.shown_by.sections)
    states = measure_states(replace(PROGRAM, statements=(measure,)), [*keep, note(text, section)], ("甲",))
    value, quotes = states[measure_fact(measure.id), (0,)]
    assert value == (Options.of(expected) if expected else None)
    assert text in [q.text for q in quotes]


def test_a_sentence_that_may_show_the_measure_outweighs_none_where_words_are_lacking():
    """A plain denial stands although another sentence tells of a part of the measure."""
    measure = RULES["keep-breach-report"]
    told = note("事故の連絡表を掲示する。\n個人情報保護委員会への報告は、手順書に入れていない。")
    states = measure_states(replace(PROGRAM, statements=(measure,)), [told], ("甲",))
    assert states[measure_fact(measure.id), (0,)][0] == Options.of("not_done")


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
