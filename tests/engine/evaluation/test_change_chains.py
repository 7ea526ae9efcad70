"""Protects: rows of 変更箇所 are one chain by field and day, and paragraphs and notes are none of its links."""

import pytest

from shikii import read_affair
from shikii.engine.evaluation.change_chains import measured_chains
from shikii.facts.values import NO, YES


def measured(*changes, **more):
    return measured_chains(read_affair({"changes": [dict(c) for c in changes], **more}, "a.yaml"))


def row(on, before, after, item="Ⅰ7①部署"):
    return {"on": on, "item": item, "before": before, "after": after}


def test_a_chain_is_followed_by_day_whatever_the_order_of_the_rows():
    found = measured(row("2024-04-01", "窓口課", "住民課"), row("2022-04-01", "市民課", "戸籍課"))
    assert found["change.breaks_chain", (0,)] == YES
    assert ("change.breaks_chain", (1,)) not in found


@pytest.mark.parametrize("before", ["戸籍 課", "(1)戸籍課", "戸籍課、支所"])
def test_notation_and_more_of_the_same_keep_a_chain(before):
    found = measured(row("2022-04-01", "市民課", "戸籍課"), row("2024-04-01", before, "住民課"))
    assert found["change.breaks_chain", (1,)] == NO


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (row("2022-04-01", "市民課", "左記に戸籍課を追加"), row("2024-04-01", "窓口課", "住民課")),
        (
            row("2022-04-01", "市民課", "戸籍課"),
            row("2024-04-01", "窓口で" + "届出を受け付ける" * 12, "住民課"),
        ),
        (row("2022-04-01", "市民課", "戸籍課"), row("2022-04-01", "窓口課", "住民課")),
        (
            row("2022-04-01", "市民課", "戸籍課"),
            row("2024-04-01", "窓口課", "住民課", item="Ⅱ2⑥事務担当部署"),
        ),
    ],
)
def test_notes_paragraphs_equal_days_and_other_items_say_nothing(first, then):
    assert not [key for key in measured(first, then) if key[0] == "change.breaks_chain"]


def test_reversed_days_are_told_as_such_and_not_as_a_break():
    found = measured(row("2024-04-01", "市民課", "戸籍課"), row("2022-04-01", "戸籍課", "住民課"))
    assert found["change.out_of_order", (0,)] == YES
    assert ("change.breaks_chain", (0,)) not in found


def test_the_body_still_says_what_was_changed():
    body = {"narratives": {"overview": "保存は健康福祉部保健所で行う。"}}
    old = row("2024-04-01", "健康福祉部保健所", "市民健康部予防課")
    assert measured(old, **body)["change.body_still_old", (0,)] == YES
    new = row("2024-04-01", "市民健康部予防課", "健康福祉部保健所")
    assert measured(new, **body)["change.body_still_old", (0,)] == NO
    assert ("change.body_still_old", (0,)) not in measured(old, new, **body)


def test_an_item_that_names_a_file_is_looked_for_in_that_file():
    files = [
        {"name": "住民基本台帳ファイル", "narratives": {"use": "健康福祉部保健所が使用する。"}},
        {"name": "送付先情報ファイル", "narratives": {"use": "窓口が使用する。"}},
    ]
    item = "Ⅱ(2)送付先情報ファイル3⑦使用部署"
    found = measured(row("2024-04-01", "健康福祉部保健所", "市民健康部予防課", item), files=files)
    assert ("change.body_still_old", (0,)) not in found


def test_numbers_that_fall():
    found = measured(row("2024-04-01", "100人以上500人未満", "10人以上50人未満", "Ⅱ3⑦使用者数"))
    assert found["change.falls", (0,)] == YES


def test_an_item_of_a_repeated_part_says_which_row_it_means_or_nothing():
    part, row_of_it = "Ⅱ5特定個人情報の提供・移転", "Ⅱ5提供・移転 移転先2①法令上の根拠"
    for item, seen in ((part, False), (row_of_it, True)):
        found = measured(
            row("2022-04-01", "市民課", "戸籍課", item), row("2024-04-01", "窓口課", "住民課", item)
        )
        assert (("change.breaks_chain", (1,)) in found) is seen


def test_rows_that_were_not_read_may_have_changed_it_back():
    body = {"narratives": {"overview": "保存は健康福祉部保健所で行う。"}}
    old = row("2022-04-01", "健康福祉部保健所", "市民健康部予防課")
    unread = {"on": "2024-04-01", "item": "Ⅱ3⑦使用部署"}
    assert ("change.body_still_old", (0,)) not in measured(old, unread, **body)
    assert measured({**old, "on": "2025-04-01"}, unread, **body)["change.body_still_old", (0,)] == YES
