"""What a condition rests on, test by test, and where each value comes from.

A value is told at a place, presumed, or concluded: then by which definitions, from which rows, under which conditions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...facts.values import Range
from ...rulesets.language.conditions import All, AnyOf, Atom, normal
from ...rulesets.program.program import Aggregate, Bounds, ByCondition, Difference, Extremum, scope_path
from ..analysis.fact_sources import producer
from ..evaluation.body_incidents import INCIDENT
from ..evaluation.truth import Truth, truth_of
from ..wording.value_words import show_possible
from .conflicts import derived_values
from .explanation_sentences import node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...facts.vocabulary import Fact, Scope
    from ...rulesets.language.conditions import Condition
    from ...rulesets.language.grammar import Define
    from ...rulesets.program.program import Derive, Source
    from ..evaluation.view import View
    from ..results.assessment import Explanation
    from .explanation_sentences import Teller

__all__ = ["Unfolder"]

#: Rows shown of one list; the rest is counted.
_MOST_ROWS: Final = 12


class Unfolder:
    """Unfolds conditions into tests and facts into what they rest on; each fact of each row once."""

    def __init__(self, view: View, tell: Teller) -> None:
        self.view = view
        self.tell = tell
        self.seen: set[tuple[str, Index]] = set()

    # ---- conditions

    def reasons(
        self, condition: Condition, index: Index, *, truth: Truth | None = None, deep: bool = True
    ) -> list[Explanation]:
        """Return the tests that make a condition what it is, each with where its value comes from."""
        plain = normal(condition)
        return [
            self.test(atom, index, found, deep=deep)
            for atom, found in self.bearing(plain, index, truth or self.truth(plain, index))
        ]

    def bearing(self, condition: Condition, index: Index, wanted: Truth) -> Iterator[tuple[Atom, Truth]]:
        """Yield the tests that bear on a truth, each once."""
        seen = set()
        for atom in self._bearing(condition, index, wanted):
            if atom not in seen:
                seen.add(atom)
                yield atom, self.truth(atom, index)

    def _bearing(self, condition: Condition, index: Index, wanted: Truth) -> Iterator[Atom]:
        match condition:
            case Atom():
                yield condition
            case All(parts) | AnyOf(parts):
                alike = [p for p in parts if self.truth(p, index) is wanted]
                for part in alike or parts:
                    yield from self._bearing(part, index, self.truth(part, index))
            case _:  # pragma: no cover - normal() leaves no negation
                return

    def truth(self, condition: Condition, index: Index) -> Truth:
        """Kleene's truth of a condition at a row."""
        return truth_of(condition, lambda name: self.view.get(name, index))

    def test(self, atom: Atom, index: Index, truth: Truth, *, deep: bool = True) -> Explanation:
        """Explain one test: what was asked, what is known, and where that comes from."""
        return node(
            "test",
            self.tell.test(atom, index, truth),
            atom.fact,
            self.origins(atom.fact, index) if deep else (),
            truth=truth,
            place=self.tell.place(atom.fact, index),
        )

    # ---- facts

    def origins(self, name: str, index: Index) -> list[Explanation]:
        """Return where the value of a fact comes from, as far as that is more than one place."""
        fact = self.view.program.vocabulary[name]
        own = index[: len(scope_path(fact.scope))]
        if (name, own) in self.seen:
            return []
        self.seen.add((name, own))
        step = producer(self.view.program, name)
        out: list[Explanation] = []
        given = self.view.given(name, own)
        if step is None:
            if given is None and fact.presume is not None:
                out.append(self._fact("fact_presumed", fact, own))
            return out
        if step.narrows and given is not None:
            out.append(self._given(fact, own, given))
        for rule, derive, value in derived_values(self.view, step, own) if step.derives else ():
            out += self._definition(rule, derive, value, fact, own)
        return out

    def about(self, name: str, index: Index) -> Explanation:
        """Explain a fact by itself."""
        fact = self.view.program.vocabulary[name]
        value = self.tell.value(fact, index)
        known = self.view.get(name, index) != fact.anything
        text = self.tell.both(
            "fact_said" if known else "fact_unknown", label=self.tell.label(fact), value=value
        )
        place = self.tell.place(name, index)
        return node("fact", text, name, self.origins(name, index), place=place)

    def _given(self, fact: Fact, index: Index, given: Possible) -> Explanation:
        value = (show_possible(fact, given), show_possible(fact, given, "en"))
        place = self.tell.place(fact.name, index)
        key = "fact_given" if place is not None else "fact_said"
        where: tuple[str, str] = ("", "")
        if place is not None:
            where = (
                self.tell.both("at_line", document=place.document, line=place.line)
                if place.line
                else (f"{place.document} {place.place}", f"{place.document}, {place.place_en}")
                if place.place
                else (place.document, place.document)
            )
        text = self.tell.both(key, label=self.tell.label(fact), value=value, place=where)
        return node("fact", text, fact.name, tuple(self._elsewhere(fact)), place=place)

    def _elsewhere(self, fact: Fact) -> Iterator[Explanation]:
        """Name the other affairs of the body that tell its incidents."""
        if fact.name == INCIDENT and self.tell.affair.text("body_incident_affair"):
            words = {
                w: self.tell.affair.text(f"body_incident_{w}") or "" for w in ("affair", "source", "said")
            }
            text = self.tell.both("of_body", **{name: (word, word) for name, word in words.items()})
            yield node("note", text, "body_incident", place=self.tell.place("body_incident", ()))

    def _fact(self, key: str, fact: Fact, index: Index) -> Explanation:
        text = self.tell.both(key, label=self.tell.label(fact), value=self.tell.value(fact, index))
        return node("fact", text, fact.name, place=self.tell.place(fact.name, index))

    def _definition(
        self, rule: Define, derive: Derive, value: Possible, fact: Fact, index: Index
    ) -> Iterator[Explanation]:
        """Explain what one definition says; one that says nothing is left out where others speak."""
        label = self.tell.label(fact)
        shown = (show_possible(fact, value), show_possible(fact, value, "en"))
        silent = shown[0] == show_possible(fact, fact.anything)
        title = (rule.title, rule.title_en or rule.title)
        children = tuple(self._from(derive, index, value))
        if silent and (self.view.get(fact.name, index).exact or not (children or fact.derived)):
            return
        text = self.tell.both("rule_silent" if silent else "rule_used", title=title, label=label, value=shown)
        if rule.because and not silent:
            own = (self.tell.fill(rule.because, index, "ja"), self.tell.fill(rule.because_en, index, "en"))
            text = (text[0] + own[0], f"{text[1]} {own[1]}".strip())
        if silent and rule.by.readings and children:
            text = self.tell.both("readings_differ", label=label, why=rule.by.readings.why)
        yield node("definition", text, children=children, rule=rule)

    def _from(self, derive: Derive, index: Index, value: Possible) -> Iterator[Explanation]:
        match derive:
            case ByCondition(yes, no):
                no_wanted = not isinstance(value, Range) and value.members == frozenset({"no"})
                condition = no if no_wanted or yes is None else yes
                if condition is not None:
                    yield from self.reasons(condition, index)
            case Aggregate(_, scope, where):
                yield from self._rows(scope, where, index, value)
            case Bounds(least, most):
                yield from self._values(dict.fromkeys((*least, *most)), index)
            case Difference(left, right, _):
                for name in (left, right):
                    yield self.about(name, index)
            case Extremum(_, source):
                yield from self._values([source], index)

    def _rows(self, scope: Scope, where: Condition, index: Index, value: Possible) -> Iterator[Explanation]:
        """The rows that count towards "any", "all" or a number; those that miss only where all do."""
        rows = self.view.record.children(scope, index)
        word = self.tell.both(f"scope_{scope}")
        truths = [(row.index, self.truth(where, row.index)) for row in rows]
        decisive = [r for r in truths if r[1] is Truth.TRUE] or [r for r in truths if r[1] is Truth.UNKNOWN]
        shown = decisive or truths
        keys = {Truth.TRUE: "row_counts", Truth.FALSE: "row_misses", Truth.UNKNOWN: "row_unknown"}
        for at, truth in shown[:_MOST_ROWS]:
            text = self.tell.both(keys[truth], row=self.tell.row_name(scope, at))
            yield node("group", text, f"{scope}", self.reasons(where, at))
        if len(shown) > _MOST_ROWS:
            yield node("note", self.tell.both("more", number=len(shown) - _MOST_ROWS))
        if not self.view.record.is_complete(scope, index) and not value.exact:
            yield node("note", self.tell.both("list_open", scope=word), f"{scope}")
        elif not rows:
            yield node("note", self.tell.both("list_empty", scope=word), f"{scope}")

    def _values(self, sources: Iterable[Source], index: Index) -> Iterator[Explanation]:
        """The values a bound is made of, row by row; those that say nothing are left out."""
        shown = []
        for source in sources:
            fact = self.view.program.vocabulary[source.fact]
            for row in self.view.record.children(source.scope, index):
                value = self.view.get(source.fact, row.index)
                if self.truth(source.where, row.index) is Truth.FALSE or value == fact.anything:
                    continue
                label = self.tell.label(fact)
                named = self.tell.both("of_row", label=label, row=self.tell.row_name(source.scope, row.index))
                text = self.tell.both("fact_said", label=named, value=self.tell.value(fact, row.index))
                shown.append(node("fact", text, fact.name, place=self.tell.place(fact.name, row.index)))
        yield from shown[:_MOST_ROWS]
        if len(shown) > _MOST_ROWS:
            yield node("note", self.tell.both("more", number=len(shown) - _MOST_ROWS))
