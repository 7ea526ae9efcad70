"""Protects: odd tables of changes give what they say and nothing else."""

from __future__ import annotations

import random

import pytest
from printed_changes import (
    BROKEN,
    DAYS,
    GLUED,
    HEADER,
    LOOSE,
    SEPARATED,
    Row,
    boxes,
    bundle,
    columns,
    dates_at_the_end,
    glued_short,
    in_boxes,
    paged,
    read,
    rows_of,
    shuffled,
    tabs,
)

from shikii.facts.documents.text.lines import compact
from shikii.facts.documents.to_affair import affair_of, to_yaml


def glued(*rows: str) -> list[dict[str, str]]:
    return read("\n".join([GLUED, "", *rows]))[0]


def test_what_sticks_to_a_timing_or_a_date_is_parted():
    """Pieces drawn on one row come out on one line, in the wrong order and with no gap."""
    got = glued(
        "Ⅱ特定個人情報ファイルの概\n要\n⑥使用目的\n",
        "10人以上50人未満 50人以上100人未満 事後 同上令和4年7月8日\n",
        "Ⅰ基本情報\n７．担当部署\n\n総務課　甲 総務課　乙\n",
        "記載誤りのため。事後令和4年7月8日\n",
        "Ⅰ基本情報\n５．法令上の根拠\n\n別表の8の項 別表の9の項\n\n事後別紙２（通し番号９）\n",
        "甲課 乙課 事後\n\n令和4年7月8日\n\n令和4年7月8日\n",
    )
    assert [r["on"] for r in got] == ["2022-07-08"] * 4
    assert [r["timing"] for r in got] == ["事後"] * 4
    assert [r["item"][-4:] for r in got] == ["使用目的", "担当部署", "上の根拠", "番号9)"]
    assert got[0]["before"] == "10人以上50人未満"
    assert got[0]["after"] == "50人以上100人未満"
    assert got[0]["explanation"] == "同上"


def test_dates_that_changed_are_cells_and_not_the_dates_of_rows():
    got = glued(
        "Ⅱしきい値判断項目\n１．対象人数 令和2年12月31日 令和3年12月31日 事後 時点の変更\n",
        "Ⅱしきい値判断項目\n２．取扱者数\n\n令和2年12月31日\n\n令和3年12月31日\n\n事後 時点の変更\n",
    )
    assert [r["on"] for r in got] == ["", ""]
    assert {(r["before"], r["after"]) for r in got} == {("令和2年12月31日", "令和3年12月31日")}


def test_two_items_drawn_before_their_cells_get_none_of_them():
    """Which cells belong to which of two items on top of each other, nothing tells."""
    got = glued(
        "Ⅱ　提供先６０　①法令上の根拠\n",
        "Ⅱ　提供先５６　①法令上の根拠\n",
        "番号法別表第二（第120項） 番号法別表第二（第119項） 事後 記載内容の見直し\n",
        "番号法第19条第1項第1号 番号法第19条第1号 事後 法令の改正\n",
    )
    assert [r["timing"] for r in got] == ["事後", "事後"]
    assert not any({"before", "after", "explanation"} & set(r) for r in got)


def test_items_in_words_of_their_own_are_read_where_every_row_has_three_cells():
    """様式2 leaves the words of an item free: 「５．②所属長」 is one."""
    got = glued(
        "５．担当部署　②所属長\n\n課長　甲\n\n課長　乙\n\n事後 人事異動\n",
        "８．他の評価実施機関\n\n実施していない\n\n実施している\n\n事前 委託の開始\n",
    )
    assert [r["item"] for r in got] == ["5.担当部署②所属長", "8.他の評価実施機関"]
    assert [r["timing"] for r in got] == ["事後", "事前"]


def test_rows_that_cannot_be_read_are_owned_up_to():
    """An item that nothing shows to be one: the row is missing, and the document says that rows are."""
    got, found = read(
        "\n".join(
            [GLUED, "", "Ⅰ基本情報　①名称\n", "旧名\n", "新名\n", "事後 改正\n", "その他\n", "事前 開始\n"]
        )
    )
    assert len(got) == 1
    assert [u.path for u in found.unknowns if u.path == "changes"] == ["changes"]


