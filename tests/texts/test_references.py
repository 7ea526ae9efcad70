"""Protects: what is said by reference is looked up where it can be, and is otherwise an honest unknown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from shikii.facts.affair.affair import Note
from shikii.facts.values import NO, YES, Options
from shikii.facts.vocabulary import Scope
from shikii.rulesets.language.grammar import Expect, Mentions
from shikii.rulesets.loader import load_ruleset
from shikii.rulesets.program.program import compile_program
from shikii.texts.evidence import measure_states, mentioned
from shikii.texts.predicates.denial import Reading
from shikii.texts.references import is_reference, leads_outside

PROGRAM = compile_program(load_ruleset(), dt.date(2026, 4, 1))
FILES = ("甲ファイル", "乙ファイル", "丙ファイル")
MEASURE = Expect(
    id="keep-cipher",
    title="暗号化",
    basis=("x",),
    confidence="known",
    expect="required",
    risks=("keep-1",),
    shown_by=Mentions(sections=("keep",), patterns=("暗号化",)),
    shows=("暗号化する。",),
)
DONE, MISSING = Options.of("done"), Options.of("not_stated")


def states(*notes, files=FILES):
    told = [Note(file, section, tuple(enumerate(text.splitlines(), 1))) for file, section, text in notes]
    found = measure_states(replace(PROGRAM, statements=(MEASURE,)), told, files)
    return {files[i]: state for (_, (i,)), state in found.items()}


@pytest.mark.parametrize(
    "text",
    [
        "甲ファイルと同様の措置を講じる。",
        "甲ファイルの場合と同じ。",
        "甲ファイルにおける措置と同様である。",
        "「甲ファイル」を参照。",
        "甲ファイルのとおり。",
        "甲ファイルに準じる。",
        "同上",
        "・上記と同様",
    ],
)
def test_another_file_of_the_document_is_looked_up(text):
    found = states(("甲ファイル", "keep", "媒体は暗号化する。"), ("乙ファイル", "keep", text))
    assert found["乙ファイル"][0] == DONE
    assert [q.text for q in found["乙ファイル"][1]] == ["媒体は暗号化する。"]


@pytest.mark.parametrize("text", ["他のファイルと同様である。", "(1)と同じ。"])
def test_where_it_leads_to_cannot_be_told_for_sure(text):
    found = states(
        ("甲ファイル", "keep", "媒体は暗号化する。"),
        ("乙ファイル", "keep", text),
        ("丙ファイル", "keep", "施錠する。"),
    )
    value, quotes = found["乙ファイル"]
    assert (value, [q.reading for q in quotes]) == (None, [Reading.REFERRED])


@pytest.mark.parametrize("text", ["甲ファイルと同様である。", "(1)と同じ。", "他のファイルと同じ。"])
def test_what_the_other_text_does_not_state_is_not_stated(text):
    found = states(("甲ファイル", "keep", "施錠する。"), ("乙ファイル", "keep", text), files=FILES[:2])
    assert found["乙ファイル"] == (MISSING, ())


@pytest.mark.parametrize(
    "text",
    [
        "別紙参照",
        "別紙のとおり。",
        "別添２のとおり",
        "リスク対策は別紙を参照のこと。",
        "添付資料に記載する。",
        "全項目評価書を参照",
        "甲ファイルと同様",
    ],
)
def test_text_that_was_not_read_leaves_the_measure_unknown(text):
    value, quotes = states(("乙ファイル", "keep", text))["乙ファイル"]
    assert (value, [q.reading for q in quotes]) == (None, [Reading.REFERRED])


@pytest.mark.parametrize(
    "text",
    [
        "提供先は別紙２のとおり。",
        "番号法別表第二に定める事務に用いる。",
        "委託先と同様の義務を負わせる。",
        "(1)の措置と併せて施錠する。",
        "甲ファイルは乙ファイルから作成する。",
        "評価書に記載のとおり運用されているか確認する。",
        "上記の措置を講じている。",
    ],
)
def test_words_that_refer_to_no_measures_settle_as_ever(text):
    assert states(("乙ファイル", "keep", text))["乙ファイル"] == (MISSING, ())


def test_a_reference_elsewhere_in_the_document_changes_nothing():
    found = states(("乙ファイル", "keep", "施錠する。"), ("乙ファイル", "in", "別紙参照"))
    assert found["乙ファイル"] == (MISSING, ())


def test_what_is_affirmed_is_done_in_spite_of_a_reference():
    assert states(("乙ファイル", "keep", "暗号化する。その他は別紙参照。"))["乙ファイル"][0] == DONE


def test_ditto_in_one_file_means_what_stands_above():
    found = states(("乙ファイル", "in", "鍵をかける。"), ("乙ファイル", "keep", "同上"))
    assert found["乙ファイル"] == (MISSING, ())


def test_a_part_of_the_document_is_looked_up():
    found = states(
        ("乙ファイル", "overview", "媒体は暗号化する。"), ("乙ファイル", "keep", "Ⅱ６に記載のとおり。")
    )
    assert found["乙ファイル"][0] == DONE


@pytest.mark.parametrize("text", ["同上", "同上。", "別紙参照", "上に同じ", "甲ファイルと同様"])
def test_a_field_that_refers_is_told_from_one_that_says(text):
    assert is_reference(text)
    assert not is_reference(f"施錠する。{text}では十分でないため監視する。")


@pytest.mark.parametrize("text", ["対策は別紙を参照。", "別添のとおり措置を講じている。"])
def test_an_annex_of_measures_is_outside(text):
    assert leads_outside(text)


def test_a_fact_is_unknown_where_its_field_or_section_refers():
    field = ("by_field", Scope.AFFAIR, Mentions(fields=("nws_basis",), patterns=("第8号",)))
    section = ("by_section", Scope.AFFAIR, Mentions(sections=("keep",), patterns=("暗号化",)))
    program = replace(PROGRAM, mentions=(field, section))

    def facts(basis, narrative):
        told = [Note(None, "keep", ((1, narrative),))]
        found = mentioned(program, told, (), {Scope.AFFAIR: [((), {"nws_basis": basis})]})
        return {fact: value for (fact, _), (value, _) in found.items()}

    assert facts("番号法第19条第8号", "暗号化する。") == {"by_field": YES, "by_section": YES}
    assert facts("番号法第9条", "施錠する。") == {"by_field": NO, "by_section": NO}
    assert facts("別紙のとおり", "詳細は別紙を参照。") == {}


PERHAPS = MEASURE.model_copy(update={"may_show": Mentions(sections=("keep",), patterns=("読めな(い|く)",))})


@pytest.mark.parametrize(
    ("notes", "found"),
    [
        ([("甲ファイル", "keep", "他人には読めない形にする。")], (None, [Reading.POSSIBLE])),
        ([("甲ファイル", "keep", "他人には読めない。媒体は暗号化する。")], (DONE, [Reading.AFFIRMED])),
        ([("甲ファイル", "keep", "媒体は暗号化していない。他人には読めない。")], (MISSING, [Reading.DENIED])),
        ([("甲ファイル", "keep", "読めない形にすることを検討している。")], (MISSING, [])),
        ([("甲ファイル", "keep", "施錠する。"), ("甲ファイル", "in", "字が読めない。")], (MISSING, [])),
    ],
)
def test_words_that_may_state_a_measure_leave_it_to_a_person(notes, found):
    told = [Note(file, section, tuple(enumerate(text.splitlines(), 1))) for file, section, text in notes]
    states = measure_states(replace(PROGRAM, statements=(PERHAPS,)), told, FILES[:1])
    ((value, quotes),) = states.values()
    assert (value, [q.reading for q in quotes]) == found


def test_a_file_that_refers_to_another_has_what_may_be_stated_there():
    told = [
        Note("甲ファイル", "keep", ((1, "他人には読めない形にする。"),)),
        Note("乙ファイル", "keep", ((2, "甲ファイルと同様"),)),
    ]
    states = measure_states(replace(PROGRAM, statements=(PERHAPS,)), told, FILES[:2])
    assert [[q.line for q in quotes] for _, quotes in states.values()] == [[1], [1]]


def test_what_its_own_section_denies_is_not_done_because_another_affirms_it():
    """A contractor's sentence affirms much that the body itself does not do."""
    told = [
        Note("甲ファイル", "keep", ((1, "媒体は暗号化していない。"),)),
        Note("甲ファイル", "out", ((2, "委託先は媒体を暗号化する。"),)),
    ]
    elsewhere = MEASURE.model_copy(
        update={"shown_by": Mentions(sections=("keep", "out"), patterns=("暗号化",))}
    )
    ((value, quotes),) = measure_states(replace(PROGRAM, statements=(elsewhere,)), told, FILES[:1]).values()
    assert (value, [(q.line, q.reading) for q in quotes]) == (None, [(1, Reading.DENIED)])
