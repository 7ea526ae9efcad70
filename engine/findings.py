"""Findings, duties and risk sheets: results read off an evaluation, each with its basis and places."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final, Literal

from ..facts.rows import place_of
from ..facts.values import Range
from ..facts.vocabulary import Scope
from ..rulesets.grammar import Check, Expect, Oblige
from ..rulesets.program import measure_fact
from ..rulesets.reading import shift
from .analysis.duties import settle_duty
from .results import Evidence, Finding, Obligation
from .truth import Truth
from .wording import show_possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..facts.affair import Affair
    from ..facts.record import Index
    from ..rulesets.grammar import Due
    from .prepare import Prepared
    from .results import Severity
    from .view import View

__all__ = ["FIELD", "evidence_of", "file_name", "findings", "obligations"]

FIELD: Final = re.compile(r"\{([A-Za-z0-9_.:-]+)\}")
_SEVERITY: Final[dict[str, Severity]] = {"required": "warning", "expected": "note", "desirable": "note"}
_RANK: Final = {"error": 0, "warning": 1, "note": 2}


def findings(view: View, prepared: Prepared) -> tuple[Finding, ...]:
    """Return every finding of checks and measures, the gravest first."""
    found = [*_checks(view, prepared), *_gaps(view, prepared)]
    return tuple(sorted(found, key=lambda f: (_RANK[f.severity], f.kind, f.rule, f.file or "", f.detail)))


def _checks(view: View, prepared: Prepared) -> Iterator[Finding]:
    for s in view.program.statements:
        if not isinstance(s, Check):
            continue
        for row in view.record.of(s.scope):
            if view.evaluation.truths[s.id, "when", row.index] is not Truth.TRUE:
                continue
            yield Finding(
                rule=s.id,
                kind=s.check,
                severity=s.severity,
                file=file_name(prepared.affair, s.scope, row.index),
                risk=s.risk,
                title=s.title,
                title_en=s.title_en,
                detail=fill(view, s.detail, row.index),
                basis=s.basis,
                confidence=s.confidence,
                evidence=tuple(evidence_of(view, prepared, s.evidence, row.index)),
                advice=s.advice,
            )


def _gaps(view: View, prepared: Prepared) -> Iterator[Finding]:
    """One finding per measure that is expected and not found, naming the files, never one per file."""
    for s in view.program.statements:
        if not isinstance(s, Expect) or s.expect == "desirable":
            continue
        rows = [
            r.index
            for r in view.record.of(Scope.FILE)
            if view.evaluation.truths[s.id, "gap", r.index] is Truth.TRUE
        ]
        if not rows:
            continue
        names = [n for n in (file_name(prepared.affair, Scope.FILE, i) for i in rows) if n]
        yield Finding(
            rule=s.id,
            kind="measure",
            severity=_SEVERITY[s.expect],
            file="、".join(names) or None,
            risk=s.risks[0],
            title=f"記載が見当たらない（要確認）：{s.title}",
            title_en=f"not found in the text (please check): {s.title_en or s.title}",
            detail=_gap_detail(names),
            basis=s.basis,
            confidence=s.confidence,
            evidence=tuple(_searched(prepared, s, names)),
            advice=s.advice,
        )


def _gap_detail(names: list[str]) -> str:
    where = f"{'、'.join(names)}の" if names else ""
    return f"{where}リスク対策の記述に、この措置に当たる文が見当たりません。"


def _searched(prepared: Prepared, s: Expect, names: list[str]) -> Iterator[Evidence]:
    """Where the measure would stand: the first line of each section that was searched."""
    for passage in prepared.affair.passages:
        if (
            passage.section in s.shown_by.sections
            and passage.lines
            and (not names or passage.file in (None, *names))
        ):
            line = passage.lines[0][0]
            yield Evidence(document=prepared.affair.source, line=line, text="", fact=measure_fact(s.id))
            return


def obligations(view: View, affair: Affair) -> tuple[Obligation, ...]:
    """Return every duty and effort in force with its state and due date, and what would settle it."""
    out = []
    parts = {(leaf.rule, leaf.part): leaf.when for leaf in view.program.leaves}
    for s in view.program.statements:
        if not isinstance(s, Oblige):
            continue
        for row in view.record.of(s.scope):
            applies = view.evaluation.truths[s.id, "when", row.index]
            met = view.evaluation.truths[s.id, "met", row.index]
            status = _status(applies, met)
            settling, missing = (
                settle_duty(view, affair, parts[s.id, "when"], parts[s.id, "met"], row.index)
                if status == "unknown"
                else ((), ())
            )
            out.append(
                Obligation(
                    id=s.id,
                    title=s.title,
                    title_en=s.title_en,
                    status=status,
                    due=_due(view, s.due, row.index) if s.due and applies is not Truth.FALSE else None,
                    strength=s.oblige,
                    basis=s.basis,
                    confidence=s.confidence,
                    detail=s.note,
                    advice=s.advice,
                    settling=settling,
                    missing=missing,
                )
            )
    return tuple(out)


def _status(applies: Truth, met: Truth) -> Literal["met", "unmet", "unknown", "not_applicable"]:
    if applies is Truth.FALSE:
        return "not_applicable"
    if applies is Truth.UNKNOWN or met is Truth.UNKNOWN:
        return "unknown"
    return "met" if met is Truth.TRUE else "unmet"


def _due(view: View, due: Due, index: Index) -> dt.date | None:
    start = view.get(due.after, index)
    if not isinstance(start, Range) or not start.exact:
        return None
    return shift(dt.date.fromordinal(start.lo), years=due.years, months=due.months, days=due.days)


def fill(view: View, text: str, index: Index) -> str:
    """Put the values read into a text: ``{headcount}`` becomes 10万人以上30万人未満."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in view.program.vocabulary:
            return match[0]
        return show_possible(view.program.vocabulary[name], view.get(name, index))

    return FIELD.sub(value, text)


def file_name(affair: Affair, scope: Scope, index: Index) -> str | None:
    """Return the name of the file a row belongs to."""
    if scope in (Scope.FILE, Scope.ENTRUSTMENT) and index:
        return affair.files[index[0]].name or None
    return None


def evidence_of(view: View, prepared: Prepared, facts: tuple[str, ...], index: Index) -> Iterator[Evidence]:
    """Yield where facts were read; a fact of the rows below stands for each of them, an evidence text for itself."""
    seen: set[tuple[str, int | None]] = set()
    for name in facts:
        for found in _places(view, prepared, name, index):
            key = (found.document, found.line)
            if key not in seen:
                seen.add(key)
                yield found


def _cell(text: str) -> str:
    """Leave out the list of options that a form prints behind every answer."""
    return text.split("<選択肢>", maxsplit=1)[0].split("＜選択肢＞", maxsplit=1)[0].strip()[:120]


def _places(view: View, prepared: Prepared, name: str, index: Index) -> Iterator[Evidence]:
    if name not in view.program.vocabulary:
        return
    fact = view.program.vocabulary[name]
    quoted = [(i, q) for (n, i), quotes in prepared.quotes.items() if n == name for q in quotes]
    for i, quote in quoted:
        if i[: len(index)] == index[: len(i)]:
            yield Evidence(document=prepared.affair.source, line=quote.line, text=quote.text, fact=name)
    for row in view.record.of(fact.scope):
        related = row.index[: len(index)] == index[: len(row.index)]
        place = place_of(prepared.affair, fact.scope, row.index, name) if related else None
        if place is not None:
            yield Evidence(document=place.document, line=place.line, text=_cell(place.text), fact=name)
