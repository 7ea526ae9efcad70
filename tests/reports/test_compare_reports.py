"""Protects: every view of a comparison says the same, fits 80 columns, obeys the schema, and lets no fact become markup.

Golden files: ``pytest tests/reports --update-golden``."""

import datetime as dt
import html
import json
import re
from pathlib import Path

import pytest
import sample
from jsonschema import Draft202012Validator
from rich.cells import cell_len

from shikii import read_affair
from shikii.engine.results.version_comparison import comparison_json, json_schema
from shikii.engine.versions.compare_versions import compare
from shikii.facts.forms.model import load_forms
from shikii.facts.readers.facts_files import read_facts
from shikii.reports.page.html import render_comparison_html
from shikii.reports.terminal.compare_markdown import render_comparison_markdown
from shikii.reports.terminal.compare_text import render_comparison_text
from shikii.rulesets.loader import FORMS

ALL = load_forms(FORMS)
DAY = dt.date(2026, 4, 1)
FOLDER = Path(__file__).parents[2] / "examples" / "compare"


@pytest.fixture(scope="module")
def report():
    old, new = (read_facts(FOLDER / name) for name in ("before.yaml", "after.yaml"))
    return compare(old, new, as_of=DAY, forms=ALL)


def plain(text):
    """Take out what changes with every edit of a rule or with the place of the checkout."""
    text = re.sub(r"sha256:[0-9a-f]+", "sha256:…", text)
    return text.replace(f"{FOLDER}/", "")


def hostile():
    pairs = [
        (
            {"affair": "x", "form": "full", "department": text, "systems": [{"name": "甲"}]},
            {"affair": "x", "form": "full", "department": f"{text}{text}", "systems": [{"name": f"{text}2"}]},
        )
        for text in sample.HOSTILE
    ]
    reports = [
        compare([read_affair(a, "old")], [read_affair(b, "new")], as_of=DAY, forms=ALL) for a, b in pairs
    ]
    return reports[0].model_copy(update={"comparisons": tuple(c for r in reports for c in r.comparisons)})


def test_text(report, golden):
    # the source stands in a line of its own; its length depends on the checkout
    named = report.model_copy(update={"comparisons": tuple(short(c) for c in report.comparisons)})
    for lang, name in (("ja", "compare.txt"), ("en", "compare.en.txt")):
        text = render_comparison_text(named, lang=lang)
        assert max(cell_len(line) for line in text.split("\n")) <= 80
        golden(name, plain(text))


def short(one):
    sides = {k: getattr(one, k).model_copy(update={"source": f"{k}.yaml"}) for k in ("old", "new")}
    return one.model_copy(update=sides)


def test_markdown(report, golden):
    golden("compare.md", plain(render_comparison_markdown(report)))


def test_json_follows_its_schema(report, golden):
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    for one in (report, hostile()):
        Draft202012Validator(schema).validate(json.loads(comparison_json(one)))
    golden("compare.json", plain(comparison_json(report)) + "\n")


def test_the_views_name_every_change(report):
    (one,) = report.comparisons
    page, text, memo = (
        render_comparison_html(report),
        render_comparison_text(report, width=100_000),
        render_comparison_markdown(report),
    )
    assert len(one.changes) == 11
    for change in one.changes:
        assert change.item in html.unescape(page)
        assert change.item in text
        assert change.item.replace("_", r"\_") in memo


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_page_carries_no_markup_from_facts_and_asks_no_network(lang):
    page = render_comparison_html(hostile(), lang=lang)
    assert "<script>alert" not in page
    assert page.count("<script") == 1
    assert not re.search(r"<[^>]+ (on\w+|src|style)=", page)
    assert "default-src 'none'" in html.unescape(page)
    assert "不足" not in page


def test_markdown_keeps_cells_in_their_row():
    for line in render_comparison_markdown(hostile()).splitlines():
        if line.startswith("| ") and not line.startswith("|---"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 7


def test_what_has_no_counterpart_is_listed():
    old = [read_affair({"affair": n, "form": "key"}, "old.yaml") for n in ("甲", "乙")]
    new = [read_affair({"affair": n, "form": "key"}, "new.yaml") for n in ("乙", "丙")]
    found = compare(old, new, as_of=DAY, forms=ALL)
    for text in (
        render_comparison_text(found),
        render_comparison_markdown(found),
        render_comparison_html(found),
    ):
        assert "比較前だけにある評価書" in text
        assert "比較後だけにある評価書" in text
        assert "丙" in text
