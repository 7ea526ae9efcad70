"""The data dictionary and the schemas of the files: made from the code, so that they cannot go stale.

``docs/data-dictionary.md`` and ``docs/schema`` hold what these functions return; tests compare them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NotRequired, cast

import polars as pl
from pydantic import TypeAdapter
from typing_extensions import TypedDict  # below Python 3.12 pydantic reads no other

from ...engine.results.assessment import RulesetStamp, json_schema
from ..wording.labels import columns, words_file
from .result_tables import AFFAIRS, DUTIES, FINDINGS, MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["TABLES", "dictionary_problems", "render_dictionary", "summary_schema", "table_schema"]

#: The tables of a batch by file name.
TABLES: Final = {"affairs": AFFAIRS, "findings": FINDINGS, "duties": DUTIES, "measures": MEASURES}
_TYPES: Final = {
    pl.String: "string",
    pl.UInt32: "integer",
    pl.Int32: "integer",
    pl.Date: "date",
    pl.Boolean: "boolean",
    pl.Int64: "integer",
    pl.Float64: "number",
}


class SummaryLevel(TypedDict):
    """How many affairs have a level."""

    floor: str
    ceiling: str
    affairs: int


class SummaryTop(TypedDict):
    """One of the most frequent findings."""

    rule: str
    kind: str
    severity: str
    title: str
    count: int


class SummaryProblem(TypedDict):
    """Something that could not be read."""

    id: str
    place: str
    value: str
    message: str
    remedy: str


class SummarySection(TypedDict):
    """What became of the fields of one section of a form."""

    id: str
    asked: int
    read: int
    blank: int
    not_applicable: int
    unreadable: int
    not_found: int


class SummaryCoverage(TypedDict):
    """How much of a document was read."""

    source: str
    affair: str
    form: str
    form_version: str | None
    sections: list[SummarySection]
    line: str
    notes: list[str]


class SummaryCorrection(TypedDict):
    """What a person put right in what was read of a document."""

    source: str
    affair: str
    path: str
    label: str
    value: str
    read: str | None
    found: str | None
    state: str
    by: str
    on: str
    reason: str
    document: str
    line: int | None


class SummaryLeftOut(TypedDict):
    """A file that was left out, and why."""

    place: str
    reason: str


class SummaryAhead(TypedDict):
    """A rule that changes within a year, with the number of affairs it bears on."""

    rule: str
    title: str
    title_en: str
    on: str
    what: str
    affairs: int


class SummaryWatch(TypedDict):
    """How many affairs lie within a share of a line."""

    within_percent: float
    affairs: int


class SummaryMissing(TypedDict):
    """Facts without which no deadline can be computed, with the affairs and duties that lack them."""

    date_missing: str
    date_missing_en: str
    affairs: int
    duties: int


class SummaryDateless(TypedDict):
    """An affair for which no date at all can be computed, and the facts that are missing."""

    affair: str
    organization: str
    source: str
    missing: str


class SummaryDue(TypedDict):
    """How many dates are overdue, may be, come within a year or cannot be computed."""

    overdue: int
    to_check: int
    within_year: int
    undated: int
    missing: list[SummaryMissing]
    affairs_without_date: list[SummaryDateless]


class Summary(TypedDict):
    """What ``summary.json`` holds."""

    schema: str
    as_of: str
    ruleset: RulesetStamp
    executor: str
    inputs: list[str]
    affairs: int
    levels: list[SummaryLevel]
    findings: dict[str, int]
    dismissed: int
    kinds: dict[str, int]
    top: list[SummaryTop]
    due: SummaryDue
    obligations_unmet: int
    coverage: list[SummaryCoverage]
    corrections: list[SummaryCorrection]
    left_out: list[SummaryLeftOut]
    problems: list[SummaryProblem]
    changes_ahead: list[SummaryAhead]
    watch: SummaryWatch | None
    files: list[str]
    since_earlier: NotRequired[dict[str, int]]


def summary_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``summary.json``."""
    return TypeAdapter(Summary).json_schema()


def table_schema(name: str) -> dict[str, Any]:
    """Return the columns of a parquet table as a Table Schema (specs.frictionlessdata.io/table-schema).

    >>> table_schema("affairs")["fields"][0]["name"]
    'affair'
    """
    known = columns()
    return {
        "name": f"{name}.parquet",
        "fields": [
            {
                "name": column,
                "type": _TYPES[dtype.base_type()],
                "title": known[column]["ja"],
                "description": f"{known[column]['means_ja']} / {known[column]['means_en']}",
            }
            for column, dtype in TABLES[name].items()
        ],
        "missingValues": [""],
    }


def _models() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every model of the JSON files: the file it belongs to, its name, its properties."""
    for file, schema, root in (
        ("assess --format json", json_schema(), None),
        ("summary.json", summary_schema(), "Summary"),
    ):
        models: dict[str, Any] = {**cast("dict[str, Any]", schema.get("$defs", {}))}
        if root:
            models[root] = schema
        for name in sorted(models, key=lambda n: (n not in ("Assessment", "Summary"), n)):
            if "properties" in models[name] and not (root and name == "RulesetStamp"):
                yield file, name, models[name]["properties"]


def dictionary_problems() -> list[str]:
    """Return fields and columns without a meaning, and meanings without a field."""
    meanings = words_file("fields.yaml")
    have = {(name, field) for _, name, properties in _models() for field in properties}
    told = {(name, field) for name, fields in meanings.items() for field in fields}
    wanted = {column for schema in TABLES.values() for column in schema}
    lacking = sorted(c for c in wanted if "means_ja" not in columns().get(c, {}))
    return [
        *(f"{n}.{f} has no meaning in fields.yaml" for n, f in sorted(have - told)),
        *(f"{n}.{f} in fields.yaml is no field" for n, f in sorted(told - have)),
        *(f"column {c} has no meaning in columns.yaml" for c in lacking),
    ]


def render_dictionary() -> str:
    """Render the data dictionary as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# データ辞書 / Data dictionary\n"
    yield "Made from the code (`pytest tests/reports/tables/test_data_dictionary.py --update-golden` writes it anew). Schemas:"
    yield "`docs/schema/assessment.json`, `docs/schema/summary.json` (JSON Schema), `docs/schema/*.table.json` (Table"
    yield "Schema). An empty cell or null is *not known* or *does not apply*, never zero.\n"
    known = columns()
    for name, schema in TABLES.items():
        yield f"## {name}.parquet\n"
        yield "| 列 column | 型 type | 日本語 | 意味 | meaning |"
        yield "|---|---|---|---|---|"
        for column, dtype in schema.items():
            words = known[column]
            yield f"| `{column}` | {dtype} | {words['ja']} | {words['means_ja']} | {words['means_en']} |"
        yield ""
    meanings = words_file("fields.yaml")
    before = ""
    for file, name, properties in _models():
        if file != before:
            before = file
            yield f"## {file}\n"
        yield f"### {name}\n"
        yield "| 項目 field | 型 type | 意味 | meaning |"
        yield "|---|---|---|---|"
        for field, schema in properties.items():
            words = meanings.get(name, {}).get(field, {"ja": "", "en": ""})
            yield f"| `{field}` | {_type(schema)} | {words['ja']} | {words['en']} |"
        yield ""


def _type(schema: dict[str, Any]) -> str:
    """Write the type of a field in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_type(s) for s in schema["anyOf"])
    if "enum" in schema:
        return " / ".join(str(v) for v in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if schema.get("type") == "object":
        return f"map to {_type(schema.get('additionalProperties', {}))}"
    return str(schema.get("format") or schema.get("type") or "any")
