"""Protects: the schemas under docs/schema are those the code follows, and what the program reads and writes obeys them.

``pytest tests/test_schemas.py --update-golden`` writes them anew.
"""

import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest

from shikii import assess
from shikii.cli.common import read_affairs
from shikii.engine.portfolio import schedule
from shikii.engine.results import assessment as results
from shikii.engine.results import version_comparison as comparison
from shikii.facts.readers import facts_schema
from shikii.facts.yaml_source import read_yaml
from shikii.reports.certificates import certificate

ROOT = Path(__file__).parents[1]
SCHEMAS = {
    "assessment.json": results.json_schema,
    "certificate.json": certificate.json_schema,
    "comparison.json": comparison.json_schema,
    "facts.json": facts_schema.json_schema,
    "schedule.json": schedule.json_schema,
}
#: Folders of `examples/rulesets` speak of facts of their own.
FACTS = sorted(p for p in (ROOT / "examples").rglob("*.yaml") if "rulesets" not in p.relative_to(ROOT).parts)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_in_docs_is_the_one_of_the_code(name, golden):
    text = json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"
    golden(ROOT / "docs" / "schema" / name, text)


@pytest.mark.parametrize("path", FACTS, ids=lambda p: p.name)
def test_examples_and_their_results_obey_the_schemas(path):
    facts = json.loads(json.dumps(read_yaml(path.read_text("utf-8"), path.name).data, default=str))
    jsonschema.validate(facts, facts_schema.json_schema())
    found = [assess(affair, as_of=dt.date(2026, 4, 1)) for affair in read_affairs(path)]
    assert found
    jsonschema.validate(json.loads(results.to_json(found)), results.json_schema())


def test_the_schemas_refuse_what_does_not_belong():
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{"rule": "x"}], results.json_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"taishou": 1}, facts_schema.json_schema())
