"""Where a fact can come from besides being told: the facts its definitions read, and the question to ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...facts.vocabulary import Scope
from ...rulesets.language.conditions import atoms
from ...rulesets.program.program import Aggregate, Bounds, ByCondition, Difference, Extremum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...facts.vocabulary import Fact
    from ...rulesets.program.program import Derive, Produce, Program

__all__ = ["askable", "concluded_from", "producer", "question_of", "read_by"]


def producer(program: Program, name: str) -> Produce | None:
    """Return the step that concludes a fact."""
    return next((p for stratum in program.strata for p in stratum if p.fact == name), None)


def read_by(derive: Derive) -> Iterator[str]:
    """Yield the facts a definition reads."""
    match derive:
        case ByCondition(yes, no):
            for condition in (yes, no):
                if condition is not None:
                    yield from (a.fact for a in atoms(condition))
        case Aggregate(_, _, where):
            yield from (a.fact for a in atoms(where))
        case Bounds(least, most):
            for source in (*least, *most):
                yield source.fact
        case Difference(left, right, _):
            yield from (left, right)
        case Extremum(_, source):
            yield source.fact
            yield from (a.fact for a in atoms(source.where))


def concluded_from(program: Program, name: str) -> tuple[Fact, ...]:
    """Return the facts a person can give from which a fact is concluded, in the order of the rules."""
    found: dict[str, Fact] = {}
    _walk(program, name, {name}, found)
    return tuple(found.values())


def _walk(program: Program, name: str, seen: set[str], found: dict[str, Fact]) -> None:
    step = producer(program, name)
    if step is None:
        return
    reads = [f for derive in step.derives for f in read_by(derive)]
    if step.table:
        reads += [f for row in step.table.rows for box in row.boxes for f in box]
    for read in dict.fromkeys(reads):
        base = read.removesuffix(".stated").split(":")[0]
        if read in seen or base not in program.vocabulary:
            continue
        seen.add(read)
        fact = program.vocabulary[base]
        if fact.derived:
            _walk(program, read, seen, found)
        else:
            found.setdefault(base, fact)


def askable(program: Program, fact: Fact) -> tuple[Fact, ...]:
    """Return the facts of the affair to ask for where a concluded fact is wanted; none for a fact that is given."""
    if not fact.derived:
        return ()
    return tuple(f for f in concluded_from(program, fact.name) if f.scope is Scope.AFFAIR and f.ask)


def question_of(program: Program, fact: Fact) -> tuple[str, str]:
    """Return the question to ask for a fact, in both languages; for a concluded fact, that of what it rests on."""
    if fact.ask:
        return fact.ask, fact.ask_en or fact.en
    if fact.derived:
        for source in concluded_from(program, fact.name):
            if source.ask:
                return source.ask, source.ask_en or source.en
    return f"{fact.ja}を確認してください", f"please establish: {fact.en}"
