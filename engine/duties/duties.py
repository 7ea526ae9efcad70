"""Duties and efforts in force: whether they apply and were met, in which order, by when, and what to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from ...facts.values import Options
from ...facts.vocabulary import Scope
from ...rulesets.program.program import Bounds, Extremum
from ..analysis.open_duties import settle_duty
from ..evaluation.truth import Truth
from ..findings.findings import evidence_of, file_name, fill
from ..level.determination import LEVEL
from ..level.missing import Asking, question
from ..results.assessment import Deadline, Obligation
from .deadlines import settle
from .due_states import end_on, state_of_due, unknown_dates

if TYPE_CHECKING:
    import datetime as dt

    from ...facts.affair.record import Index
    from ...rulesets.language.conditions import Condition
    from ...rulesets.language.grammar import Due, Oblige
    from ..evaluation.prepare import Prepared
    from ..evaluation.view import View
    from ..results.assessment import Missing

__all__ = ["obligations"]

_APPLIES: Final[dict[Truth, Literal["yes", "no", "unknown"]]] = {
    Truth.TRUE: "yes",
    Truth.FALSE: "no",
    Truth.UNKNOWN: "unknown",
}


def obligations(
    view: View, prepared: Prepared, level: tuple[Missing, ...], *, as_of: dt.date
) -> tuple[Obligation, ...]:
    """Return every duty and effort in force in the order they are to be done.

    ``level`` holds the questions that would settle the required level. Steps count only the duties that may apply.
    """
    asking = Asking(view, {LEVEL: level})
    conditions = {(leaf.rule, leaf.part): leaf.when for leaf in view.program.leaves}
    truths = view.evaluation.truths
    alive = {
        s.id
        for s, _ in view.program.duties
        for row in view.record.of(s.scope)
        if truths[s.id, "when", row.index] is not Truth.FALSE
    }
    ranks = {
        step: n
        for n, step in enumerate(sorted({step for s, step in view.program.duties if s.id in alive}), 1)
    }
    out = []
    for s, step in view.program.duties:
        for row in view.record.of(s.scope):
            applies, met = truths[s.id, "when", row.index], truths[s.id, "met", row.index]
            live = applies is not Truth.FALSE
            when, done = conditions[s.id, "when"], conditions[s.id, "met"]
            status = _status(applies, met)
            settling, exact = (
                settle_duty(view, prepared.affair, when, done, row.index) if status == "unknown" else ((), ())
            )
            if status == "unknown" and not exact:  # no facts settle it for certain, or too many cases
                exact = _missing(asking, (when, done), row.index, applies, met)
            deadline = _deadline(view, prepared, s.due, row.index) if live else None
            ends = _deadline(view, prepared, s.until, row.index) if live else None
            state, day = (
                state_of_due(deadline.earliest, deadline.latest, status, as_of, recurs=s.recurs)
                if deadline
                else (None, None)
            )
            dateless = applies is Truth.TRUE and status != "met" and s.due and not deadline
            sources = unknown_dates(view, s.due, row.index) if dateless else ()
            out.append(
                Obligation(
                    id=s.id,
                    title=s.title,
                    title_en=s.title_en,
                    status=status,
                    applies=_APPLIES[applies],
                    due=deadline.day if deadline else None,
                    strength=s.oblige,
                    basis=s.basis,
                    confidence=s.confidence,
                    detail=s.note,
                    advice=s.advice,
                    step=ranks[step] if live else None,
                    after=tuple(a for a in s.after if a in alive) if live else (),
                    recurs=s.recurs,
                    file=file_name(prepared.affair, s.scope, row.index),
                    subject=_subject(view, prepared, s, row.index),
                    deadline=deadline,
                    ends=ends,
                    due_state="undated" if sources else state,
                    due_on=day,
                    ends_on=end_on(ends.earliest, ends.latest, as_of) if ends else None,
                    date_missing=tuple(question(f) for f in sources),
                    settling=settling,
                    missing=exact,
                )
            )
    return tuple(out)


def _status(applies: Truth, met: Truth) -> Literal["met", "unmet", "unknown", "not_applicable"]:
    if applies is Truth.FALSE:
        return "not_applicable"
    if applies is Truth.UNKNOWN or met is Truth.UNKNOWN:
        return "unknown"
    return "met" if met is Truth.TRUE else "unmet"


def _missing(
    asking: Asking, parts: tuple[Condition, Condition], index: Index, applies: Truth, met: Truth
) -> tuple[Missing, ...]:
    """Ask first whether the duty applies; whether it was met matters once that is settled."""
    if applies is Truth.FALSE or (applies is Truth.TRUE and met is not Truth.UNKNOWN):
        return ()
    when, done = parts
    return asking.missing([when if applies is Truth.UNKNOWN else done], index)


def _deadline(view: View, prepared: Prepared, dues: tuple[Due, ...], index: Index) -> Deadline | None:
    span = settle(dues, lambda name: view.get(name, index))
    if span is None:
        return None
    fact = view.program.vocabulary[span.due.fact]
    return Deadline(
        kind=span.kind,
        day=span.day,
        earliest=span.earliest,
        latest=span.latest,
        fact=fact.name,
        label=fact.ja,
        label_en=fact.en,
        note=span.due.note,
        note_en=span.due.note_en,
        place=next(iter(evidence_of(view, prepared, _read(view, fact.name), index)), None),
    )


def _read(view: View, fact: str) -> tuple[str, ...]:
    """Name the fact, and behind a concluded date the dates it was concluded from."""
    produce = next((p for stratum in view.program.strata for p in stratum if p.fact == fact), None)
    names = [fact]
    for derive in produce.derives if produce else ():
        match derive:
            case Extremum(_, source):
                names.append(source.fact)
            case Bounds(least, most):
                names += [s.fact for s in (*least, *most)]
            case _:
                continue
    return tuple(names)


def _subject(view: View, prepared: Prepared, s: Oblige, index: Index) -> str:
    """Name the incident a duty is about by its title, else by its day; else the round that is not the ordinary one."""
    if s.round:
        fact, held = view.program.vocabulary[s.round], view.get(s.round, index)
        (only, *more) = sorted(held.members) if isinstance(held, Options) else ("", "")
        return next((o.ja for o in fact.options[1:] if o.id == only and not more), "")
    if s.scope is not Scope.INCIDENT:
        return ""
    incident = (prepared.affair.incidents or ())[index[0]]
    title = incident.text("incident.title")
    return title or fill(view, prepared.affair, "{incident.occurred}発生の事故", index).replace(
        "不明発生", "発生日不明"
    )
