"""The meaning itself: a program run on a record, short enough to read aloud.

Every other executor must give what this gives. Nothing here is fast on purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...facts.values import INF, NO, UNDECIDED, YES, Options, Possible, Range, combine, yes_no
from ...rulesets.language.conditions import All, AnyOf, Atom, Not
from ...rulesets.program.program import Aggregate, Bounds, ByCondition, Difference, Extremum, scope_path
from ..evaluation.evaluation import Evaluation
from ..evaluation.truth import Truth, all_of, any_of, negate
from .worlds import over_worlds

if TYPE_CHECKING:
    from ...facts.affair.record import Index, Record
    from ...facts.vocabulary import Fact, Scope
    from ...rulesets.language.conditions import Condition
    from ...rulesets.program.decision_tables import Table
    from ...rulesets.program.program import Derive, Produce, Program, Source

__all__ = ["Run", "evaluate"]


def evaluate(program: Program, record: Record) -> Evaluation:
    """Run a program on what is known of one affair; where its sources contradict, on each of them."""
    return over_worlds(program, record, lambda world: Run(program, world).result())


class Run:
    """One run of a program on a record; other executors replace how truths are found."""

    def __init__(self, program: Program, record: Record) -> None:
        self.vocabulary = program.vocabulary
        self.record = record
        self.values: dict[tuple[str, Index], Possible] = {}
        self.rows: dict[tuple[str, Index], frozenset[str]] = {}
        self.said = {(scope, row.index): row.values for scope, rows in record.rows.items() for row in rows}
        self.program = program

    def result(self) -> Evaluation:
        """Run all strata, then judge what is wanted."""
        for number, stratum in enumerate(self.program.strata):
            self.prepare(number)
            concluded: dict[tuple[str, Index], Possible] = {}
            for produce in stratum:
                for row in self.record.of(produce.scope):
                    concluded |= self.conclude(produce, row.index)
            self.values |= concluded
        self.prepare(len(self.program.strata))
        truths = {
            (leaf.rule, leaf.part, row.index): self.truth(leaf.when, row.index)
            for leaf in self.program.leaves
            for row in self.record.of(leaf.scope)
        }
        return Evaluation(self.values, truths, self.rows)

    def prepare(self, stratum: int) -> None:
        """Do what an executor does once before a stratum; the reference does nothing."""

    def fact(self, name: str, index: Index) -> Possible:
        """What is possible for a fact, seen from a row of its scope or of one below."""
        fact = self.vocabulary[name]
        own = index[: len(scope_path(fact.scope))]
        concluded = self.values.get((name, own))
        return concluded if concluded is not None else self.given(fact, own)

    def given(self, fact: Fact, own: Index) -> Possible:
        """What the record says, or everything the fact can be."""
        said = self.said[fact.scope, own].get(fact.name)
        if said is not None:
            return said
        return NO if fact.name.endswith(".conflict") else fact.unsaid

    def truth(self, condition: Condition, index: Index) -> Truth:
        """Kleene's truth of a condition at a row."""
        match condition:
            case Atom(name, allowed):
                possible = self.fact(name, index)
                if allowed.holds_all(possible):
                    return Truth.TRUE
                return Truth.UNKNOWN if allowed.holds_any(possible) else Truth.FALSE
            case All(parts):
                return all_of(self.truth(part, index) for part in parts)
            case AnyOf(parts):
                return any_of(self.truth(part, index) for part in parts)
            case Not(part):
                return negate(self.truth(part, index))

    def conclude(self, produce: Produce, index: Index) -> dict[tuple[str, Index], Possible]:
        """Conclude one fact at one row, from its table or from all its definitions together."""
        fact = self.vocabulary[produce.fact]
        if produce.table:
            return {(fact.name, index): self.decide(produce.table, index, fact.name)}
        sources = [self.derive(derive, fact, index) for derive in produce.derives]
        told = produce.narrows and self.said[fact.scope, index].get(f"{fact.name}.conflict") == YES
        # an uninformative source never conflicts
        sources = [s for s in sources if s != fact.anything] or sources[:1]
        if produce.narrows:
            given = self.given(fact, index)
            # what stands for sources that contradict is informative, also where it allows everything
            if told or given != fact.anything:
                sources = [*(s for s in sources if s != fact.anything), given]
        value: Possible
        if isinstance(sources[0], Range):
            value, conflict = combine((s for s in sources if isinstance(s, Range)), apart=told)
        else:
            value, conflict = combine((s for s in sources if isinstance(s, Options)), apart=told)
        out: dict[tuple[str, Index], Possible] = {(fact.name, index): value}
        if produce.narrows:
            out[f"{fact.name}.conflict", index] = yes_no(None if told and not conflict else conflict)
        return out

    def decide(self, table: Table, index: Index, name: str) -> Options:
        """Every outcome whose row some completion of the facts reaches."""
        reached = [
            row
            for row in table.rows
            if any(
                all(allowed.holds_any(self.fact(f, index)) for f, allowed in box.items()) for box in row.boxes
            )
        ]
        self.rows[name, index] = frozenset(row.id for row in reached)
        return Options(frozenset(row.outcome for row in reached))

    def derive(self, derive: Derive, fact: Fact, index: Index) -> Possible:
        """What one definition says."""
        match derive:
            case ByCondition(yes, no):
                sure_yes = yes is not None and self.truth(yes, index) is Truth.TRUE
                sure_no = no is not None and self.truth(no, index) is Truth.TRUE
                # a definition that says both says nothing
                return UNDECIDED if sure_yes is sure_no else YES if sure_yes else NO
            case Aggregate(how, scope, where):
                return self.aggregate(how, scope, where, index)
            case Bounds():
                return self.bounds(derive, fact, index)
            case Difference(left, right, plus):
                return _difference(self.fact(left, index), self.fact(right, index), plus, fact)
            case Extremum():
                return self.extremum(derive, fact, index)

    def aggregate(self, how: str, scope: Scope, where: Condition, index: Index) -> Possible:
        """Any, all or the number of rows; a list not known whole may hold more rows, of which nothing is known."""
        truths = [self.truth(where, row.index) for row in self.record.children(scope, index)]
        whole = self.record.is_complete(scope, index)
        if how == "count":
            sure = truths.count(Truth.TRUE)
            return Range(sure, sure + truths.count(Truth.UNKNOWN) if whole else INF)
        if not whole:
            truths.append(Truth.UNKNOWN)
        truth = any_of(truths) if how == "any" else all_of(truths)
        return {Truth.TRUE: YES, Truth.FALSE: NO, Truth.UNKNOWN: UNDECIDED}[truth]

    def taken(self, source: Source, index: Index) -> list[tuple[Range, Truth]]:
        """The values of a source at every row below, with whether the row counts."""
        found = []
        for row in self.record.children(source.scope, index):
            value = self.fact(source.fact, row.index)
            if isinstance(value, Range):
                found.append((value, self.truth(source.where, row.index)))
        return found

    def bounds(self, bounds: Bounds, fact: Fact, index: Index) -> Range:
        """The bounds given by the largest or the sum over all sources."""
        domain = fact.anything
        assert isinstance(domain, Range)  # noqa: S101 - kinds are checked when the program is compiled
        lo, hi = domain.lo, domain.hi
        sure = [
            value.lo
            for s in bounds.at_least
            for value, counts in self.taken(s, index)
            if counts is Truth.TRUE
        ]
        if sure:
            lo = max(lo, sum(sure) if bounds.least_is_sum else max(sure))
        whole = all(self.record.is_complete(s.scope, index) for s in bounds.at_most)
        counted = [
            (value.hi, counts)
            for s in bounds.at_most
            for value, counts in self.taken(s, index)
            if counts is not Truth.FALSE
        ]
        # what no row certainly counts for has no upper bound: such a list is not whole, whatever it says
        if whole and any(counts is Truth.TRUE for _, counts in counted):
            may = [most for most, _ in counted]
            hi = min(hi, max(may) if bounds.most_is_max else sum(may))
        return Range(lo, hi) if lo <= hi else domain

    def extremum(self, extremum: Extremum, fact: Fact, index: Index) -> Range:
        """The latest (or earliest) value over rows that count; without any, not known."""
        domain = fact.anything
        assert isinstance(domain, Range)  # noqa: S101 - kinds are checked when the program is compiled
        taken = [(v, t) for v, t in self.taken(extremum.source, index) if t is not Truth.FALSE]
        sure = [v for v, t in taken if t is Truth.TRUE]
        whole = self.record.is_complete(extremum.source.scope, index)
        if not sure:
            return domain
        if extremum.latest:
            return Range(max(v.lo for v in sure), max(v.hi for v, _ in taken) if whole else domain.hi)
        return Range(min(v.lo for v, _ in taken) if whole else domain.lo, min(v.hi for v in sure))


def _difference(left: Possible, right: Possible, plus: int, fact: Fact) -> Range:
    assert isinstance(left, Range)  # noqa: S101 - kinds are checked when the program is compiled
    assert isinstance(right, Range)  # noqa: S101
    domain = fact.anything
    assert isinstance(domain, Range)  # noqa: S101
    lo = max(-INF, min(INF, left.lo - right.hi + plus))
    hi = max(-INF, min(INF, left.hi - right.lo + plus))
    return Range(lo, hi).meet(domain) or domain
