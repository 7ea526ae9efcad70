"""Counts, lists and single cells that checks compare: read where the text settles them, else not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from shikii.facts.documents.reader import read_published
from shikii.facts.forms.model import load_forms

FORMS = load_forms(Path(__file__).parents[4] / "rulesets" / "my-number-pia" / "forms")
LONG = "\n".join(f"サーバ室の棚{n}に保管する。" for n in range(70))
BOXES = (
    "[] 専用線 [] 電子メール [] 電子記録媒体(フラッシュメモリを除く。) [] フラッシュメモリ [] 紙 [] その他 ()"
)


def document(**parts: str) -> str:
    part = {
        "other": "[○] その他 (証明書発行システム、申請管理システム)",
        "annex": "",
        "recipients": "提供先1\t厚生労働大臣",
        "items": "1. 氏名\n2. 住所\n3. 生年月日\n4. 性別\n5. 個人番号",
        "register": "個人情報ファイル名\t検診ファイル\n公表場所\t総務課",
        "contact": "①連絡先\tみどり市 保健課 電話 012-345-6789 ファックス 012-345-0000",
        "audit": "具体的な内容\t内部監査を行う。",
        "changes": "",
    } | parts
    return f"""特定個人情報保護評価書(全項目評価書)
評価書番号 1
評価実施機関名 みどり市長

