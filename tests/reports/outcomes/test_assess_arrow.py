"""Protects: record batches give the rows of a batch, with one schema, and lose no row that cannot be read."""

import datetime as dt
import json
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from shikii import assess_arrow, run_batch
from shikii.facts.errors import UsageError
from shikii.reports.outcomes.assess_arrow import arrow_schema
from shikii.tests.support.shipped import RULESET

DAY = dt.date(2026, 4, 1)
ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "examples/documents/midori-juminzei-juten.txt"
FACTS = {
    "affair": "国保",
    "organization": "架空市長",
    "headcount": 50_000,
    "handlers": 100,
    "incident_within_1y": "no",
}


def told(batches, part="affairs"):
    out = [*assess_arrow(batches, as_of=DAY, part=part, ruleset=RULESET, executor="reference")]
    assert all(b.schema == arrow_schema(part) for b in out)
    return pl.DataFrame(pa.Table.from_batches(out, arrow_schema(part)))


@pytest.fixture(scope="module")
def by_path():
    return run_batch([DOCUMENT], as_of=DAY, ruleset=RULESET, executor="reference").tables


@pytest.mark.parametrize("part", ["affairs", "findings", "duties", "measures"])
def test_a_document_gives_the_rows_of_a_batch(by_path, part):
    batch = pa.record_batch({"path": [str(DOCUMENT)], "content": [DOCUMENT.read_bytes()]})
    found, expected = told([batch], part), getattr(by_path, part)
    assert found.select(expected.columns).to_dicts() == expected.to_dicts()


def test_every_row_comes_back():
    """Facts, a document that is none, a path without a file, and nothing at all; batches may be empty."""
    rows = pa.record_batch(
        {
            "path": ["a.json", "b.txt", "/nowhere/c.yaml", None, "d.json"],
            "facts": [json.dumps(FACTS, ensure_ascii=False), None, None, None, '{"headcount": "a word"}'],
            "content": [None, "何でもない".encode(), None, None, None],
        },
        pa.schema({"path": pa.string(), "facts": pa.string(), "content": pa.binary()}),
    )
    found = told([rows, rows.slice(0, 0), rows.slice(0, 1)])
    assert found["level_floor"].to_list() == ["basic", None, None, None, None, "basic"]
    problems = found["problem"].to_list()
    assert problems[0] is None
    for problem, name in zip(
        problems[1:5], ("document.", "file.missing", "input.nothing", "facts.value"), strict=True
    ):
        assert name in problem
    assert found["source"].to_list()[1:3] == ["b.txt", "/nowhere/c.yaml"]


def test_duckdb_gives_and_takes_batches():
    facts = json.dumps(FACTS | {"headcount": "@"}, ensure_ascii=False)
    reader = duckdb.sql(
        """SELECT replace($1, '"@"', n::VARCHAR) AS facts FROM (VALUES (999), (1000), (300000)) AS t(n)""",
        params=[facts],
    ).to_arrow_reader(2)
    table = pa.Table.from_batches([*assess_arrow(reader, as_of=DAY, ruleset=RULESET)], arrow_schema())
    assert duckdb.from_arrow(table).project("level_floor").fetchall() == [("none",), ("basic",), ("full",)]


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(UsageError, match="no column to read from"):
        [*assess_arrow([pa.record_batch({"x": [1]})], as_of=DAY, ruleset=RULESET)]
    with pytest.raises(UsageError, match="no table of this name"):
        arrow_schema("levels")
