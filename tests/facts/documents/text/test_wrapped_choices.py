"""Protects: an option broken over two lines is read as on one line, and nothing else is put together."""

from pathlib import Path

import pytest

from shikii.facts.documents.form_words import vocabulary
from shikii.facts.documents.text.lines import lines_of
from shikii.facts.documents.text.tick_rows import row_boxes, spaced_style
from shikii.facts.documents.text.wrapped_choices import closed_choices
from shikii.facts.forms.model import load_forms

FORMS = load_forms(Path(__file__).parents[4] / "rulesets" / "my-number-pia" / "forms")
LONG = sorted(o for o in vocabulary(FORMS, "full").sets_of if len(o) > 12)


def texts(text):
    return [line.text for line in closed_choices(lines_of(text), FORMS)]


@pytest.mark.parametrize("option", LONG)
def test_wherever_an_option_is_broken_it_is_read_whole(option):
    for at in range(1, len(option)):
        first, second = texts(
            f"②判断結果　［　{option[:at]}　＜選択肢＞\n　　　{option[at:]}　］　1）甲　2）乙"
        )
        assert first == f"②判断結果 [ {option} ] <選択肢>"
        assert "[" not in second
        assert "]" not in second


def test_the_rest_of_a_label_stays_on_its_line():
    text = (
        "提出する評価　［　基礎項目評価書及び全項目評価書　＜選択肢＞\n書の種類　　　］　1） 基礎項目評価書"
    )
    assert texts(text) == [
        "提出する評価 [ 基礎項目評価書及び全項目評価書 ] <選択肢>",
        "書の種類 1) 基礎項目評価書",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "判断 [ 基礎項目評価の実施が\n見送られる ] 甲",
        "判断 [ 基礎項目評価の実施が\n\n義務付けられる ]",
        "紙 [ ] 専用線 [ ○\n] その他",
        "判断 [ 行っている ]\n委託する ]",
    ],
)
def test_what_is_no_option_stays_as_it_is(text):
    assert texts(text) == [line.text for line in lines_of(text)]


TIGHT = "[○] 個人番号　[ ] 個人番号対応符号　[○] その他識別情報\n[ ] 国税関係情報　[ ] 地方税関係情報　[○] 健康・医療関係情報"
TORN = "[ ○ ] 個人番号　[ ] 個人番号対応符号\n[○] その他識別情報　[ ] 国税関係情報\n[ ○ ] 健康・医療関係情報"


def test_ticks_without_spaces_beside_empty_boxes_with_them_are_whole():
    lines = lines_of(TIGHT)
    spaced = spaced_style(lines)
    assert row_boxes(lines[1].text, spaced) == [
        ("国税関係情報", False),
        ("地方税関係情報", False),
        ("健康・医療関係情報", True),
    ]


def test_a_tight_tick_among_spaced_ones_is_torn():
    lines = lines_of(TORN)
    assert row_boxes(lines[1].text, spaced_style(lines)) is None
