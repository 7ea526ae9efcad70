"""Print tables of changes of invented rows in many layouts; the rows are what is true."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from shikii.facts.documents.reader import read_published
from shikii.facts.documents.text.lines import compact
from shikii.facts.forms.model import load_forms

if TYPE_CHECKING:
    import random

FORMS = load_forms(Path(__file__).parents[2] / "rulesets" / "my-number-pia" / "forms")
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
