"""Shapes in which bodies print the forms: each is read right, and its plain sister stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from shikii.facts.documents.reader import read_published
from shikii.facts.documents.to_affair import affair_of
from shikii.facts.forms.model import load_forms

FORMS = load_forms(Path(__file__).parents[3] / "rulesets" / "my-number-pia" / "forms")

COVER = """特定個人情報保護評価書（{kind}項目評価書）
評価書番号　5
評価書名　住宅の管理に関する事務　{kind}項目評価書
個人のプライバシー等の権利利益の保護の宣言
宣言する。
特記事項
―
評価実施機関名
緑ケ丘市長
公表日
令和7年4月20日
[令和7年5月　様式{form}]
"""
BASIC = """Ⅰ　基本情報
１．特定個人情報ファイルを取り扱う事務
①事務の名称　{affair}
②事務の内容　住宅の管理を行う。
３．特定個人情報ファイル名
{files}
４．個人番号の利用
"""
OVERVIEW = """Ⅱ　特定個人情報ファイルの概要
１．特定個人情報ファイル名
{name}
２．基本情報
①ファイルの種類　[　システム用ファイル　]
②対象となる本人の数　[　{persons}　]
⑤保有開始日　平成29年7月1日
"""
MEASURES = """Ⅲ　リスク対策
１．特定個人情報ファイル名
{name}
２．特定個人情報の入手（情報提供ネットワークシステムを通じた入手を除く。）
リスク：　目的外の入手が行われるリスク
リスクに対する措置の内容　確かめる。
リスクへの対策は十分か　[　{adequacy}　]
"""
OUT = """３．特定個人情報の使用
４．特定個人情報ファイルの取扱いの委託　　[ {tick} ] 委託しない
リスク：　委託先における不正な使用等のリスク
委託契約書中の特定個人情報ファイルの取扱いに関する規定　[　定めている　]
リスクへの対策は十分か　[　課題が残されている　]
５．特定個人情報の提供・移転（委託や情報提供ネットワークシステムを通じた提供を除く。）　[ ○ ] 提供・移転しない
"""


def read(text: str):
    (found,) = read_published(text.encode(), "a.txt", FORMS)
    return found


def facts(text: str) -> dict[str, object]:
    return {r.path: r.value for r in read(text).readings}


def lines(text: str) -> dict[str, int | None]:
    return {r.path: r.line for r in read(text).readings}


def key(*names: str, measures: tuple[tuple[str, str], ...], listed: str = "") -> str:
    numbered = listed or "\n".join(f"（{n}）{name}" for n, name in enumerate(names, 1))
    text = COVER.format(kind="重点", form=3) + BASIC.format(affair="住宅の管理に関する事務", files=numbered)
    for n, name in enumerate(names, 1):
        persons = ("1万人未満", "1万人以上10万人未満")[n % 2]
        text += OVERVIEW.format(name=f"（{n}）{name}", persons=persons)
    return text + "".join(MEASURES.format(name=name, adequacy=adequacy) for name, adequacy in measures)


HOUSE, RENEWED = "住宅入居者ファイル", "改良住宅入居者ファイル"


def test_a_form_3_printed_for_two_files_tells_of_each():
    text = key(
        HOUSE, RENEWED, measures=((f"（1）{HOUSE}", "十分である"), (f"（2）{RENEWED}", "課題が残されている"))
    )
    got = facts(text)
    assert got[f"files[{HOUSE}].persons"] == "1万人以上10万人未満"
    assert got[f"files[{RENEWED}].persons"] == "1万人未満"
    assert got[f"files[{HOUSE}].risks[in-1].adequacy"] == "十分である"
    assert got[f"files[{RENEWED}].risks[in-1].adequacy"] == "課題が残されている"
    affair = affair_of(read(text))
    assert [f.name for f in affair.files] == [HOUSE, RENEWED]


def test_a_form_3_for_one_file_keeps_its_paths():
    got = facts(key(HOUSE, measures=((f"（1）{HOUSE}", "十分である"),)))
    assert got["persons"] == "1万人以上10万人未満"
    assert got["risks[in-1].adequacy"] == "十分である"


def test_a_chapter_that_repeats_the_name_of_the_one_before_belongs_to_the_file_whose_turn_it_is():
    repeated = ((f"（1）{HOUSE}", "十分である"), (f"（1）{HOUSE}", "課題が残されている"))
    got = facts(key(HOUSE, RENEWED, measures=repeated))
    assert got[f"files[{RENEWED}].risks[in-1].adequacy"] == "課題が残されている"
    # headings that name each file once are believed, in whatever order they stand
    turned = ((f"（2）{RENEWED}", "課題が残されている"), (f"（1）{HOUSE}", "十分である"))
    got = facts(key(HOUSE, RENEWED, measures=turned))
    assert got[f"files[{RENEWED}].risks[in-1].adequacy"] == "課題が残されている"


@pytest.mark.parametrize(("tick", "applicable"), [("○", False), ("", True)])
def test_answers_below_a_box_that_is_ticked_all_the_same_are_read(tick, applicable):
    text = key(HOUSE, measures=((HOUSE, "十分である"),)) + OUT.format(tick=tick)
    got = facts(text)
    assert got["risks[out].applicable"] is applicable
    assert got["answers[out.contract_clauses]"] == "定めている"
    assert got["risks[out].adequacy"] == "課題が残されている"


def test_equal_answers_have_places_of_their_own():
    text = key(HOUSE, measures=((HOUSE, "十分である"),)) + OUT.format(tick="").replace(
        "課題が残されている", "十分である"
    )
    at = lines(text)
    assert text.split("\n")[at["risks[in-1].adequacy"] - 1].startswith("リスクへの対策は十分か")
    assert at["risks[out].adequacy"] > at["risks[in-1].adequacy"]


def test_the_place_of_the_publication_is_the_line_of_the_date():
    text = key(HOUSE, measures=())
    assert text.split("\n")[lines(text)["published"] - 1] == "令和7年4月20日"
    beside = text.replace("公表日\n", "公表日　")
    assert beside.split("\n")[lines(beside)["published"] - 1] == "公表日　令和7年4月20日"


def test_the_foot_of_a_page_parts_no_label_from_its_answer():
    text = key(HOUSE, measures=((HOUSE, "十分である"),)) + OUT.format(tick="")
    rows = text.split("\n")
    for n, label in enumerate(("②対象となる本人の数", "リスクに対する措置の内容", "委託契約書中の"), 1):
        at = next(i for i, row in enumerate(rows) if row.startswith(label))
        rows[at + 1 : at + 1] = ["", f"  － {n} －", "", "緑ケ丘市　住宅の管理に関する事務", ""]
    assert facts("\n".join(rows)) == facts(text)


@pytest.mark.parametrize(
    ("name", "want"),
    [
        (
            "住宅に関する事務（家賃、敷金（前払）及び特別\n　　　の手当）",
            "住宅に関する事務(家賃、敷金(前払)及び特別の手当)",
        ),
        ("住宅に関する事務（家賃）", "住宅に関する事務(家賃)"),
        ("住宅に関する事務（家賃、敷金", None),
    ],
)
def test_the_name_of_an_affair_ends_where_its_brackets_close(name, want):
    text = COVER.format(kind="重点", form=3) + BASIC.format(affair=name, files=HOUSE)
    assert facts(text).get("affair") == want


ENTRUSTED = """４．特定個人情報ファイルの取扱いの委託
委託の有無　[　委託する　]
（　1　）件
委託事項１　システムの保守
①委託内容　点検
②取扱いを委託する特定個　[　特定個人情報ファイルの全体　]
人情報ファイルの範囲
対象となる本人の数　[　1万人未満　]
③委託先における取扱者　[　10人未満　]
数
⑥委託先名　緑システム株式会社
⑦再委託の有無　[　再委託しない　]
５．特定個人情報の提供・移転（委託に伴うものを除く。）
"""


def test_a_label_broken_around_its_answer_is_whole_again():
    text = COVER.format(kind="全", form=4) + BASIC.format(affair="住宅に関する事務", files=HOUSE)
    got = facts(text + OVERVIEW.format(name=HOUSE, persons="1万人未満") + ENTRUSTED)
    own = f"files[{HOUSE}].entrustments[1]"
    assert got[f"{own}.scope"] == "特定個人情報ファイルの全体"
    assert got[f"{own}.handlers"] == "10人未満"


BUTTONS = """Ⅳ　リスク対策
４．特定個人情報ファイルの取扱いの委託　{0} 委託しない
委託先における不正な使用等のリスクへの対策は十分か　[　十分である　]
５．特定個人情報の提供・移転（委託や情報提供ネットワークシステムを通じた提供を除く。）　{1} 提供・移転しない
９．監査
実施の有無　{2} 自己点検　　{3} 内部監査　　{4} 外部監査
"""


def test_filled_and_empty_buttons_are_ticks_only_where_both_are_drawn():
    text = COVER.format(kind="基礎", form=2) + "Ⅰ　関連情報\n①事務の名称　住宅に関する事務\n"
    got = facts(text + BUTTONS.format("○", "●", "●", "●", "○"))
    assert got["risks[out].applicable"] is True
    assert got["risks[prov-1].applicable"] is False
    assert got["audit"] == ("内部監査", "自己点検")
    # circles alone may be ticks or empty buttons
    assert "audit" not in facts(text + BUTTONS.format("○", "○", "○", "○", "○"))


def test_an_empty_rating_is_blank_and_one_in_other_words_is_unreadable():
    text = key(HOUSE, measures=((HOUSE, "十分である"),)) + OUT.format(tick="")
    path = "risks[in-1].adequacy"
    empty = read(text.replace("[　十分である　]", "[　　　]", 1))
    assert path in {b.path for b in empty.blanks}
    assert {u.path: u.reason for u in empty.unknowns}[path] == "欄が空白のままになっている"
    odd = read(text.replace("[　十分である　]", "[　おおむね十分　]", 1))
    assert path not in {b.path for b in odd.blanks}
    assert path not in {r.path for r in odd.readings}
