"""Protects: tables of pandas, DuckDB and pyarrow are taken as those of polars are."""

import pytest
from example_affair import DAY

from shikii import (
    assess_frame,
)


def levels(frame):
    return assess_frame(frame, as_of=DAY).collect()["level_ceiling"].to_list()


def test_frames_of_pandas():
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    pytest.importorskip("pyarrow", reason="pandas gives Arrow streams by pyarrow, which is not installed")
    frame = pandas.DataFrame(
        {
            "headcount": pandas.array([250_000, None, 999], dtype="Int64"),
            "handlers": pandas.array([20, 600, 5], dtype="Int64"),
            "incident_within_1y": pandas.array([False, None, True], dtype="boolean"),
        }
    )
    assert levels(frame) == ["key", "full", "none"]


def test_relations_of_duckdb():
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    pytest.importorskip("pyarrow", reason="duckdb gives Arrow streams by pyarrow, which is not installed")
    relation = duckdb.sql(
        "select * from (values (250000::bigint, 20::bigint, false), (null, 600, null), (999, 5, true)) "
        "t(headcount, handlers, incident_within_1y)"
    )
    assert levels(relation) == ["key", "full", "none"]


def test_tables_of_pyarrow():
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    assert levels(
        pyarrow.table({"headcount": [250_000, 999], "handlers": [20, 5], "incident_within_1y": [False, None]})
    ) == ["key", "none"]
