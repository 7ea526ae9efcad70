"""Results: what a determination says, as frozen values with a published JSON Schema.

Reports are views over these; see ``Assessment.to_json`` for the contract ``shikii/assessment/1``.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "Assessment", "Change", "Conflict", "ConflictSource", "Counterfactual", "Determination", "Evidence", "Explanation",
    "Finding", "GridBand", "GridRow", "Irrelevant", "Measure", "MeasureCounts", "Missing", "Obligation", "OpenLaw",
    "Reason", "RiskSheet", "RulesetStamp", "Spread", "Threshold", "ThresholdGrid", "WhyNot", "WhyNotRow", "to_json",
]  # fmt: skip

SCHEMA = "shikii/assessment/1"
Level = Literal["none", "basic", "key", "full"]
Severity = Literal["error", "warning", "note"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RulesetStamp(_Value):
    """Which law was applied: id, version and a hash of the content."""

    id: str
    version: str
    hash: str
    title: str = ""


class Reason(_Value):
    """One fact a row read: what it asked, what was known, and how that answered."""

    fact: str
    label: str
    test: str
    value: str
    truth: Literal["true", "false", "unknown"]


class Missing(_Value):
    """A fact that would narrow the answer, with the question to ask a person.

    ``path`` is where the fact stands in the record; ``expected`` the number of questions expected when this one is
    asked first (none where that is not computed); ``lines`` the values at which the answer changes; ``via`` other
    facts it can be concluded from.
    """

    fact: str
    label: str
    question: str
    cost: int = 3
    label_en: str = ""
    question_en: str = ""
    path: str = ""
    expected: float | None = None
    lines: tuple[str, ...] = ()
    lines_en: tuple[str, ...] = ()
    via: tuple[str, ...] = ()


class Irrelevant(_Value):
    """A fact that can no longer change the outcome, and why."""

    fact: str
    label: str
    why: str
    why_en: str = ""


class WhyNotRow(_Value):
    """One row of a level that was not reached, test by test."""

    rule: str
    title: str
    reasons: tuple[Reason, ...] = ()


class WhyNot(_Value):
    """Why a level was not reached: the tests of its nearest row that fail, then every row of it, test by test."""

    level: str
    rule: str
    title: str
    reasons: tuple[Reason, ...] = ()
    rows: tuple[WhyNotRow, ...] = ()


class Change(_Value):
    """One fact taken elsewhere: the nearest values, and how far a number must move.

    ``distance`` is exact; where the fact is known as a band, ``between`` bounds it (its upper end is open when null).
    """

    fact: str
    label: str
    change: str
    change_en: str = ""
    lo: int | None = None
    hi: int | None = None
    options: tuple[str, ...] = ()
    distance: int | None = None
    between: tuple[int, int | None] | None = None


class Counterfactual(_Value):
    """A smallest change, of one fact or of two together, that certainly moves the level."""

    fact: str
    label: str
    change: str
    level: str
    distance: int | None = None
    direction: Literal["raises", "lowers", "moves"] = "moves"
    changes: tuple[Change, ...] = ()


class Threshold(_Value):
    """The nearest line above or below a number beyond which other levels are possible."""

    fact: str
    label: str
    side: Literal["above", "below"]
    line: int
    distance: int | None = None
    possible: tuple[str, ...] = ()
    text: str = ""
    text_en: str = ""


class GridBand(_Value):
    """One band of the number a level mainly depends on; ``hi`` None is open above."""

    label: str
    label_en: str = ""
    lo: int
    hi: int | None = None
    here: bool = False


class GridRow(_Value):
    """What the other facts are, and the level that follows in each band."""

    label: str
    label_en: str = ""
    outcomes: tuple[Level, ...]
    here: bool = False


class ThresholdGrid(_Value):
    """The table of levels as a grid; ``here`` marks where this affair may lie."""

    fact: str
    label: str
    label_en: str = ""
    bands: tuple[GridBand, ...]
    rows: tuple[GridRow, ...]


class Determination(_Value):
    """The required level: bounds, every level still possible, the official phrase and the deciding row."""

    floor: Level
    ceiling: Level
    possible: tuple[Level, ...]
    phrase: str | None = None
    phrases: tuple[str, ...] = ()
    rule: str | None = None
    rules: tuple[str, ...] = ()
    title: str = ""
    basis: tuple[str, ...] = ()
    confidence: str = "confirmed"
    reasons: tuple[Reason, ...] = ()
    not_needed: tuple[str, ...] = ()
    why_not: tuple[WhyNot, ...] = ()
    missing: tuple[Missing, ...] = ()
    counterfactuals: tuple[Counterfactual, ...] = ()
    declared: str | None = None
    grid: ThresholdGrid | None = None
    settling: tuple[
        tuple[str, ...], ...
    ] = ()  # the smallest sets of facts that settle it whatever their values
    settled_by: tuple[
        tuple[str, ...], ...
    ] = ()  # the smallest sets of known facts that alone give this level
    irrelevant: tuple[Irrelevant, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    not_computed: tuple[str, ...] = ()  # parts of the analysis left out because the table is too large


class Obligation(_Value):
    """A duty or effort, whether it was met, and by when."""

    id: str
    title: str
    status: Literal["met", "unmet", "unknown", "not_applicable"]
    due: dt.date | None = None
    strength: Literal["duty", "effort"]
    basis: tuple[str, ...]
    confidence: str = "confirmed"
    detail: str = ""
    advice: str = ""
    title_en: str = ""
    settling: tuple[tuple[str, ...], ...] = ()  # while unknown: the smallest sets of facts that settle it
    missing: tuple[Missing, ...] = ()


class Evidence(_Value):
    """Where a fact was read."""

    document: str
    line: int | None = None
    text: str = ""
    fact: str = ""


class Finding(_Value):
    """One line of the gap report."""

    rule: str
    kind: Literal["level", "procedure", "form", "consistency", "measure", "adequacy", "reassessment"]
    severity: Severity
    file: str | None = None
    risk: str | None = None
    title: str
    detail: str = ""
    basis: tuple[str, ...]
    confidence: str = "confirmed"
    evidence: tuple[Evidence, ...] = ()
    advice: str = ""
    title_en: str = ""


class Measure(_Value):
    """One expected measure against a risk."""

    id: str
    title: str
    strength: Literal["required", "expected", "desirable"]
    state: Literal["done", "not_done", "not_stated", "unknown"]
    expected: Literal["yes", "no", "unknown"]
    basis: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    title_en: str = ""


class MeasureCounts(_Value):
    """How many expected measures are in each state."""

    done: int = 0
    not_done: int = 0
    not_stated: int = 0
    unknown: int = 0


class Spread(_Value):
    """A derived adequacy as a range; the same word twice when settled."""

    floor: Literal["lacking", "sufficient", "strong"] = "lacking"
    ceiling: Literal["lacking", "sufficient", "strong"] = "strong"


class RiskSheet(_Value):
    """One risk of one file: applicable, what is declared, what the measures bear out."""

    file: str | None
    risk: str
    title: str
    section: str = ""
    applicable: Literal["yes", "no", "unknown"]
    declared: Literal["strong", "sufficient", "lacking"] | None = None
    derived: Spread = Spread()
    measures: MeasureCounts = MeasureCounts()
    sheet: tuple[Measure, ...] = ()
    title_en: str = ""
    settling: tuple[
        tuple[str, ...], ...
    ] = ()  # the smallest sets of measures that settle the derived adequacy


class OpenLaw(_Value):
    """A point of law that could not be confirmed and bears on this result."""

    rule: str
    title: str
    confidence: str
    note: str = ""
    title_en: str = ""


class FactLine(_Value):
    """One fact of the record, as read, with its place; for the record part of a report."""

    path: str
    label: str
    value: str
    place: Evidence | None = None
    reason: str = ""


class ConflictSource(_Value):
    """What one source says of a fact: a value, where it was read or the rule that concludes it."""

    value: str
    place: Evidence | None = None
    rule: str | None = None
    title: str = ""


class Conflict(_Value):
    """A fact whose sources contradict one another; only what holds under each of them was concluded."""

    fact: str
    label: str
    path: str
    value: str
    sources: tuple[ConflictSource, ...]


class Explanation(_Value):
    """Why something was concluded: a sentence, and what it rests on, down to the facts as they were read."""

    kind: Literal["level", "row", "test", "fact", "definition", "duty", "finding", "measure", "group", "note"]
    id: str = ""
    text: str
    text_en: str = ""
    truth: Literal["true", "false", "unknown"] | None = None
    basis: tuple[str, ...] = ()
    confidence: str = ""
    place: Evidence | None = None
    children: tuple[Explanation, ...] = ()


class Assessment(_Value):
    """Everything concluded about one affair."""

    schema_: str = Field(default=SCHEMA, alias="schema", serialization_alias="schema")
    as_of: dt.date
    ruleset: RulesetStamp
    executor: str = "reference"
    affair: str
    organization: str
    form: str | None = None
    source: str = ""
    level: Determination
    obligations: tuple[Obligation, ...] = ()
    risks: tuple[RiskSheet, ...] = ()
    findings: tuple[Finding, ...] = ()
    facts: tuple[FactLine, ...] = ()
    unread: tuple[FactLine, ...] = ()
    open_law: tuple[OpenLaw, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    explanation: Explanation | None = None


def to_json(assessments: tuple[Assessment, ...] | list[Assessment], *, indent: int | None = 2) -> str:
    """Render results as the JSON list of the contract.

    >>> to_json([])
    '[]'
    """
    import json

    data = [a.model_dump(mode="json", by_alias=True) for a in assessments]
    return json.dumps(data, ensure_ascii=False, indent=indent)


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of the list that ``assess --format json`` writes."""
    from pydantic import TypeAdapter

    return TypeAdapter(list[Assessment]).json_schema(by_alias=True, mode="serialization")
