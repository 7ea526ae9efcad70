"""Protects: the query says of every fact set of the partition what the other executors say, in a real database.

DuckDB runs it here; PostgreSQL, where its server is installed, in the slow tier (``tests/slow/test_sql_postgres.py``).
"""

import datetime as dt

import polars as pl
import pytest

from shikii import assess, load_ruleset, read_affair
from shikii.engine.assess import program_of
from shikii.engine.executors.sql_program import inputs, level_query
from shikii.engine.level.determination import level_table
from shikii.engine.level_frames import assess_frame

DAY = dt.date(2026, 4, 1)
PROGRAM = program_of(load_ruleset(), DAY)
DECIDE, TABLE = level_table(PROGRAM)
QUERY = level_query(PROGRAM, DECIDE, TABLE, as_of=DAY)

HEADCOUNT = (0, 999, 1_000, 10_000, 99_999, 100_000, 300_000, None)
HANDLERS = (499, 500, None)


def partition():
    """Every pair of bounds on either side of a line, every set of answers, exemptions told and not told."""
    bounds = [(a, b) for a in HEADCOUNT for b in HEADCOUNT if a is None or b is None or a <= b]
    number = pl.DataFrame(bounds, schema={"headcount_lo": pl.Int64, "headcount_hi": pl.Int64}, orient="row")
    few = [(a, b) for a in HANDLERS for b in HANDLERS if a is None or b is None or a <= b]
    handlers = pl.DataFrame(few, schema={"handlers_lo": pl.Int64, "handlers_hi": pl.Int64}, orient="row")
    masks = {
        "incident_within_1y_may": [1, 2, 3, None],
        "exemption_may": [2, 3, 16, 24, None],
        "organization_kind_may": [1, 32, 48, None],
    }
    out = number.join(handlers, how="cross")
    for name, values in masks.items():
        out = out.join(pl.DataFrame({name: values}, schema={name: pl.UInt32}), how="cross")
    return out


def as_frame(frame):
    """The same under the names the frames executor reads."""
    return frame.rename({c: f"{c.rsplit('_', 1)[0]}.{c.rsplit('_', 1)[1]}" for c in frame.columns})


@pytest.fixture(scope="module")
def answered():
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    affairs = partition()
    connection = duckdb.connect()
    connection.register("affairs", affairs.to_arrow())
    return affairs, connection.sql(QUERY).pl()


def test_floor_ceiling_and_rule_are_those_of_the_frames(answered):
    affairs, found = answered
    expected = assess_frame(as_frame(affairs), as_of=DAY).collect()
    assert found.height == affairs.height > 15_000
    for column in ("level_floor", "level_ceiling", "level_rule"):
        assert found[column].to_list() == expected[column].cast(pl.String).to_list()


def test_what_is_missing_is_what_the_reference_would_ask(answered):
    _, found = answered
    names = [f.name for f in inputs(PROGRAM, TABLE)]
    sample = found.sample(50, seed=7)
    for row in sample.iter_rows(named=True):
        told = {}
        for name in names:
            fact = PROGRAM.vocabulary[name]
            if f"{name}_lo" in row:
                lo, hi = row[f"{name}_lo"], row[f"{name}_hi"]
                if lo is not None or hi is not None:
                    told[name] = [lo or 0, hi] if hi is not None else f"{lo}以上"
            elif row[f"{name}_may"] is not None:
                options = [o.id for o in fact.options] or ["yes", "no"]
                held = [o for i, o in enumerate(options) if row[f"{name}_may"] >> i & 1]
                if len(held) == len(options) and not fact.presume:
                    continue
                if len(held) > 1:
                    break  # a facts file cannot say one of several
                told[name] = held[0]
        else:
            level = assess(read_affair(told, "row"), as_of=DAY, executor="reference").level
            want = {m.fact for m in level.missing} & set(names)
            assert set(filter(None, (row["missing"] or "").split(","))) == want, told


def test_it_is_nothing_but_case_and_or():
    assert not {"JOIN LATERAL (SELECT *", "GROUP BY", "OVER ("} & set(QUERY.splitlines())
    assert "SELECT t.*, level_floor, level_ceiling" in QUERY
