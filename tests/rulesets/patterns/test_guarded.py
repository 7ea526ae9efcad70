"""Protects: patterns of own rules never stall a run, and find what they would find anyway."""

import datetime as dt
import re
import time

import pytest
import yaml

from shikii import assess, read_affair
from shikii.facts.errors import RulesetError
from shikii.rulesets.loader import load_ruleset
from shikii.rulesets.patterns.guarded import Limited, compiled, union
from shikii.tests.support.patterns import of_rules
from shikii.tests.support.shipped import RULESET


def own(folder, *patterns, unless=()):
    """Write an overlay with one fact that searches the name of the organization."""
    rule = {
        "define": "x_text",
        "id": "x.text",
        "title": "名称",
        "title_en": "a name",
        "fact": {"kind": "yesno", "ja": "試験", "en": "test"},
        "by": {
            "mentions": {
                "fields": ["organization"],
                "patterns": [*patterns],
                "unless": [*unless],
                "deniable": False,
            }
        },
        "basis": ["要綱"],
        "confidence": "known",
    }
    (folder / "ruleset.yaml").write_text("ruleset: {id: own, title: 町のルール}\n", encoding="utf-8")
    text = yaml.safe_dump({"rules": [rule]}, allow_unicode=True, sort_keys=False)
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    return load_ruleset(over=[folder])


@pytest.mark.parametrize(
    ("pattern", "id_"),
    [
        ("(?:a|a){1,60}b", "ruleset.backtracking"),
        ("(a+)+b", "ruleset.backtracking"),
        ("(市", "ruleset.pattern"),
        ("a*b*c{x}", "ruleset.pattern"),
    ],
)
def test_an_own_pattern_is_checked_at_load(tmp_path, pattern, id_):
    with pytest.raises(RulesetError) as caught:
        own(tmp_path, "市長", pattern)
    (problem,) = caught.value.problems
    assert (problem.id, problem.value) == (id_, pattern)
    assert problem.place == f"{tmp_path.name}/rules.yaml:2 x.text"


def test_a_pattern_under_unless_is_checked_too(tmp_path):
    with pytest.raises(RulesetError, match=re.escape("ruleset.backtracking")):
        own(tmp_path, "市長", unless=["(a+)+b"])


def test_a_usual_own_pattern_is_searched_without_a_limit(tmp_path):
    ruleset = own(tmp_path, "市.{0,9}長")
    mentions = ruleset["x.text"].by.mentions
    assert mentions.own.endswith("x.text")
    assert isinstance(union(mentions.patterns, mentions.own), re.Pattern)
    assert RULESET["prov-legal"].shown_by.own == ""


def test_what_the_check_lets_through_ends_in_a_named_problem(tmp_path):
    pattern = "(?:市{1,9}区{0,2}){5,9}[長町]"
    ruleset = own(tmp_path, pattern)
    affair = read_affair({"affair": "a", "organization": "市" * 4_000, "headcount": 5}, "a.yaml")
    begun = time.thread_time()
    with pytest.raises(RulesetError) as caught:
        assess(affair, as_of=dt.date(2026, 4, 1), ruleset=ruleset)
    assert time.thread_time() - begun < 6
    (problem,) = caught.value.problems
    assert (problem.id, problem.value) == ("ruleset.stalled", pattern)
    assert problem.place == f"{tmp_path.name}/rules.yaml:2 x.text"


def test_every_way_of_searching_is_limited():
    slow = Limited("(?:市{1,9}区{0,2}){5,9}[長町]", "own", seconds=0.02)
    for search in (slow.search, lambda t: list(slow.finditer(t)), lambda t: slow.sub("", t)):
        with pytest.raises(RulesetError, match=re.escape("ruleset.stalled")):
            search("市" * 4_000)


def test_the_limited_engine_finds_what_re_finds():
    texts = [
        "職員の端末では二要素認証を行い、パスワードを定期的に変更している。",
        "委託先は個人番号カードの提示を受けて本人を確認し、記録を5年間保管する。",
        "保守作業には職員が立ち会い、使用後の媒体はデータを消去したうえで廃棄する。",
        "アクセス権限は人事異動の都度、責任者の承認を得て失効させ、操作ログを毎月点検する。",
    ]
    found = 0
    for pattern in list(of_rules())[::5]:
        limited = Limited(pattern, "own")
        for text in texts:
            one, other = re.search(pattern, text), limited.search(text)
            assert (one and one.span()) == (other and other.span()), pattern
            found += one is not None
    assert found > 20
    assert isinstance(compiled("a*b*c*d", "own"), Limited)
