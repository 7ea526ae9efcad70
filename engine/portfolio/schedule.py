"""What falls due: the deadlines of many affairs as one list, what is late first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from ..results.assessment import Deadline, RulesetStamp
from ..results.result_parts import Evidence, ResultValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..results.assessment import Assessment, Obligation
    from .portfolio import Portfolio

__all__ = ["Schedule", "ScheduleItem", "UndatedItem", "json_schema", "schedule_of", "undated_groups"]

SCHEMA = "shikii/schedule/1"
_RANK = {"overdue": 0, "to_check": 1, "upcoming": 2}


class ScheduleItem(ResultValue):
    """One deadline of one affair, or the end of one of its duties.

    ``state`` is ``overdue`` where the day has passed and the duty is certainly not met, ``to_check`` where the day
    has passed, or may have, and the record does not say whether it was met, else ``upcoming``. ``kind`` tells a
    deadline (``due``) from the day on which a duty ends (``ends``); ``known`` says how exactly the day is known.
    """

    date: dt.date
    state: Literal["overdue", "to_check", "upcoming"]
    kind: Literal["due", "ends"]
    known: Literal["exact", "at_latest", "at_earliest", "between"]
    earliest: dt.date | None = None
    latest: dt.date | None = None
    days_left: int
    strength: Literal["duty", "effort"]
    affair: str
    organization: str
    source: str
    rule: str
    title: str
    title_en: str = ""
    file: str | None = None
    subject: str = ""
    status: Literal["met", "unmet", "unknown"]
    applies: Literal["yes", "unknown"] = "yes"
    counted_from: str = ""
    counted_from_en: str = ""
    note: str = ""
    note_en: str = ""
    basis: tuple[str, ...]
    confidence: str = "confirmed"
    place: Evidence | None = None


class UndatedItem(ResultValue):
    """One duty of one affair whose deadline cannot be computed, and the facts that are missing for it."""

    affair: str
    organization: str
    source: str
    rule: str
    title: str
    title_en: str = ""
    file: str | None = None
    subject: str = ""
    strength: Literal["duty", "effort"]
    status: Literal["unmet", "unknown"]
    missing: str
    missing_en: str = ""
    basis: tuple[str, ...]


class Schedule(ResultValue):
    """Everything that falls due up to a day, counted from ``as_of``, and the duties without a computable deadline."""

    schema_: str = Field(default=SCHEMA, alias="schema", serialization_alias="schema")
    as_of: dt.date
    through: dt.date
    ruleset: RulesetStamp
    affairs: int
    items: tuple[ScheduleItem, ...] = ()
    undated: tuple[UndatedItem, ...] = ()


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of what ``schedule --format json`` writes."""
    return Schedule.model_json_schema(by_alias=True, mode="serialization")


def schedule_of(
    results: Sequence[Assessment],
    tables: Sequence[Portfolio],
    *,
    as_of: dt.date,
    through: dt.date,
    ruleset: RulesetStamp,
) -> Schedule:
    """Gather what falls due up to ``through``; what is late comes first, then the soonest."""
    items = [item for r in results for item in _of(r, as_of, through)]
    items += [item for t in tables for item in _of_table(t, as_of, through)]
    items.sort(key=_place_in_list)
    undated = [item for r in results for item in _undated(r)]
    undated += [item for t in tables for item in _undated_of_table(t)]
    affairs = len(results) + sum(t.affairs.height for t in tables)
    return Schedule(
        schema_=SCHEMA,
        as_of=as_of,
        through=through,
        ruleset=ruleset,
        affairs=affairs,
        items=tuple(items),
        undated=tuple(undated),
    )


def undated_groups(schedule: Schedule, lang: str) -> list[tuple[str, list[UndatedItem]]]:
    """Group the duties without a date by the facts that are missing, the most frequent first."""
    groups: dict[str, list[UndatedItem]] = {}
    for item in schedule.undated:
        groups.setdefault((lang == "en" and item.missing_en) or item.missing, []).append(item)
    return sorted(groups.items(), key=lambda group: (-len({i.affair for i in group[1]}), group[0]))


def _place_in_list(i: ScheduleItem) -> tuple[object, ...]:
    effort = i.strength == "effort"
    return (
        _RANK[i.state],
        i.date,
        effort,
        i.organization,
        i.affair,
        i.source,
        i.rule,
        i.file or "",
        i.subject,
    )


def _of(r: Assessment, as_of: dt.date, through: dt.date) -> Iterator[ScheduleItem]:
    for o in r.obligations:
        if o.deadline and o.due_on and o.due_state and o.due_state != "undated" and o.due_on <= through:
            yield _item(r, o, o.deadline, "due", o.due_state, o.due_on, as_of)
        if o.ends and o.ends_on and o.ends_on <= through:
            yield _item(r, o, o.ends, "ends", "upcoming", o.ends_on, as_of)


