"""Sources that contradict one another: a program is run under each of them, and what holds in all runs holds.

A *world* is the record with one source chosen for every fact of which the sources contradict. The result is
therefore sound under each source, also where the hull of the sources allows everything and where rules conclude
the fact as well. Only facts that some definition combines with another source need worlds: everything else reads
the hull, which is sound because every step but a combination is monotone.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Final

from ...facts.affair.record import Row
from ...facts.shared import made_once
from ...facts.values import YES, Options, Range, combine
from ...rulesets.program.program import reads
from ..analysis.grid import Identity
from ..evaluation.evaluation import Evaluation
from ..evaluation.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...facts.affair.record import Index, Record
    from ...facts.values import Possible
    from ...facts.vocabulary import Scope
    from ...rulesets.program.program import Program

    Choices = Mapping[tuple[str, Index], tuple[Possible, ...]]

__all__ = ["MOST_WORLDS", "joined", "over_worlds", "worlds"]

#: Above so many worlds, the facts chosen last are taken as not known, and what rests on them too.
MOST_WORLDS: Final = 64


def over_worlds(program: Program, record: Record, run: Callable[[Record], Evaluation]) -> Evaluation:
    """Run a program in every world of a record and join the results."""
    if not record.choices:
        return run(record)
    return joined([run(world) for world in worlds(program, record)])


def worlds(program: Program, record: Record) -> tuple[Record, ...]:
    """Return the records to run: one for every way to choose one of the sources that contradict one another.

    A choice counts only while the row still holds the hull of the sources: a what-if replaces them all.
    """
    combined = _combined(Identity(program))
    open_ = {k: v for k, v in record.choices.items() if k[0] in combined and _stands(program, record, k, v)}
    chosen: dict[tuple[str, Index], tuple[Possible, ...]] = {}
    count = 1
    for key, values in sorted(open_.items(), key=lambda item: (len(item[0][1]), item[0])):
        if count * len(values) <= MOST_WORLDS:
            chosen[key] = values
            count *= len(values)
    plain = replace(record, choices={})
    left = open_.keys() - chosen.keys()
    if left:
        plain = _told(plain, program, _unknown(program, record, {name for name, _ in left}))
    return tuple(
        _told(plain, program, dict(zip(chosen, picked, strict=True))) for picked in product(*chosen.values())
    )


def joined(evaluations: Sequence[Evaluation]) -> Evaluation:
    """Return what holds whichever of the results is right: values and rows of any, truths of all."""
    if len(evaluations) == 1:
        return evaluations[0]
    return Evaluation(
        {key: _hull([e.values[key] for e in evaluations]) for key in evaluations[0].values},
        {key: _same([e.truths[key] for e in evaluations]) for key in evaluations[0].truths},
        {key: frozenset().union(*(e.rows[key] for e in evaluations)) for key in evaluations[0].rows},
    )


def _hull(values: Sequence[Possible]) -> Possible:
    ranges = [v for v in values if isinstance(v, Range)]
    options = [v for v in values if isinstance(v, Options)]
    return combine(ranges, apart=True)[0] if ranges else combine(options, apart=True)[0]


def _same(truths: Sequence[Truth]) -> Truth:
    return truths[0] if len(set(truths)) == 1 else Truth.UNKNOWN


@made_once(8)
def _combined(program: Identity) -> frozenset[str]:
    """Return the facts that feed a fact of several sources, or are one."""
    found: set[str] = set()
    for stratum in reversed(program.value.strata):
        for produce in stratum:
            if len(produce.derives) + produce.narrows > 1 or produce.fact in found:
                found |= {produce.fact, *map(_base, reads(produce))}
    return frozenset(found)


def _base(fact: str) -> str:
    return fact.removesuffix(".conflict")


def _stands(program: Program, record: Record, key: tuple[str, Index], values: tuple[Possible, ...]) -> bool:
    scope = program.vocabulary[key[0]].scope
    said = next((r.values.get(key[0]) for r in record.of(scope) if r.index == key[1]), None)
    return said == _hull(values)


def _unknown(program: Program, record: Record, names: set[str]) -> dict[tuple[str, Index], Possible]:
    """Return the facts of some names as not known, and flagged as contradicting where rules conclude them."""
    below = set(names)
    for stratum in program.strata:
        below |= {p.fact for p in stratum if not below.isdisjoint(map(_base, reads(p)))}
    out: dict[tuple[str, Index], Possible] = {
        key: program.vocabulary[key[0]].anything for key in record.choices if key[0] in names
    }
    for produce in (p for stratum in program.strata for p in stratum if p.narrows and p.fact in below):
        for row in record.of(produce.scope):
            out[produce.fact, row.index] = program.vocabulary[produce.fact].anything
            out[f"{produce.fact}.conflict", row.index] = YES
    return out


def _told(record: Record, program: Program, told: Mapping[tuple[str, Index], Possible]) -> Record:
    """Return the record with some facts as given."""
    by_row: dict[tuple[Scope, Index], dict[str, Possible]] = {}
    for (name, index), value in told.items():
        by_row.setdefault((program.vocabulary[name].scope, index), {})[name] = value
    rows = dict(record.rows)
    for scope in {scope for scope, _ in by_row}:
        rows[scope] = tuple(_row(r, by_row.get((scope, r.index))) for r in record.of(scope))
    return replace(record, rows=rows)


def _row(row: Row, told: Mapping[str, Possible] | None) -> Row:
    return Row(row.index, {**row.values, **told}) if told else row
