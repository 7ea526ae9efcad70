"""Risk sheets: per file and risk, what is declared and what its measures bear out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, cast

from ...facts.forms.model import load_forms
from ...facts.values import NO, Options
from ...facts.vocabulary import Scope
from ...rulesets.language.grammar import Expect
from ...rulesets.loader import FORMS
from ...rulesets.program.measure_counts import DENIED
from ...rulesets.program.program import measure_fact
from ...texts.predicates.sentence_reading import Reading
from ..evaluation.truth import Truth
from ..results.assessment import Evidence, Measure, MeasureCounts, RiskSheet
from .adequacy import Answer, compared, derived_adequacy, settling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ..evaluation.prepare import Prepared
    from ..evaluation.view import View

__all__ = ["RiskLine", "part_sheets", "risk_lines"]

State = Literal["done", "not_done", "not_stated", "unknown"]
_SHOWN = ("done", "not_done")
_STATES: Final = ("done", "not_done", "unknown", "not_stated")
_EXPECTED: Final[dict[Truth, Literal["yes", "no", "unknown"]]] = {
    Truth.TRUE: "yes",
    Truth.FALSE: "no",
    Truth.UNKNOWN: "unknown",
}
_RANK: Final = ("yes", "unknown", "no")
#: The parts of the forms that ask for measures and not whether they are enough.
_PARTS: Final = {"audit": "audit", "edu": "education of staff", "other": "other measures"}


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk sheet with the row of its file, the counts it was judged by, the answer read, and measures denied.

    A denied measure is not stated, and some sentence reads as if it was not taken.
    """

    index: Index
    sheet: RiskSheet
    counts: Mapping[str, int]
    answer: Answer
    denied: frozenset[str]


def risk_lines(view: View, prepared: Prepared) -> tuple[RiskLine, ...]:
    """Return one sheet per file and risk the form asks for.

    A measure counts when it is certainly expected; its state is what the text shows. One that may be expected and is
    not shown is undecided, and stands in the way of every floor. The derived range comes from the ``judge`` rules and is
    the whole scale where they settle nothing. A declared answer shows no measure.
    """
    expects = [s for s in view.program.statements if isinstance(s, Expect)]
    weak = frozenset(e.id for e in expects if e.weak)
    risks = [
        n.split(".")[2]
        for n in view.program.vocabulary.by_name
        if n.startswith("file.risks.") and n.endswith(".adequacy")
    ]
    out: list[RiskLine] = []
    for row in view.record.of(Scope.FILE):
        for risk in risks:
            against = [e for e in expects if risk in e.risks]
            sheet = tuple(_measures(view, prepared, against, row.index))
            declared = view.get(f"file.risks.{risk}.adequacy", row.index)
            applicable = view.get(f"file.risks.{risk}.applicable", row.index)
            if not sheet and not declared.exact and not applicable.exact:
                continue
            answer = Answer(
                _one(declared),
                _one(applicable),
                blank=view.get(f"file.risks.{risk}.adequacy.stated", row.index) == NO,
            )
            out.append(_line(view, prepared, risk, row.index, sheet, answer, weak))
    return tuple(out)


def _line(
    view: View,
    prepared: Prepared,
    risk: str,
    index: Index,
    sheet: tuple[Measure, ...],
    answer: Answer,
    weak: frozenset[str],
) -> RiskLine:
    fact = view.program.vocabulary[f"file.risks.{risk}.adequacy"]
    file = prepared.affair.files[index[0]]
    states = {m.id: s for m in sheet if (s := _counted(m, weak=m.id in weak - file.measures.keys()))}
    counts = Counter(f"{m.strength}.{states[m.id]}" for m in sheet if m.id in states)
    shown = Counter(m.state if m.expected == "yes" else "undecided" for m in sheet if m.id in states)
    open_: dict[str, list[str]] = {}
    for m in sheet:
        if m.expected == "yes" and m.id in states and states[m.id] not in _SHOWN:
            open_.setdefault(m.strength, []).append(m.id)
    known = {name: n for name, n in counts.items() if name.split(".")[1] in _SHOWN}
    derived = derived_adequacy(view.program, counts)
    made = RiskSheet(
        file=file.name or None,
        risk=risk,
        title=fact.ja.removeprefix("「").split("」")[0],
        section=fact.form,
        title_en=fact.en.removesuffix(": adequacy"),
        applicable=cast("Literal['yes', 'no', 'unknown']", answer.applicable or "unknown"),
        declared=cast("Literal['strong', 'sufficient', 'lacking'] | None", answer.declared),
        derived=derived,
        comparison=compared(answer, derived),
        settling=() if shown["undecided"] else settling(view.program, open_, known),
        measures=MeasureCounts(**shown),
        sheet=sheet,
    )
    denied = frozenset(
        m.id for m in sheet if states.get(m.id) == "not_stated" and _denied(prepared, m, index)
    )
    counts.update(f"{m.strength}.{DENIED}" for m in sheet if m.id in denied)
    return RiskLine(index, made, counts, answer, denied)


