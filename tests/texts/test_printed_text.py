"""Protects: what a form prints for everybody shows nothing; what a body writes does, even in the words of a label."""

from __future__ import annotations

import pytest

from shikii.facts.forms.model import load_forms
from shikii.rulesets.language.grammar import Mentions
from shikii.rulesets.loader import FORMS
from shikii.texts.matching import shows
from shikii.texts.printed_text import is_printed
from shikii.texts.sentences import flat, sentences_of

LABELS = sorted({flat(f.label) for form in load_forms(FORMS).forms for f in form.fields if len(f.label) > 1})
HEADINGS = sorted({flat(r.label) for form in load_forms(FORMS).forms for r in form.risks})


@pytest.mark.parametrize("label", [*LABELS, *HEADINGS])
def test_every_label_of_the_forms_is_printed(label):
    assert is_printed(label)


@pytest.mark.parametrize(
    "text",
    [
        "4安全管理体制・規程の職員への周知",
        "報ファイルの取扱いに関する規定",
        "[十分に行っている]従業者に対する教育・啓発",
        "<選択肢>1)特に力を入れている2)十分である3)課題が残されている",
        "提供に関するルールの内容及びルール遵守",
        "※(7.リスク1⑨を除く。)",
    ],
)
def test_labels_torn_and_joined_are_printed(text):
    assert is_printed(flat(text))


@pytest.mark.parametrize(
    "text",
    [
        "・安全管理体制・規程の職員への周知",
        "特定個人情報の使用の記録を残している。",
        "安全管理体制を定め、職員に周知する",
        "バックアップを毎日取得",
        "記録を残している。",
        "端末",
    ],
)
def test_what_the_body_wrote_is_not(text):
    assert not is_printed(flat(text))


def test_a_label_shows_no_measure_and_a_heading_none():
    measure = Mentions(patterns=("規程の職員への周知",))
    assert not shows(measure, "④安全管理体制・規程の職員への周知")
    assert not shows(measure, "【規程の職員への周知】")
    assert shows(measure, "・規程の職員への周知")
    assert shows(measure, "規程の職員への周知を行う。")


def test_the_sentence_behind_a_heading_counts():
    found = sentences_of(((1, "【周知】規程を職員に周知する。"),))
    assert [(s.text, s.heading) for s in found] == [("【周知】", True), ("規程を職員に周知する。", False)]
