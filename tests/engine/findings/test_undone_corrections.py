"""Protects: a correction told by the change table is undone in the body, and a rule that notices it is counted."""

import datetime as dt

from shikii import read_affair
from shikii.engine.findings.undone_corrections import corrections_of, undo

DAY = dt.date(2025, 6, 1)


def affair(*changes, **more):
    return read_affair({"changes": [dict(c) for c in changes], **more}, "a.yaml")


def row(item, before, after, explanation="記載誤りのため"):
    return {"item": item, "before": before, "after": after, "explanation": explanation}


def test_words_of_the_body_are_put_back():
    a = affair(row("Ⅱ6①保管場所", "サ一バ室", "サーバ室"), narratives={"overview": "サーバ室に保管する。"})
    old = undo(a, a.changes[0])
    assert [text for _, text in old.passages[0].lines] == ["サ一バ室に保管する。"]


def test_an_option_of_the_body_is_put_back():
    a = affair(row("Ⅱ6②保管期間", "3年", "5年"), files=[{"name": "甲", "retention": "5年"}])
    assert undo(a, a.changes[0]).files[0].option("file.retention") == "3年"


def test_what_does_not_stand_in_the_body_or_abridges_it_is_left():
    body = {"narratives": {"overview": "サーバ室に保管する。"}}
    for change in (
        row("Ⅱ6", "書庫", "電算室"),
        row("Ⅱ6", "（略）書庫", "サーバ室"),
        row("Ⅱ6", "なし", "サーバ室"),
    ):
        a = affair(change, **body)
        assert undo(a, a.changes[0]) is None or "なし" not in change["before"]


def test_corrections_are_counted_by_kind_and_other_changes_are_not():
    a = affair(
        row("Ⅱ6①保管場所", "サ一バ室", "サーバ室"),
        row("Ⅱ3③使用部署", "窓口課", "市民課", "組織の改編"),
        row("Ⅱ6①保管場所", "別館に保管", "本館に保管"),
        narratives={"overview": "サーバ室に保管する。本館に保管する。市民課が使用する。"},
    )
    found = corrections_of([a], as_of=DAY)
    assert (found.assessments, found.changes, found.told) == (1, 3, 2)
    assert sum(k.undone for k in found.kinds) == 2
    assert sum(k.found for k in found.kinds) == 1
    assert [u.rules for u in found.corrections] == [("wording.look_alike",), ()]
