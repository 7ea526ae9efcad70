"""Protects: a narrative is cut where a reader sees a new sentence or item, and nowhere inside a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shikii.texts.sentences import flat, sentences_of

CUT = {
    "words hold a dot": ("中間サーバー・プラットフォームとアクセス・コントロールにより収集・保管する。", 1),
    "a word with a dot is torn over two lines": ("機器は中間サーバー\n・プラットフォームに置く。", 1),
    "items at the start of lines": ("次を行う。\n・施錠\n・記録の保管\n・監視", 4),
    "short items of one word": ("・サーバー\n・プラットフォーム\n・端末", 3),
    "items in one cell": ("・鍵をかける。 ・記録を残す ・番人を置く", 3),
    "items without a gap": ("・鍵をかける。・記録を残すこと・点検する", 3),
    "an item may hold a dot": ("・取得・保管する\n・収集・利用する", 2),
    "behind a colon": ("次のとおり：・施錠・監視", 2),
    "circled items": ("措置①鍵をかける②記録を残す", 3),
    "circled numbers that are spoken of": ("規則第6条①及び②と、別添①の③を除く。", 1),
    "circled items in lines": ("①施錠\n②監視", 2),
    "bracketed items": ("(1)施錠 (2)監視\n（ア）記録", 3),
    "bracketed numbers that are spoken of": ("(1)と(2)の措置は前記(3)による。", 1),
    "numbered items": ("1.施錠\n2．監視", 2),
    "a number is no item": ("版は\n1.5とする。", 1),
    "letters of the syllabary": ("ア．施錠\nイ．監視", 2),
    "letters before a gap": ("ア　秘密を守る義務\nイ　無断の複製の禁止", 2),
    "a word that begins with such a letter": (
        "次のソフトを\nア ップデートしないものは\nウイルスとみなす。",
        1,
    ),
    "headings": ("＜クラウドにおける措置＞データを消去する。\n【端末】\n施錠する。", 4),
    "a heading behind a sentence": ("施錠する。【端末】監視する。", 3),
    "an end inside brackets is none": ("住基法（以下「法」という。）に従う。", 1),
    "notes": ("施錠する。 ※夜間のみ", 2),
    "a line's end is none": ("施錠\nする。", 1),
}


@pytest.mark.parametrize(("text", "number"), CUT.values(), ids=CUT)
def test_cut(text, number):
    found = [s.text for s in sentences_of(tuple(enumerate(text.splitlines(), 1)))]
    assert len(found) == number, found


def test_headings_and_items_are_known():
    found = sentences_of(((1, "【端末】"), (2, "・施錠する。"), (3, "このほか監視する。")))
    assert [(s.heading, s.item) for s in found] == [(True, ""), (False, "bullet"), (False, "")]


_TEXT = st.text("あ漢アー・①②(1).。、：<>【】※㈱ 　ａ", max_size=30)


@given(st.lists(_TEXT, max_size=4))
def test_nothing_is_lost_and_every_character_keeps_its_line(texts):
    lines = tuple(enumerate(texts, 11))
    found = sentences_of(lines)
    kept = "".join(s.text for s in found)
    left = iter("".join(flat(t) for t in texts))
    assert all(c in left for c in kept), "sentences hold the characters of the lines, in their order"
    whole = "".join(texts)
    lost = len(flat("".join(flat(t) for t in texts))) - len(kept)
    alone = sum(len(flat(c)) for c in whole if c in "・。①②<>【】※1アー㈱")
    assert lost <= 1 + alone, "only a mark left alone falls away"
    for s in found:
        assert len(s.starts) == len(s.lines)
        for offset, char in enumerate(s.text):
            assert char in flat(dict(lines)[s.line(offset)])
