"""Print invented tables of 変更箇所 in many layouts with drawn rows, and read them back.

A page is printed as texts of published documents print it: in reading order, in columns, with its dates or
timings in a block apart, with its rows in any order. Whatever the layout, a value that is read must be the
row's own; in the layouts that settle everything, everything must be read.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from shikii.facts.forms import load_forms
from shikii.facts.published.importer import read_published
from shikii.facts.published.text import compact
from shikii.facts.published_affair import affair_of, to_yaml

FORMS = load_forms(Path(__file__).parents[3] / "rulesets" / "my-number-pia" / "forms")
HEADER = ["変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明"]
FIELDS = ["on", "item", "before", "after", "timing", "explanation"]
GLUED = "提出時期に係る説明変更日 項目 変更前の記載 変更後の記載 提出時期"
DAYS = [
    ("平成31年2月5日", "2019-02-05"),
    ("令和２年４月１日", "2020-04-01"),
    ("令和4年10月31日", "2022-10-31"),
]

CHAPTERS = [
    "Ⅰ基本情報　２．特定個人情報ファイルを取り扱う事務において使用するシステム　システム{n}　②システムの機能",
    "Ⅱ特定個人情報ファイルの概要　３．特定個人情報の入手・使用　⑥使用目的（その{n}）",
    "Ⅱ特定個人情報ファイルの概要　４．特定個人情報ファイルの取扱いの委託　委託事項{n}　①委託内容",
    "Ⅲリスク対策　７．特定個人情報の保管・消去　リスク{n}　その他の措置の内容",
    "Ⅳ開示請求、問合せ　２．問合せ　①連絡先（{n}）",
    "（別添１）事務の内容（図{n}）",
]
# Cells quote the form, the words of the timing and dates, as real ones do.
CELLS = [
    ("住民税課　{n}係", "市民税課　{n}係"),
    ("窓口{n}では接続しないこととし、事前に許可を得る。", "窓口{n}では接続することとし、事前に許可を得る。"),
    (
        "委託先{n}の点検を事後に行い、リスク対策の記録を残す。",
        "委託先{n}の点検を事前と事後に行い、リスク対策の記録を残す。",
    ),
    ("再委託しない（{n}）", "再委託する（{n}）"),
    ("令和元年5月1日時点の帳票{n}を保管する。", "令和3年5月1日時点の帳票{n}を保管する。"),
    ("記載なし", "申請管理システム{n}を追加し、利用者の端末から申請を受け付ける。"),
    ("番号法別表第二の{n}の項", "番号法別表第二の{n}の項及び119の項"),
]
REASONS = [
    "所属名の変更",
    "記載内容の見直し",
    "法令の改正に伴う変更であり、重要な変更に該当しないため",
    "再評価の実施",
    "同上",
]


@dataclass
class Row:
    on: tuple[str, str]
    item: str
    before: str
    after: str
    timing: str
    explanation: str

    def cells(self) -> list[str]:
        return [self.on[0], self.item, self.before, self.after, self.timing, self.explanation]

    def truth(self) -> dict[str, str]:
        own = dict(zip(FIELDS, [self.on[1], *self.cells()[1:]], strict=True))
        return {k: v if k == "on" else compact(v) for k, v in own.items()}


def rows_of(
    draw: random.Random, count: int, *, timing: str | None = None, day: int | None = None
) -> list[Row]:
    days = sorted(draw.choice(range(len(DAYS))) for _ in range(count))
    out = []
    for n in range(1, count + 1):
        before, after = draw.choice(CELLS)
        out.append(
            Row(
                DAYS[days[n - 1] if day is None else day],
                draw.choice(CHAPTERS).format(n=n),
                before.format(n=n),
                after.format(n=n),
                timing or draw.choice(["事前", "事後"]),
                draw.choice(REASONS),
            )
        )
    return out


def wrap(text: str, width: int) -> str:
    """Break a cell into lines as a narrow column does."""
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


def boxes(row: Row) -> list[str]:
    """The cells of a row as text boxes; the timing and a short explanation share a line."""
    tail = row.timing + (
        " " + row.explanation if len(row.explanation) < 9 else "\n" + wrap(row.explanation, 13)
    )
    return [wrap(row.item, 13), wrap(row.before, 22), wrap(row.after, 22), tail]


def bundle(table: str) -> bytes:
    head = [
        "[令和6年10月　様式4]",
        "特定個人情報保護評価書（全項目評価書）",
        "評価書番号　7",
        "評価書名　給付事務　全項目評価書",
        "評価実施機関名　みどり市長",
        "公表日　令和4年12月1日",
        "\fⅠ　基本情報",
        "①事務の名称　給付事務",
        "Ⅵ　評価実施手続",
        "３．第三者点検",
        "①実施日　令和4年11月1日",
    ]
    return ("\n".join(head) + "\n\f" + table).encode()


def read(table: str) -> tuple[list[dict[str, str]], object]:
    (found,) = read_published(bundle(table), "みどり市.txt", FORMS)
    rows: dict[int, dict[str, str]] = {}
    for item in (*found.readings, *found.blanks, *found.unknowns):
        if item.path.startswith("changes["):
            n, name = item.path[8:].split("].")
            own = rows.setdefault(int(n), {})
            if name != "stands" and (hasattr(item, "value") or hasattr(item, "label")):
                own[name] = getattr(item, "value", "")
    return [rows[n] for n in sorted(rows)], found


# ---- layouts: each prints pages of rows --------------------------------------------------------


def in_boxes(pages, draw):
    return "\n\n\n\n".join(
        "\n\n".join([GLUED, *("\n\n".join([r.on[0], *boxes(r)]) for r in page)]) for page in pages
    )


def in_lines(pages, draw):
    return "\n".join(
        ["（別添３）変更箇所", *("\n".join([GLUED, *("\n".join(r.cells()) for r in p)]) for p in pages)]
    )


def in_narrow_lines(pages, draw):
    """Cells go on over lines and nothing parts them: where an item ends, nothing tells."""
    return "\n".join(
        [
            "（別添３）変更箇所",
            *("\n".join([GLUED, *("\n".join([r.on[0], *boxes(r)]) for r in p)]) for p in pages),
        ]
    )


def lines_and_gaps(pages, draw):
    return "変更箇所\n\n" + "\n\n".join([" ".join(HEADER), *("\n".join(r.cells()) for p in pages for r in p)])


def glued_short(pages, draw):
    return "\n\n\n\n".join("\n".join([GLUED, "", *(" ".join(r.cells()) + "\n" for r in p)]) for p in pages)


def dates_at_the_end(pages, draw):
    out = []
    for page in pages:
        blocks = ["\n\n".join(boxes(r)) for r in page]
        out.append("\n\n".join([GLUED, *blocks, *(r.on[0] for r in page)]))
    return "\n\n\n\n".join(out)


def timings_at_the_end(pages, draw):
    out = []
    for page in pages:
        blocks = ["\n\n".join([r.on[0], *boxes(r)[:3], wrap(r.explanation, 13)]) for r in page]
        out.append("\n\n".join([GLUED, *blocks, *(r.timing for r in page)]))
    return "\n\n\n\n".join(out)


def shuffled(pages, draw):
    """Rows in any order, some explanations and timings drawn apart from their row."""
    out = []
    for page in pages:
        pieces = []
        for r in draw.sample(page, len(page)):
            own = boxes(r)
            if draw.random() < 0.4:
                pieces += [*own[:3], r.timing]
                pieces.insert(draw.randrange(len(pieces) + 1), wrap(r.explanation, 13))
            else:
                pieces += own
            pieces.insert(draw.randrange(len(pieces) + 1), r.on[0])
        out.append("\n\n".join([GLUED, *pieces]))
    return "\n\n\n\n".join(out)


def torn(pages, draw):
    """Every box of a page anywhere."""
    out = []
    for page in pages:
        pieces = [b for r in page for b in [r.on[0], *boxes(r)[:3], r.timing, wrap(r.explanation, 13)]]
        draw.shuffle(pieces)
        out.append("\n\n".join([GLUED, *pieces]))
    return "\n\n\n\n".join(out)


def without_dates(pages, draw):
    return "\n\n\n\n".join("\n\n".join([GLUED, *("\n\n".join(boxes(r)) for r in p)]) for p in pages)


def tabs(pages, draw):
    return "(別添3)変更箇所\n\n" + "\n\n".join(
        "\n".join("\t".join(c) for c in [HEADER, *(r.cells() for r in p)]) for p in pages
    )


def bars(pages, draw):
    lines = ["## （別添３）変更箇所", "", "| " + " | ".join(HEADER) + " |", "|" + "---|" * 6]
    return "\n".join([*lines, *("| " + " | ".join(r.cells()) + " |" for p in pages for r in p)])


def html(pages, draw):
    rows = [HEADER, *(r.cells() for p in pages for r in p)]
    return (
        "変更箇所\n<table>"
        + "\n".join("<tr>" + "".join(f"<td>{wrap(c, 20)}</td>" for c in row) + "</tr>" for row in rows)
        + "</table>"
    )


def wide(text: str) -> int:
    return sum(2 if ord(c) > 255 else 1 for c in text)


def columns(pages, draw):
    """Columns of spaces; cells go on below, hanging from the top."""
    widths = [20, 26, 40, 40, 12, 30]
    out = ["（別添３）変更箇所", ""]

    def put(cells: list[str]) -> str:
        line, at = "", 0
        for cell, width in zip(cells, widths, strict=True):
            line += " " * (at - wide(line)) + cell
            at += width + 4
        return line.rstrip()

    for page in pages:
        out.append(put(HEADER))
        for r in page:
            parts = [wrap(c, w // 2).split("\n") for c, w in zip(r.cells(), widths, strict=True)]
            out += [put([p[k] if k < len(p) else "" for p in parts]) for k in range(max(map(len, parts)))]
        out.append("")
    return "\n".join(out)


def one_line_columns(pages, draw):
    return "変更箇所\n" + "\n".join("   ".join(c) for c in [HEADER, *(r.cells() for p in pages for r in p)])


def keyed(pages, draw):
    return "変更箇所\n\n" + "\n\n".join(
        "\n".join(f"{h}：{c}" for h, c in zip(HEADER, r.cells(), strict=True)) for p in pages for r in p
    )


def column_by_column(pages, draw):
    out = []
    for page in pages:
        rows = [(r.on[0], *boxes(r)[:3], r.timing, wrap(r.explanation, 13)) for r in page]
        out.append("\n\n".join([GLUED, *(cell for column in zip(*rows, strict=True) for cell in column)]))
    return "\n\n\n\n".join(out)


def month_only(pages, draw):
    """Dates without a day: no date can be read, and none may be taken for another cell."""
    return in_boxes(pages, draw).replace("5日\n", "\n").replace("１日\n", "\n").replace("31日\n", "\n")


ALL = set(FIELDS)
LOOSE = {
    in_boxes: ALL,
    in_lines: ALL,
    in_narrow_lines: {"on", "timing"},
    lines_and_gaps: ALL,
    dates_at_the_end: ALL - {"on"},
    timings_at_the_end: {"on", "item"},
    without_dates: ALL,
    glued_short: ALL,
    column_by_column: {"item", "timing"},
    month_only: ALL - {"on"},
}
SEPARATED = {tabs: ALL, bars: ALL, html: ALL, columns: ALL, one_line_columns: ALL, keyed: ALL}
BROKEN = {shuffled: set(), torn: set()}


def paged(rows: list[Row], per: int) -> list[list[Row]]:
    cuts = [*range(0, len(rows), per), len(rows)]
    return [rows[a:b] for a, b in pairwise(cuts)]


def compare(got: list[dict[str, str]], rows: list[Row], layout) -> dict[str, int]:
    """Count what was read of each field; a value that is not the row's own fails."""
    by_item = {compact(r.item): r.truth() for r in rows}
    seen = dict.fromkeys(FIELDS, 0)
    for n, own in enumerate(got):
        truth = by_item.get(own.get("item", "")) or (rows[n].truth() if len(got) == len(rows) else {})
        assert truth, (layout.__name__, own)
        for name, value in own.items():
            if layout is without_dates and name == "on":
                assert value == ""
            else:
                assert compact(value) == truth[name], (layout.__name__, name, own, truth)
            seen[name] += 1
    return seen


