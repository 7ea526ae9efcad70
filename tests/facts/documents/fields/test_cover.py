"""Protects: covers in the layouts that tools draw from real PDFs are read, and cut texts give no wrong value."""

from __future__ import annotations

import re

import pytest
from printed import FORMS

from shikii.facts.documents.reader import read_published
from shikii.facts.errors import InputError

HEAD = "個人のプライバシー等の権利利益の保護の宣言"
SAYS = (
    "あおば市は、介護保険に関する事務における特定個人情報ファイルの取扱いに\n"
    "あたり、個人のプライバシー等の権利利益に影響を及ぼしかねないことを認識\n"
    "し、適切な措置を講じ、権利利益の保護に取り組んでいることを宣言する。"
)
#: A cell per line, as most extractors of text give it.
CELLS = f"""特定個人情報保護評価書(基礎項目評価書)
評価書番号
12
評価書名
介護保険に関する事務 基礎項目評価書
{HEAD}
{SAYS}
特記事項
-
評価実施機関名
あおば市長
公表日
平成27年3月18日
[平成26年4月 様式2]
Ⅰ 関連情報
1.特定個人情報ファイルを取り扱う事務
①事務の名称
介護保険に関する事務
介護保険法に基づき、被保険者の資格を管理し、保険料を賦課し、要介護認定の申請を受け付け、給付を行う
事務である。
②事務の概要
①被保険者証の交付に関する事務
②保険料の賦課に関する事務
③システムの名称
1.介護保険システム
2.中間サーバー
2.特定個人情報ファイル名
介護保険ファイル
3.個人番号の利用
"""
TRUTH = {
    "form": "basic", "form_version": "平成26年4月様式2", "number": "12", "title": "介護保険に関する事務基礎項目評価書",
    "organization": "あおば市長", "published": "2015-03-18", "affair": "介護保険に関する事務",
    "files": ("介護保険ファイル",), "systems[1].name": "介護保険システム", "systems[2].name": "中間サーバー",
}  # fmt: skip
COVER = ("number", "title", "organization", "published")


def facts(text):
    """Give the values read of the only assessment in a text."""
    (found,) = read_published(text.encode(), "あおば市.txt", FORMS)
    return {r.path: r.value for r in found.readings}


def folded(text):
    """Write a whole text on one line."""
    return " ".join(text.split())


def paged(text):
    """Write every page on a line of its own, numbered, without punctuation and circled numbers."""
    cover, body = text.split("Ⅰ 関連情報")
    text = f"1 {folded(cover)}\n\n2 Ⅰ 関連情報 {folded(body)}"
    text = re.sub(r"[①-⑳]", lambda m: f"{ord(m[0]) - 0x245F} ", text)
    return re.sub(r"(?<=[年月日平成])(?=\d)|(?<=\d)(?=[年月日])", " ", re.sub(r"[、。]", " ", text))


def spread(text):
    """Set a space beside every kanji."""
    return re.sub(r"(?<=[一-鿿])(?=[ぁ-ん一-鿿])|(?<=[ぁ-んァ-ヶー])(?=[一-鿿])", " ", text)


def test_a_cell_per_line():
    got = facts(CELLS)
    assert {k: got.get(k) for k in TRUTH} == TRUTH


@pytest.mark.parametrize("manner", [folded, paged], ids=lambda f: f.__name__)
def test_lines_run_together(manner):
    got = facts(manner(CELLS))
    assert {k: got.get(k) for k in TRUTH} == TRUTH


@pytest.mark.parametrize("manner", [spread, lambda t: spread(paged(t))], ids=["lines", "pages"])
def test_a_space_beside_every_kanji(manner):
    """What parted the words is lost with these spaces, so a cell may be lost; none may turn into another."""
    got = facts(manner(CELLS))
    assert {k: v for k, v in TRUTH.items() if got.get(k) not in (v, None)} == {}
    assert {k: got.get(k) for k in ("form", "number", "organization", "published")} == {
        k: TRUTH[k] for k in ("form", "number", "organization", "published")
    }


