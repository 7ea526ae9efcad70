"""Protects: a sentence is read as a careful reader does: what it denies or plans is no measure, what it forbids is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shikii.rulesets.language.grammar import Mentions
from shikii.texts.matching import look, shows
from shikii.texts.predicates.cues import CUE
from shikii.texts.predicates.denial import Reading, read, read_closely
from shikii.texts.sentences import flat, sentences_of

TABLE = yaml.safe_load(Path(__file__).with_name("readings.yaml").read_text("utf-8"))
SENTENCES = [(reading, text) for reading, texts in TABLE.items() for text in texts]


def marked(text):
    before, _, rest = text.partition("【")
    found, _, behind = rest.partition("】")
    parts = [flat(p) for p in (before, found, behind)]
    return "".join(parts), len(parts[0]), len(parts[0]) + len(parts[1])


@pytest.mark.parametrize(("reading", "text"), SENTENCES, ids=[t for _, t in SENTENCES])
def test_a_sentence_is_read(reading, text):
    assert read(*marked(text)) == reading


@pytest.mark.parametrize("text", TABLE["planned"])
def test_a_plan_is_no_measure_even_where_the_pattern_is_a_denial(text):
    assert read(*marked(text), deniable=False) is Reading.PLANNED


@given(
    st.sampled_from(SENTENCES),
    st.sampled_from(["", "本市では", "端末について、", "なお、", "窓口及び支所の"]),
)
def test_words_before_it_change_nothing(sentence, before):
    reading, text = sentence
    assert read(*marked(before + text)) == reading


@given(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES))
def test_the_next_sentence_changes_nothing(sentence, other):
    reading, text = sentence
    plain, start, end = marked(text)
    behind, _, _ = marked(other[1])
    found = look(
        Mentions(patterns=(plain[start:end],)), sentences_of(((1, plain), (2, "職員は15名である。" + behind)))
    )
    assert next(found).reading == reading


@given(st.text("ないずてしはが、。することとよう未予定検討中Aあ漢字以外", max_size=40), st.data())
def test_any_sentence_is_read(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert read(text, start, end) in Reading
    assert read(text, start, end, deniable=False) in Reading


CUED = st.lists(
    st.sampled_from([t for _, t in SENTENCES]) | st.text("なのにはをがしてる。、", max_size=4), max_size=3
)


@given(CUED.map(lambda parts: flat("".join(parts))), st.data())
def test_only_sentences_with_a_cue_can_deny_or_plan(text, data):
    bare = CUE.sub("", text)
    while CUE.search(bare):
        bare = CUE.sub("", bare)
    start = data.draw(st.integers(0, len(bare)))
    end = data.draw(st.integers(start, len(bare)))
    assert read_closely(bare, start, end) is Reading.AFFIRMED


def test_one_clause_that_affirms_is_enough():
    measure = Mentions(patterns=("ログ.{0,20}(記録|保管)", "証跡"))
    assert shows(measure, "印刷のログは記録していないが、操作の証跡は残している。")
    assert shows(measure, "操作のログを記録し、印刷の記録は行っていない。")
    assert not shows(measure, "ログは取得していないため、証跡もない。")


def test_items_of_a_list_are_read_as_the_sentence_above_it_says():
    measure = Mentions(patterns=("暗号化",))
    assert not shows(measure, "次の措置は講じていない。\n・暗号化\n・施錠")
    assert not shows(measure, "以下の対策を予定している。 ①施錠 ②媒体の暗号化")
    assert not shows(measure, "次の措置が求められる。\n・媒体の暗号化\n・施錠")
    assert not shows(measure, "・媒体を暗号化しなければならない。")
    assert shows(
        measure, "契約書に次の事項を定めている。\n・媒体を暗号化しなければならない。\n・施錠すること。"
    )
    assert shows(measure, "次の措置を講じている。\n・暗号化\n・施錠")
    assert shows(measure, "次の措置は講じていない。\n・施錠。\nこのほか媒体は暗号化する。")