def test_a_cell_alone_is_neither_before_nor_after():
    (row,) = glued("Ⅰ基本情報　３．ファイル名\n", "宛名システム等を追加 事前 再評価の実施\n")
    assert row["timing"] == "事前"
    assert row["explanation"] == "再評価の実施"
    assert not {"before", "after"} & set(row)


def test_the_name_of_an_annex_is_not_taken_for_a_cell():
    """「別添１ 特定個人情報ファイル記録項目 項目の追加」 is an item and one cell, not an item and two."""
    (row,) = glued("令和7年11月25日 別添１ 特定個人情報ファイル記録項目 項目の追加 事前 再評価の実施")
    assert row["item"] == "別添1特定個人情報ファイル記録項目"
    assert not {"before", "after"} & set(row)


def test_dates_joined_over_rows_are_not_taken_for_empty_cells():
    bar = "| {} | Ⅰ基本情報（{}） | 甲課 | 乙課 | 事後 | 組織改正 |"
    head = "変更箇所\n| " + " | ".join(HEADER) + " |\n"
    joined, _ = read(head + "\n".join([bar.format("令和3年4月1日", 1), bar.format("", 2), bar.format("", 3)]))
    own, _ = read(head + "\n".join(bar.format(d, n) for n, d in enumerate(["令和3年4月1日"] * 2 + [""])))
    assert [r.get("on") for r in joined] == ["2021-04-01", None, None]
    assert [r.get("on") for r in own] == ["2021-04-01", "2021-04-01", ""]


def test_cells_that_reach_over_rows_of_html_belong_to_each():
    cells = "".join(f"<td>{h}</td>" for h in HEADER)
    rows = "<tr><td rowspan=2>令和3年4月1日</td><td>Ⅰ１</td><td>甲</td><td>乙</td><td rowspan='2'>事後</td><td>改正</td></tr>"
    got, _ = read(
        f"変更箇所\n<table><tr>{cells}</tr>{rows}<tr><td>Ⅰ２</td><td>丙</td><td>丁</td><td></td></tr></table>"
    )
    assert [(r["on"], r["item"], r["timing"], r["explanation"]) for r in got] == [
        ("2021-04-01", "I1", "事後", "改正"),
        ("2021-04-01", "I2", "事後", ""),
    ]


def test_tables_behind_the_table_are_no_rows_and_unreadable_rows_are_owned_up_to():
    head = "変更箇所\n" + "\t".join(HEADER) + "\n令和3年4月1日\tⅠ１\t甲\t乙\t事後\t改正\n"
    got, found = read(
        head
        + "\n項番\t法令\t事務\t情報\t時期\t備考\n1\t健保法\t支給\t住民票\t\t\n2\t国保法\t支給\t住民票\t随時\t\n"
    )
    assert len(got) == 1
    assert not [u for u in found.unknowns if u.path == "changes"]
    got, found = read(head + "令和3年4月1日\tⅠ２\t甲\t乙\t余分\t余分\t余分\t事後\n")
    assert len(got) == 1
    assert [u.path for u in found.unknowns if u.path == "changes"] == ["changes"]


def test_a_broken_row_spoils_no_other():
    """One date without its timing: the rows are still cut at their items, none of which is lost."""
    rows = rows_of(random.Random(11), 4, timing="事後", day=0)
    pieces = ["\n\n".join([r.on[0], *boxes(r)]) for r in rows]
    cell = "（別添１）事務の内容の図を改める。"
    pieces[0] = pieces[0].replace("\n\n事後", f"\n\n{cell}\n\n事後", 1)
    pieces[2] = pieces[2].replace("\n事後", "\n").replace("事後 ", "")
    got, _ = read("\n\n".join([GLUED, *pieces]))
    assert {compact(r.item) for r in rows} <= {r.get("item") for r in got}