@pytest.mark.parametrize(
    ("cells", "number", "title"),
    [
        ("評価書番号\n評価書名\n介護保険に関する事務 基礎項目評価\n書\n108", "108", "介護保険に関する事務基礎項目評価書"),
        ("評価書番号\n3\n評価書名\n介護保険法による給付に関する事務 基\n礎項目評価書", "3", "介護保険法による給付に関する事務基礎項目評価書"),
        ("評価書番号 評価書名\n7 介護保険に関する事務", "7", "介護保険に関する事務"),
        ("評価書番号評価書名\n7 介護保険に関する事務基礎項目評価書", "7", "介護保険に関する事務基礎項目評価書"),
        ("評価書番号\n評価書名\n介護保険に関する事務 基礎項目評価書(案)", None, "介護保険に関する事務基礎項目評価書(案)"),
        ("評価書番号\n第5号\n評価書名\n介護保険に関する事務", "第5号", "介護保険に関する事務"),
        ("評価書番号\n12-3\n評価書名\n介護保険に関する事務 基礎項目評価書", "12-3", "介護保険に関する事務基礎項目評価書"),
        ("評価書番号 評価書名\n7介護保険に関する事務", None, None),
        ("評価書番号\n4\n評価書名\n介護保険に関する事務 基礎項目評価書\n【令和6年3月31日 終了】", "4", "介護保険に関する事務基礎項目評価書【令和6年3月31日終了】"),
        ("評価書番号\n4\n評価書名\n令和6年3月31日\n介護保険に関する事務", "4", None),
    ],
)  # fmt: skip
def test_number_and_title(cells, number, title):
    start, end = CELLS.index("評価書番号"), CELLS.index(HEAD)
    got = facts(CELLS[:start] + cells + "\n" + CELLS[end:])
    assert (got.get("number"), got.get("title")) == (number, title)


@pytest.mark.parametrize(
    ("cell", "organization"),
    [
        ("みどり県 あおば町長", "みどり県あおば町長"),
        ("みどり県\nあおば町長", "みどり県あおば町長"),
        ("あおば市教育委員会", "あおば市教育委員会"),
        ("あおば市長、あおば市教育委員会", "あおば市長、あおば市教育委員会"),
        ("わかば業種健康保険組合", "わかば業種健康保険組合"),
        ("みどり振興共済事業団", "みどり振興共済事業団"),
        ("厚生労働大臣", "厚生労働大臣"),
        ("個人情報保護委員会", "個人情報保護委員会"),
        ("あおば市\n特定個人情報保護委員会 特定個人情報保護委員会 承認日 【 承認日", "あおば市"),
        ("みどり共済事業団特定個人情報保護委員会承", None),
        ("-", None),
    ],
)
def test_organization(cell, organization):
    assert facts(CELLS.replace("あおば市長", cell)).get("organization") == organization


BOTTOM_UP = f"""[平成30年5月 様式4]

{HEAD}

評価書名

介護保険に関する事務 全項目評価書

評価書番号

19

平成31年4月4日

{SAYS}

評価実施機関名

特定個人情報保護評価書(全項目評価書)

公表日 あおば市長

個人情報保護委員会 承認日 【行政機関等のみ】

特記事項

①事務の名称
"""


def test_a_cover_drawn_from_its_foot():
    """Labels drawn beside a cell are no part of it."""
    got = facts(BOTTOM_UP)
    assert {k: got.get(k) for k in COVER} == {
        "number": "19",
        "title": "介護保険に関する事務全項目評価書",
        "organization": "あおば市長",
        "published": "2019-04-04",
    }


def test_a_date_on_the_cover_of_a_ministry_may_be_that_of_the_approval():
    assert "published" not in facts(BOTTOM_UP.replace("あおば市長", "厚生労働大臣"))


