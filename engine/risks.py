"""Risk sheets: per file and risk, what is declared and what its measures bear out."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast

from ..facts.values import Options, Range
from ..facts.vocabulary import Scope
from ..rulesets.conditions import atoms, read_condition
from ..rulesets.counts import COUNTS, STRENGTHS
from ..rulesets.grammar import Expect, Judge
from ..rulesets.program import measure_fact
from .analysis.adequacy import least_looks, sets_of
from .analysis.grid import Identity
from .results import Evidence, Measure, MeasureCounts, RiskSheet, Spread
from .truth import Truth, all_of, any_of, negate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from ..facts.record import Index
    from ..facts.values import Possible
    from ..rulesets.conditions import Condition
    from ..rulesets.program import Program
    from .prepare import Prepared
    from .view import View

    Judges = list[tuple[Judge, Condition]]

__all__ = ["derived_adequacy", "risk_sheets"]

State = Literal["done", "not_done", "not_stated", "unknown"]
_STATES: tuple[State, ...] = ("done", "not_done", "not_stated", "unknown")
_ADEQUACY = ("lacking", "sufficient", "strong")
_SHOWN = ("done", "not_done")


def risk_sheets(view: View, prepared: Prepared, as_of: dt.date) -> tuple[RiskSheet, ...]:
    """Return one sheet per file and risk the form asks for.

    A measure counts when it is certainly expected; its state is what the text shows. The derived range comes
    from the ``judge`` rules and is the whole scale where they settle nothing.
    """
    expects = [s for s in view.program.statements if isinstance(s, Expect)]
    judges = _judges(view.program, as_of)
    risks = [
        n.split(".")[2]
        for n in view.program.vocabulary.by_name
        if n.startswith("file.risks.") and n.endswith(".adequacy")
    ]
    out: list[RiskSheet] = []
    for row in view.record.of(Scope.FILE):
        for risk in risks:
            sheet = tuple(_measures(view, prepared, [e for e in expects if risk in e.risks], row.index))
            declared = view.get(f"file.risks.{risk}.adequacy", row.index)
            applicable = view.get(f"file.risks.{risk}.applicable", row.index)
            if not sheet and not _exact(declared) and not _exact(applicable):
                continue
            fact = view.program.vocabulary[f"file.risks.{risk}.adequacy"]
            counted = [m for m in sheet if m.expected == "yes"]
            counts = Counter(m.state for m in counted)
            out.append(
                RiskSheet(
                    file=prepared.affair.files[row.index[0]].name or None,
                    risk=risk,
                    title=fact.ja.removeprefix("「").split("」")[0],
                    section=fact.form,
                    title_en=fact.en.removesuffix(": adequacy"),
                    applicable=cast("Literal['yes', 'no', 'unknown']", _one(applicable) or "unknown"),
                    declared=cast("Literal['strong', 'sufficient', 'lacking'] | None", _one(declared)),
                    derived=_spread(judges, _counted(counted)),
                    settling=_settling(view.program, as_of, counted),
                    measures=MeasureCounts(**{s: counts.get(s, 0) for s in _STATES}),
                    sheet=sheet,
                )
            )
    return tuple(out)


def _exact(possible: Possible) -> bool:
    return possible.exact


def _one(possible: Possible) -> str | None:
    return next(iter(possible.members)) if isinstance(possible, Options) and possible.exact else None


def _measures(view: View, prepared: Prepared, expects: list[Expect], index: Index) -> Iterator[Measure]:
    for s in expects:
        expected = view.evaluation.truths[s.id, "when", index]
        if expected is Truth.FALSE:
            continue
        name = measure_fact(s.id)
        state = cast("State", _one(view.get(name, index)) or "unknown")
        quotes = prepared.quotes.get((name, index[:1]), ())
        yield Measure(
            id=s.id,
            title=s.title,
            title_en=s.title_en,
            reading=quotes[0].reading.value if quotes else None,
            strength=s.expect,
            state=state,
            expected="yes" if expected is Truth.TRUE else "unknown",
            basis=s.basis,
            evidence=tuple(
                Evidence(document=prepared.affair.source, line=q.line, text=q.text, fact=name) for q in quotes
            ),
        )


def derived_adequacy(program: Program, counts: Mapping[str, int], as_of: dt.date) -> Spread:
    """Return the range of adequacy that numbers of measures (``required.not_stated``, …) bear out."""
    return _spread(_judges(program, as_of), counts)


def _counted(measures: list[Measure]) -> Counter[str]:
    return Counter(f"{m.strength}.{m.state}" for m in measures)


def _spread(judges: Judges, stated: Mapping[str, int]) -> Spread:
    """Narrow lacking…strong by every judge rule that certainly holds for the counts."""
    low, high = _ranks(judges, Counter(stated))
    return Spread.model_validate({"floor": _ADEQUACY[low], "ceiling": _ADEQUACY[high]})


def _ranks(judges: Judges, counts: Counter[str]) -> tuple[int, int]:
    for strength in STRENGTHS:
        counts[f"{strength}.open"] = counts[f"{strength}.not_stated"] + counts[f"{strength}.unknown"]
    floor, ceiling = 0, len(_ADEQUACY) - 1
    for s, when in judges:
        if not any(counts.values()) or _holds(when, counts) is not Truth.TRUE:
            continue
        rank = _ADEQUACY.index(s.then)
        floor, ceiling = (max(floor, rank), ceiling) if s.judge == "floor" else (floor, min(ceiling, rank))
    return min(floor, ceiling), ceiling  # a measure stated as not done outweighs any number of others


def _settling(program: Program, as_of: dt.date, measures: list[Measure]) -> tuple[tuple[str, ...], ...]:
    """Return the smallest sets of measures that settle the derived adequacy once it is known whether they are done."""
    read = _read_strengths(Identity(program), as_of)
    open_ = [[m.id for m in measures if m.strength == s and m.state not in _SHOWN] for s in read]
    known = Counter(f"{m.strength}.{m.state}" for m in measures if m.state in _SHOWN)
    if not any(open_):
        return ()
    sizes = tuple(len(names) for names in open_)
    return sets_of(open_, _looks(Identity(program), as_of, read, sizes, tuple(sorted(known.items()))))


@lru_cache(maxsize=64)
def _read_strengths(program: Identity, as_of: dt.date) -> tuple[str, ...]:
    read = {a.fact.split(".")[0] for _, when in _judges(program.value, as_of) for a in atoms(when)}
    return tuple(s for s in STRENGTHS if s in read)


@lru_cache(maxsize=4_096)
def _looks(
    program: Identity,
    as_of: dt.date,
    read: tuple[str, ...],
    sizes: tuple[int, ...],
    known: tuple[tuple[str, int], ...],
) -> tuple[tuple[int, ...], ...]:
    judges = _judges(program.value, as_of)

    def derive(done: tuple[int, ...]) -> tuple[int, int]:
        counts = Counter(dict(known))
        for strength, n, of in zip(read, done, sizes, strict=True):
            counts[f"{strength}.done"] += n
            counts[f"{strength}.not_done"] += of - n
        return _ranks(judges, counts)

    return least_looks(sizes, derive)


def _judges(program: Program, as_of: dt.date) -> Judges:
    return [(s, read_condition(s.when, COUNTS, as_of)) for s in program.statements if isinstance(s, Judge)]


def _holds(condition: Condition, counts: Counter[str]) -> Truth:
    from ..rulesets.conditions import All, AnyOf, Atom, Not

    match condition:
        case Atom(name, allowed):
            number = counts[name]
            return Truth.TRUE if allowed.holds_all(Range(number, number)) else Truth.FALSE
        case All(parts):
            return all_of(_holds(p, counts) for p in parts)
        case AnyOf(parts):
            return any_of(_holds(p, counts) for p in parts)
        case Not(part):
            return negate(_holds(part, counts))
