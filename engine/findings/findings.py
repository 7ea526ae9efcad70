"""Findings: what checks and measures say, each with its basis and places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...facts.affair.affair import Place
from ...facts.affair.rows import place_of, things
from ...facts.values import Options, Range
from ...facts.vocabulary import Kind, Scope
from ...rulesets.language.grammar import Check, Expect
from ...rulesets.program.program import measure_fact, scope_path
from ...texts.predicates.sentence_reading import Reading
from ..evaluation.clashing_sources import CLASHES, OUTDATED, clashes, outdated
from ..evaluation.record_lines import path_of
from ..evaluation.truth import Truth
from ..results.assessment import Counterpart, Evidence, Finding
from ..results.placing import evidence_at
from ..wording.value_words import show_possible
from .order import worth_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...facts.affair.affair import Affair
    from ...facts.affair.record import Index
    from ..evaluation.prepare import Prepared
    from ..evaluation.view import View
    from ..results.assessment import Severity

__all__ = ["FIELD", "TOLD_BY", "evidence_of", "file_name", "fill", "findings", "words_of"]

FIELD: Final = re.compile(r"\{([A-Za-z0-9_.:-]+)\}")
_SEVERITY: Final[dict[str, Severity]] = {"required": "warning", "expected": "note", "desirable": "note"}
_LONG: Final = 60
_BRACKETS: Final = re.compile(r"[\[［]([^\[\]［］]*)[\]］]\s*$")


def findings(view: View, prepared: Prepared) -> tuple[Finding, ...]:
    """Return every finding of checks and measures, in their order."""
    return worth_first([*_checks(view, prepared), *_gaps(view, prepared)])


def _checks(view: View, prepared: Prepared) -> Iterator[Finding]:
    for s in view.program.statements:
        if not isinstance(s, Check) or s.check == "comparison" or s.across:
            continue
        rows = [
            r.index
            for r in view.record.of(s.scope)
            if view.evaluation.truths[s.id, "when", r.index] is Truth.TRUE
        ]
        for group in [rows] if s.gather and rows else [[index] for index in rows]:
            more = f"（ほか{len(group) - 1}件）" if len(group) > 1 else ""
            places = dict.fromkeys(e for i in group for e in evidence_of(view, prepared, s.evidence, i))
            yield Finding(
                rule=s.id,
                kind=s.check,
                severity=s.severity,
                file=file_name(prepared.affair, s.scope, group[0]),
                risk=s.risk,
                title=s.title,
                title_en=s.title_en,
                detail=fill(view, prepared.affair, s.detail, group[0]) + more,
                basis=s.basis,
                confidence=s.confidence,
                evidence=tuple(places),
                advice=s.advice,
                other=_elsewhere(prepared.affair, s.evidence),
            )


#: Facts that another affair tells, each with the text facts that name this affair and its source.
TOLD_BY: Final = {
    "body_incident": ("body_incident_affair", "body_incident_source"),
    "similar_body": ("similar_body_affair", "similar_body_source"),
}


def _elsewhere(affair: Affair, evidence: tuple[str, ...]) -> Counterpart | None:
    """Name the other affair that a finding rests on."""
    for name in evidence:
        if name in TOLD_BY and name in affair.values:
            other, source = (affair.text(n) or "" for n in TOLD_BY[name])
            place = place_of(affair, Scope.AFFAIR, (), name)
            where = (evidence_at(place, text=place.text, fact=name),) if place else ()
            return Counterpart(affair=other, source=source, evidence=where)
    return None


def _gaps(view: View, prepared: Prepared) -> Iterator[Finding]:
    """One finding per measure that is expected and not found, naming the files, never one per file.

    Files whose text says that the measure is not taken have a finding of their own.
    """
    for s in view.program.statements:
        if not isinstance(s, Expect) or s.expect == "desirable":
            continue
        rows = [
            r.index
            for r in view.record.of(Scope.FILE)
            if view.evaluation.truths[s.id, "gap", r.index] is Truth.TRUE
        ]
        denied = [i for i in rows if view.get(measure_fact(s.id), i) == _NOT_DONE]
        missing = [i for i in rows if i not in denied] if s.field else []  # no field: silence says nothing
        if denied:
            yield _gap(
                prepared,
                s,
                denied,
                "行わないとの記載（要確認）",
                "stated as not done (please check)",
                _DENIED,
            )
        if missing:
            said = {q.reading for i in missing for q in prepared.quotes.get((measure_fact(s.id), i), ())}
            detail = _MISSING + "".join(words for reading, words in _BUT.items() if reading in said)
            detail += _lacking(prepared, s, missing)
            yield _gap(
                prepared,
                s,
                missing,
                "記載が見当たらない（要確認）",
                "not found in the text (please check)",
                detail,
            )


_NOT_DONE: Final = Options.of("not_done")
_MISSING: Final = "リスク対策の記述に、この措置に当たる文が見当たりません。"
_DENIED: Final = "リスク対策の記述に、この措置を行わないと読める文があります。"
_BUT: Final = {
    Reading.DENIED: "関係する措置を行わないと読める文があります。",
    Reading.PLANNED: "予定又は検討中と読める文があります。",
    Reading.OWED: "必要である、望ましい、努めるなどと述べるにとどまる文があります。",
}


def _lacking(prepared: Prepared, s: Expect, rows: list[Index]) -> str:
    """Say what the sentence that comes nearest to a measure lacks."""
    quotes = (q for i in rows for q in prepared.quotes.get((measure_fact(s.id), i), ()))
    nearest = next((q for q in quotes if q.reading is Reading.NEAREST and q.lacks), None)
    return f"最も近い記述には「{'」「'.join(nearest.lacks)}」に当たる語がありません。" if nearest else ""


def _gap(prepared: Prepared, s: Expect, rows: list[Index], title: str, title_en: str, detail: str) -> Finding:
    names = [n for n in (file_name(prepared.affair, Scope.FILE, i) for i in rows) if n]
    places = _said(prepared, s, rows) or tuple(_searched(prepared, s, names))
    return Finding(
        rule=s.id,
        kind="measure",
        severity=_SEVERITY[s.expect],
        file="、".join(names) or None,
        risk=s.risks[0],
        title=f"{title}：{s.title}",
        title_en=f"{title_en}: {s.title_en or s.title}",
        detail=(f"{'、'.join(names)}の" if names else "") + detail,
        basis=s.basis,
        confidence=s.confidence,
        evidence=places,
        advice=s.advice,
    )


def _said(prepared: Prepared, s: Expect, rows: list[Index]) -> tuple[Evidence, ...]:
    """Where the text denies or plans the measure."""
    name, source = measure_fact(s.id), prepared.affair.source
    quotes = [q for i in rows for q in prepared.quotes.get((name, i), ())]
    return tuple(
        dict.fromkeys(
            Evidence(document=source, line=q.line, text=q.text, fact=name, mark=q.mark, lacks=q.lacks)
            for q in quotes
        )
    )


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


def fill(view: View, affair: Affair, text: str, index: Index) -> str:
    """Put the values read into a text: ``{headcount}`` becomes 10万人以上30万人未満, ``{title}`` the title's words."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in view.program.vocabulary:
            return match[0]
        fact = view.program.vocabulary[name]
        if fact.kind is Kind.TEXT:
            text = words_of(affair, fact.scope, name, index)
            return (text if len(text) <= _LONG else f"{text[:_LONG]}…") or "空欄"
        return show_possible(fact, view.get(name, index))

    return FIELD.sub(value, text)


