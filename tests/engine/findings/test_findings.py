"""Protects: what is reported of a measure says no more than the text does, and shows where it says it."""

from __future__ import annotations

import datetime as dt

import pytest

from shikii import assess, read_affair

DAY = dt.date(2026, 4, 1)


def findings(text, rule, **file):
    facts = {
        "form": "全項目評価書",
        "files": [{"name": "甲ファイル", "kind": "システム用ファイル", "narratives": {"keep": text}, **file}],
    }
    result = assess(read_affair(facts, "x"), as_of=DAY, executor="reference")
    return [f for f in result.findings if f.rule == rule], result


@pytest.mark.parametrize(
    ("text", "words", "reading"),
    [
        ("職員は15名である。", "見当たりません。", None),
        ("サーバ室の入退室の管理は行っていない。", "行わないと読める文", "denied"),
        ("サーバ室の入退室の管理を検討している。", "予定又は検討中と読める文", "planned"),
    ],
)
def test_a_measure_that_is_denied_or_planned_is_shown_where_it_is(text, words, reading):
    (found,), result = findings(text, "keep-entry")
    assert found.title.startswith("記載が見当たらない（要確認）")
    assert words in found.detail
    assert [e.text for e in found.evidence] == ([text] if reading else [""])
    states = {(m.state, m.reading) for sheet in result.risks for m in sheet.sheet if m.id == "keep-entry"}
    assert states == {("not_stated", reading)}


def test_a_measure_said_not_to_be_done_is_not_called_missing():
    (found,), _ = findings("職員は15名である。", "keep-entry", measures={"keep-entry": "not_done"})
    assert found.title.startswith("行わないとの記載（要確認）")
    assert "見当たりません" not in found.detail
