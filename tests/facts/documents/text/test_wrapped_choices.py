"""Protects: an option broken over two lines, or with its number, and a label with a colon are read as plain ones."""

from pathlib import Path

import pytest

from shikii.facts.documents.form_words import vocabulary
from shikii.facts.documents.text.lines import lines_of
from shikii.facts.documents.text.tick_rows import row_boxes, spaced_style
from shikii.facts.documents.text.wrapped_choices import closed_choices, plain_rows
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


def plain(text):
    return [line.text for line in plain_rows(lines_of(text), FORMS)]


@pytest.mark.parametrize("option", LONG)
@pytest.mark.parametrize("number", ["2）", "(2) ", "2. "])
def test_the_number_of_a_chosen_option_is_no_part_of_it(option, number):
    assert plain(f"〔 {number}{option} 〕") == [f"[ {option} ]"]


@pytest.mark.parametrize("label", ["①事務の名称", "①システムの名称", "③委託先名", "委託事項２"])
def test_a_colon_behind_a_label_is_no_part_of_its_value(label):
    (row,) = plain(f"{label}： 市営住宅管理システム")
    assert row.endswith("  市営住宅管理システム")
    assert ":" not in row


@pytest.mark.parametrize(
    "text", ["理由: 事務の名称", "次の事務: 予防接種", "[ 3) 甲 ]", "時刻 10:30", "リスク1: 不正な提供"]
)
def test_other_colons_and_numbers_stay(text):
    assert plain(text) == [line.text for line in lines_of(text)]
