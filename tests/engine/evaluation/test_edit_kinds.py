"""Protects the description of edits: what is notation, a number, a replacement or an addition; never a mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shikii.engine.evaluation.edit_kinds import edit_of

TEXT = st.text("市民課が使用する、。・5150○※ABab（） \n及び", max_size=40)


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        ("市民課", "市民課 ", "same"),
        ("ＩＤ及びパスワード，指紋", "ID及びパスワード、指紋", "notation"),
        ("保存期間は5年", "保存期間は150年", "number"),
        ("1,000人", "1000人", "number"),
        ("[○]紙 [ ]電子", "[ ]紙 [ ]電子", "removed"),
        ("福祉部社会福祉課", "福祉部生活福祉課", "replaced"),
        ("市民課、支所", "市民生活課、支所、出張所", "extended"),
        ("本人から入手する。", "本人から入手する。他市町村からも入手する。", "added"),
        ("本人及び家族", "本人", "removed"),
        ("甲、乙、丙", "丁", "rewritten"),
        ("", "新たに書く", "added"),
        ("消す", "", "removed"),
    ],
)
def test_edits(before, after, edit):
    assert edit_of(before, after) == edit


@given(TEXT)
def test_a_text_is_the_same_as_itself(text):
    assert edit_of(text, text) == "same"
    assert edit_of(text, "".join(text.split())) == "same"


@given(TEXT, TEXT)
def test_added_and_removed_mirror_each_other(a, b):
    mirror = {"added": "removed", "removed": "added"}
    there, back = edit_of(a, b), edit_of(b, a)
    if there in ("extended", "rewritten", "replaced"):  # names for names one way can be a sentence the other
        assert back in ("extended", "rewritten", "replaced")
    else:
        assert back == mirror.get(there, there)


@given(TEXT)
def test_a_mark_is_never_notation(text):
    assert edit_of(text, f"{text}○") not in ("same", "notation")
