"""Protects the findings on 変更箇所: gathered, quoting the right rows, and silent where a cell was not read."""

import datetime as dt

from shikii import assess, read_affair

DAY = dt.date(2026, 4, 1)


def found(changes, **facts):
    data = {"affair": "予防接種", "form": "full", "published": "2025-07-15", "changes": changes, **facts}
    return {
        f.rule: f for f in assess(read_affair(data, "x.yaml"), as_of=DAY).findings if f.kind == "reassessment"
    }


def row(**more):
    return {"item": "Ⅱ３②入手方法", "on": "2025-01-01", "timing": "事後", "explanation": "課名の変更", **more}


def placed(value, line):
    return {"value": value, "line": line, "text": f"行{line}"}


def test_sound_rows_give_nothing():
    assert found([row(), row(on="2025-07-15", timing="事前")]) == {}


def test_rows_are_gathered_in_one_finding_with_their_own_places():
    rows = [
        row(item=placed(f"Ⅱ３②入手方法{n}", n), on="空欄" if n % 2 else "2025-01-01") for n in range(1, 8)
    ]
    finding = found(rows)["reassess.no-date"]
    assert finding.detail == "「Ⅱ３②入手方法1」の変更日が空欄です。（ほか3件）"
    assert [e.line for e in finding.evidence if e.fact == "change.item"] == [1, 3, 5, 7]


def test_a_cell_that_was_not_read_is_not_called_blank():
    rows = [{"item": "Ⅱ３②入手方法", "explanation": "課名の変更"}]
    assert found(rows) == {}


def test_a_lone_row_is_not_counted():
    assert found([row(timing="空欄")])["reassess.no-timing"].detail.endswith("空欄です。")


def test_what_follows_from_a_comparison_is_no_finding_of_one_record():
    facts = {"headcount": 300_000, "older_level": "key", "compared": True, "organization_kind": "local"}
    rules = {f.rule for f in assess(read_affair({"affair": "x", **facts}, "x"), as_of=DAY).findings}
    assert not [r for r in rules if r.startswith("compare.")]


def test_long_cells_are_shortened():
    rows = [
        row(item="Ⅲ" + "長" * 500, before="甲", after="甲乙丙丁、戊", explanation="現行の仕様に合わせた変更")
    ]
    assert len(found(rows)["reassess.marked-after"].detail) < 200
