"""Protects: only what a tool did to a whole text is undone; a text that is itself stays itself."""

import pytest
from printed import FORMS

from shikii.facts.documents.text.line_noise import closed_up, unspread
from shikii.facts.documents.text.lines import lines_of
from shikii.facts.documents.text.tick_marks import unmarked

TEXT = [f"第{n}条の規定により、届出を受け付ける。" for n in range(30)]


def test_a_list_among_sentences_keeps_its_bullets():
    text = "\n".join([*TEXT, "- 一つ目", "> 引用", "3: 番号"])
    assert unspread(text) == text


def test_lines_numbered_by_a_tool_lose_their_numbers_and_keep_their_places():
    text = "\n".join(f"{n}: {line}" for n, line in enumerate(TEXT, 1))
    assert unspread(text) == "\n".join(TEXT)


def test_numbered_items_that_start_again_are_no_line_numbers():
    text = "\n".join(f"{n % 5}: {line}" for n, line in enumerate(TEXT, 1))
    assert unspread(text) == text


def test_numbers_side_by_side_stay_apart_where_only_words_were_spread():
    text = "\n".join(" ".join(line) for line in ("特定個人情報保護評価書",) * 25) + "\n37 84 大臣"
    assert unspread(text).endswith("\n37 84 大臣")


def test_blank_lines_set_by_a_tool_are_taken_away_and_gaps_of_the_text_stay():
    page = "\n".join(TEXT) + "\n\n\n\n" + "\n".join(TEXT)
    doubled = closed_up(lines_of(page.replace("\n", "\n\n")))
    assert [x.text for x in doubled] == [x.text for x in lines_of(page)]
    assert doubled[1].number == 3


def test_a_text_with_its_own_gaps_is_left_alone():
    lines = lines_of("\n\n".join(TEXT[:10]) + "\n" + "\n".join(TEXT))
    assert closed_up(lines) is lines


@pytest.mark.parametrize(
    "text",
    [
        "■システムの概要\n□紙で保管する書類",
        "（○）は該当、（ ）は非該当を示す。",
        "「十分である」と判断した。",
        "① 紙\n② その他",
        "対策は（十分である）ので見直さない。",
        "・十分である",
    ],
)
def test_words_that_look_like_marks_are_left_alone(text):
    assert unmarked(text, FORMS) == text


@pytest.mark.parametrize("mark", ["●", "O", "0", "◎", "✓"])
def test_a_tick_told_by_whole_boxes_is_one_beside_a_torn_bracket(mark):
    text = f"[ {mark} ] 紙 [ ] 専用線\n[ {mark} ] 電子メール [ {mark}\n{mark}\n10\n"
    assert unmarked(text, FORMS) == "[ ○ ] 紙 [ ] 専用線\n[ ○ ] 電子メール [ ○\n○\n10\n"


def test_boxes_drawn_as_one_character():
    assert unmarked("□ 紙 ■ 専用線 □ その他", FORMS) == "[ ] 紙 [ ○ ] 専用線 [ ] その他"