def words_of(affair: Affair, scope: Scope, name: str, index: Index) -> str:
    """Return the words of a text fact of a row or of one above it; nothing where there are none."""
    own = index[: len(scope_path(scope))]
    return next((t.text(name) or "" for s, i, t in things(affair) if s is scope and i == own), "")


def file_name(affair: Affair, scope: Scope, index: Index) -> str | None:
    """Return the name of the file a row belongs to."""
    if scope in (Scope.FILE, Scope.ENTRUSTMENT) and index:
        return affair.files[index[0]].name or None
    return None


def evidence_of(view: View, prepared: Prepared, facts: tuple[str, ...], index: Index) -> Iterator[Evidence]:
    """Yield where facts were read; a fact of the rows below stands for each of them, an evidence text for itself."""
    seen: set[tuple[str, int | None, str]] = set()
    for name in facts:
        for found in _places(view, prepared, name, index):
            key = (found.document, found.line, found.text if name in (CLASHES, OUTDATED) else "")
            if key not in seen:
                seen.add(key)
                yield found


def _cell(text: str) -> str:
    """Leave out the list of options that a form prints behind every answer."""
    return text.split("<選択肢>", maxsplit=1)[0].split("＜選択肢＞", maxsplit=1)[0].strip()[:120]


def _answer(text: str) -> tuple[int, int] | None:
    """Say where in a line of a form the answer stands: the forms print it in brackets behind the question.

    >>> _answer("⑦バックアップ [ 十分に行っている ]")
    (10, 18)
    """
    found = _BRACKETS.search(text)
    if found is None:
        return None
    answer = found[1].strip()
    begin = found.start(1) + found[1].find(answer)
    return (begin, begin + len(answer)) if answer else None


