"""What a comparison of two records says, as frozen values with a published JSON Schema."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from .assessment import Evidence, Level, RulesetStamp, Severity
from .result_parts import ResultValue

__all__ = [
    "Comparison", "ComparisonReport", "Consequence", "Ground", "ItemChange", "Side", "Threshold", "Uncertain",
    "comparison_json", "json_schema",
]  # fmt: skip

SCHEMA = "shikii/comparison/1"
Answer = Literal["yes", "no", "unknown"]
Edit = Literal[
    "same", "notation", "number", "replaced", "added", "removed", "extended", "rewritten", "switched"
]


class Side(ResultValue):
    """One of the two records."""

    affair: str
    organization: str = ""
    title: str = ""
    form: str | None = None
    form_version: str = ""
    published: str = ""
    source: str = ""


class Span(ResultValue):
    """The required level of one record, as bounds, with what the record itself declares."""

    floor: Level
    ceiling: Level
    possible: tuple[Level, ...]
    rule: str | None = None
    declared: str | None = None


class Threshold(ResultValue):
    """The required level of both records and whether it rose or fell; unknown where the bounds leave it open."""

    before: Span
    after: Span
    raised: Answer
    lowered: Answer
    declared_changed: Answer


class Ground(ResultValue):
    """A rule that settles a change, or that says why it is left to a human."""

    rule: str
    title: str
    title_en: str = ""
    basis: tuple[str, ...]
    confidence: str = "confirmed"


class ItemChange(ResultValue):
    """One item that differs: where, from what to what, and how the rules judge it.

    ``marked`` tells whether the form marks the item ※; ``formal`` whether the change is formal; ``human`` means
    that the record does not settle the significance, ``grounds`` why.
    """

    path: str
    label: str
    item: str
    file: str | None = None
    before: str = ""
    after: str = ""
    edit: Edit
    marked: Answer
    formal: Answer
    significance: Literal["significant", "not_significant", "human"]
    grounds: tuple[Ground, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Uncertain(ResultValue):
    """A fact that may or may not differ: known on one side only, or known as ranges that overlap."""

    path: str
    label: str
    file: str | None = None
    before: str = ""
    after: str = ""


class Consequence(ResultValue):
    """What follows from the differences; ``perhaps`` where a fact not known decides."""

    rule: str
    status: Literal["follows", "perhaps"]
    severity: Severity
    title: str
    title_en: str = ""
    detail: str = ""
    advice: str = ""
    basis: tuple[str, ...]
    confidence: str = "confirmed"


class Comparison(ResultValue):
    """Two records of one affair side by side."""

    old: Side
    new: Side
    threshold: Threshold
    changes: tuple[ItemChange, ...] = ()
    uncertain: tuple[Uncertain, ...] = ()
    consequences: tuple[Consequence, ...] = ()

    def count(self, significance: str) -> int:
        """Count the changes of a significance."""
        return sum(c.significance == significance for c in self.changes)


class ComparisonReport(ResultValue):
    """All pairs of two inputs, and what had no counterpart."""

    schema_: str = Field(default=SCHEMA, alias="schema", serialization_alias="schema")
    as_of: dt.date
    ruleset: RulesetStamp
    comparisons: tuple[Comparison, ...] = ()
    only_old: tuple[Side, ...] = ()
    only_new: tuple[Side, ...] = ()


def comparison_json(report: ComparisonReport, *, indent: int | None = 2) -> str:
    """Render a comparison as the JSON object of ``docs/schema/comparison.json``."""
    import json

    return json.dumps(report.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=indent)


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of what ``compare --format json`` writes."""
    return ComparisonReport.model_json_schema(by_alias=True, mode="serialization")
