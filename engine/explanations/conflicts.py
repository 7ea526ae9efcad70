"""Facts whose sources contradict one another: every source with its place, or the rule that concludes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...facts.affair.affair import Source, agreed
from ...facts.affair.rows import place_of
from ...facts.values import YES, Options, Range
from ...rulesets.language.grammar import Define
from ..analysis.fact_sources import producer
from ..evaluation.clashing_sources import clashes
from ..evaluation.record_lines import path_of
from ..executors.reference import Run
from ..results.assessment import Conflict, ConflictSource, Evidence
from ..results.placing import evidence_at as read_at
from ..wording.phrases import listing
from ..wording.value_words import show_possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...facts.affair.affair import Affair, Place
    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...facts.vocabulary import Fact
    from ...rulesets.program.program import Derive, Produce, Program
    from ..evaluation.view import View

__all__ = ["conflicts", "definitions", "derived_values", "evidence_at"]


def conflicts(view: View, affair: Affair) -> Iterator[Conflict]:
    """Yield every fact with sources that contradict one another."""
    seen = set()
    for stratum in view.program.strata:
        for produce in stratum:
            for row in view.record.of(produce.scope) if produce.narrows else ():
                if view.get(f"{produce.fact}.conflict", row.index) == YES:
                    seen.add((produce.fact, row.index))
                    yield _conflict(view, affair, produce, row.index)
    for (name, index), told in clashes(affair).items():
        if (name, index) in seen or name not in view.program.vocabulary:
            continue
        value, _ = agreed([s.value for s in told])
        step = producer(view.program, name)
        if step is not None and step.narrows:
            yield _conflict(view, affair, step, index)
        else:
            fact = view.program.vocabulary[name]
            yield Conflict(
                fact=name,
                label=fact.ja,
                path=path_of(affair, fact.scope, index, name),
                value=_show(fact, value),
                value_en=_show(fact, value, "en"),
                sources=tuple(_told(fact, s) for s in told),
            )


def _conflict(view: View, affair: Affair, produce: Produce, index: Index) -> Conflict:
    fact = view.program.vocabulary[produce.fact]
    told = affair.sources.get((fact.name, index), ())
    sources = [_told(fact, s) for s in told]
    given = view.given(fact.name, index)
    if not told and given is not None:
        place = place_of(affair, fact.scope, index, fact.name)
        sources.append(_told(fact, Source(given, place)))
    for rule, _, value in derived_values(view, produce, index):
        if value != fact.anything:
            shown = {"value": _show(fact, value), "value_en": _show(fact, value, "en")}
            sources.append(ConflictSource(rule=rule.id, title=rule.title, title_en=rule.title_en, **shown))
    return Conflict(
        fact=fact.name,
        label=fact.ja,
        path=path_of(affair, fact.scope, index, fact.name),
        value=_show(fact, view.get(fact.name, index)),
        value_en=_show(fact, view.get(fact.name, index), "en"),
        sources=tuple(sources),
    )


def definitions(program: Program, name: str) -> list[Define]:
    """Return the definitions of a fact that a program runs, in the order it runs them."""
    return [s for s in program.statements if isinstance(s, Define) and s.define == name and not s.by.mentions]


def derived_values(view: View, produce: Produce, index: Index) -> list[tuple[Define, Derive, Possible]]:
    """Return what each definition of a fact says by itself."""
    run = Run(view.program, view.record)
    run.values.update(view.evaluation.values)
    fact = view.program.vocabulary[produce.fact]
    rules = definitions(view.program, produce.fact)
    return [(r, d, run.derive(d, fact, index)) for r, d in zip(rules, produce.derives, strict=True)]


def _told(fact: Fact, source: Source) -> ConflictSource:
    return ConflictSource(
        value=_show(fact, source.value),
        value_en=_show(fact, source.value, "en"),
        place=evidence_at(source.place, fact.name),
    )


def _show(fact: Fact, value: object, lang: str = "ja") -> str:
    if isinstance(value, (Range, Options)):
        return show_possible(fact, value, lang)
    if isinstance(value, tuple):
        names = [o.en or o.ja if lang == "en" else o.ja for o in fact.options if o.id in value]
        return listing(names, lang)
    return str(value or "")


def evidence_at(place: Place | None, fact: str) -> Evidence | None:
    """Turn a place into a part of results."""
    if place is None:
        return None
    return read_at(place, text=place.text[:120], fact=fact)
