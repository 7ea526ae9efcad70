"""Protects: what the document tells officials of adequacy is what the rules do."""

import datetime as dt
import re
from pathlib import Path

import pytest

import shikii
from shikii.engine.assess import program_of
from shikii.engine.findings.adequacy import Answer, compared, derived_adequacy
from shikii.engine.results.assessment import RiskSheet
from shikii.reports.rule_tables import counted, judges_tables
from shikii.reports.wording.words import every_word
from shikii.rulesets.language.grammar import Judge
from shikii.rulesets.loader import load_ruleset
from shikii.rulesets.program.measure_counts import OPEN, STATES

DOCUMENT = Path(shikii.__file__).resolve().parent / "docs" / "adequacy.md"
BEGIN, END = "<!-- judges: made from the rules -->\n", "<!-- end of judges -->\n"
RULESET = load_ruleset()
DAY = dt.date(2025, 4, 1)


def backwards(group):
    return {words["ja"]: id_ for id_, words in every_word(group).items()}


COMPARISON = backwards("comparison")


def rows(heading):
    section = DOCUMENT.read_text("utf-8").split(f"## {heading}")[1].split("\n## ")[0]
    table = re.findall(r"^\| (.*) \|$", section, re.MULTILINE)
    return [row.split(" | ") for row in table[1:]]


def test_the_document_shows_the_rules(request):
    text = DOCUMENT.read_text("utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    wanted = before + BEGIN + judges_tables(RULESET) + END + after
    if request.config.getoption("--update-golden"):
        DOCUMENT.write_text(wanted, encoding="utf-8")
    assert wanted == DOCUMENT.read_text("utf-8"), "run once with --update-golden"


def test_every_rule_stands_in_the_table_in_japanese():
    tables = judges_tables(RULESET)
    assert all(f"`{s.id}`" in tables for s in RULESET.of(Judge))
    said = re.sub(r"`[^`]*`", "", tables)
    assert not re.search(r"required|expected|desirable|declared|applicable", said)
    assert ">=" not in said


@pytest.mark.parametrize("row", rows("4."), ids=lambda r: r[0])
def test_every_example_is_what_the_rules_conclude(row):
    numbers, span, declared, said = row
    strengths, adequacy = backwards("strength"), backwards("adequacy")
    states = {counted(state): state for state in (*STATES, OPEN)}
    counts = {
        f"{strengths[strength]}.{states[state]}": int(n)
        for strength, state, n in re.findall(r"([^、・]+)・([^、0-9]+)([0-9]+)", numbers)
    }
    assert len(counts) == (0 if numbers.startswith("（") else numbers.count("、") + 1)
    derived = derived_adequacy(program_of(RULESET, DAY), counts)
    ends = dict.fromkeys(every_word("adequacy")[end]["ja"] for end in (derived.floor, derived.ceiling))
    assert "～".join(ends) == span
    assert compared(Answer(adequacy[declared], "yes"), derived) == COMPARISON[said]


def test_every_comparison_is_explained_in_the_words_of_the_reports():
    explained = {value.strip("`"): word for word, value, _ in rows("3.")}
    assert {id_: word for word, id_ in COMPARISON.items()} == explained
    assert set(explained) == set(RiskSheet.model_json_schema()["properties"]["comparison"]["enum"])
