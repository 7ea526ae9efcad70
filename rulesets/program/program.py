"""A ruleset made ready for a day: conditions read, facts ordered, nothing left to interpret.

All executors run the same program. Steps come in strata: a step reads only inputs and facts of earlier strata.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ...facts.errors import Problem, RulesetError
from ...facts.vocabulary import PARENTS, Kind, Scope
from ..language.allowed import Members
from ..language.conditions import All, Atom, Condition, Not, atoms, boxes, read_condition
from ..language.grammar import Check, Decide, Define, Expect, Judge, Oblige, Statement
from ..language.problems import problem_of, unknown_fact
from .decision_tables import Row, Table, table_problems
from .duty_order import date_problems, in_order, round_problems
from .measure_counts import COUNTS, RISK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...facts.vocabulary import Fact, Vocabulary
    from ..language.crosscheck_grammar import Comparison
    from ..language.grammar import Derivation, Mentions
    from ..ruleset import Ruleset

__all__ = [
    "Aggregate", "Bounds", "ByCondition", "Compiler", "Derive", "Difference", "Extremum", "Leaf", "Produce", "Program", "Row",
    "Source", "Table", "compile_program", "measure_fact", "reads", "scope_path",
]  # fmt: skip

GAP: Final = frozenset({"not_stated", "not_done"})


@dataclass(frozen=True, slots=True)
class ByCondition:
    """Yes where ``yes`` certainly holds, no where ``no`` certainly holds, else not known."""

    yes: Condition | None
    no: Condition | None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``any``, ``all`` or ``count`` of the rows of a scope below that fulfil a condition."""

    how: str
    scope: Scope
    where: Condition


@dataclass(frozen=True, slots=True)
class Source:
    """A fact to be taken over all rows of its scope below that fulfil a condition."""

    fact: str
    scope: Scope
    where: Condition


@dataclass(frozen=True, slots=True)
class Bounds:
    """At least the largest of some facts; at most the sum of some facts."""

    at_least: tuple[Source, ...]
    at_most: tuple[Source, ...]
    least_is_sum: bool = False
    most_is_max: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """``left - right + plus``."""

    left: str
    right: str
    plus: int


@dataclass(frozen=True, slots=True)
class Extremum:
    """The latest or earliest value of a fact over rows below."""

    latest: bool
    source: Source


Derive = ByCondition | Aggregate | Bounds | Difference | Extremum