def _denied(prepared: Prepared, measure: Measure, index: Index) -> bool:
    quotes = prepared.quotes.get((measure_fact(measure.id), index[:1]), ())
    return any(q.reading is Reading.DENIED for q in quotes)


def _counted(measure: Measure, *, weak: bool) -> str | None:
    """Return the state a measure counts as; None where it counts for nothing, as one that is not expected.

    Words that a weak pattern finds settle nothing: such a measure stays open until a person says that it is done. Where
    the form has no field for a measure, only a text that speaks of it counts.
    """
    if measure.expected == "no" or (not measure.field and measure.state in ("not_stated", "unknown")):
        return None
    if measure.expected == "yes":
        return "unknown" if weak else measure.state
    return None if measure.state == "done" and not weak else "undecided"


def _one(possible: Possible) -> str | None:
    return next(iter(possible.members)) if isinstance(possible, Options) and possible.exact else None


def part_sheets(view: View, prepared: Prepared) -> tuple[RiskSheet, ...]:
    """Return one sheet for each part of the form that asks for measures but for no adequacy (audit, education, others).

    The form prints these parts once for all files, so a measure counts once: as it stands in the file for which the text
    shows most.
    """
    expects = [s for s in view.program.statements if isinstance(s, Expect)]
    rows = view.record.of(Scope.FILE)
    out = []
    for part in _PARTS:
        against = [e for e in expects if part in e.risks]
        per_file = [tuple(_measures(view, prepared, against, row.index)) for row in rows]
        found: dict[str, Measure] = {}
        for m in (m for sheet in per_file for m in sheet):
            if m.id not in found or _rank(m) < _rank(found[m.id]):
                found[m.id] = m
        sheet = tuple(found[e.id] for e in against if e.id in found)
        if sheet:
            asked = Counter[str](
                m.state for m in sheet if m.expected == "yes" and (m.field or m.state in _SHOWN)
            )
            title, section = _printed(part, prepared.affair.form)
            out.append(
                RiskSheet(
                    file=None,
                    risk=part,
                    title=title,
                    title_en=_PARTS[part],
                    section=section,
                    applicable="yes",
                    measures=MeasureCounts(**asked),
                    sheet=sheet,
                )
            )
    return tuple(out)


def _printed(part: str, form: str | None) -> tuple[str, str]:
    """Return the label of a part and its place in the form, or in the full form where this form does not have it."""
    forms = load_forms(FORMS)
    for name in (form or "full", "full"):
        for section in forms[name].sections:
            for one in section.parts:
                if one.id == part:
                    return one.label, f"{section.label.split()[0]}{one.number}"
    return part, ""


def _rank(measure: Measure) -> tuple[int, int]:
    return _RANK.index(measure.expected), _STATES.index(measure.state)


def _measures(view: View, prepared: Prepared, expects: list[Expect], index: Index) -> Iterator[Measure]:
    for s in expects:
        expected = view.evaluation.truths[s.id, "when", index]
        name = measure_fact(s.id)
        state = cast("State", _one(view.get(name, index)) or "unknown")
        if expected is Truth.FALSE and state != "done":
            continue
        quotes = prepared.quotes.get((name, index[:1]), ())
        yield Measure(
            id=s.id,
            title=s.title,
            title_en=s.title_en,
            reading=quotes[0].reading.value if quotes else None,
            strength=s.expect,
            force=s.force,
            field=s.field,
            state=state,
            expected=_EXPECTED[expected],
            basis=s.basis,
            advice=s.advice,
            evidence=tuple(
                Evidence(
                    document=prepared.affair.source,
                    line=q.line,
                    text=q.text,
                    fact=name,
                    mark=q.mark,
                    lacks=q.lacks,
                )
                for q in quotes
            ),
        )
