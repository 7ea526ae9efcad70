"""Protects: the words of a field are those behind its own label, and of a torn part no field is given."""

from pathlib import Path

import pytest

import shikii
from shikii.facts.documents.reader import read_published
from shikii.facts.documents.to_affair import affair_of
from shikii.facts.forms.model import load_forms

FORMS = load_forms(Path(shikii.__file__).parent / "rulesets" / "my-number-pia" / "forms")
COVER = "[令和6年10月　様式4]\n特定個人情報保護評価書（全項目評価書）\n評価書番号　1\n評価実施機関名　みどり市長\n公表日　令和7年4月1日\n"
BODY = """Ⅰ　基本情報
1．特定個人情報ファイルを取り扱う事務
①事務の名称　予防接種に関する事務
②事務の内容　記録を管理する。
3．特定個人情報ファイル名
予防接種ファイル
Ⅱ　特定個人情報ファイルの概要
1．特定個人情報ファイル名
予防接種ファイル
4．特定個人情報ファイルの取扱いの委託
委託の有無　※ [ 委託する ] （ 2 ）　件
委託事項1 記録の入力
①委託内容　予診票を入力する。
⑥委託先名　株式会社甲
⑦再委託の有無　※ [ 再委託する ]
⑧再委託の許諾方法
⑨再委託事項　―
委託事項2 機器の保守
①委託内容　サーバを保守する。
結果を毎月報告させる。
⑥委託先名
⑦再委託の有無　※ [ 再委託しない ]
⑧再委託の許諾方法
⑨再委託事項
6．特定個人情報の保管・消去
①保管場所　サーバ室に保管する。
②保管期間
その妥当性　規程による。
③消去方法　消去する。
"""


def words(body: str = BODY) -> dict[str, str]:
    (found,) = read_published((COVER + body).encode(), "a.txt", FORMS)
    return {n.section: "".join(text for _, text in n.lines) for n in affair_of(found).fields}


def test_a_field_ends_where_the_next_label_stands():
    told = words()
    assert told["e_content[2]"] == "サーバを保守する。結果を毎月報告させる。"
    assert told["place"] == "サーバ室に保管する。"
    assert told["retention_validity"] == "規程による。"


def test_rows_of_entrustments_keep_their_fields():
    told = words()
    assert (told["e_name[1]"], told["e_name[2]"]) == ("記録の入力", "機器の保守")
    assert (told["e_contractor[1]"], told["e_contractor[2]"]) == ("株式会社甲", "")


def test_a_blank_cell_is_blank_and_a_dash_stays_a_dash():
    told = words()
    assert told["e_re_consent[1]"] == ""
    assert told["e_re_what[1]"] == "―"


def test_a_part_whose_labels_are_out_of_order_gives_no_field():
    torn = BODY.replace("①保管場所　サーバ室に保管する。\n", "").replace(
        "③消去方法　消去する。\n", "③消去方法　消去する。\n①保管場所　サーバ室に保管する。\n"
    )
    told = words(torn)
    assert not {"place", "erasure", "retention_validity"} & told.keys()
    assert told["e_content[1]"] == "予診票を入力する。"


@pytest.mark.parametrize("text", ["保管場所はサーバ室である。", "消去方法については規程による。"])
def test_a_sentence_that_begins_with_the_words_of_a_label_is_no_label(text):
    told = words(BODY.replace("予診票を入力する。", f"予診票を入力する。\n{text}"))
    assert told["e_content[1]"] == f"予診票を入力する。{text}"
    assert told["place"] == "サーバ室に保管する。"


def test_fields_survive_a_facts_file():
    from shikii import read_affair

    (found,) = read_published((COVER + BODY).encode(), "a.txt", FORMS)
    affair = affair_of(found)
    assert read_affair(affair.to_dict()).fields == affair.fields
