"""Protects: every place of law that a rule cites exists, and an amended sentence names the rules to read again."""

import datetime as dt
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

import shikii
from shikii.authoring.law_text import LawFile, LawMap, check_law, load_law_map, pin_of, pinned
from shikii.cli.commands.rules.rules import command
from shikii.facts.yaml_source import read_yaml
from shikii.rulesets.citations import places
from shikii.rulesets.loader import DEFAULT, load_ruleset, read_ruleset

DAY = dt.date(2026, 12, 1)
LAW = Path(os.environ.get("SHIKII_LAW", Path(shikii.__file__).resolve().parent.parent / "shared" / "law"))
EGOV = """<Law><LawBody><MainProvision>
<Article Num="1"><Paragraph Num="1"><ParagraphSentence><Sentence>市は記録する。</Sentence></ParagraphSentence></Paragraph></Article>
<Article Num="2_2"><Paragraph Num="1"><Item Num="3"><ItemSentence><Sentence>三</Sentence></ItemSentence>
<Subitem1 Num="1"><Subitem1Title>イ</Subitem1Title><Subitem1Sentence><Sentence>い</Sentence></Subitem1Sentence></Subitem1></Item></Paragraph></Article>
</MainProvision></LawBody></Law>"""
TABLE = "# 規則\n3\t1\t2\t1\t二号の文。\n"
GUIDELINE = """<html><body><p>第４－１－⑴ 利用</p><p>１ 範囲</p><p>Ａ 前提</p><p>①定める ②守る</p>
<p>（別添１）措置</p><p>２ 内容</p><p>Ｃ 組織</p><p>ａ 体制</p><p>責任者を置く。</p></body></html>"""
FILES = (
    LawFile(law="架空法", file="a.xml", kind="egov"),
    LawFile(law="規則", file="b.tsv", kind="table", whole=False, articles=4),
    LawFile(law="ガイドライン（行政機関等編）", file="g.html", kind="guideline"),
)


def rules(*basis):
    text = f"""
rules:
  - check: level
    id: one
    title: t
    severity: note
    when: {{headcount: ">= 1"}}
    detail: d
    advice: a
    basis: [{", ".join(basis)}]
    confidence: known
"""
    return read_ruleset([("r.yaml", text)])


@pytest.fixture
def folder(tmp_path):
    for name, text in (("a.xml", EGOV), ("b.tsv", TABLE), ("g.html", GUIDELINE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def check(folder, *basis, pins=None):
    return check_law(rules(*basis), DAY, folder, LawMap(files=FILES, pins=pins or {}))


@pytest.mark.parametrize(
    "basis",
    [
        "架空法第1条",
        "架空法第2条の2第3号イ",
        "規則第3条第2号",
        "ガイドライン（行政機関等編）別添1 2Ca",
        "ガイドライン（行政機関等編）第4-1-(1)1A②",
    ],
)
def test_a_place_that_exists_is_read(folder, basis):
    report = check(folder, basis)
    assert report.held == 1
    assert [p.id for p in report.problems] == ["law.unpinned"]
    assert check(folder, basis, pins=report.pins).problems == ()


@pytest.mark.parametrize(
    "basis",
    [
        "架空法第99条",
        "架空法第1条第2項",
        "規則第5条",
        "ガイドライン（行政機関等編）別添1 2Cf",
        "ガイドライン（行政機関等編）第4-1-(1)1A⑤",
    ],
)
def test_a_place_that_does_not_exist_is_a_problem(folder, basis):
    (problem,) = check(folder, basis).problems
    assert (problem.id, problem.value, problem.place) == ("law.missing", basis, "one")


def test_what_a_partial_file_does_not_hold_is_named_and_no_problem(folder):
    report = check(folder, "規則第2条", "他の法第1条", "様式4 Ⅲ3")
    assert (report.problems, report.absent) == ((), ("他の法第1条", "規則第2条"))


def test_an_amended_sentence_names_the_rules_to_read_again(folder):
    pins = check(folder, "架空法第1条").pins
    (folder / "a.xml").write_text(EGOV.replace("記録する", "記録し、保存する"), encoding="utf-8")
    (problem,) = check(folder, "架空法第1条", pins=pins).problems
    assert (problem.id, problem.value, problem.place) == ("law.changed", "架空法第1条", "one")


def test_width_and_white_space_do_not_count():
    assert pin_of("第１条　市は、") == pin_of("第1条 市は、")
    assert pin_of("市は記録する") != pin_of("市は保存する")


def test_pins_read_back_as_written(folder):
    law_map = LawMap(
        files=FILES, pins={"a.xml": {"架空法第1条": "123456789012", "架空法第2条": "1e1234567890"}}
    )
    data = read_yaml(pinned(law_map, law_map.pins), "law-texts.yaml").data
    assert LawMap.model_validate(data) == law_map


def test_a_citation_gives_each_of_its_places():
    assert [p.name for p in places("規則第14条第1項・第3項、第16条")] == [
        "規則第14条第1項",
        "規則第14条第3項",
        "規則第16条",
    ]
    assert [p.path for p in places("規則第4条から第7条まで")] == [("4",), ("7",)]
    assert places("様式4 Ⅲ7") == ()


@pytest.mark.skipif(not LAW.is_dir(), reason=f"no texts of law at {LAW} (set SHIKII_LAW)")
def test_the_national_rules_cite_what_the_texts_hold():
    report = check_law(load_ruleset(), DAY, LAW, load_law_map(DEFAULT.parent / "law-texts.yaml"))
    assert report.problems == ()
    assert report.held > 100
    assert CliRunner().invoke(command, ["law", str(LAW), "--as-of", "2026-12-01"]).exit_code == 0