@pytest.mark.parametrize("layout", [*LOOSE, *SEPARATED], ids=lambda f: f.__name__)
@pytest.mark.parametrize("seed", range(6))
def test_what_a_layout_settles_is_read_and_right(layout, seed):
    draw = random.Random(seed)
    rows = rows_of(draw, draw.randint(3, 14))
    got, _ = read(layout(paged(rows, 5), draw))
    assert len(got) == len(rows)
    seen = compare(got, rows, layout)
    wanted = {**LOOSE, **SEPARATED}[layout]
    assert {f: n for f, n in seen.items() if f in wanted and n < len(rows)} == {}


@pytest.mark.parametrize("layout", BROKEN, ids=lambda f: f.__name__)
@pytest.mark.parametrize("seed", range(12))
def test_a_broken_page_never_gives_a_row_what_is_another_rows(layout, seed):
    draw = random.Random(seed)
    rows = rows_of(draw, draw.randint(2, 12))
    got, _ = read(layout(paged(rows, 6), draw))
    compare(got, rows, layout)


@pytest.mark.parametrize("seed", range(6))
def test_where_all_of_a_page_agree_every_row_is_settled(seed):
    """All timings 事後 and one date: however torn the page, date and timing of every row are known."""
    draw = random.Random(seed)
    rows = rows_of(draw, 9, timing="事後", day=1)
    got, _ = read(torn(paged(rows, 5), draw))
    seen = compare(got, rows, torn)
    assert len(got) == len(rows)
    assert seen["on"] == seen["timing"] == seen["item"] == len(rows)


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
