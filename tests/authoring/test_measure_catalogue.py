"""Protects: every measure of the catalogue has a rule or a reason, and every rule says which it stands for."""

import os
import re
from pathlib import Path

import pytest

import shikii
from shikii.authoring.law_coverage import Beyond
from shikii.authoring.measure_catalogue import Catalogue, Entry, load_catalogue
from shikii.reports.rule_tables import measures_table
from shikii.rulesets.language.grammar import Expect
from shikii.rulesets.loader import load_ruleset

ROOT = Path(shikii.__file__).resolve().parent
PUBLISHED = Path(os.environ.get("SHIKII_PUBLISHED", ROOT.parent / "shared" / "published"))
SHEET = PUBLISHED.parent / "research" / "expected-measures.md"
DOCUMENT = ROOT / "docs" / "measures.md"
BEGIN, END = "<!-- measures: made from the rules and the catalogue -->\n", "<!-- end of measures -->\n"
CATALOGUE = load_catalogue()
RULESET = load_ruleset()


def entry(name, *measures, note=""):
    return Entry(id=name, section="in", measures=measures, note=note)


def test_every_rule_named_is_a_measure():
    assert CATALOGUE.missing(RULESET) == ()


def test_every_measure_stands_for_an_entry_or_says_what_else_it_rests_on():
    assert CATALOGUE.unreached(RULESET) == ()


@pytest.mark.skipif(not SHEET.is_file(), reason=f"no catalogue at {SHEET} (set SHIKII_PUBLISHED)")
def test_the_entries_are_those_of_the_source():
    rows = SHEET.read_text("utf-8").split("## カタログ", 1)[1]
    found = re.findall(r"^\| ([a-z][a-z0-9]*(?:-[a-z0-9]+)+) \|", rows, re.MULTILINE)
    assert len(found) == len(set(found)) == 225
    assert sorted(CATALOGUE.ids) == sorted(found)


def test_the_document_shows_every_measure(request):
    text = DOCUMENT.read_text("utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    wanted = before + BEGIN + measures_table(RULESET, CATALOGUE) + END + after
    if request.config.getoption("--update-golden"):
        DOCUMENT.write_text(wanted, encoding="utf-8")
    assert wanted == DOCUMENT.read_text("utf-8"), "run once with --update-golden"


def test_the_table_has_one_row_for_each_measure():
    table = measures_table(RULESET, Catalogue(entries=()))
    rows = re.findall(r"^\| `([^`]+)`(?:（弱）)? \|", table, re.MULTILINE)
    assert sorted(rows) == sorted(s.id for s in RULESET.of(Expect))


def test_the_table_names_what_a_measure_was_merged_from_and_depends_on():
    catalogue = Catalogue(
        entries=(
            entry("cat-a", "use-number-hidden"),
            entry("cat-b", "use-number-hidden"),
            entry("cat-c", note="様式に欄がない"),
        )
    )
    table = measures_table(RULESET, catalogue)
    row = next(line for line in table.splitlines() if line.startswith("| `use-number-hidden`"))
    assert "| `cat-a` `cat-b` |" in row
    assert "| 宛名システム等の使用 | 必須 | ガイドライン本文 | あり |" in row
    assert "| `cat-c` | — | 様式に欄がない |" in table


def test_several_rules_or_none_need_a_reason():
    for measures in ((), ("a", "b")):
        with pytest.raises(ValueError, match=r"say why in `note`"):
            entry("cat-a", *measures)
    assert entry("cat-a", "a").note == ""
    with pytest.raises(ValueError, match="names a rule twice"):
        entry("cat-a", "a", "a", note="理由")


def test_an_id_stands_once_over_all_files(tmp_path):
    (tmp_path / "use.yaml").write_text("cat-b: {measures: [use-x]}\n", "utf-8")
    (tmp_path / "keep.yaml").write_text("cat-c: {measures: [keep-x]}\n", "utf-8")
    (tmp_path / "in.yaml").write_text("cat-a: {measures: [in-x]}\n", "utf-8")
    (tmp_path / "beyond.yaml").write_text("beyond:\n- {rules: [use-y], reason: 様式の欄}\n", "utf-8")
    read = load_catalogue(tmp_path)
    assert [(e.id, e.section) for e in read.entries] == [("cat-a", "in"), ("cat-b", "use"), ("cat-c", "keep")]
    assert read.beyond == (Beyond(rules=("use-y",), reason="様式の欄"),)
    (tmp_path / "use.yaml").write_text("cat-a: {measures: [use-x]}\n", "utf-8")
    with pytest.raises(ValueError, match="stands twice: cat-a"):
        load_catalogue(tmp_path)


def test_what_is_named_wrongly_or_not_at_all_is_found():
    catalogue = Catalogue(
        entries=(entry("cat-a", "use-number-hiden"),),
        beyond=(Beyond(rules=("use-other-block",), reason="様式の欄"),),
    )
    assert catalogue.missing(RULESET) == ("use-number-hiden",)
    left = catalogue.unreached(RULESET)
    assert "use-other-block" not in left
    assert "use-number-hidden" in left


def test_the_catalogue_is_no_part_of_the_rules():
    assert not any(s.file.startswith("catalogue/") for s in RULESET.statements)


def test_the_catalogue_is_packed_with_the_ruleset():
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packed = settings["tool"]["setuptools"]["package-data"]["shikii"]
    files = {p for pattern in packed for p in ROOT.glob(pattern)}
    assert ROOT / "rulesets/my-number-pia/catalogue/beyond.yaml" in files


def test_every_measure_has_samples_near_misses_and_a_model_wording():
    thin = [
        s.id
        for s in RULESET.statements
        if isinstance(s, Expect)
        and (len(s.shows) < 2 or len(s.near_misses) < 2 or "記載例" not in s.advice or not s.title_en)
    ]
    assert thin == []


def test_required_is_what_law_or_the_main_text_of_the_guideline_obliges_to():
    for s in RULESET.of(Expect):
        assert (s.expect == "required") == (s.force in ("law", "guideline")), s.id


def test_what_the_basis_calls_an_example_is_graded_as_one():
    for s in RULESET.of(Expect):
        if all("（例示）" in b for b in s.basis):
            assert s.force == "example", s.id
        if s.force == "law":
            assert any(re.match("(番号法|規則|個人情報保護法)", b) for b in s.basis), s.id
        if s.force in ("guideline", "example"):
            assert any(b.startswith("ガイドライン（行政機関等編）") for b in s.basis), s.id