I 基本情報
1. 特定個人情報ファイルを取り扱う事務
①事務の名称\t検診事務
2. 特定個人情報ファイルを取り扱う事務において使用するシステム
システム1
①システムの名称\t窓口支援システム
②システムの機能\t受付をする。
③他のシステムとの接続\t[] 情報提供ネットワークシステム [] 庁内連携システム
\t[] 住民基本台帳ネットワークシステム [] 既存住民基本台帳システム
\t[] 宛名システム等 [] 税務システム
\t{part["other"]}
3. 特定個人情報ファイル名
(1)検診ファイル
(2)接種ファイル
4. 特定個人情報ファイルを取り扱う理由
{part["annex"]}
II 特定個人情報ファイルの概要
1. 特定個人情報ファイル名
(1)検診ファイル
5. 特定個人情報の提供・移転(委託に伴うものを除く。)
{part["recipients"]}
6. 特定個人情報の保管・消去
①保管場所\tサーバ室
{LONG}
(別添2)特定個人情報ファイル記録項目
(1)検診ファイル
{part["items"]}
(2)接種ファイル
1. 氏名
2. 住所
3. 番号
4. 接種日
5. 種類
6. 医療機関
III 特定個人情報ファイルの取扱いプロセスにおけるリスク対策
1. 特定個人情報ファイル名
(1)検診ファイル
IV その他のリスク対策
1. 監査
具体的なチェック方法\t自己点検を行う。
{part["audit"]}
V 開示請求、問合せ
④個人情報ファイル簿の公表\t[行っている]
{part["register"]}
2. 特定個人情報ファイルの取扱いに関する問合せ
{part["contact"]}
②対応方法\t受け付ける。
VI 評価実施手続
1. 基礎項目評価
{part["changes"]}"""


def facts(**parts: str):
    (found,) = read_published(document(**parts).encode(), "みどり市.txt", FORMS)
    values = {r.path: r.value for r in found.readings}
    return values, {b.path for b in found.blanks}


def test_what_other_names_is_read():
    assert facts()[0]["systems[1].other"] == "証明書発行システム、申請管理システム"


def test_other_ticked_without_a_name_is_blank():
    values, blanks = facts(other="[○] その他 ()")
    assert "systems[1].other" in blanks
    assert "systems[1].other" not in values


@pytest.mark.parametrize("other", ["[] その他 ()", "[○] その他 (証明書発行システム、", "その他"])
def test_other_not_ticked_or_torn_is_not_read(other):
    values, blanks = facts(other=other)
    assert "systems[1].other" not in values.keys() | blanks


def test_the_name_in_the_register_is_read_up_to_the_place():
    assert facts()[0]["register_name"] == "検診ファイル"
    two = facts(register="個人情報ファイル名\t検診ファイル\n接種ファイル\n公表場所\t総務課")
    assert two[0]["register_name"] == "検診ファイル、接種ファイル"


@pytest.mark.parametrize("register", ["個人情報ファイル名\t―\n公表場所\t―", "個人情報ファイル名\n公表場所"])
def test_no_name_in_the_register_is_no_name(register):
    assert "register_name" not in facts(register=register)[0]


def test_telephones_are_read_and_faxes_are_not():
    assert facts()[0]["contact_phone"] == "012-345-6789"
    below = "①連絡先\nみどり市 保健課\n電話：０１２－３４５－６７８９　ファックス：０１２－３４５－００００"
    assert facts(contact=below)[0]["contact_phone"] == "012-345-6789"
    assert "contact_phone" not in facts(contact="①連絡先\tみどり市 保健課")[0]


def test_the_content_of_the_audit_is_missed_only_where_its_neighbour_is_printed():
    assert facts()[0]["audit_content"] is True
    assert facts(audit="")[0]["audit_content"] is False


def test_recipients_are_counted_by_name_and_by_annex():
    values, _ = facts(recipients="提供先1\t厚生労働大臣\n提供先2\t市町村長\n移転先1\t税務課")
    assert values["files[検診ファイル].listed_provisions"] == 2
    assert values["files[検診ファイル].listed_transfers"] == 1
    annex = "(別紙1) 提供先一覧\nNo.\t提供先\n1\t大臣\n2\t知事\n3\t市町村長"
    values, _ = facts(annex=annex, recipients="提供先1\t情報照会者(別紙1参照)\n提供先2\t教育委員会")
    assert values["files[検診ファイル].listed_provisions"] == 4
    assert values["annex_missing"] is False


def test_recipients_of_an_annex_that_is_not_there_are_not_counted():
    values, _ = facts(recipients="提供先1\t情報照会者(別紙1参照)")
    assert "files[検診ファイル].listed_provisions" not in values
    assert values["annex_missing"] is True


def test_recipients_with_gaps_are_not_counted():
    values, _ = facts(recipients="提供先1\t厚生労働大臣\n提供先3\t市町村長")
    assert "files[検診ファイル].listed_provisions" not in values


def test_methods_of_all_recipients_are_joined():
    rows = (
        f"提供先1\t大臣\n①法令上の根拠\t番号法\n⑥提供方法\t[○] 情報提供ネットワークシステム {BOXES}\n⑦時期・頻度\t都度\n"
        f"提供先2\t知事\n①法令上の根拠\t番号法\n⑥提供方法\t[] 情報提供ネットワークシステム {BOXES.replace('[] 紙', '[○] 紙')}\n⑦時期・頻度\t都度"
    )
    values, _ = facts(recipients=rows)
    assert values["files[検診ファイル].provision_methods"] == ("紙", "情報提供ネットワークシステム")
    torn, _ = facts(recipients=rows.replace("[○] 紙", "○] 紙"))
    assert "files[検診ファイル].provision_methods" not in torn


def test_items_of_the_annex_are_counted_per_file():
    values, _ = facts()
    assert values["files[検診ファイル].listed_items"] == 5
    assert values["files[接種ファイル].listed_items"] == 6
    gap, _ = facts(items="1. 氏名\n2. 住所\n4. 性別\n5. 個人番号\n6. 電話")
    assert "files[検診ファイル].listed_items" not in gap


def test_a_file_named_without_its_section():
    values, _ = facts()
    assert values["files[検診ファイル].has_overview"] is True
    assert values["files[接種ファイル].has_overview"] is False
    assert values["files[接種ファイル].has_measures"] is False
    headed, _ = facts(audit="具体的な内容\t内部監査を行う。\n(2)接種ファイル")
    assert "files[接種ファイル].has_overview" not in headed, "the heading of its chapter may have been lost"


TABLE = "変更箇所\n変更日\t項目\t変更前の記載\t変更後の記載\t提出時期\t提出時期に係る説明\n"


def stands(rows: str, **parts: str) -> dict[str, object]:
    values, _ = facts(changes="\n(別添3)" + TABLE + rows, **parts)
    return {p[8:9]: v for p, v in values.items() if p.endswith(".stands")}


def test_the_new_text_of_the_latest_change_is_looked_for_in_the_body():
    kept = "令和7年6月1日\tⅣ1②監査-具体的な内容\t記載なし\t内部監査を行う。\t事後\t補記"
    lost = "令和7年6月1日\tⅤ①請求先\t総務部総務課\t企画政策部広報広聴課\t事後\t組織の変更"
    assert stands(kept + "\n" + lost) == {"1": True, "2": False}


def test_older_changes_and_words_about_the_change_are_left_alone():
    old = "令和6年6月1日\tⅤ①請求先\t総務部総務課\t企画政策部広報広聴課\t事後\t組織の変更"
    new = "令和7年6月1日\tⅤ②請求方法\t左記のとおり\t上記の二つを追記し、番号を繰り下げた\t事後\t補記"
    assert stands(old + "\n" + new) == {}


def test_an_answer_that_is_no_option_is_read_as_it_stands():
    answer = "④個人情報ファイル簿の公表\t[やっている] <選択肢> 1) 行っている 2) 行っていない\n個人情報ファイル名\t検診ファイル\n公表場所\t総務課"
    assert facts(register=answer)[0]["odd_answer"] == "やっている"
    assert "odd_answer" not in facts(register=answer.replace("やっている]", "行っている]"))[0]
    assert "odd_answer" not in facts(register=answer.replace("やっている]", "]"))[0]
