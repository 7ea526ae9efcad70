"""A program as plain data that another language can run: conditions read, dates counted, nothing left of the law's words.

Only what an affair on its own can tell is exported: facts of files, incidents and other rows are not known there, so
what is concluded from them stays open. The page for pre-screening runs this data; a differential test in a real
browser holds it to the reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...facts.values import INF, Range
from ...facts.vocabulary import Scope
from ...rulesets.language.allowed import Intervals
from ...rulesets.language.conditions import All, AnyOf, Atom, Not, atoms
from ...rulesets.language.grammar import Decide
from ...rulesets.program.program import Bounds, ByCondition, Difference
from ..analysis.fact_sources import askable
from ..analysis.open_level import LevelGrid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...facts.values import Possible
    from ...facts.vocabulary import Fact
    from ...rulesets.language.allowed import Allowed
    from ...rulesets.language.conditions import Condition
    from ...rulesets.program.decision_tables import Table
    from ...rulesets.program.program import Derive, Produce, Program, Source
    from ..analysis.grid import Grid

__all__ = ["export"]

_CONFLICT: Final = ".conflict"


def export(program: Program, level: str, also: Iterable[str] = ()) -> dict[str, Any]:
    """Return everything that bears on a table's outcome and on the duties of an affair.

    Keys: ``facts`` (type, domain and words of every fact read), ``steps`` (facts to conclude, in order), ``level``
    (the table's fact, its outcomes with phrases, its rows with words and basis), ``grid`` (the table cut into cells),
    ``duties`` (conditions and words, in the order they are to be done; those about a file or an incident are not here).
    Open ends of ranges are null; ``also`` names facts wanted besides.
    """
    duties = [s for s, _ in program.duties if s.scope is Scope.AFFAIR]
    leaves = {(leaf.rule, leaf.part): leaf for leaf in program.leaves if leaf.scope is Scope.AFFAIR}
    wanted = {level} | {
        a.fact for d in duties for part in ("when", "met") for a in atoms(leaves[d.id, part].when)
    }
    steps = list(_steps(program, wanted))
    names = {_base(n) for n in wanted} | {_base(n) for p in steps for n in _read_by(p)} | set(also)
    names |= {p.fact for p in steps}
    places = {f.name: n for n, f in enumerate(program.vocabulary.facts)}
    last = len(places)
    decide = next(s for s in program.statements if isinstance(s, Decide) and s.decide == level)
    table = next(p.table for p in steps if p.fact == level and p.table)
    return {
        "grid": _grid(LevelGrid.of(program, decide, table).grid),
        "facts": {
            n: _fact(program, program.vocabulary[n])
            for n in sorted(names, key=lambda n: (places.get(n, last), n))
        },
        "steps": [_step(p) for p in steps],
        "level": {
            "fact": level,
            "outcomes": [o.model_dump() for o in decide.outcomes],
            "rows": {
                r.id: {
                    "title": r.title,
                    "title_en": r.title_en,
                    "because": r.because,
                    "because_en": r.because_en,
                    "basis": list(r.basis),
                    "confidence": r.confidence,
                }
                for r in decide.rows
            },
        },
        "duties": [
            {
                "id": d.id,
                "title": d.title,
                "title_en": d.title_en,
                "strength": d.oblige,
                "basis": list(d.basis),
                "advice": d.advice,
                "confidence": d.confidence,
                "when": _condition(leaves[d.id, "when"].when),
                "met": _condition(leaves[d.id, "met"].when),
            }
            for d in duties
        ],
    }


def _grid(grid: Grid) -> dict[str, Any]:
    """Return the partition that questions are chosen over; sets of cells as bits."""
    return {
        "factors": [
            {"fact": f.fact.name, "cells": [_possible(c) for c in f.cells], "groups": list(f.groups)}
            for f in grid.factors
        ],
        "outcomes": list(grid.outcomes),
        "terms": [[outcome, [list(atom) for atom in atoms_]] for outcome, atoms_ in grid.terms],
    }


def _base(name: str) -> str:
    return name.removesuffix(_CONFLICT)


def _steps(program: Program, wanted: Iterable[str]) -> Iterator[Produce]:
    """Yield what must be concluded for the facts wanted, in the order of the strata."""
    needed = {_base(n) for n in wanted}
    kept: list[Produce] = []
    for stratum in reversed(program.strata):
        for produce in stratum:
            if produce.fact in needed:
                kept.append(produce)  # noqa: PERF401 - read with the loop below
        for produce in stratum:
            if produce.fact in needed:
                needed |= {_base(n) for n in _read_by(produce)}
    return iter([p for p in reversed(kept) if p.scope is Scope.AFFAIR])


def _read_by(produce: Produce) -> set[str]:
    """Return the facts of the affair a step reads."""
    found: set[str] = set()
    if produce.table:
        found |= {name for row in produce.table.rows for box in row.boxes for name in box}
    for derive in produce.derives:
        match derive:
            case ByCondition(yes, no):
                found |= {a.fact for c in (yes, no) if c is not None for a in atoms(c)}
            case Difference(left, right, _):
                found |= {left, right}
            case Bounds():
                found |= {s.fact for s in _sources(derive) if s.scope is Scope.AFFAIR}
    return found


def _fact(program: Program, fact: Fact) -> dict[str, Any]:
    return {
        "kind": fact.kind.value,
        "anything": _possible(fact.anything),
        "unsaid": _possible(fact.unsaid),
        "ja": fact.ja,
        "en": fact.en,
        "unit": fact.unit,
        "ask": fact.ask,
        "ask_en": fact.ask_en,
        "how": fact.how,
        "how_en": fact.how_en,
        "cost": fact.cost,
        "presumed": fact.presume is not None,
        "derived": fact.derived,
        "from": [f.name for f in askable(program, fact)],
        "options": [o.model_dump(include={"id", "ja", "en"}) for o in fact.options],
        "words": {"yes": fact.yes, "no": fact.no},
    }


def _possible(possible: Possible) -> Any:
    if isinstance(possible, Range):
        return [_end(possible.lo), _end(possible.hi)]
    return sorted(possible.members)


def _end(value: int) -> int | None:
    return None if abs(value) >= INF else value


def _allowed(allowed: Allowed) -> dict[str, Any]:
    if isinstance(allowed, Intervals):
        return {"in": [[_end(p.lo), _end(p.hi)] for p in allowed.parts]}
    return {"of": sorted(allowed.chosen)}


def _condition(condition: Condition) -> dict[str, Any]:
    match condition:
        case Atom(fact, allowed):
            return {"fact": fact, **_allowed(allowed)}
        case All(parts):
            return {"all": [_condition(p) for p in parts]}
        case AnyOf(parts):
            return {"any": [_condition(p) for p in parts]}
        case Not(part):
            return {"not": _condition(part)}


def _step(produce: Produce) -> dict[str, Any]:
    out: dict[str, Any] = {"fact": produce.fact, "narrows": produce.narrows}
    if produce.table:
        return out | {"rows": _rows(produce.table)}
    return out | {"derives": [_derive(d) for d in produce.derives]}


def _rows(table: Table) -> list[dict[str, Any]]:
    return [
        {
            "id": r.id,
            "then": r.outcome,
            "boxes": [{n: _allowed(a) for n, a in box.items()} for box in r.boxes],
        }
        for r in table.rows
    ]


def _sources(bounds: Bounds) -> tuple[Source, ...]:
    return (*bounds.at_least, *bounds.at_most)


def _derive(derive: Derive) -> dict[str, Any]:
    match derive:
        case ByCondition(yes, no):
            return {"yes": _condition(yes) if yes else None, "no": _condition(no) if no else None}
        case Difference(left, right, plus):
            return {"left": left, "right": right, "plus": plus}
        case Bounds() if all(s.scope is Scope.AFFAIR and s.where == All(()) for s in _sources(derive)):
            return {
                "least": [s.fact for s in derive.at_least],
                "most": [s.fact for s in derive.at_most],
                "least_is_sum": derive.least_is_sum,
                "most_is_max": derive.most_is_max,
            }
        case _:
            return {"open": True}  # about rows that are not known here
