"""A bundle's letters are records of their own, and cut off from the assessments around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from shikii.facts.documents.letters.find_letters import letter_starts
from shikii.facts.documents.letters.letter_fields import read_letter
from shikii.facts.documents.reader import read_published
from shikii.facts.documents.text.lines import lines_of
from shikii.facts.forms.model import load_forms

FORMS = load_forms(Path(__file__).parents[4] / "rulesets" / "my-number-pia" / "forms")

CONSULTATION = """緑総第41号
令和6年11月5日
緑ケ丘市個人情報保護審議会
会　長　　甲野　太郎　　様
　　　　　　　緑ケ丘市長　乙川　花子
特定個人情報保護評価書に係る第三者点検について（諮問）
下記の件について諮問いたします。
記
１　諮問件名　　特定個人情報保護評価書（重点項目評価書）に係る第三者点検について
２　業 務 名　{affair}
３　条例の関係規定　緑ケ丘市個人情報保護条例第20条
４　添付資料　評価書一式
諮　問　書
特定個人情報
ファイルの名称
①住宅入居者ファイル
特定個人情報ファ
イルを取り扱うシ
ステム
①住宅管理システム
②団体内統合宛
名システム
目的・理由
本市は、令和元年8月1日に評価書を公表しました。
今般、外部への委託を始めることとなり、これは「重要な変更」に当た
るため、{heard}、市民への意見募集を実施しました。
備　考
"""
REPLY = """緑審第3号
令和6年12月　　日
緑ケ丘市長　乙川　花子　様
緑ケ丘市個人情報保護審議会
会長　甲野　太郎
答　申　書
令和６年１１月５日付け緑総第４１号で諮問のあった事項について、次のとおり答申します。
諮問件名　特定個人情報保護評価書（重点項目評価書）に係る第三者点検について
業務名　住宅の管理に関する事務
審議日　令和6年11月29日
審議結果　承　認
内　容
本審議会は、審議した結果、（１）端末を
施錠して保管すること、（２）記録を毎月点検すること
など、適切な措置が講じられることから、承認するものである。
附帯意見
１　研修の記録を残すこと
２　点検の結果を公表すること
"""
ASSESSMENT = """特定個人情報保護評価書（重点項目評価書）
評価書番号　5
評価書名　住宅の管理に関する事務　重点項目評価書
評価実施機関名
緑ケ丘市長
公表日
令和7年4月20日
項目一覧
[令和6年10月　様式3]
Ⅰ　基本情報
１．特定個人情報ファイルを取り扱う事務
①事務の名称　住宅の管理に関する事務
２．特定個人情報ファイルを取り扱う事務において使用するシステム
システム1
①システムの名称　住宅管理システム
②システムの機能　住宅を管理する。
システム2
①システムの名称　収納システム
②システムの機能　収納を管理する。
３．特定個人情報ファイル名
住宅入居者ファイル
４．個人番号の利用
Ⅴ　評価実施手続
２．国民・住民等からの意見の聴取
②実施日・期間　令和6年9月2日から令和6年10月1日まで
"""


def letter(text: str):
    lines = lines_of(text)
    ((at, kind),) = letter_starts(lines)
    return read_letter(lines[at:], kind)


def consultation(
    affair: str = "住宅の管理に関する事務", heard: str = "令和6年9月2日から令和6年10月1日まで"
) -> str:
    return CONSULTATION.format(affair=affair, heard=heard)


def texts(said) -> list[str]:
    return [s.text for s in said]


def test_a_consultation_and_its_sheet_are_one_record():
    found = letter(consultation())
    assert (found.kind, found.number.text, found.dated.text) == ("consultation", "緑総第41号", "2024-11-05")
    assert (found.organization.text, found.council.text) == ("緑ケ丘市長", "緑ケ丘市個人情報保護審議会")
    assert (found.affair.text, found.affair.line) == ("住宅の管理に関する事務", 10)
    assert texts(found.files) == ["住宅入居者ファイル"]
    assert texts(found.systems) == ["住宅管理システム", "団体内統合宛名システム"]
    assert texts(found.published_before) == ["2019-08-01"]
    assert (found.trigger, found.trigger_said.line) == ("significant_change", 25)
    assert (found.hearing_from.text, found.hearing_to.text) == ("2024-09-02", "2024-10-01")


@pytest.mark.parametrize(
    ("words", "trigger"),
    [
        ("重要な変更には当たらないが、直近の公表の日から5年が経過するため、評価書を見直します。", "review"),
        ("新たに特定個人情報ファイルを保有するため、評価を行います。", "new"),
        ("重要な変更に当たり、かつ5年を経過するため、評価を行います。", None),
        ("評価を行います。", None),
    ],
)
def test_the_trigger_is_told_only_where_one_is_named(words, trigger):
    head, _, _ = consultation().partition("本市は")
    assert letter(f"{head}{words}\n備　考\n").trigger == trigger


def test_a_reply_tells_result_premises_and_opinions_apart():
    found = letter(REPLY)
    assert (found.kind, found.result, found.conditions) == ("reply", "approved", ())
    assert (found.consulted_on.text, found.consulted_number.text) == ("2024-11-05", "緑総第41号")
    assert found.reviewed_on.text == "2024-11-29"
    # the day of the month is left blank
    assert found.dated is None
    assert texts(found.premises) == [
        "端末を施錠して保管すること",
        "記録を毎月点検することなど、適切な措置が講じられる",
    ]
    assert texts(found.opinions) == ["研修の記録を残すこと", "点検の結果を公表すること"]


def test_a_condition_makes_the_result_conditional():
    found = letter(REPLY.replace("附帯意見", "付帯条件"))
    assert (found.result, len(found.conditions), found.opinions) == ("approved_with_conditions", 2, ())
    assert letter(REPLY.replace("承　認", "不承認")).result == "refused"


def parts(text: str):
    found = read_published(text.encode(), "bundle.txt", FORMS)
    return found, found[0].parts.parts


def test_all_parts_of_a_bundle_are_listed_and_a_letter_is_no_part_of_the_assessment_before_it():
    text = "審議会次第\n" + consultation() + ASSESSMENT + REPLY
    (assessment,), found = parts(text)
    assert [(p.kind, p.read, p.assessment) for p in found] == [
        ("other", False, None),
        ("consultation", True, 1),
        # too little of this short one is there to be concluded from
        ("assessment", False, 1),
        ("reply", True, 1),
    ]
    rows = text.split("\n")
    assert rows[assessment.last_line - 1].startswith("②実施日・期間")
    assert rows[found[3].first_line - 1] == "緑審第3号"


def test_a_linked_letter_is_compared_with_its_assessment():
    found = parts(consultation(heard="令和6年8月1日から令和6年9月1日まで") + ASSESSMENT)[1]
    checks = {(c.about, c.letter, c.assessment) for c in found[0].checks}
    assert checks == {
        ("systems", "団体内統合宛名システム", ""),
        ("systems", "", "収納システム"),
        ("hearing.from", "2024-08-01", "2024-09-02"),
        ("hearing.to", "2024-09-01", "2024-10-01"),
    }


@pytest.mark.parametrize(
    "change",
    [
        ("住宅の管理に関する事務", "予防接種に関する事務"),
        ("緑ケ丘市長　乙川", "青ケ丘市長　乙川"),
        ("（重点項目評価書）に係る", "（全項目評価書）に係る"),
    ],
)
def test_a_letter_of_another_affair_body_or_form_is_linked_to_nothing(change):
    found = parts(consultation().replace(*change) + ASSESSMENT)[1]
    assert [(p.kind, p.assessment) for p in found] == [("consultation", None), ("assessment", 1)]


def test_an_assessment_that_speaks_of_a_reply_is_whole():
    spoken = ASSESSMENT + "３．第三者点検\n②方法　審議会に諮問した。\n③結果\n答申書\nの写しを添える。\n"
    (assessment,), found = parts(spoken)
    assert [p.kind for p in found] == ["assessment"]
    assert assessment.last_line == len(spoken.split("\n")) - 1 or assessment.last_line == len(
        spoken.split("\n")
    )
