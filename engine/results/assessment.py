"""Results: what a determination says, as frozen values with a published JSON Schema.

Reports are views over these; see ``Assessment.to_json`` for the contract ``shikii/assessment/2``.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic reads it
from typing import Literal

from pydantic import Field

from ...facts.affair.correction import Correction  # noqa: TC001 - pydantic reads it
from ...facts.affair.form_coverage import FormCoverage  # noqa: TC001 - pydantic reads it
from .result_parts import (
    Change,
    Conflict,
    ConflictSource,
    Counterfactual,
    Evidence,
    Explanation,
    GridBand,
    GridRow,
    Irrelevant,
    Judgement,
    Level,
    Missing,
    Reason,
    ResultValue,
    Threshold,
    ThresholdGrid,
    WhyNot,
    WhyNotRow,
)

__all__ = [
    "Assessment",
    "Change",
    "ChangeAhead",
    "Comparison",
    "Conflict",
    "ConflictSource",
    "Counterfactual",
    "Counterpart",
    "Deadline",
    "Determination",
    "Evidence",
    "Explanation",
    "Finding",
    "GridBand",
    "GridRow",
    "Irrelevant",
    "Judgement",
    "LayerStamp",
    "Level",
    "Measure",
    "MeasureCounts",
    "Missing",
    "Obligation",
    "OpenLaw",
    "Reason",
    "RiskSheet",
    "RulesetStamp",
    "Spread",
    "Threshold",
    "ThresholdGrid",
    "WeakerRule",
    "WhyNot",
    "WhyNotRow",
    "to_json",
]  # fmt: skip

SCHEMA = "shikii/assessment/2"
Severity = Literal["error", "warning", "note"]
#: How the declared answer compares with what the text bears out.
Comparison = Literal[
    "borne_out", "more_than_shown", "less_than_shown", "blank", "cannot_tell", "not_applicable"
]


class LayerStamp(ResultValue):
    """One of the rulesets applied together: the law, or one laid over it; the hash is that of its files."""

    id: str
    title: str = ""
    version: str = ""
    hash: str


class WeakerRule(ResultValue):
    """A rule laid over the law that is not shown to be as strict as the national rule it replaces, and why."""

    rule: str
    replaces: str
    title: str
    why: str
    basis: tuple[str, ...] = ()


class RulesetStamp(ResultValue):
    """Which law was applied: id, version and a hash of the content.

    Where rulesets are laid over the law, ``layers`` names the law and each of them, and ``weaker`` the rules by which
    they are weaker than the law on the day.
    """

    id: str
    version: str
    hash: str
    title: str = ""
    layers: tuple[LayerStamp, ...] = ()
    weaker: tuple[WeakerRule, ...] = ()


class Determination(ResultValue):
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
    settling: tuple[
        tuple[str, ...], ...
    ] = ()  # the smallest sets of facts that settle it whatever their values
    settled_by: tuple[
        tuple[str, ...], ...
    ] = ()  # the smallest sets of known facts that alone give this level
    irrelevant: tuple[Irrelevant, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    not_computed: tuple[str, ...] = ()  # parts of the analysis left out because the table is too large
    grid: ThresholdGrid | None = None


class Deadline(ResultValue):
    """A day that a duty falls due, or ends, as far as it is known.

    ``day`` is that day (``exact``), or the latest it can be (``at_latest``); else it lies between ``earliest`` and
    ``latest``. ``fact`` is what it was counted from, ``place`` where that was read.
    """

    kind: Literal["exact", "at_latest", "at_earliest", "between"]
    day: dt.date | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    fact: str = ""
    label: str = ""
    label_en: str = ""
    note: str = ""
    note_en: str = ""
    place: Evidence | None = None


class Obligation(ResultValue):
    """A duty or effort: whether it applies and was met, by when, what comes before it, and what to ask.

    ``due`` is the day of ``deadline``; ``ends`` the day on which the duty itself ends. ``after`` names the duties of
    this result that come before, ``step`` its place among them from 1. ``file`` and ``subject`` say which file or
    incident it is about.

    ``due_state`` says where the deadline stands on ``as_of``, and ``due_on`` the day it is listed under; it is
    ``undated`` where the duty applies and no deadline can be computed, because the facts ``date_missing`` are not known. ``ends_on`` is the
    day under which a coming end is listed. Every report takes what is due from here.
    """

    id: str
    title: str
    title_en: str = ""
    status: Literal["met", "unmet", "unknown", "not_applicable"]
    applies: Literal["yes", "no", "unknown"] = "yes"
    due: dt.date | None = None
    strength: Literal["duty", "effort"]
    basis: tuple[str, ...]
    confidence: str = "confirmed"
    detail: str = ""
    advice: str = ""
    step: int | None = None
    after: tuple[str, ...] = ()
    recurs: bool = False
    file: str | None = None
    subject: str = ""
    deadline: Deadline | None = None
    ends: Deadline | None = None
    due_state: Literal["overdue", "to_check", "upcoming", "undated"] | None = None
    due_on: dt.date | None = None
    ends_on: dt.date | None = None
    date_missing: tuple[Missing, ...] = ()
    settling: tuple[tuple[str, ...], ...] = ()  # while unknown: the smallest sets of facts that settle it
    missing: tuple[Missing, ...] = ()
    judgement: Judgement | None = None


class Counterpart(ResultValue):
    """The other side of a contradiction across affairs: whose record it is, and where it says so."""

    affair: str
    source: str = ""
    form: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Finding(ResultValue):
    """One line of the gap report; ``other`` is there where a record of another affair, or a sister, contradicts."""

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
    other: Counterpart | None = None
    judgement: Judgement | None = None


class Measure(ResultValue):
    """One expected measure against a risk.

    ``reading`` says how the places in ``evidence`` speak of it; only ``affirmed`` ones, of a measure that is done,
    are where it is stated. ``force`` is what obliges to it; without a ``field`` in the form, silence says nothing.
    """

    id: str
    title: str
    strength: Literal["required", "expected", "desirable"]
    state: Literal["done", "not_done", "not_stated", "unknown"]
    expected: Literal["yes", "no", "unknown"]
    basis: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    title_en: str = ""
    advice: str = ""
    reading: (
        Literal["affirmed", "denied", "planned", "owed", "partly", "referred", "possible", "nearest"] | None
    ) = None
    judgement: Judgement | None = None
    force: Literal["law", "guideline", "example", "ours"] = "ours"
    field: bool = True


class MeasureCounts(ResultValue):
    """How many expected measures are in each state; ``undecided`` ones may be expected and are not found."""

    done: int = 0
    not_done: int = 0
    not_stated: int = 0
    unknown: int = 0
    undecided: int = 0


class Spread(ResultValue):
    """A derived adequacy as a range; the same word twice when settled."""

    floor: Literal["lacking", "sufficient", "strong"] = "lacking"
    ceiling: Literal["lacking", "sufficient", "strong"] = "strong"


class RiskSheet(ResultValue):
    """One risk of one file: applicable, what is declared, what the measures bear out, how the two compare."""

    file: str | None
    risk: str
    title: str
    section: str = ""
    applicable: Literal["yes", "no", "unknown"]
    declared: Literal["lacking", "sufficient", "strong"] | None = None
    derived: Spread = Spread()
    comparison: Comparison = "cannot_tell"
    measures: MeasureCounts = MeasureCounts()
    sheet: tuple[Measure, ...] = ()
    settling: tuple[
        tuple[str, ...], ...
    ] = ()  # the smallest sets of measures that settle the derived adequacy
    title_en: str = ""


class OpenLaw(ResultValue):
    """A point of law that could not be confirmed and bears on this result."""

    rule: str
    title: str
    confidence: str
    note: str = ""
    title_en: str = ""


class ChangeAhead(ResultValue):
    """A rule that begins, ends or reads otherwise within a year and bears on this affair."""

    rule: str
    title: str
    title_en: str = ""
    on: dt.date
    what: Literal["enters", "leaves", "changes"]


class FactLine(ResultValue):
    """One fact of the record, as read, with its place; for the record part of a report."""

    path: str
    label: str
    value: str
    place: Evidence | None = None
    reason: str = ""
    label_en: str = ""
    value_en: str = ""


class Assessment(ResultValue):
    """Everything concluded about one affair.

    ``coverage`` says how much of a document was read: where a section was not read in whole, nothing is concluded from
    what it does not say. ``corrections`` are what a person put right in what was read.
    """

    schema_: str = Field(default=SCHEMA, alias="schema", serialization_alias="schema")
    as_of: dt.date
    ruleset: RulesetStamp
    executor: str = "reference"
    affair: str
    organization: str
    form: str | None = None
    source: str = ""
    coverage: FormCoverage | None = None
    corrections: tuple[Correction, ...] = ()
    level: Determination
    obligations: tuple[Obligation, ...] = ()
    risks: tuple[RiskSheet, ...] = ()
    findings: tuple[Finding, ...] = ()
    facts: tuple[FactLine, ...] = ()
    unread: tuple[FactLine, ...] = ()
    open_law: tuple[OpenLaw, ...] = ()
    changes_ahead: tuple[ChangeAhead, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    explanation: Explanation | None = None

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that nobody has judged not to apply, with a reason."""
        return tuple(f for f in self.findings if not (f.judgement and f.judgement.dismisses))

    @property
    def dismissed(self) -> tuple[Finding, ...]:
        """The findings judged not to apply, with a reason."""
        return tuple(f for f in self.findings if f.judgement and f.judgement.dismisses)


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
