"""A made-up law in a folder, and one rule that cites it: what checking the one against the other reports."""

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path

from shikii.authoring.law_text import LawFile, LawMap, check_law
from shikii.facts.errors import ShikiiError
from shikii.rulesets.loader import read_ruleset

RULE = """
rules:
  - check: level
    id: one
    title: t
    severity: note
    when: {headcount: ">= 1"}
    detail: d
    advice: a
    basis: [架空法第ARTICLE条]
    confidence: known
"""


def check(article, text="1\t1\t\t1\t文。\n", pins=None):
    """Raise what is wrong with a rule that cites an article of a law with one article; an empty text leaves no file."""
    law_map = LawMap(files=(LawFile(law="架空法", file="a.tsv", kind="table"),), pins=pins or {})
    with tempfile.TemporaryDirectory() as folder:
        if text:
            Path(folder, "a.tsv").write_text(text, encoding="utf-8")
        rules = read_ruleset([("r.yaml", RULE.replace("ARTICLE", article))])
        report = check_law(rules, dt.date(2026, 12, 1), Path(folder), law_map)
        raise ShikiiError([p if text else replace(p, place="DIR") for p in report.problems])
