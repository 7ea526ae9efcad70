"""Protects: concepts meet where a reader would see them meet, in any spelling and inflection, and nowhere else."""

from __future__ import annotations

import pytest

from shikii.facts.affair.affair import Note
from shikii.rulesets.language.concepts import Concept, Unreadable, about, meeting, weaker
from shikii.rulesets.language.derivation import Mentions
from shikii.rulesets.language.spelling import inflected
from shikii.texts.matching import shows
from shikii.texts.meetings import lacking, meets, spans
from shikii.texts.sentences import flatten, one_piece

ALIKE = (("持出", "持ち出"), ("鍵", "カギ"))


def concept(name, *words, **more):
    return Concept(name, words, alike=ALIKE, **more)


LOG = concept("操作記録", "ログ", "証跡", longer=("ログイン",))
KEEP = concept("保存する", "保存", "残す")
YEARS = concept("期間", "年間")
CLOUD = concept("クラウド", "クラウド")
BAN = concept("禁止", "禁止", "持ち出さない", denial=True)
PARTY = concept("委託先", "受託者", fields=frozenset({"out"}))
LEXICON = {c.name: c for c in (LOG, KEEP, YEARS, CLOUD, BAN, PARTY)}


def met(text, sentence, section="use"):
    sentences = flatten(Note(None, section, tuple(enumerate(sentence.split("\n"), 1))))
    return [s.text[m.start : m.end] for s in sentences for m in list(meets(meeting(text, LEXICON), s))[:1]]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("残す", "記録を残さず"),
        ("残す", "残している"),
        ("確かめる", "確かめた"),
        ("置く", "置いている"),
        ("使う", "使った"),
        ("限る", "限っている"),
        ("使わない", "使いません"),
        ("使わない", "使わず"),
        ("見せない", "見せません"),
        ("持出し", "持ち出した書類の持ち出し"),
        ("鍵 かける", "カギを二重にかける"),
    ],
)
def test_a_word_is_found_in_every_form(word, text):
    assert spans(concept("x", word), text)


@pytest.mark.parametrize(
    ("word", "text"),
    [("残す", "残念"), ("鍵 かける", "鍵は課長が持っている。声をかける"), ("監査", "監視"), ("二つ", "二番")],
)
def test_other_words_are_not(word, text):
    assert not spans(concept("x", word), text)


def test_what_is_no_verb_is_left_as_it_is():
    assert inflected("二つ") == ("二つ",)
    assert inflected("ログ") == ("ログ",)
    assert inflected("まで") == ("まで",)


def test_all_slots_must_meet_near_one_another():
    assert met("操作記録 + 保存する + 期間", "ログは7年間保存する。") == ["ログは7年間保存"]
    assert met("操作記録 + 保存する + 期間", "ログは保存する。") == []
    assert met("操作記録 + 保存する ~8", "ログは、次に掲げるところにより保存する。") == []


def test_order_alternatives_and_what_is_ruled_out():
    assert met("操作記録 > 保存する", "ログを保存する。") == ["ログを保存"]
    assert met("操作記録 > 保存する", "保存するログ。") == []
    assert met("クラウド|操作記録 + 保存する", "ログを保存する。") == ["ログを保存"]
    assert met("操作記録 + 保存する - クラウド", "クラウドではログを保存する。") == []


def test_a_word_within_a_longer_one_says_something_else():
    assert met("操作記録 + 保存する", "ログインの方法を保存する。") == []


def test_one_word_does_not_fill_two_slots():
    lexicon = {"甲": concept("甲", "記録媒体"), "乙": concept("乙", "記録")}
    assert list(meets(meeting("甲 + 乙", lexicon), one_piece("記録媒体を使う。"))) == []


def test_the_field_speaks_for_a_concept():
    assert met("委託先 + 禁止", "持出しを禁止する。", "out") == ["禁止"]
    assert met("委託先 + 禁止", "持出しを禁止する。", "use") == []
    assert met("操作記録 + 保存する - 委託先", "ログを保存する。", "out") == []


def test_a_heading_and_the_line_above_a_list_speak_too():
    assert met("操作記録 + 保存する + 期間", "【ログの管理】\n7年間保存する。") == ["年間保存"]
    assert met("操作記録 + 保存する", "ログは次のとおり扱う：\n・保存する。") == ["保存"]
    long = "担当者は、毎年度、申請書の原本を所定の場所に保存することとしている。"
    assert met("操作記録 + 保存する", f"【ログの管理】\n{long}") == []


def test_a_heading_alone_shows_nothing():
    mentions = Mentions(meets=("操作記録 + 保存する",))
    mentions.set_meetings((meeting("操作記録 + 保存する", LEXICON),))
    assert not shows(mentions, "【ログの保存】\n別に定める。")
    assert shows(mentions, "ログを保存する。")


def test_what_is_lacking_is_named():
    assert lacking(meeting("操作記録 + 保存する + 期間", LEXICON), one_piece("ログを取る。")) == (
        "保存する",
        "期間",
    )


def test_what_comes_near_lacks_one_concept_and_never_the_first():
    strong = meeting("操作記録 + 保存する + 期間", LEXICON)
    vague = Concept("措置", ("管理",), vague=True)
    assert [m.lacks for m in weaker(strong, (vague,))] == [(), ("保存する",), ("期間",), ("保存する", "期間")]
    assert [m.lacks for m in about(strong)] == [("保存する", "期間")]
    assert list(weaker(meeting("操作記録", LEXICON), (vague,))) == []


@pytest.mark.parametrize("text", ["操作記録 + 無い語", "操作記録 +  + 期間"])
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(Unreadable):
        meeting(text, LEXICON)


def test_a_sentence_that_points_back_is_about_what_stood_before():
    assert met("操作記録 + 期間", "ログを取得している。これを7年間守る。") == ["年間"]
    assert met("操作記録 + 期間", "ログを取得している。契約は3年間とする。") == []
