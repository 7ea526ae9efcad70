"""Protects: searching an indexed document finds exactly what looking at every sentence of it finds."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii.facts.affair.affair import Note
from shikii.rulesets.language.grammar import Define, Expect, Mentions
from shikii.rulesets.loader import load_ruleset
from shikii.rulesets.program.program import compile_program
from shikii.texts.evidence import measure_states, narratives
from shikii.texts.matching import look
from shikii.texts.narratives import Narratives
from shikii.texts.pattern_literals import EVERY, Every, needs
from shikii.texts.sentences import flatten

RULES = load_ruleset().statements
MEASURES = [s for s in RULES if isinstance(s, Expect)]
MENTIONS = [s.shown_by for s in MEASURES] + [
    s.by.mentions for s in RULES if isinstance(s, Define) and s.by.mentions and not s.by.mentions.fields
]
SENTENCES = sorted({t for s in MEASURES for t in (*s.shows, *s.near_misses)})
_PIECES = st.sampled_from(
    ["・", "①", "\n", " ", "行っていない。", "検討中である。", "次の措置は講じていない：", "【", "】", "以外"]
)
_TEXT = st.lists(st.sampled_from(SENTENCES) | _PIECES, max_size=8).map("".join)


def note(section, text):
    return Note(None, section, tuple(enumerate(text.split("\n"), 1)))


@examples(60)
@given(st.lists(_TEXT, min_size=1, max_size=4), st.data())
def test_the_index_leaves_nothing_out(texts, data):
    passages = [note("keep", t) for t in texts]
    wanted = data.draw(st.lists(st.sampled_from(MENTIONS), min_size=1, max_size=12))
    measure = data.draw(st.booleans())
    foreseen = data.draw(st.sampled_from([wanted, wanted[:1], []]))
    told = Narratives(passages, tuple(m.patterns for m in foreseen))
    order = data.draw(st.permutations(range(len(passages))))
    for mentions in wanted:
        plainly = [q for n in order for q in look(mentions, flatten(passages[n]), measure=measure)]
        assert list(told.look(mentions, order, measure=measure)) == plainly
        assert list(told.look(mentions, order, measure=measure)) == plainly, "and so does the second time"


@pytest.mark.parametrize("share", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, 8))])
def test_all_rules_on_all_their_sentences(share):
    passages = [note("keep", "\n".join(SENTENCES)), note("use", "".join(SENTENCES))]
    told = Narratives(passages, tuple(m.patterns for m in MENTIONS))
    for mentions in MENTIONS[share::8]:
        plainly = [q for p in passages for q in look(mentions, flatten(p))]
        assert list(told.look(mentions, (0, 1))) == plainly


def held(need, text):
    if isinstance(need, str):
        return need in text
    return (all if isinstance(need, Every) else any)(held(p, text) for p in need.parts)


_WORD = st.text("監査実施を", min_size=1, max_size=3)
_PATTERN = st.recursive(
    _WORD
    | st.sampled_from([".", ".{0,3}", "[監査]", "[^査]", r"\d", "^", "$", "(?!監)", "(?=監)", "(?i:a)"]),
    lambda inner: st.builds(
        lambda parts, how: how.format(*parts),
        st.lists(inner, min_size=2, max_size=2),
        st.sampled_from(
            ["{0}{1}", "(?:{0}|{1})", "({0})?{1}", "(?:{0}){{1,2}}{1}", "(?P<n>{0}){1}", "(?:{0}|){1}"]
        ),
    ),
    max_leaves=6,
)


@given(_PATTERN, st.text("監査実施をaA1", max_size=8))
def test_whatever_a_pattern_finds_holds_what_it_needs(pattern, text):
    try:
        found = re.search(pattern, text)
    except re.error:
        return
    if found:
        assert held(needs((pattern,)), text)


@pytest.mark.parametrize("pattern", [".", "a?", "(?i)ab", "[^監]", "(?:監査|)", r"\d+", "を"])
def test_nothing_is_asked_where_nothing_is_needed(pattern):
    assert needs((pattern,)) == EVERY
    assert needs(("監査", pattern)) == EVERY


def test_two_passages_are_told_apart():
    told = Narratives([note("keep", "暗号化する。"), note("use", "暗号化する。施錠する。")])
    mentions = Mentions(patterns=("暗号化",))
    assert [len(list(told.look(mentions, n))) for n in ((0,), (1,), (0, 1), ())] == [1, 1, 2, 0]


def test_the_same_text_is_made_ready_once_and_another_apart():
    program = compile_program(load_ruleset(), dt.date(2026, 4, 1))
    section, shown = MEASURES[0].shown_by.sections[0], MEASURES[0].shows[0]
    one, same, other = (narratives(program, [Note("", section, ((1, t),))]) for t in (shown, shown, "なし。"))
    assert one is same
    assert measure_states(program, one, [""]) != measure_states(program, other, [""])
