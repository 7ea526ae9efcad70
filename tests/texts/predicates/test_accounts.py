"""Protects: what a law, a guideline or somebody else says is no measure of one's own, and one's own rules stay in force."""

import pytest

from shikii.texts.predicates.polarity import Polarity, polarity

TOLD = {
    "記録を7年間保存することは、番号法第23条に規定されている。": Polarity.REPORTED,
    "国は、三つの網に分けるよう求めている。": Polarity.REPORTED,
    "停電への備えは、国のガイドブックで勧められています。": Polarity.REPORTED,
    "総務省の研究会において、その是非が論じられている。": Polarity.REPORTED,
    "宛先を二人で確かめることは、他の市において行われている例がある。": Polarity.REPORTED,
    "責任者の決裁を経るのが本来の在り方である。": Polarity.REPORTED,
    "番号の変更の相談は、住所地の市町村の仕事である。": Polarity.REPORTED,
    "職員の立会いは、要員の見通しが立ち次第、実施する。": Polarity.PLANNED,
    "入退室の帳簿は、庁舎の移転に合わせて始める。": Polarity.PLANNED,
    "暗号化の方式は、業者と協議に入ったところである。": Polarity.PLANNED,
    "枚数を数える運用は、平成30年度をもって終えた。": Polarity.CEASED,
    "カメラの設置は、今年度は見送りました。": Polarity.CEASED,
    "署名を検証する仕組みなし。": Polarity.CEASED,
}
OWN = [
    "パスワードの桁数は、情報セキュリティ対策基準に規定している。",
    "ガイドラインに定められた措置を実施している。",
    "番号法第12条に基づき、安全管理措置を規程に定めている。",
    "個人情報保護委員会への報告の手順は、手引に定めている。",
    "国の基準に従い、通信を暗号化している。",
    "持出しの手続を要領に示している。",
    "契約書に、再委託の禁止を定めている。",
    "法令の改正に合わせて、手順書を見直している。",
    "点検の結果を所属長に示し、是正を求めている。",
]


@pytest.mark.parametrize("sentence", TOLD)
def test_an_account_is_not_in_force(sentence):
    assert polarity(sentence).polarity is TOLD[sentence]


@pytest.mark.parametrize("sentence", OWN)
def test_rules_of_ones_own_are_in_force(sentence):
    assert polarity(sentence).polarity is Polarity.IN_FORCE
