"""Protects: every column and field that is written has a meaning in Japanese and English, and the dictionary and the
schemas under docs/ are those of the code. ``pytest tests/reports/tables/test_data_dictionary.py --update-golden`` writes them anew.
"""

import json
from pathlib import Path

import jsonschema
import polars as pl
import pytest
import sample

import shikii
from shikii.reports.run_files import summary_of, write_batch
from shikii.reports.tables.data_dictionary import (
    TABLES,
    dictionary_problems,
    render_dictionary,
    summary_schema,
    table_schema,
)
from shikii.reports.tables.result_tables import batch_of
from shikii.reports.wording.labels import columns, words_file

DOCS = Path(shikii.__file__).parent / "docs"


def test_every_field_and_column_has_a_meaning_and_no_meaning_is_left_over():
    assert dictionary_problems() == []
    for words in (*columns().values(), *(w for m in words_file("fields.yaml").values() for w in m.values())):
        assert words["ja"]
        assert words["en"]


def test_the_dictionary_in_docs_is_the_one_of_the_code(golden):
    golden(DOCS / "data-dictionary.md", render_dictionary())


@pytest.mark.parametrize("name", TABLES)
def test_the_table_schemas_in_docs_are_those_of_the_code_and_of_the_files(name, golden, tmp_path):
    schema = table_schema(name)
    golden(DOCS / "schema" / f"{name}.table.json", json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
    write_batch(tmp_path, batch_of([sample.settled()]))
    assert pl.read_parquet(tmp_path / f"{name}.parquet").columns == [f["name"] for f in schema["fields"]]


def test_the_summary_obeys_its_schema(golden):
    schema = summary_schema()
    golden(DOCS / "schema" / "summary.json", json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
    summary = summary_of(batch_of([sample.settled(), sample.open_level()]))
    jsonschema.validate(summary, schema)
    assert set(summary) == set(schema["required"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**summary, "affairs": "many"}, schema)
