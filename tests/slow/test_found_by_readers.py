"""Protects: what careful readers found by hand is found by the rules named, and what is found is worth reading.

Needs the documents (``SHIKII_PUBLISHED``); skipped where they are absent.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import pytest
import yaml
from executors import needs_durable

from shikii import assess
from shikii.cli.common import read_affairs
from shikii.engine.portfolio.assess_run import assess_all
from shikii.rulesets.loader import load_ruleset

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("SHIKII_PUBLISHED", ROOT.parent / "shared" / "published"))
DOCUMENTS = sorted(FOLDER.glob("*.txt"))
AS_OF = dt.date(2026, 4, 1)
WAVED_AWAY = 1 / 5
HOW = {"rule", "layout", "human"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DOCUMENTS, reason=f"no published documents in {FOLDER} (set SHIKII_PUBLISHED)"),
]


def table() -> list[list[str]]:
    """Read the rows of the table in the docs: document, number, words, how, rules."""
    lines = (ROOT / "docs" / "found-by-readers.md").read_text("utf-8").splitlines()
    rows = [[c.strip() for c in line.split("|")[1:-1]] for line in lines if re.match(r"\| [a-z]+-", line)]
    return [row for row in rows if len(row) > 3]


def name_of(result) -> str:
    """Give the name the readers gave an assessment."""
    stem = Path(result.source).stem
    if stem == "takatsuki":
        kind = (
            "yobosesshu-zen"
            if "予防接種" in result.affair
            else "juki-kiso"
            if result.form == "basic"
            else "juki-zen"
        )
        return f"{stem}-{kind}"
    return f"{stem}-{'juki' if stem == 'nagano' else 'juminzei'}"


@pytest.fixture(scope="module")
def results():
    return {name_of(r): r for path in DOCUMENTS for r in assess_all(read_affairs(path), as_of=AS_OF)}


def test_the_table_speaks_of_every_item():
    rows = table()
    for path in FOLDER.glob("*.findings.md"):
        numbers = re.findall(r"^(\d+)\. ", path.read_text("utf-8"), re.MULTILINE)
        stem = path.name.removesuffix(".findings.md")
        assert [r[1] for r in rows if r[0] == stem] == numbers
    assert {r[3] for r in rows} == HOW
    assert all(bool(r[4]) is (r[3] == "rule") for r in rows)


def test_at_least_half_is_found():
    rows = table()
    assert sum(r[3] == "rule" for r in rows) >= len(rows) / 2


@pytest.mark.parametrize("row", [r for r in table() if r[3] == "rule"], ids=lambda r: f"{r[0]}-{r[1]}")
def test_the_rule_named_fires(results, row):
    document, _, _, _, rules = row
    known = {s.id for s in load_ruleset().statements}
    for rule in rules.split(", "):
        if rule not in known:
            pytest.skip(f"{rule} is not in this ruleset")
        assert rule in {f.rule for f in results[document].findings}


def test_every_finding_has_its_verdict(results):
    said = yaml.safe_load((Path(__file__).parent / "verdicts.yaml").read_text("utf-8"))
    verdicts = {(v["document"], v["rule"], v.get("file"), v["line"]): v["verdict"] for v in said}
    found = {
        (name, f.rule, f.file, f.evidence[0].line)
        for name, r in results.items()
        for f in r.findings
        if f.kind in ("consistency", "form")
    }
    assert found - verdicts.keys() == set(), "read these against the text and add a verdict"
    arguable = [key for key in found if verdicts[key] != "right"]
    assert len(arguable) <= WAVED_AWAY * len(found), arguable


def test_no_verdict_has_lost_its_finding(results):
    """A finding that is right must not disappear."""
    said = yaml.safe_load((Path(__file__).parent / "verdicts.yaml").read_text("utf-8"))
    for v in said:
        if v["verdict"] == "right":
            found = {(f.rule, f.file) for f in results[v["document"]].findings}
            assert (v["rule"], v.get("file")) in found, v


@needs_durable
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_executors_agree_on_every_finding(path):
    for affair in read_affairs(path):
        reference, session = (
            assess(affair, as_of=AS_OF, executor=executor).findings for executor in ("reference", "session")
        )
        assert reference == session