ABOVE = f"""令和6年5月16日

独立行政法人みどり機構

公表日

評価実施機関名

特定個人情報保護評価書(基礎項目評価書)

評価書番号

評価書名

{SAYS}

特記事項

1

学資の貸与に関する事務及び返還に関する事務並びに

び付帯する事務 基礎項目評価書

{HEAD}

Ⅰ 関連情報

1.特定個人情報ファイルを取り扱う事務

①事務の名称 学資の貸与に関する事務 ②事務の概要 学資を貸与する。 ③システムの名称 学資管理システム

2.特定個人情報ファイル名

学資ファイル

3.個人番号の利用
"""


def test_cells_drawn_above_their_labels():
    """A title whose first row is drawn apart is not taken for its last words; several cells may share a row."""
    got = facts(ABOVE)
    expected = {
        "organization": "独立行政法人みどり機構",
        "published": "2024-05-16",
        "affair": "学資の貸与に関する事務",
        "systems[1].name": "学資管理システム",
        "files": ("学資ファイル",),
        "title": None,
    }
    assert {k: got.get(k) for k in expected} == expected


@pytest.mark.parametrize(
    ("cell", "blank"),
    [
        ("公表日\n", True),
        ("公表日\n平成31年5月16日\n", False),
        ("公表日\n令和6年10月1日頃\n", False),
        ("公表日\n令和6年10月1日(水)\n", False),
    ],
)
def test_a_date_that_cannot_be_read_is_not_blank(cell, blank):
    """Heisei ended in April 2019; a day behind it is a misprint, and no empty cell."""
    text = CELLS.replace("公表日\n平成27年3月18日\n", cell)
    (found,) = read_published(text.encode(), "a.txt", FORMS)
    assert [b.path for b in found.blanks if b.path == "published"] == ["published"] * blank
    assert "published" in {u.path for u in found.unknowns}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("令和6年10月1日", "2024-10-01"),
        ("令和6年10月1日(火)", "2024-10-01"),
        ("令和六年十月一日", "2024-10-01"),
        ("令和6年10月1日(予定)", "2024-10-01"),
        ("令和6年10月1日現在", "2024-10-01"),
        ("令和6年10月", "2024-10"),
    ],
)
def test_a_date_is_read_in_every_manner(cell, value):
    text = CELLS.replace("公表日\n平成27年3月18日\n", f"公表日\n{cell}\n")
    assert facts(text)["published"] == value


def test_a_weekday_that_does_not_fit_is_named():
    text = CELLS.replace("公表日\n平成27年3月18日\n", "公表日\n令和6年10月1日(水)\n")
    (found,) = read_published(text.encode(), "a.txt", FORMS)
    assert {u.path: u.reason for u in found.unknowns}["published"] == "公表日の曜日が日付と合わない"


def test_a_text_that_ends_at_a_label_leaves_it_open():
    (found,) = read_published(
        (CELLS.partition("①事務の名称\n")[0] + "①事務の名称\n").encode(), "a.txt", FORMS
    )
    assert [b.path for b in found.blanks] == []
    assert {r.path for r in found.readings} >= {"number", "title", "organization"}


LABELS_FIRST = CELLS.replace("①事務の名称\n", "①事務の名称\n②事務の概要\n③システムの名称\n").replace(
    "②事務の概要\n①被", "①被"
)