def _clashing(view: View, affair: Affair) -> Iterator[Evidence]:
    """Yield what every source says of the facts of which the sources contradict one another."""
    for (name, index), told in clashes(affair).items():
        if name not in view.program.vocabulary:
            continue
        fact = view.program.vocabulary[name]
        for source in told:
            words = source.value if isinstance(source.value, str) else ""
            if isinstance(source.value, (Range, Options)):
                words = show_possible(fact, source.value)
            place = source.place or Place(affair.source)
            path = path_of(affair, fact.scope, index, name)
            yield evidence_at(place, text=f"{fact.ja}（{path}）：{words}"[:120], fact=name)


def _overtaken(affair: Affair) -> Iterator[Evidence]:
    """Yield each outdated correction, and where the document says something else."""
    for one in outdated(affair):
        text = f"{one.label}（{one.path}）：{one.value}（{one.by} {one.on.isoformat()}：{one.reason}）"
        yield Evidence(document=one.document, line=one.line, text=text, fact=OUTDATED)
        for told in affair.sources.values():
            places = [s.place for s in told if s.place]
            if any((p.document, p.line) == (one.document, one.line) for p in places):
                yield from (
                    evidence_at(p, text=f"{one.label}：{one.found}", fact=OUTDATED)
                    for p in places
                    if p.document != one.document
                )


def _places(view: View, prepared: Prepared, name: str, index: Index) -> Iterator[Evidence]:
    if name not in view.program.vocabulary:
        return
    if name == CLASHES:
        yield from _clashing(view, prepared.affair)
        return
    if name == OUTDATED:
        yield from _overtaken(prepared.affair)
        return
    fact = view.program.vocabulary[name]
    quoted = [(i, q) for (n, i), quotes in prepared.quotes.items() if n == name for q in quotes]
    for i, quote in quoted:
        if i[: len(index)] == index[: len(i)]:
            source = prepared.affair.source
            yield Evidence(document=source, line=quote.line, text=quote.text, fact=name, mark=quote.mark)
    for row in view.record.of(fact.scope):
        related = row.index[: len(index)] == index[: len(row.index)]
        place = place_of(prepared.affair, fact.scope, row.index, name) if related else None
        if place is not None:
            text = _cell(place.text)
            yield evidence_at(place, text=text, fact=name).model_copy(update={"mark": _answer(text)})
