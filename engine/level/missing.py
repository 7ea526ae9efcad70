"""What to ask: the facts because of which a condition is neither certainly true nor certainly false."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...facts.values import Range
from ...rulesets.language.conditions import All, AnyOf, Atom, Not
from ...rulesets.program.program import Aggregate, ByCondition, Difference, Extremum
from ..evaluation.truth import Truth, truth_of
from ..results.assessment import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...facts.affair.record import Index
    from ...facts.vocabulary import Fact
    from ...rulesets.language.conditions import Condition
    from ...rulesets.program.program import Derive, Produce
    from ..evaluation.view import View

__all__ = ["Asking", "question"]


class Asking:
    """Finds the questions behind conditions of one affair; concluded facts are traced to what a person can say."""

    def __init__(self, view: View, tables: dict[str, tuple[Missing, ...]] | None = None) -> None:
        self.view = view
        self.tables = tables or {}
        self.produces: dict[str, Produce] = {p.fact: p for s in view.program.strata for p in s}

    def missing(self, conditions: Iterable[Condition], index: Index) -> tuple[Missing, ...]:
        """Return each fact once, the cheapest to learn first."""
        found: dict[str, Missing] = {}
        for condition in conditions:
            for one in self._open(condition, index, frozenset()):
                found.setdefault(one.fact, one)
        return tuple(sorted(found.values(), key=lambda m: m.cost))

    def truth(self, condition: Condition, index: Index) -> Truth:
        """Kleene's truth of a condition at a row."""
        return truth_of(condition, lambda name: self.view.get(name, index))

    def _open(self, condition: Condition, index: Index, seen: frozenset[str]) -> Iterator[Missing]:
        if self.truth(condition, index) is not Truth.UNKNOWN:
            return
        match condition:
            case Atom(name, _):
                yield from self._fact(name, index, seen)
            case All(parts) | AnyOf(parts):
                for part in parts:
                    yield from self._open(part, index, seen)
            case Not(part):
                yield from self._open(part, index, seen)

    def _fact(self, name: str, index: Index, seen: frozenset[str]) -> Iterator[Missing]:
        base = name.removesuffix(".stated").removesuffix(".conflict").split(":")[0]
        if base in seen:
            return
        fact = self.view.program.vocabulary[base]
        if base in self.tables:
            yield from self.tables[base]
        elif not fact.derived:
            yield question(fact)
        elif base in self.produces:
            for derive in self.produces[base].derives:
                yield from self._derived(derive, index, seen | {base})

    def _derived(self, derive: Derive, index: Index, seen: frozenset[str]) -> Iterator[Missing]:
        match derive:
            case ByCondition(yes, no):
                for side in (yes, no):
                    if side is not None:
                        yield from self._open(side, index, seen)
            case Aggregate(_, scope, where):
                for row in self.view.record.children(scope, index):
                    yield from self._open(where, row.index, seen)
            case Difference(left, right, _):
                for name in (left, right):
                    value = self.view.get(name, index)
                    if isinstance(value, Range) and not value.exact:
                        yield from self._fact(name, index, seen)
            case Extremum(_, source):
                yield from self._fact(source.fact, index, seen)
            case _:
                return


def question(fact: Fact) -> Missing:
    """Turn a fact into the question a person is asked."""
    return Missing(
        fact=fact.name,
        label=fact.ja,
        label_en=fact.en,
        question=fact.ask or f"{fact.ja}を確認してください",
        question_en=fact.ask_en or (fact.en if fact.ask else f"please establish: {fact.en}"),
        cost=fact.cost,
    )
