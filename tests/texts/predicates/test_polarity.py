"""Protects: only what a sentence says to be in force counts as done; what is denied, planned, owed or wished never does.

The grid (``endings.yaml``) puts endings of every kind and register behind the title of every measure.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml
from endings import forms, load_endings, sentence
from hypothesis import given
from hypothesis import strategies as st

from shikii.rulesets.language.grammar import Expect
from shikii.rulesets.loader import load_ruleset
from shikii.texts.evidence import shows
from shikii.texts.predicates.polarity import Polarity, clauses, polarity
from shikii.texts.sentences import flat

ENDINGS = load_endings()
#: Each ending is tried on one measure in so many, on all by the slow test.
SHARE = 4
#: What of the plain affirmations in other words may be lost: patterns of measures ask for other inflections.
LOST = 0.06


@cache
def affirmed_plainly():
    measures = [s for s in load_ruleset().statements if isinstance(s, Expect)]
    found = [m for m in measures if shows(m.shown_by, forms(m.title)["plain"] + "。")]
    assert len(found) >= 197, "fewer titles than before are found in their plain form"
    return found


EACH = pytest.mark.parametrize(("kind", "ending"), ENDINGS, ids=[f"{k}-{e}" for k, e in ENDINGS])


@EACH
def test_only_what_is_in_force_is_done(kind, ending):
    only_in_force(kind, ending, affirmed_plainly()[ENDINGS.index((kind, ending)) % SHARE :: SHARE])


@pytest.mark.slow
@EACH
def test_only_what_is_in_force_is_done_of_all_measures(kind, ending):
    only_in_force(kind, ending, affirmed_plainly())


def only_in_force(kind, ending, titles):
    measures = [(m, s) for m in titles if (s := sentence(m.title, ending))]
    done = [s for m, s in measures if shows(m.shown_by, s)]
    if kind == "in_force":
        assert len(done) >= (1 - LOST) * len(measures)
    else:
        assert done == []


def test_the_grid_is_as_wide_as_promised():
    assert len(ENDINGS) >= 80
    assert {k for k, _ in ENDINGS} >= {k.name.lower() for k in Polarity}


TOLD = {
    Polarity.IN_FORCE: [
        "媒体を許可なく持ち出さない。",
        "私物の端末の接続を禁止している。",
        "権限のない者は閲覧できない。",
        "無断で複製しないよう定めている。",
        "個人番号を参照できないようにしている。",
        "管理者以外は変更できない。",
        "権限は担当する職員にしか付与していない。",
        "漏えい等は発生していない。",
        "所属長は、利用の状況を漏れなく確認している。",
        "受託者は再委託をしてはならない。",
        "業務を再委託するときは、市の許諾を得なければならない。",
        "受託者は秘密を守らなければならないと規定している。",
        "委託契約書により、受託者は報告しなければならない。",
        "今後も継続して研修を実施する。",
        "保存期間は、翌年度から5年間とする。",
        "令和5年度から二要素認証を導入している。",
        "操作ログの取得",
        "設定済み",
    ],
    Polarity.DENIED: [
        "研修は、毎年度、全ての職員を対象として、実施していない。",
        "監査は行わず、点検もしていない。",
        "暗号化はしておりません。",
        "入退室の記録を残す仕組みがない。",
        "再発防止策を定めることは、人手が足りず、できていない。",
        "研修の記録は作成していない（令和7年4月現在）。",
        "監査：未実施",
    ],
    Polarity.CEASED: [
        "外部監査は令和5年度に取りやめた。",
        "委託先の点検は廃止している。",
        "操作ログを毎月点検していた。",
    ],
    Polarity.PLANNED: [
        "次回の契約更新時に、再委託の条件を盛り込むこととしている。",
        "来年度、研修を実施する。",
        "操作ログを点検していきたい。",
        "手順書は作成中である。",
    ],
    Polarity.NORM: [
        "職員は研修を受けるべきである。",
        "点検が必要である。",
        "記録を残すよう努めている。",
        "監査が望まれる。",
    ],
    Polarity.PARTIAL: ["暗号化は一部の端末で実施している。", "全ての職員が受講しているわけではない。"],
    Polarity.CONDITIONAL: ["状況に応じて、点検を行うことがある。"],
    Polarity.REPORTED: ["点検は各課の裁量に委ねている。", "委託先では暗号化しているとのことである。"],
    Polarity.QUESTION: ["操作ログを取得しているか。"],
}


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, texts in TOLD.items() for t in texts])
def test_a_sentence_is_told_by_its_last_predicate(kind, text):
    assert polarity(flat(text)).polarity is kind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("操作の記録は残しているが、印刷の記録は残していない。", "in force, denied"),
        ("印刷の記録は残していないが 操作の記録は残している。", "denied, in force"),
        ("記録を残しており、点検も行う予定である。", "in force, planned"),
        ("研修を実施していないため、要領を配布している。", "denied, in force"),
    ],
)
def test_each_clause_says_its_own(text, kinds):
    assert ", ".join(c.polarity.value for c in clauses(flat(text))) == kinds


SENTENCES = yaml.safe_load(Path(__file__).with_name("polarity.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("side", "text"), [(k, t) for k, texts in SENTENCES.items() for t in texts])
def test_whole_sentences_in_many_words(side, text):
    assert (polarity(flat(text)).polarity is Polarity.IN_FORCE) is (side == "in_force")


def test_the_mark_is_where_the_deciding_words_stand():
    text = "研修は、まだ実施していない。"
    found = polarity(text)
    assert found.mark is not None
    assert text[slice(*found.mark)] == "ていない"


@given(
    st.lists(st.sampled_from([t for texts in TOLD.values() for t in texts]), max_size=3).map("、".join)
    | st.text(max_size=60)
)
def test_clauses_make_up_the_sentence(text):
    cut = clauses(text)
    assert [c.start for c in cut] == [0, *(c.end for c in cut[:-1])]
    assert cut[-1].end == len(text)
    assert all(c.mark is None or 0 <= c.mark[0] < c.mark[1] <= len(text) for c in cut)
