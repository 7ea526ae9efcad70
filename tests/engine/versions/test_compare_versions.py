"""Protects: a comparison names what certainly differs and nothing else, judges it by the rules, and stays honest
where a side is not known."""

import datetime as dt
from copy import deepcopy
from pathlib import Path

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii import read_affair
from shikii.engine.versions.compare_versions import compare
from shikii.facts.forms.model import load_forms
from shikii.facts.readers.facts_files import read_facts
from shikii.rulesets.loader import FORMS

ALL = load_forms(FORMS)
DAY = dt.date(2026, 4, 1)
EXAMPLES = Path(__file__).parents[3] / "examples"
BASE = {
    "affair": "予防接種に関する事務", "organization": "みどり市長", "form": "full", "headcount": "30万人以上",
    "nws_linkage": "実施しない",
    "systems": [{"name": "接種管理システム", "connections": ["庁内連携システム"]}],
    "files": [
        {
            "name": "接種記録ファイル", "users": "10人以上50人未満", "entrusts": True, "entrusted_items": 1,
            "sources": ["本人又は本人の代理人"], "methods": ["紙"],
            "entrustments": [{"name": "運用", "re_entrusts": False}],
            "answers": {"use-2.authentication": "行っている", "keep-1.incident_3y": "発生なし"},
            "narratives": {"use": "端末ごとに利用者を認証する。離席時は画面を消す。"},
        }
    ],
}  # fmt: skip


def against(old, new):
    """Compare two sets of facts of one affair."""
    (one,) = compare([read_affair(old, "old")], [read_affair(new, "new")], as_of=DAY, forms=ALL).comparisons
    return one


def changed(edit):
    """Compare the base with a copy that was edited in place."""
    new = deepcopy(BASE)
    edit(new, new["files"][0])
    return against(BASE, new)


def only(edit):
    (change,) = changed(edit).changes
    return change


def set_(where, **values):
    where.update(values)


