"""Results as tables: one row per affair, one per finding, with a fixed schema even when there are none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ...engine.wording.phrases import listing, say
from ..correction_lines import correction_rows
from ..coverage_lines import coverage_line, note_lines, unread_parts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from ...engine.results.assessment import (
        Assessment,
        ChangeAhead,
        Determination,
        Evidence,
        Judgement,
        RulesetStamp,
    )  # fmt: skip
    from ...facts.errors import Problem

__all__ = [
    "AFFAIRS",
    "DUTIES",
    "FACTS",
    "FINDINGS",
    "MEASURES",
    "OPEN_LAW",
    "BatchResult",
    "affairs_frame",
    "batch_of",
    "findings_frame",
    "joined",
]

AFFAIRS: Final = pl.Schema(
    {
        "affair": pl.String, "organization": pl.String, "source": pl.String, "level_floor": pl.String,
        "level_ceiling": pl.String, "level_rule": pl.String, "phrase": pl.String, "findings_error": pl.UInt32,
        "findings_warning": pl.UInt32, "findings_note": pl.UInt32, "obligations_unmet": pl.UInt32, "form": pl.String,
        "declared": pl.String, "missing": pl.String, "basis": pl.String, "question": pl.String,
        "watch_fact": pl.String, "watch_value": pl.Int64, "watch_line": pl.Int64, "watch_distance": pl.Int64,
        "watch_level": pl.String, "watch_share": pl.Float64, "watch_earlier": pl.Int64, "watch_trend": pl.Int64,
        "fields_asked": pl.UInt32, "fields_read": pl.UInt32, "fields_blank": pl.UInt32, "fields_unread": pl.UInt32,
        "unread_parts": pl.String,
    }
)  # fmt: skip
#: Where something stands in a document without lines, and in words in any.
_PLACE: Final = {
    "page": pl.UInt32,
    "sheet": pl.String,
    "cell": pl.String,
    "box": pl.String,
    "place": pl.String,
}
FINDINGS: Final = pl.Schema(
    {
        "affair": pl.String, "organization": pl.String, "source": pl.String, "rule": pl.String, "kind": pl.String,
        "severity": pl.String, "file": pl.String, "risk": pl.String, "title": pl.String, "detail": pl.String,
        "document": pl.String, "line": pl.UInt32, "text": pl.String, "basis": pl.String, "advice": pl.String,
        "confidence": pl.String, "form": pl.String, "title_en": pl.String, "other_affair": pl.String,
        "other_form": pl.String, "other_source": pl.String, "other_document": pl.String, "other_line": pl.UInt32,
        "other_text": pl.String, "judgement": pl.String, "judged_by": pl.String, "judged_on": pl.String,
        "remark": pl.String, "dismissed": pl.Boolean, **_PLACE,
    }
)  # fmt: skip
DUTIES: Final = pl.Schema(
    {
        "affair": pl.String, "organization": pl.String, "source": pl.String, "duty": pl.String, "title": pl.String,
        "strength": pl.String, "status": pl.String, "due": pl.Date, "basis": pl.String, "confidence": pl.String,
        "detail": pl.String, "advice": pl.String, "form": pl.String, "title_en": pl.String, "step": pl.Int32,
        "file": pl.String, "subject": pl.String, "applies": pl.String, "earliest": pl.Date, "latest": pl.Date,
        "ends": pl.Date, "missing": pl.String, "due_state": pl.String, "due_on": pl.Date, "ends_on": pl.Date,
        "date_missing": pl.String, "date_missing_en": pl.String,
    }
)  # fmt: skip
MEASURES: Final = pl.Schema(
    {
        "affair": pl.String, "organization": pl.String, "source": pl.String, "file": pl.String, "risk": pl.String,
        "measure": pl.String, "title": pl.String, "strength": pl.String, "state": pl.String, "expected": pl.String,
        "document": pl.String, "line": pl.UInt32, "text": pl.String, "basis": pl.String, "risk_title": pl.String,
        "form": pl.String, "title_en": pl.String, "risk_title_en": pl.String,
        "comparison": pl.String, **_PLACE,
    }
)  # fmt: skip
FACTS: Final = pl.Schema(
    {
        "affair": pl.String, "organization": pl.String, "source": pl.String, "form": pl.String, "path": pl.String,
        "label": pl.String, "value": pl.String, "document": pl.String, "line": pl.UInt32, "text": pl.String,
        "reason": pl.String, **_PLACE,
    }
)  # fmt: skip
OPEN_LAW: Final = pl.Schema(
    {"rule": pl.String, "title": pl.String, "confidence": pl.String, "note": pl.String}
)


def _nothing(schema: pl.Schema) -> Callable[[], pl.DataFrame]:
    return lambda: pl.DataFrame(schema=schema)


@dataclass(frozen=True)
class BatchResult:
    """What a batch concluded, as tables, with the law applied and what could not be read."""

    affairs: pl.DataFrame
    findings: pl.DataFrame
    duties: pl.DataFrame
    measures: pl.DataFrame
    stamp: RulesetStamp
    as_of: dt.date
    problems: tuple[Problem, ...] = ()
    inputs: tuple[str, ...] = ()
    executor: str = ""
    ahead: tuple[tuple[ChangeAhead, int], ...] = ()
    facts: pl.DataFrame = field(default_factory=_nothing(FACTS))
    open_law: pl.DataFrame = field(default_factory=_nothing(OPEN_LAW))
    coverage: tuple[dict[str, Any], ...] = ()  # of each document: what became of the fields of its form
    left_out: tuple[tuple[str, str], ...] = ()  # files that were not read: place and reason
    corrections: tuple[dict[str, Any], ...] = ()  # of each document: what a person put right
    watch: float | None = None  # affairs within this many percent of a line are listed

    @property
    def open_findings(self) -> pl.DataFrame:
        """The findings that nobody has judged not to apply, with a reason."""
        return self.findings.filter(~pl.col("dismissed").fill_null(value=False))


def batch_of(results: Sequence[Assessment], **more: Any) -> BatchResult:
    """Turn single results into the tables of a batch.

    Raises:
        ValueError: there is no result to take the ruleset from.
    """
    if not results:
        raise ValueError("a batch needs at least one result")
    first = results[0]
    return BatchResult(
        affairs=affairs_frame(results),
        findings=findings_frame(results),
        duties=_frame(_duties(results), DUTIES),
        measures=_frame(_measures(results), MEASURES),
        facts=_frame(_facts(results), FACTS),
        open_law=_frame(_open_law(results), OPEN_LAW),
        coverage=coverage_rows(results),
        corrections=correction_rows(results),
        stamp=more.pop("stamp", first.ruleset),
        as_of=more.pop("as_of", first.as_of),
        **more,
    )


def affairs_frame(results: Sequence[Assessment]) -> pl.DataFrame:
    """Return one row per affair."""
    return pl.DataFrame([_affair(r) for r in results], schema=AFFAIRS, orient="row")


def _affair(r: Assessment) -> tuple[object, ...]:
    level = r.level
    counts = [sum(f.severity == s for f in r.open_findings) for s in ("error", "warning", "note")]
    unmet = sum(o.status == "unmet" and o.strength == "duty" for o in r.obligations)
    missing = "、".join(m.label for m in level.missing) or None
    return (
        r.affair, r.organization, r.source, level.floor, level.ceiling, level.rule, level.phrase, *counts, unmet,
        r.form, level.declared, missing, "、".join(level.basis), _question(level), *_watch(level), None, None,
        *_coverage(r),
    )  # fmt: skip


def _coverage(r: Assessment) -> tuple[object, ...]:
    """Return how many fields of a form were asked, read, blank and not read, and where the last ones stand."""
    if r.coverage is None:
        return (None,) * 5
    total = r.coverage.total
    return total.asked, total.read, total.blank, total.unread, unread_parts(r.coverage) or None


def _place(e: Evidence | None) -> tuple[object, ...]:
    """Return the columns of a place: page, sheet, cell, box and words."""
    if e is None:
        return (None,) * 5
    box = " ".join(f"{x:.1f}" for x in e.box) if e.box else None
    words = e.place or (f"{e.line}行目" if e.line else None)
    return e.page, e.sheet, e.cell, box, words


def _question(level: Determination) -> str | None:
    if not level.missing:
        return None
    best = level.missing[0]
    lines = say("ask_best_lines", lines=listing(best.lines)) if best.lines else ""
    return say("ask_best", label=best.label, question=best.question, lines=lines)


def _watch(level: Determination) -> tuple[object, ...]:
    """Return the nearest line of an affair, as the batch job does for tables (see engine.batch.watch)."""
    ways = []
    for t in level.thresholds:
        if t.distance is not None:
            up = t.side == "above"
            value = t.line - t.distance if up else t.line + t.distance - 1
            span = t.possible[0] if len(t.possible) == 1 else f"{t.possible[0]}..{t.possible[-1]}"
            signed = t.distance if up else -t.distance
            ways.append((t.distance / t.line, t.fact, signed, value, t.line, span))
    if not ways:
        return (None,) * 6
    share, fact, signed, value, line, span = min(ways)
    return fact, value, line, signed, span, share


def findings_frame(results: Sequence[Assessment]) -> pl.DataFrame:
    """Return one row per finding and affair; place and words are those of the first evidence."""
    return pl.DataFrame(list(_findings(results)), schema=FINDINGS, orient="row")


def _findings(results: Sequence[Assessment]) -> Iterator[tuple[object, ...]]:
    for r in results:
        for f in r.findings:
            e = f.evidence[0] if f.evidence else None
            o = f.other
            there = o.evidence[0] if o and o.evidence else None
            yield (
                r.affair, r.organization, r.source, f.rule, f.kind, f.severity, f.file, f.risk, f.title, f.detail,
                e.document if e else None, e.line if e else None, e.text if e else None, "、".join(f.basis), f.advice,
                f.confidence, r.form, f.title_en or None, *((o.affair, o.form, o.source) if o else (None,) * 3),
                *((there.document, there.line, there.text) if there else (None,) * 3), *_judged(f.judgement),
                *_place(e),
            )  # fmt: skip


def _judged(j: Judgement | None) -> tuple[object, ...]:
    if j is None:
        return (None, None, None, None, False)
    return (j.judgement or None, j.judged_by or None, j.judged_on or None, j.remark or None, j.dismisses)


def _duties(results: Sequence[Assessment]) -> Iterator[tuple[object, ...]]:
    for r in results:
        for o in r.obligations:
            if o.status != "not_applicable":
                yield (
                    r.affair, r.organization, r.source, o.id, o.title, o.strength, o.status, o.due, "、".join(o.basis),
                    o.confidence, o.detail, o.advice, r.form, o.title_en or None,
                    o.step, o.file, o.subject or None, o.applies, o.deadline.earliest if o.deadline else None,
                    o.deadline.latest if o.deadline else None, o.ends.day if o.ends else None,
                    "、".join(m.label for m in o.missing) or None, o.due_state, o.due_on, o.ends_on,
                    "、".join(m.label for m in o.date_missing) or None,
                    ", ".join(m.label_en or m.label for m in o.date_missing) or None,
                )  # fmt: skip


def _measures(results: Sequence[Assessment]) -> Iterator[tuple[object, ...]]:
    for r in results:
        for sheet in r.risks:
            for m in sheet.sheet:
                e = m.evidence[0] if m.evidence else None
                yield (
                    r.affair, r.organization, r.source, sheet.file, sheet.risk, m.id, m.title, m.strength, m.state,
                    m.expected, e.document if e else None, e.line if e else None, e.text if e else None,
                    "、".join(m.basis), sheet.title, r.form, m.title_en or None, sheet.title_en or None,
                    sheet.comparison, *_place(e),
                )  # fmt: skip


def _facts(results: Sequence[Assessment]) -> Iterator[tuple[object, ...]]:
    for r in results:
        for f in (*r.facts, *r.unread):
            e = f.place
            yield (
                r.affair, r.organization, r.source, r.form, f.path, f.label, f.value, e.document if e else None,
                e.line if e else None, e.text if e else None, f.reason, *_place(e),
            )  # fmt: skip


def _open_law(results: Sequence[Assessment]) -> Iterator[tuple[object, ...]]:
    seen: set[str] = set()
    for r in results:
        for point in r.open_law:
            if point.rule not in seen:
                seen.add(point.rule)
                yield (point.rule, point.title, point.confidence, point.note)


def joined(
    results: Sequence[Assessment],
    tables: Sequence[tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]],
    **more: Any,
) -> BatchResult:
    """Join single results with tables (affairs, findings, duties) that a batch run concluded."""
    affairs, findings, duties = (
        affairs_frame(results),
        findings_frame(results),
        _frame(_duties(results), DUTIES),
    )
    for a, f, d in tables:
        affairs = pl.concat([affairs, _fit(a, AFFAIRS)])
        findings = pl.concat([findings, _fit(f, FINDINGS)])
        duties = pl.concat([duties, _fit(d, DUTIES)])
    return BatchResult(
        affairs,
        findings,
        duties,
        _frame(_measures(results), MEASURES),
        facts=_frame(_facts(results), FACTS),
        open_law=_frame(_open_law(results), OPEN_LAW),
        coverage=coverage_rows(results),
        corrections=correction_rows(results),
        **more,
    )


def coverage_rows(results: Sequence[Assessment]) -> tuple[dict[str, Any], ...]:
    """Return the coverage of every document as ``summary.json`` has it."""
    return tuple(
        {
            "source": r.source,
            "affair": r.affair,
            "form": r.coverage.form,
            "form_version": r.coverage.form_version,
            "sections": [s.model_dump(exclude={"files", "label"}) for s in r.coverage.sections],
            "line": coverage_line(r.coverage),
            "notes": note_lines(r.coverage),
        }
        for r in results
        if r.coverage
    )


def _frame(rows: Iterator[tuple[object, ...]], schema: pl.Schema) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def _fit(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """Give a frame the columns and types of a schema; what it lacks is null."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    )
