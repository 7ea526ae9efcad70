"""Protects: every fact of the law is encoded or says why not, and every rule says what of the law it holds."""

import datetime as dt
import os
import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

import shikii
from shikii.authoring.law_coverage import Beyond, Coverage, LawFact, load_coverage
from shikii.rulesets.loader import load_ruleset

ROOT = Path(shikii.__file__).resolve().parent
SHEET = Path(os.environ.get("SHIKII_FACT_SHEET", ROOT.parent / "shared" / "research" / "guideline-facts.md"))
DOCUMENT = ROOT / "docs" / "law-coverage.md"
BEGIN, END = "<!-- coverage: made from coverage.yaml -->\n", "<!-- end of coverage -->\n"
COVERAGE = load_coverage()
RULESET = load_ruleset()
IDS = {
    "F0": 6, "F1": 16, "F2": 12, "F3": 8, "F4": 18, "F5": 8, "F6": 17, "F7": 16, "F8": 13, "F10": 6,
}  # fmt: skip


def test_every_fact_of_the_sheet_stands_once_and_in_order():
    wanted = [f"{group}.{n}" for group, last in IDS.items() for n in range(1, last + 1)]
    assert [f.id for f in COVERAGE.facts] == wanted


@pytest.mark.skipif(not SHEET.is_file(), reason=f"no fact sheet at {SHEET} (set SHIKII_FACT_SHEET)")
def test_the_sheet_has_no_other_facts_and_is_not_surer():
    # the table of corrections at the head of the sheet names facts too; their own rows follow the sources
    facts = SHEET.read_text("utf-8").partition("\n## Sources")[2]
    found = re.findall(r"^\| (F\d+\.\d+) \|(?:.*\|)? *([^|]*) \|$", facts, re.MULTILINE)
    assert [i for i, _ in found] == [f.id for f in COVERAGE.facts]
    sure = {"confirmed": 3, "known": 2, "unsure": 1}
    stated = {i: min((v for k, v in sure.items() if k.upper() in c), default=1) for i, c in found}
    for fact in COVERAGE.facts:
        if sure[fact.confidence] > stated[fact.id]:
            assert fact.note, f"{fact.id} is less sure in the sheet than it says here; say in what"


def test_every_rule_named_exists():
    assert COVERAGE.missing(RULESET) == ()


def test_every_rule_holds_a_fact_or_says_what_else_it_rests_on():
    assert COVERAGE.unreached(RULESET) == ()


def test_no_rule_is_surer_than_every_fact_it_holds():
    """A rule may be less sure than the law; never surer than all of what it is said to rest on."""
    rank = {"unsure": 1, "known": 2, "confirmed": 3}
    for s in RULESET.on(dt.date(2026, 11, 1)):  # as the law reads now; earlier readings may be better known
        if any(fnmatchcase(s.id, p) for b in COVERAGE.beyond for p in b.rules):
            continue
        held = [rank[f.confidence] for f in COVERAGE.facts if any(fnmatchcase(s.id, p) for p in f.rules)]
        assert not held or rank[s.confidence] <= max(held), s.id


def test_the_document_shows_the_coverage(request):
    text = DOCUMENT.read_text("utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    wanted = before + BEGIN + COVERAGE.table() + END + after
    if request.config.getoption("--update-golden"):
        DOCUMENT.write_text(wanted, encoding="utf-8")
    assert wanted == DOCUMENT.read_text("utf-8"), "run once with --update-golden"


def test_a_fact_needs_rules_or_a_reason_and_not_both():
    for more in ({}, {"rules": ("a",), "reason": "b"}):
        with pytest.raises(ValueError, match=r"F1\.1 needs rules, or a reason"):
            LawFact(id="F1.1", title="t", confidence="known", **more)


def test_what_is_named_wrongly_or_not_at_all_is_found():
    fact = LawFact(id="F1.1", title="t", confidence="known", rules=("threshold.300k", "thresold.*"))
    assert Coverage(facts=(fact,)).missing(RULESET) == ("thresold.*",)
    beyond = Beyond(rules=("[!d]*", "du[!t]*"), reason="all but duties")
    left = Coverage(facts=(fact,), beyond=(beyond,)).unreached(RULESET)
    assert left
    assert all(r.startswith("d") for r in left)
