"""Protects: a ruleset of one's own begins as a complete example that passes, and its files fit the published schema."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from shikii.cli.commands.rules.rules import command
from shikii.rulesets.loader import DEFAULT
from shikii.rulesets.rule_file_schema import rule_file_schema

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "rules.json"


def run(*arguments):
    return CliRunner().invoke(command, [str(a) for a in arguments], standalone_mode=False)


def test_what_is_made_passes_its_cases(tmp_path):
    folder = tmp_path / "own"
    made = run("new", folder, "--id", "midori-city")
    assert made.exit_code == 0
    assert "midori-city" in (folder / "rules.yaml").read_text("utf-8")
    done = run("test", "--ruleset", folder)
    assert (done.return_value, "全て合格" in done.output) == (0, True)
    assert run("new", folder).exit_code != 0  # nothing is written over


def test_the_schema_in_docs_is_that_of_the_code(golden):
    golden(SCHEMA, json.dumps(rule_file_schema(), ensure_ascii=False, indent=2) + "\n")


FILES = sorted({*DEFAULT.glob("*.yaml"), *(DEFAULT.parents[1] / "example-ward").glob("*.yaml")})


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_the_rules_that_ship_fit_the_schema(path):
    data = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506 - words alone, as rules are read
    errors = list(jsonschema.Draft202012Validator(SCHEMA_FOR_WORDS).iter_errors(data))
    assert [e.json_path for e in errors] == []


def as_words(schema):
    """Rule files are read as words: a number or a truth value stands as text."""
    if isinstance(schema, dict):
        out = {k: as_words(v) for k, v in schema.items() if k not in ("minimum", "maximum")}
        if out.get("type") in ("integer", "boolean", "number"):
            out["type"] = "string"
        return out
    return [as_words(v) for v in schema] if isinstance(schema, list) else schema


SCHEMA_FOR_WORDS = as_words(rule_file_schema())


def test_a_misspelt_field_is_found():
    rule = {
        "check": "level",
        "id": "a",
        "title": "a",
        "basis": ["a"],
        "confidence": "known",
        "sevrity": "note",
    }
    assert not jsonschema.Draft202012Validator(rule_file_schema()).is_valid({"rules": [rule]})
