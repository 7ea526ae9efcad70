"""Record batches in, record batches out: paths, documents or facts, for Spark, DuckDB, polars and others.

Each row is taken by itself, so that batches can be spread over machines: what one affair tells of its body's incidents
and the checks across affairs need all rows together, as :func:`shikii.run_batch` has them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import polars as pl

from ...engine.assess import assess
from ...facts.arguments import day_of, executor_of
from ...facts.documents.archives import read_assessments
from ...facts.documents.to_affair import affair_of
from ...facts.errors import InputError, Problem, ShikiiError, UsageError
from ...facts.forms.model import load_forms
from ...facts.readers.facts_files import read_facts_text
from ...facts.vocabulary import speaking
from ...rulesets.loader import FORMS, ruleset_or_default
from ..tables.result_tables import AFFAIRS, DUTIES, FINDINGS, MEASURES, batch_of
from .outcome import affairs_of_file

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from ...engine.results.assessment import Assessment
    from ...facts.affair.affair import Affair
    from ...facts.arguments import Executor
    from ...rulesets.ruleset import Ruleset

__all__ = ["ArrowPart", "arrow_schema", "assess_arrow"]

#: The tables a result is given as; each is that of the file of `shikii batch` of the same name.
ArrowPart = Literal["affairs", "findings", "duties", "measures"]
#: What was wrong with a row that could not be read, in the table of affairs.
_PROBLEM: Final = "problem"
_SCHEMAS: Final[dict[str, pl.Schema]] = {
    "affairs": pl.Schema({**AFFAIRS, _PROBLEM: pl.String()}),
    "findings": FINDINGS,
    "duties": DUTIES,
    "measures": MEASURES,
}
#: The column a row is read from, the first of these that has a value.
_COLUMNS: Final = ("facts", "content", "path")


def arrow_schema(part: ArrowPart = "affairs") -> pa.Schema:
    """Return the schema of the batches that :func:`assess_arrow` yields, with types every engine has.

    >>> arrow_schema("affairs").field("level_floor").type
    DataType(string)

    Raises:
        ImportError: pyarrow is not installed.
        UsageError: no part of this name.
    """
    import pyarrow as pa

    types: dict[Any, Any] = {
        pl.String: pa.string(), pl.UInt32: pa.int64(), pl.Int64: pa.int64(), pl.Int32: pa.int32(),
        pl.Float64: pa.float64(), pl.Boolean: pa.bool_(), pl.Date: pa.date32(),
    }  # fmt: skip
    return pa.schema([(name, types[dtype.base_type()]) for name, dtype in _schema(part).items()])


def assess_arrow(
    batches: Iterable[pa.RecordBatch],
    *,
    as_of: dt.date,
    part: ArrowPart = "affairs",
    ruleset: Ruleset | None = None,
    executor: Executor = "auto",
) -> Iterator[pa.RecordBatch]:
    """Assess the rows of record batches; yield one batch for each, as soon as it is there.

    A row is a facts text in JSON (column ``facts``), a document (``content``, binary) or the path of a facts file or
    document (``path``); of several columns the first with a value counts. ``path`` is also what places call a document
    or text. Other columns are left alone.

    Args:
        batches: record batches of pyarrow: of a Spark ``mapInArrow``, a DuckDB reader, a polars frame.
        as_of: the day law and periods are counted from.
        part: which table to yield. A row that cannot be read is one of ``affairs`` with its ``problem``; the other
            tables lack it.
        ruleset: the law to apply; the one that ships with the package by default.
        executor: which executor runs single affairs.

    Raises:
        ImportError: pyarrow is not installed.
        UsageError: an argument of another kind, or batches with none of the columns.
    """
    schema = arrow_schema(part)
    law, day, name = ruleset_or_default(ruleset), day_of(as_of), executor_of(executor)
    return (_assessed(batch, schema, part, law, day, name) for batch in batches)


def _schema(part: str) -> pl.Schema:
    if part not in _SCHEMAS:
        raise UsageError(
            Problem(
                "argument.type",
                "part",
                str(part),
                "no table of this name",
                f"give one of: {', '.join(get_args(ArrowPart))}",
            )
        )
    return _SCHEMAS[part]


def _assessed(
    batch: pa.RecordBatch, schema: pa.Schema, part: ArrowPart, law: Ruleset, day: dt.date, executor: Executor
) -> pa.RecordBatch:
    import pyarrow as pa

    known = set(batch.schema.names)
    if not known & {*_COLUMNS}:
        raise UsageError(
            Problem(
                "argument.type",
                "batches",
                ", ".join(batch.schema.names),
                "no column to read from",
                f"give one of: {', '.join(_COLUMNS)}",
            )
        )
    rows = batch.select([c for c in _COLUMNS if c in known]).to_pylist()
    frames = [_frame(row, part, law, day, executor) for row in rows]
    whole = pl.concat(frames) if frames else pl.DataFrame(schema=_schema(part))
    columns = [pa.array(whole[field.name].to_list(), field.type) for field in schema]
    return pa.record_batch(columns, schema=schema)


def _frame(
    row: dict[str, Any], part: ArrowPart, law: Ruleset, day: dt.date, executor: Executor
) -> pl.DataFrame:
    """Return the rows of a table that one row comes to."""
    results: tuple[Assessment, ...] = ()
    problems: list[Problem] = []
    try:
        with speaking(law.given):
            affairs, left = _affairs(row)
            problems += left
            results = tuple(assess(a, as_of=day, ruleset=law, executor=executor) for a in affairs)
    except ShikiiError as error:
        problems += error.problems
    schema = _schema(part)
    frame = getattr(batch_of(results), part) if results else pl.DataFrame(schema=schema)
    if part != "affairs":
        return _fit(frame, schema)
    frame = frame.with_columns(pl.lit(None, pl.String).alias(_PROBLEM))
    if problems:
        source = row.get("path") or ""
        told = "\n".join(str(p) for p in problems)
        lost = pl.DataFrame({"source": [source], _PROBLEM: [told]})
        frame = pl.concat([frame.select(schema.names()), _fit(lost, schema)])
    return _fit(frame, schema)


def _fit(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    )


def _affairs(row: dict[str, Any]) -> tuple[tuple[Affair, ...], tuple[Problem, ...]]:
    """Read what a row holds.

    Raises:
        ShikiiError: it cannot be read.
    """
    source = row.get("path") or ""
    if row.get("facts") is not None:
        return read_facts_text(str(row["facts"]), source or "facts", json_=True), ()
    if row.get("content") is not None:
        found, left = read_assessments(bytes(row["content"]), source or "document", load_forms(FORMS))
        return tuple(affair_of(a) for a in found), left
    if not source:
        raise InputError(Problem("input.nothing", "path", "", "nothing to read here", "name files"))
    return affairs_of_file(Path(source), None)