def test_tabs_keep_empty_cells_in_their_columns():
    got, _ = read(
        "変更箇所\n" + "\t".join(HEADER) + "\n\tⅠ１\t\t追加の文\t\t\n令和3年4月1日\tⅠ２\t旧\t\t事前\t理由"
    )
    assert got[0] == {
        "item": "I1",
        "before": "",
        "after": "追加の文",
        "timing": "",
        "explanation": "",
    }
    assert got[1]["after"] == ""
    assert got[1]["timing"] == "事前"


def test_annexes_behind_the_table_give_no_rows():
    pages = in_boxes(paged(rows_of(random.Random(3), 8), 4), None)
    got, _ = read(pages + "\n\n\n\n別紙１　提供先一覧\n\nⅠ厚生労働大臣\n\n事前の照会\n\n事後\n")
    assert len(got) == 8


def test_rows_drawn_above_the_heading_are_rows():
    rows = rows_of(random.Random(5), 3, timing="事後", day=0)
    first, *rest = ["\n\n".join([r.on[0], *boxes(r)]) for r in rows]
    got, _ = read("\n\n".join([first, "（別添３）変更箇所", GLUED, *rest]))
    assert [r["item"] for r in got] == [compact(r.item) for r in rows]


@pytest.mark.parametrize("layout", [in_boxes, tabs, columns, shuffled, glued_short], ids=lambda f: f.__name__)
def test_the_table_speaks_for_nothing_else(layout):
    """Cells quote answers of the form; neither facts nor narrative of the body may come from them."""
    rows = [
        Row(
            DAYS[0],
            "Ⅲリスク対策　２．入手　リスク１",
            "[ 十分である ] 窓口で確認する。",
            "[ 課題が残されている ] 窓口で確認する。",
            "事後",
            "再評価の実施",
        ),
        Row(
            DAYS[0],
            "Ⅱ　４．委託　委託の有無",
            "[ 委託しない ]",
            "[ 委託する ] （ 3 ） 件",
            "事前",
            "委託の開始",
        ),
    ]
    _, found = read(layout([rows], random.Random(1)))
    _, none = read("別紙１")
    outside = {r.path: r.value for r in found.readings if not r.path.startswith("changes")}
    assert outside == {r.path: r.value for r in none.readings}
    said = "".join(text for p in found.passages for _, text in p.lines)
    assert "窓口で確認" not in said
    assert "再評価の実施" not in said


def test_rows_reach_the_affair_with_their_places_and_read_back():
    rows = rows_of(random.Random(8), 4)
    table = dates_at_the_end([rows], None)
    _, found = read(table)
    affair = affair_of(found)
    lines = bundle(table).decode().replace("\f", "\n\n\n\n")
    assert [c.text("change.item") for c in affair.changes] == [compact(r.item) for r in rows]
    place = affair.places["change.item", (2,)]
    assert place.text
    assert place.text.replace(" ", "") in compact(lines)
    assert "changes[1].on" in affair.unknown_reasons
    import yaml

    from shikii import read_affair

    again = read_affair(yaml.safe_load(to_yaml(affair)), "again")
    assert [c.values for c in again.changes] == [c.values for c in affair.changes]


@pytest.mark.parametrize("seed", range(8))
def test_a_table_cut_off_or_mangled_anywhere_gives_no_error(seed):
    draw = random.Random(seed)
    layout = draw.choice([*LOOSE, *SEPARATED, *BROKEN])
    table = layout(paged(rows_of(draw, 9), 4), draw)
    for _ in range(6):
        a, b = sorted(draw.sample(range(len(table)), 2))
        affair_of(read(table[:b])[1])
        affair_of(read(table[:a] + table[b:])[1])
        affair_of(
            read(table[:a] + draw.choice(["事後 ", "\n\n", "令和3年4月1日", "|", "\t", "</td>"]) + table[a:])[
                1
            ]
        )