@pytest.mark.parametrize(
    ("text", "affair"),
    [
        (LABELS_FIRST, "介護保険に関する事務"),
        # The outline follows the labels at once: its first row ends in the same words and is no name.
        (LABELS_FIRST.replace("名称\n介護保険に関する事務\n介護", "名称\n台帳に記録された者に対する給付の事務\n介護"), None),
        (CELLS.replace("名称\n介護保険に関する事務\n", "名称\n介護保険に関する事務 (第1号被保険者の保険料を除く業務)\n"),
         "介護保険に関する事務(第1号被保険者の保険料を除く業務)"),
        (CELLS.replace("名称\n介護保険に関する事務\n", "名称\n"), None),
    ],
)  # fmt: skip
def test_the_affair_stands_below_its_label(text, affair):
    assert facts(text).get("affair") == affair


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("特記事項\n-\n評価実施機関名\nあおば市長", "特記事項\n評価実施機関名\n―\nあおば市長", "organization"),
        ("評価書番号\n12\n", "評価書番号\nⅢ\n", "number"),
        ("①事務の名称\n介護保険に関する事務\n介護", "①事務の名称\n1.特定個人情報ファイルを取り扱う事務\n②事務の概要\n介護", "affair"),
        ("①事務の名称\n介護保険に関する事務\n介護", "①事務の名称\n介護保険システム、中間サーバー\n②事務の概要\n介護", "affair"),
        ("③システムの名称\n1.介護保険システム\n2.中間サーバー", "③システムの名称\n③要介護認定の受付\n介護保険システム、中間サーバー", "systems[1].name"),
        ("ファイル名\n介護保険ファイル", "ファイル名\n1) システム用ファイル", "files"),
    ],
)  # fmt: skip
def test_rows_that_changed_places_give_no_wrong_value(old, new, path):
    """Found by changing rows of invented assessments at random: the row below a label may be another cell's."""
    assert old in CELLS
    assert facts(CELLS.replace(old, new)).get(path) in (None, TRUTH[path])


def test_form_2_without_measures_has_no_risks():
    """Form 2 asked nothing about risks before 2019, and a text may end before them."""
    assert [p for p in facts(CELLS) if p.startswith(("risks", "answers", "audit"))] == []


def test_a_list_of_contents_is_no_body():
    text = BOTTOM_UP.replace("様式4", "様式3").replace("全項目", "重点項目")
    text = (
        text.removesuffix("①事務の名称\n")
        + "項目一覧\nⅠ 基本情報\nⅡ 特定個人情報ファイルの概要\nⅢ リスク対策\nⅣ 開示請求、問合せ\nⅤ 評価実施手続\n"
    )
    text += "Ⅰ 基本情報\n1.特定個人情報ファイルを取り扱う事務\n①事務の名称\n"
    got = facts(text + "Ⅴ 評価実施手続\n")
    assert got["organization"] == "あおば市長"
    assert [p for p in got if p.startswith(("risks", "answers"))] == []


GUIDANCE = CELLS.replace("あおば市長", "・評価実施機関の名称を記載してください(例:○○市長)。").replace(
    "平成27年3月18日",
    "・公表する日を記載してください。\n・特記すべきものがなければ「なし」と記載してください。",
)
PAGE = """特定個人情報保護評価書(基礎項目評価書・全項目評価書)を公表しています
公表日 令和5年5月2日
評価書番号 評価書名
1 住民基本台帳事務 (基礎項目評価書).pdf
2 介護保険に関する事務 (全項目評価書).pdf
基礎項目評価:対象人数が1,000人以上10万人未満
"""


@pytest.mark.parametrize("text", [GUIDANCE, PAGE, folded(GUIDANCE), folded(PAGE)])
def test_what_tells_of_assessments_is_none(text):
    with pytest.raises(InputError, match="no 特定個人情報保護評価書 was found"):
        read_published(text.encode(), "a.txt", FORMS)


@pytest.mark.parametrize(
    ("cells", "approved"),
    [
        ("承認日 【行政機関等のみ】\n令和7年11月20日\n公表日\n令和7年12月1日", "2025-11-20"),
        ("承認日 【行政機関等のみ】\n公表日\n令和7年12月1日", None),
        # one date for two labels: whose it is, the cover does not say
        ("承認日 【行政機関等のみ】\n令和7年12月1日\n公表日\n", None),
    ],
)
def test_the_day_of_approval_needs_a_cell_of_its_own(cells, approved):
    text = CELLS.replace("公表日\n平成27年3月18日", "個人情報保護委員会　" + cells)
    assert facts(text).get("approved_on") == approved
