"""The record part of a report: every fact read with its place, and what could not be read with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...facts.affair.rows import place_of
from ...facts.values import Range
from ...facts.vocabulary import Kind, Scope
from ..results.assessment import FactLine
from ..results.placing import evidence_at
from ..wording.value_words import show_possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...facts.affair.affair import Affair
    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...facts.vocabulary import Fact, Vocabulary
    from .prepare import Prepared
    from .view import View

__all__ = ["fact_lines", "path_of", "unread_lines"]

#: A thousand years, in days.
_FAR: Final = 366_000


def fact_lines(view: View, prepared: Prepared) -> Iterator[FactLine]:
    """Yield the facts that say something, in the order of the vocabulary, affair first."""
    for scope in Scope:
        shown = [fact for fact in view.program.vocabulary.of_scope(scope) if _shown(fact)]
        for row in view.record.of(scope):
            for fact in shown:
                possible = view.get(fact.name, row.index)
                silent = possible == fact.unsaid and view.given(fact.name, row.index) is None
                if silent or possible == fact.anything or _far(fact, possible):
                    continue
                place = place_of(prepared.affair, scope, row.index, fact.name)
                yield FactLine(
                    path=path_of(prepared.affair, scope, row.index, fact.name),
                    label=fact.ja,
                    value=show_possible(fact, possible),
                    label_en=fact.en,
                    value_en=show_possible(fact, possible, "en"),
                    place=evidence_at(place, text=place.text[:120], fact=fact.name) if place else None,
                )


def _shown(fact: Fact) -> bool:
    """Whether a record shows a fact at all: a value of its own, and no step between rules."""
    own = fact.kind not in (Kind.TEXT, Kind.TICKS) and not fact.inner
    return own and ".measures." not in fact.name and not fact.name.endswith(".conflict")


def _far(fact: Fact, possible: Possible) -> bool:
    """Whether the difference of two dates says nothing, because one of them is not known."""
    return fact.kind is Kind.DAYS and isinstance(possible, Range) and possible.hi - possible.lo > _FAR


def path_of(affair: Affair, scope: Scope, index: Index, name: str) -> str:
    """Return where a fact stands in a record, as a facts file writes it."""
    short = name.removeprefix(f"{scope}.")
    if scope is Scope.AFFAIR:
        return name
    if scope is Scope.FILE:
        file = affair.files[index[0]].name
        return f"files[{file}].{short}" if file else short
    if scope is Scope.ENTRUSTMENT:
        file = affair.files[index[0]].name
        prefix = f"files[{file}]." if file else ""
        return f"{prefix}entrustments[{index[1] + 1}].{short}"
    return f"{scope}s[{index[0] + 1}].{short}"


def unread_lines(affair: Affair, vocabulary: Vocabulary) -> Iterator[FactLine]:
    """Yield the facts a document asks for that could not be read, each with the reason."""
    for path, reason in affair.unknown_reasons.items():
        label = vocabulary[path].ja if path in vocabulary else path
        yield FactLine(path=path, label=label, value="", reason=reason)