CASES = {
    "linkage begins": (lambda a, _: set_(a, nws_linkage="実施する"), "yes", "significant", "change.significant-raises"),
    "linkage not decided": (lambda a, _: set_(a, nws_linkage="未定"), "yes", "human", "change.open-marked"),
    "source added": (lambda _, f: f["sources"].append("民間事業者"), "yes", "significant", "change.significant-raises"),
    "method added": (lambda _, f: f["methods"].append("電子メール"), "no", "not_significant", "change.not-significant-unlisted"),
    "users": (lambda _, f: set_(f, users="100人以上500人未満"), "no", "not_significant", "change.not-significant-unlisted"),
    "re-entrusts": (lambda _, f: set_(f["entrustments"][0], re_entrusts=True), "yes", "significant", "change.significant-raises"),
    "answer falls": (lambda _, f: set_(f["answers"], **{"use-2.authentication": "行っていない"}), "yes", "significant", "change.significant-raises"),
    "incident": (lambda _, f: set_(f["answers"], **{"keep-1.incident_3y": "発生あり"}), "no", "not_significant", "change.not-significant-unlisted"),
    "wording": (lambda _, f: set_(f["narratives"], use="端末ごとに利用者を認証する。離席時は電源を切る。"), "yes", "human", "change.open-marked"),
    "notation": (lambda _, f: set_(f["narratives"], use="端末ごとに、利用者を認証する。離席時は画面を消す。"), "yes", "not_significant", "change.not-significant-formal"),
    "system added": (lambda a, _: a["systems"].append({"name": "証明書発行システム"}), "no", "human", "change.open-new"),
    "system removed": (lambda a, _: a["systems"].clear(), "no", "not_significant", "change.not-significant-unlisted"),
    "file added": (lambda a, _: a["files"].append({"name": "送付先ファイル"}), "no", "human", "change.open-new"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_kind_of_change_is_judged_by_its_rule(name):
    edit, marked, significance, rule = CASES[name]
    change = only(edit)
    assert (change.marked, change.significance) == (marked, significance)
    assert rule in [g.rule for g in change.grounds]
    assert all(g.basis for g in change.grounds)


def test_a_new_entrustment_is_left_to_a_human():
    def edit(_, file):
        file["entrustments"].append({"name": "窓口", "re_entrusts": False})
        file["entrusted_items"] = 2

    found = {c.path: c for c in changed(edit).changes}
    change = found["files[接種記録ファイル].entrustments[窓口]"]
    assert (change.edit, change.significance) == ("added", "human")
    assert [g.rule for g in change.grounds] == ["change.open-entrustment"]


def test_the_same_change_in_form_3_may_bear_no_mark():
    old, new = {**BASE, "form": "key"}, deepcopy({**BASE, "form": "key"})
    old["files"] = [{**BASE["files"][0], "narratives": {"basic": "甲"}}]
    new["files"] = [{**BASE["files"][0], "narratives": {"basic": "乙"}}]
    assert {c.marked for c in against(old, new).changes} == {"unknown"}


def test_what_one_side_does_not_say_is_not_a_change():
    new = deepcopy(BASE)
    del new["files"][0]["users"], new["nws_linkage"]
    new["files"][0]["narratives"] = {}
    found = against(BASE, new)
    assert found.changes == ()
    assert {u.path for u in found.uncertain} == {"files[接種記録ファイル].users", "nws_linkage"}
    assert [c.rule for c in found.consequences] == []


def test_ranges_that_overlap_may_be_the_same():
    found = against({"headcount": "10万人以上30万人未満"}, {"headcount": 250_000})
    assert (found.changes, [u.path for u in found.uncertain]) == ((), ["headcount"])


@pytest.mark.parametrize(
    ("old", "new", "raised", "lowered", "rules"),
    [
        (
            {"headcount": 9_999},
            {"headcount": 300_000},
            "yes",
            "no",
            {"compare.raised-full": "follows", "compare.correct": "perhaps"},
        ),
        (
            {"headcount": 300_000},
            {"headcount": 9_999},
            "no",
            "yes",
            {"compare.lowered": "follows", "compare.correct": "perhaps"},
        ),
        ({"headcount": 300_000}, {"headcount": 400_000}, "no", "no", {"compare.correct": "perhaps"}),
        (
            {"headcount": 9_999},
            {"headcount": 200_000},
            "yes",
            "no",
            {"compare.raised-key": "perhaps", "compare.raised-full": "perhaps", "compare.correct": "perhaps"},
        ),
        ({"headcount": 50_000}, {"headcount": 200_000}, "unknown", "no", None),
        ({"headcount": 200_000}, {"headcount": 50_000}, "no", "unknown", None),
        ({}, {"headcount": 50_000}, "unknown", "unknown", None),
    ],
)
def test_the_level_rises_and_falls_only_where_that_is_certain(old, new, raised, lowered, rules):
    found = against(old, new)
    assert (found.threshold.raised, found.threshold.lowered) == (raised, lowered)
    if rules is not None:
        assert {c.rule: c.status for c in found.consequences} == rules


def test_what_follows_from_a_significant_change():
    found = changed(lambda a, _: set_(a, nws_linkage="実施する"))
    assert {c.rule: c.status for c in found.consequences} == {"compare.reassess": "follows"}
    found = changed(lambda _, f: set_(f["narratives"], use="利用者を認証する。"))
    assert {c.rule: c.status for c in found.consequences} == {
        "compare.reassess": "perhaps",
        "compare.correct": "perhaps",
    }


def test_sentences_in_another_order_are_no_difference():
    assert (
        changed(
            lambda _, f: set_(f["narratives"], use="離席時は画面を消す。端末ごとに利用者を認証する。")
        ).changes
        == ()
    )


@pytest.mark.parametrize(
    "path", [p for p in sorted(EXAMPLES.rglob("*.yaml")) if "rulesets" not in p.parts], ids=lambda p: p.stem
)
def test_a_record_does_not_differ_from_itself(path):
    affairs = read_facts(path)
    report = compare(affairs, affairs, as_of=DAY, forms=ALL)
    assert len(report.comparisons) == len(affairs)
    for one in report.comparisons:
        assert (one.changes, one.uncertain, one.consequences) == ((), (), ())


FACTS = st.fixed_dictionaries(
    {"form": st.sampled_from(["key", "full"])},
    optional={
        "headcount": st.sampled_from([900, 50_000, "10万人以上30万人未満", 200_000, 300_000]),
        "handlers": st.sampled_from([10, 499, 500, "500人以上"]),
        "nws_linkage": st.sampled_from(["実施する", "実施しない", "未定", "空欄"]),
        "department": st.sampled_from(["市民課", "市民 課", "市民生活課", "空欄"]),
        "systems": st.lists(
            st.fixed_dictionaries({"name": st.sampled_from(["甲", "乙", "丙"])}),
            max_size=3,
            unique_by=lambda s: s["name"],
        ),
        "files": st.lists(
            st.fixed_dictionaries(
                {"name": st.sampled_from(["甲ファイル", "乙ファイル"])},
                optional={
                    "users": st.sampled_from(["10人未満", 5, "500人以上1000人未満"]),
                    "sources": st.lists(st.sampled_from(["民間事業者", "その他"]), unique=True),
                    "narratives": st.fixed_dictionaries(
                        {"use": st.sampled_from(["認証する。", "認証する。記録する。", "認証する"])}
                    ),
                },
            ),
            max_size=2,
            unique_by=lambda f: f["name"],
        ),
    },
)
MIRROR = {"added": "removed", "removed": "added"}


@examples(40)
@given(FACTS, FACTS)
def test_comparing_the_other_way_round_swaps_before_and_after(old, new):
    there, back = against(old, new), against(new, old)
    one = {(c.path, c.before, c.after) for c in there.changes}
    assert one == {(c.path, c.after, c.before) for c in back.changes}
    assert {(u.path, u.before, u.after) for u in there.uncertain} == {
        (u.path, u.after, u.before) for u in back.uncertain
    }
    assert (there.threshold.raised, there.threshold.lowered) == (
        back.threshold.lowered,
        back.threshold.raised,
    )


@examples(40)
@given(FACTS)
def test_nothing_differs_from_itself(facts):
    found = against(facts, facts)
    assert (found.changes, found.uncertain, found.consequences) == ((), (), ())
    assert (found.threshold.raised, found.threshold.lowered) == ("no", "no")