@dataclass(frozen=True, slots=True)
class Produce:
    """Everything that concludes one fact: definitions to be combined, or a table."""

    fact: str
    scope: Scope
    derives: tuple[Derive, ...] = ()
    table: Table | None = None
    narrows: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A condition whose truth is a result: a check, a duty, an expectation."""

    rule: str
    part: str
    scope: Scope
    when: Condition


@dataclass(frozen=True, slots=True)
class Program:
    """The steps in order, the results wanted, the texts to be searched beforehand, and the duties with their steps.

    ``derives`` names the rule behind each definition, for comparing rulesets; ``as_of`` is the day that periods are
    counted from.
    """

    vocabulary: Vocabulary
    strata: tuple[tuple[Produce, ...], ...]
    leaves: tuple[Leaf, ...]
    mentions: tuple[tuple[str, Scope, Mentions], ...]
    statements: tuple[Statement, ...]
    derives: tuple[tuple[str, Derive], ...] = ()
    duties: tuple[tuple[Oblige, int], ...] = ()
    comparisons: tuple[tuple[str, Scope, Comparison], ...] = ()
    as_of: dt.date = dt.date.min


def measure_fact(rule_id: str) -> str:
    """Return the name of the fact that holds the state of a measure."""
    return f"file.measures.{rule_id}"


@cache
def scope_path(scope: Scope) -> tuple[Scope, ...]:
    """Return the scopes from the affair down to this one, the affair left out."""
    above = PARENTS[scope]
    return () if above is None else (*scope_path(above), scope)


def compile_program(ruleset: Ruleset, as_of: dt.date, *, law_of: dt.date | None = None) -> Program:
    """Read every condition for the day and order the facts.

    ``law_of`` takes the law of another day, so that the same affair on the same day can be judged by both.

    Raises:
        RulesetError: conditions that do not fit, facts that depend on themselves, tables too large.
        UsageError: a day before the first version of the law.

    """
    known = frozenset(s.id for s in ruleset.statements if isinstance(s, Oblige))
    return Compiler(ruleset.vocabulary, as_of, ruleset.on(law_of or as_of), known).program()


@dataclass
class Compiler:
    """Reads statements into a program for a day; ``duties`` are the ids that any statement may name."""

    vocabulary: Vocabulary
    as_of: dt.date
    statements: tuple[Statement, ...]
    duties: frozenset[str]
    problems: list[Problem] = field(default_factory=list)
    derives: list[tuple[str, Derive]] = field(default_factory=list)

    def program(self) -> Program:
        """Read every statement.

        Raises:
            RulesetError: conditions that do not fit, facts that depend on themselves, tables too large.
        """
        produced: dict[str, Produce] = {}
        leaves: list[Leaf] = []
        mentions: list[tuple[str, Scope, Mentions]] = []
        comparisons: list[tuple[str, Scope, Comparison]] = []
        for s in self.statements:
            match s:
                case Define() if s.by.mentions:
                    mentions.append((s.define, self.vocabulary[s.define].scope, s.by.mentions))
                case Define() if s.by.comparison:
                    comparisons.append((s.define, self.vocabulary[s.define].scope, s.by.comparison))
                case Define():
                    self._define(s, produced)
                case Decide():
                    produced[s.decide] = Produce(s.decide, s.scope, table=self._table(s))
                case Check():
                    self.problems += date_problems(s, self.vocabulary, _readable(s.scope))
                    leaves.append(Leaf(s.id, "when", s.scope, self._read(s, s.when, s.scope)))
                    if s.across:
                        there = self._read(s, s.across.there, s.scope, "across.there")
                        leaves.append(Leaf(s.id, "there", s.scope, there))
                case Oblige():
                    self.problems += date_problems(s, self.vocabulary, _readable(s.scope))
                    self.problems += round_problems(s, self.vocabulary)
                    leaves.append(Leaf(s.id, "when", s.scope, self._read(s, s.when, s.scope)))
                    leaves.append(Leaf(s.id, "met", s.scope, self._read(s, s.met, s.scope)))
                case Expect():
                    leaves.extend(self._expect(s))
                case Judge():
                    self._read(s, s.when, Scope.AFFAIR, vocabulary=RISK if s.judge == "finding" else COUNTS)
                case _:
                    continue
        strata = self._order(produced)
        duties, problems = in_order(self.statements, self.duties)
        self.problems += problems
        if self.problems:
            raise RulesetError(self.problems)
        return Program(
            self.vocabulary,
            strata,
            tuple(leaves),
            tuple(mentions),
            self.statements,
            tuple(self.derives),
            duties,
            tuple(comparisons),
            self.as_of,
        )

    def _expect(self, s: Expect) -> Iterable[Leaf]:
        when = self._read(s, s.when, Scope.FILE)
        state = Members(tuple(o.id for o in self.vocabulary[measure_fact(s.id)].options), GAP)
        yield Leaf(s.id, "when", Scope.FILE, when)
        yield Leaf(s.id, "gap", Scope.FILE, All((when, Atom(measure_fact(s.id), state))))

    def _read(
        self, s: Statement, raw: Any, scope: Scope, name: str = "when", vocabulary: Vocabulary | None = None
    ) -> Condition:
        if raw is None:
            return All(())
        found: list[tuple[str, str, str, str]] = []
        condition = read_condition(
            raw,
            vocabulary or self.vocabulary,
            self.as_of,
            readable=_readable(scope),
            path=f"{s.id}.{name}",
            problems=found,
        )
        for path, value, message, remedy in found:
            kind = "ruleset.unknown-fact" if message == "unknown fact" else "ruleset.test"
            self.problems.append(Problem(kind, f"{s.file}:{s.line} {path}", value, message, remedy))
        return condition

    def _problem(self, s: Statement, kind: str, value: str, message: str, remedy: str) -> None:
        self.problems.append(problem_of(s, kind, value, message, remedy))

    def _define(self, s: Define, produced: dict[str, Produce]) -> None:
        fact = self.vocabulary[s.define]
        derive = self._derive(s, fact, s.by)
        if derive is None:
            return
        self.derives.append((s.id, derive))
        known = produced.get(s.define)
        derives = (*known.derives, derive) if known else (derive,)
        produced[s.define] = Produce(s.define, fact.scope, derives, narrows=not fact.derived)

    def _derive(self, s: Define, fact: Fact, by: Derivation) -> Derive | None:
        numeric = fact.kind in (Kind.COUNT, Kind.DAYS, Kind.DATE)
        wants_number = any((by.count, by.at_least, by.at_most, by.difference, by.latest, by.earliest))
        if wants_number is not numeric:
            self._problem(
                s,
                "ruleset.definition",
                s.define,
                f"this way of defining does not give a {fact.kind}",
                "change the fact's kind or the way",
            )
            return None
        scope = fact.scope
        if by.readings:
            strict = self._read(s, by.readings.strict, scope, "strict")
            lax = self._read(s, by.readings.lax, scope, "lax")
            return ByCondition(All((strict, lax)), All((Not(strict), Not(lax))))
        if by.when is not None:
            when = self._read(s, by.when, scope)
            return ByCondition(when, Not(when))
        if by.yes_if is not None or by.no_if is not None:
            yes = self._read(s, by.yes_if, scope, "yes_if") if by.yes_if is not None else None
            return ByCondition(yes, self._read(s, by.no_if, scope, "no_if") if by.no_if is not None else None)
        for how in ("any", "all", "count"):
            over = getattr(by, how)
            if over:
                return Aggregate(how, over.of, self._read(s, over.where, over.of, "where"))
        if by.at_least or by.at_most:
            return self._bounds(s, by)
        if by.difference:
            left, right = (
                self._source(s, f, None, scope).fact for f in (by.difference.from_, by.difference.minus)
            )
            return Difference(left, right, by.difference.plus)
        over = by.latest or by.earliest
        return Extremum(by.latest is not None, self._source(s, over.of, over.where)) if over else None

    def _bounds(self, s: Define, by: Derivation) -> Bounds:
        least, most = by.at_least, by.at_most
        return Bounds(
            tuple(self._source(s, f, least.where) for f in (*least.max, *least.sum)) if least else (),
            tuple(self._source(s, f, most.where) for f in (*most.max, *most.sum)) if most else (),
            least_is_sum=bool(least and least.sum),
            most_is_max=bool(most and most.max),
        )

    def _source(self, s: Define, name: str, where: Any, scope: Scope | None = None) -> Source:
        if name not in self.vocabulary:
            self.problems.append(unknown_fact(s, name, self.vocabulary))
            return Source(s.define, Scope.AFFAIR, All(()))
        fact = self.vocabulary[name]
        if fact.kind not in (Kind.COUNT, Kind.DAYS, Kind.DATE) or (scope and not _readable(scope)(fact)):
            self._problem(
                s,
                "ruleset.definition",
                name,
                "not a number or date that can be read here",
                "name a count or date of this scope",
            )
        return Source(name, fact.scope, self._read(s, where, fact.scope, "where"))

    def _table(self, s: Decide) -> Table:
        known = {o.id for o in s.outcomes}
        rows: list[Row] = []
        for row in s.rows:
            if row.then not in known:
                self._problem(
                    s,
                    "ruleset.outcome",
                    row.then,
                    f"row `{row.id}` gives an outcome the table does not have",
                    f"write one of: {', '.join(sorted(known))}",
                )
            when = self._read(s, row.when, s.scope, row.id)
            try:
                rows.append(Row(row.id, row.then, when, boxes(when)))
            except ValueError as error:
                self._problem(s, "ruleset.too-large", row.id, str(error), "split the row")
        table = Table(s.id, tuple(rows))
        if not self.problems:
            self.problems += table_problems(table, self.vocabulary, f"{s.file}:{s.line} {s.id}")
        return table

    def _order(self, produced: dict[str, Produce]) -> tuple[tuple[Produce, ...], ...]:
        needs = {fact: {_base(f) for f in reads(p)} & produced.keys() for fact, p in produced.items()}
        done: set[str] = set()
        strata: list[tuple[Produce, ...]] = []
        while len(done) < len(produced):
            ready = sorted(f for f in produced if f not in done and needs[f] <= done)
            if not ready:
                stuck = sorted(set(produced) - done)
                self.problems.append(
                    Problem(
                        "ruleset.cycle",
                        "ruleset",
                        ", ".join(stuck),
                        "facts depend on themselves",
                        "break the circle: a definition may not read what it concludes",
                    )
                )
                break
            strata.append(tuple(produced[f] for f in ready))
            done |= set(ready)
        return tuple(strata)


def _readable(scope: Scope) -> Callable[[Fact], bool]:
    seen = {Scope.AFFAIR, *scope_path(scope)}
    return lambda fact: fact.scope in seen


def _base(fact: str) -> str:
    return fact.removesuffix(".conflict")


def reads(produce: Produce) -> set[str]:
    """Return every fact a step reads."""
    conditions: list[Condition] = []
    facts: set[str] = set()
    if produce.table:
        conditions += [row.when for row in produce.table.rows]
    for derive in produce.derives:
        match derive:
            case ByCondition(yes, no):
                conditions += [c for c in (yes, no) if c is not None]
            case Aggregate(_, _, where):
                conditions.append(where)
            case Bounds(least, most):
                facts |= {s.fact for s in (*least, *most)}
                conditions += [s.where for s in (*least, *most)]
            case Difference(left, right, _):
                facts |= {left, right}
            case Extremum(_, source):
                facts.add(source.fact)
                conditions.append(source.where)
    return facts | {atom.fact for c in conditions for atom in atoms(c)}