def _undated(r: Assessment) -> Iterator[UndatedItem]:
    for o in r.obligations:
        if o.due_state == "undated" and o.status in ("unmet", "unknown"):
            yield UndatedItem(
                affair=r.affair,
                organization=r.organization,
                source=r.source,
                rule=o.id,
                title=o.title,
                title_en=o.title_en,
                file=o.file,
                subject=o.subject,
                strength=o.strength,
                status=o.status,
                missing="、".join(m.label for m in o.date_missing),
                missing_en=", ".join(m.label_en or m.label for m in o.date_missing),
                basis=o.basis,
            )


def _undated_of_table(table: Portfolio) -> Iterator[UndatedItem]:
    for row in table.duties.filter(due_state="undated").iter_rows(named=True):
        yield UndatedItem(
            affair=row["affair"] or "",
            organization=row["organization"] or "",
            source=row["source"] or "",
            rule=row["duty"],
            title=row["title"],
            title_en=row["title_en"],
            strength=row["strength"],
            status=row["status"],
            missing=row["date_missing"],
            missing_en=row["date_missing_en"],
            basis=tuple(row["basis"].split("、")),
        )


def _item(
    r: Assessment,
    o: Obligation,
    deadline: Deadline,
    kind: Literal["due", "ends"],
    state: Literal["overdue", "to_check", "upcoming"],
    day: dt.date,
    as_of: dt.date,
) -> ScheduleItem:
    assert o.status != "not_applicable"  # noqa: S101 - such duties do not come here
    return ScheduleItem(
        date=day,
        state=state,
        kind=kind,
        known="at_latest" if deadline.kind == "between" and day == deadline.latest else deadline.kind,
        earliest=deadline.earliest,
        latest=deadline.latest,
        days_left=(day - as_of).days,
        strength=o.strength,
        affair=r.affair,
        organization=r.organization,
        source=r.source,
        rule=o.id,
        title=o.title,
        title_en=o.title_en,
        file=o.file,
        subject=o.subject,
        status=o.status,
        applies="unknown" if o.applies == "unknown" else "yes",
        counted_from=deadline.label,
        counted_from_en=deadline.label_en,
        note=deadline.note,
        note_en=deadline.note_en,
        basis=o.basis,
        confidence=o.confidence,
        place=deadline.place,
    )


def _of_table(table: Portfolio, as_of: dt.date, through: dt.date) -> Iterator[ScheduleItem]:
    import polars as pl

    near = table.duties.filter((pl.col("due_on") <= through) | (pl.col("ends_on") <= through))
    for row in near.iter_rows(named=True):
        for kind, deadline in _deadlines(row):
            state, day = (row["due_state"], row["due_on"]) if kind == "due" else ("upcoming", row["ends_on"])
            if state and day and day <= through:
                yield ScheduleItem(
                    date=day,
                    state=state,
                    kind=kind,
                    known=deadline.kind,
                    earliest=deadline.earliest,
                    latest=deadline.latest,
                    days_left=(day - as_of).days,
                    strength=row["strength"],
                    affair=row["affair"] or "",
                    organization=row["organization"] or "",
                    source=row["source"] or "",
                    rule=row["duty"],
                    title=row["title"],
                    title_en=row["title_en"],
                    status=row["status"],
                    applies=row["applies"],
                    counted_from=deadline.label,
                    counted_from_en=deadline.label_en,
                    note=deadline.note,
                    note_en=deadline.note_en,
                    basis=tuple(row["basis"].split("、")),
                    confidence=row["confidence"],
                    place=Evidence(document=row["source"] or ""),
                )


def _deadlines(row: dict[str, object]) -> Iterable[tuple[Literal["due", "ends"], Deadline]]:
    """Read the deadline and the end of one row of duties back."""
    early, late, ends = (_day(row[name]) for name in ("earliest", "latest", "ends"))
    if early or late:
        words = _words(row, "")
        if early == late:
            yield "due", Deadline(kind="exact", day=late, earliest=early, latest=late, **words)
        elif early is None:
            yield "due", Deadline(kind="at_latest", day=late, latest=late, **words)
        else:
            kind: Literal["between", "at_earliest"] = "between" if late else "at_earliest"
            yield "due", Deadline(kind=kind, earliest=early, latest=late, **words)
    if ends:
        yield "ends", Deadline(kind="exact", day=ends, earliest=ends, latest=ends, **_words(row, "ends_"))


def _words(row: dict[str, object], prefix: str) -> dict[str, str]:
    names = {"label": "counted_from", "label_en": "counted_from_en", "note": "note", "note_en": "note_en"}
    return {name: str(row[prefix + column] or "") for name, column in names.items()}


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
