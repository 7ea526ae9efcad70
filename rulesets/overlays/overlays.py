"""Rulesets laid over the law: what they may do without a word, and what is weaker than the law where they name it.

An overlay adds rules and makes rules stricter. What takes the place of a national rule says so with ``replaces:``;
what could lower a level or loosen a definition, a duty or a measure without that is refused. Where a rule with
``replaces:`` is not shown to be at least as strict as the one it replaces, every result names it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...facts.errors import Problem
from ..language.conditions import ALWAYS, read_condition
from ..language.grammar import Check, Decide, Define, Expect, Force, Judge, Oblige
from ..program.decision_tables import example, meet
from ..program.program import Compiler, compile_program
from ..timeline import as_it_read
from .layers import Weaker
from .strictness import LEVEL, Strictness, Way, implies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..language.conditions import Condition
    from ..language.grammar import Derivation, Statement
    from ..program.decision_tables import Table
    from ..program.program import Derive
    from ..ruleset import Ruleset

__all__ = ["Placed", "judged"]

_ANY_DAY: Final = dt.date(2025, 4, 1)
_STRENGTH: Final = ("desirable", "expected", "required")
_SEVERITY: Final = ("note", "warning", "error")


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement of an overlay, with the national statements whose place it takes, directly or through another."""

    statement: Statement
    replaces: str | None
    national: tuple[Statement, ...]


def judged(
    law: Ruleset, whole: Ruleset, placed: Sequence[Placed]
) -> tuple[list[Problem], tuple[Weaker, ...]]:
    """Hold what is laid over the law against the law.

    Args:
        law: the national ruleset alone.
        whole: the law with everything laid over it.
        placed: the statements of the overlays.

    Returns:
        What is refused (each ``ruleset.loosens``), and what is weaker with ``replaces:``.
    """
    judge = _Judge(law, whole)
    problems = [p for one in placed for p in judge.refused(one)]
    if problems:
        return problems, ()
    return [], tuple(dict.fromkeys(w for one in placed for w in judge.weaker(one)))


class _Judge:
    def __init__(self, law: Ruleset, whole: Ruleset) -> None:
        self.law, self.whole = law, whole
        self.days = (*law.days_of_change(), *(v.from_ for v in law.versions))
        self._strict: dict[dt.date, Strictness] = {}

    # ---- without `replaces:`

    def refused(self, one: Placed) -> Iterator[Problem]:
        """Yield why a statement may not stand without replacing a national one."""
        s = one.statement
        levels = [n for n in one.national if isinstance(n, Decide) and n.decide == LEVEL]
        if levels and not (isinstance(s, Decide) and s.decide == LEVEL):
            yield _loosens(s, "", "the level would no longer be decided")
        elif isinstance(s, Decide):
            if levels and [o.id for o in s.outcomes] != [o.id for o in levels[0].outcomes]:
                yield _loosens(s, "", "the levels are not those of the law, in their order")
            fact = s.decide
            same = [n for n in self._decides(fact, s.in_force) if n not in one.national]
            if same or (not one.national and self._concluded(fact)):
                rule = same[0].id if same else fact
                yield _loosens(s, rule, f"this table would take the place of `{rule}`")
        elif isinstance(s, Define) and not one.national and self._concluded_or_given(s.define):
            ways = _ways(s.by)
            if ways is None or not all(
                self._strictness(day).strict(s.define, way)
                for day in self._within(s.in_force)
                for way in ways
            ):
                rule = next((n.id for n in self.law.of(Define) if n.define == s.define), "")
                yield _loosens(s, rule, f"this definition could loosen what rests on `{s.define}`")
        elif isinstance(s, Judge) and s.judge == "floor" and not one.national:
            yield _loosens(s, "", "this would raise an adequacy that the national rules derive")

    def _decides(self, fact: str, force: Force) -> list[Decide]:
        return [n for n in self.law.of(Decide) if n.decide == fact and n.in_force.meets(force)]

    def _concluded(self, fact: str) -> bool:
        return any(s.define == fact for s in self.law.of(Define)) or any(
            s.decide == fact for s in self.law.of(Decide)
        )

    def _concluded_or_given(self, fact: str) -> bool:
        return fact in self.law.vocabulary

    def _within(self, force: Force) -> list[dt.date]:
        """Return the days to look at: one of each law that a span of days meets."""
        found = {d for d in (*self.days, force.from_ or _ANY_DAY, force.to or _ANY_DAY) if force.covers(d)}
        first = min((v.from_ for v in self.law.versions), default=dt.date.min)
        return sorted(d for d in found if d >= first) or [_ANY_DAY]

    def _strictness(self, day: dt.date) -> Strictness:
        if day not in self._strict:
            known = next((s for s in self._strict.values() if s.program.statements == self.law.on(day)), None)
            if known is None:
                levels = next((n.outcomes for n in self.law.of(Decide) if n.decide == LEVEL), ())
                known = Strictness(compile_program(self.law, day), tuple(o.id for o in levels))
            self._strict[day] = known
        return self._strict[day]

    # ---- with `replaces:`

    def weaker(self, one: Placed) -> Iterator[Weaker]:
        """Yield what a statement replaces without being shown as strict."""
        s = one.statement
        for n in one.national:
            for day in self._within(_both(s.in_force, n.in_force)) if s.in_force.meets(n.in_force) else ():
                why = self._why_weaker(n, s, day)
                if why:
                    yield Weaker(s.id, n.id, s.title, why, _both(s.in_force, n.in_force), n.basis)
                    break

    def _why_weaker(self, n: Statement, s: Statement, day: dt.date) -> str:
        """Return why a statement is not shown to be as strict as another, on a day; nothing where it is."""
        n, s = as_it_read(n, day, self.law.numbering), as_it_read(s, day, self.law.numbering)
        match n, s:
            case Decide(), Decide():
                return self._tables(n, s, day)
            case Define(), Define():
                return self._definitions(n, s, day)
            case Oblige(), Oblige():
                return self._duties(n, s, day)
            case Expect(), Expect():
                return self._measures(n, s, day)
            case Check(), Check():
                return self._checks(n, s, day)
            case Judge(), Judge():
                return "" if _same(n, s, ("judge", "when", "then")) else "the adequacy is derived otherwise"
            case _:
                return f"a {s.kind} stands in the place of a {n.kind}"

    def _tables(self, n: Decide, s: Decide, day: dt.date) -> str:
        if n.decide != s.decide or n.scope != s.scope:
            return f"`{n.decide}` is no longer decided"
        if [(o.id, o.phrase, o.phrases) for o in n.outcomes] != [
            (o.id, o.phrase, o.phrases) for o in s.outcomes
        ]:
            return "the outcomes differ"
        old, new = self._table(n, day), self._table(s, day)
        if old is None or new is None:
            return "the tables cannot be compared"
        rank = {o.id: i for i, o in enumerate(n.outcomes)}
        for a in old.rows:
            for b in new.rows:
                lower = rank[b.outcome] < rank[a.outcome]
                if not (lower if n.decide == LEVEL else a.outcome != b.outcome):
                    continue
                for box in (m for x in a.boxes for y in b.boxes if (m := meet(x, y)) is not None):
                    return f"{b.outcome} instead of {a.outcome}: {example(box, self.whole.vocabulary)}"
        return ""

    def _table(self, s: Decide, day: dt.date) -> Table | None:
        compiler = Compiler(self.whole.vocabulary, day, (s,), frozenset())
        table = compiler._table(s)
        return None if compiler.problems else table

    def _definitions(self, n: Define, s: Define, day: dt.date) -> str:
        if n.define != s.define:
            return f"`{n.define}` is no longer defined"
        if n.by == s.by:
            return ""
        old, new = self._derive(n, day), self._derive(s, day)
        why = f"`{n.define}` is defined otherwise"
        if old is None or new is None or type(old) is not type(new):
            return why
        before, after = _sides(old), _sides(new)
        if before is None or after is None:
            return why
        (yes, no), (more, less) = before, after
        strictness = self._strictness(day)
        if strictness.strict(n.define, "yes") and implies(yes, more) and implies(less, no):
            return ""
        if strictness.strict(n.define, "no") and implies(no, less) and implies(more, yes):
            return ""
        return why

    def _derive(self, s: Define, day: dt.date) -> Derive | None:
        compiler = Compiler(self.whole.vocabulary, day, (s,), frozenset())
        if s.by.mentions or s.by.comparison:
            return None
        derive = compiler._derive(s, self.whole.vocabulary[s.define], s.by)
        return None if compiler.problems else derive

    def _duties(self, n: Oblige, s: Oblige, day: dt.date) -> str:
        if n.oblige == "duty" and s.oblige == "effort":
            return "a duty becomes an effort"
        if n.scope != s.scope or not self._implied(n.when, s.when, n, s, day):
            return "it applies to fewer"
        if not self._implied(s.met, n.met, s, n, day):
            return "it is met by less"
        same = _same(n, s, ("due", "until", "recurs")) and set(n.after) <= set(s.after)
        return "" if same else "its deadline or its order differs"

    def _measures(self, n: Expect, s: Expect, day: dt.date) -> str:
        if _STRENGTH.index(s.expect) < _STRENGTH.index(n.expect):
            return "it is expected less strongly"
        if not set(n.risks) <= set(s.risks) or not self._implied(n.when, s.when, n, s, day):
            return "it is expected of fewer"
        return (
            ""
            if _same(n, s, ("shown_by", "may_show", "weak")) and s.id == n.id
            else "it is shown by other words"
        )

    def _checks(self, n: Check, s: Check, day: dt.date) -> str:
        if _SEVERITY.index(s.severity) < _SEVERITY.index(n.severity):
            return "its severity is lower"
        if n.scope != s.scope or n.across != s.across or not self._implied(n.when, s.when, n, s, day):
            return "it finds less"
        return ""

    def _implied(self, one: object, other: object, of: Statement, than: Statement, day: dt.date) -> bool:
        first, second = self._condition(one, of, day), self._condition(other, than, day)
        return first is not None and second is not None and implies(first, second)

    def _condition(self, raw: object, s: Statement, day: dt.date) -> Condition | None:
        if raw is None:
            return ALWAYS
        problems: list[tuple[str, str, str, str]] = []
        condition = read_condition(
            raw, self.whole.vocabulary, day, readable=lambda _: True, path=s.id, problems=problems
        )
        return None if problems else condition


def _sides(derive: Derive) -> tuple[Condition, Condition] | None:
    """Return when a definition says yes and when no; None where it is none of conditions."""
    from ..language.conditions import AnyOf
    from ..program.program import ByCondition

    if not isinstance(derive, ByCondition):
        return None
    return derive.yes or AnyOf(()), derive.no or AnyOf(())


def _ways(by: Derivation) -> tuple[Way, ...] | None:
    """Return which ways a definition can move its fact; None where it cannot be told."""
    if by.mentions or by.comparison or by.difference or by.latest or by.earliest:
        return None
    if by.at_least or by.at_most:
        return (*(("up",) if by.at_least else ()), *(("down",) if by.at_most else ()))
    if by.yes_if is not None or by.no_if is not None:
        return (*(("yes",) if by.yes_if is not None else ()), *(("no",) if by.no_if is not None else ()))
    return ("up", "down") if by.count else ("yes", "no")


def _same(n: Statement, s: Statement, names: Sequence[str]) -> bool:
    return all(getattr(n, name) == getattr(s, name) for name in names)


def _both(a: Force, b: Force) -> Force:
    """Return the days in both spans."""
    first = max((d for d in (a.from_, b.from_) if d), default=None)
    last = min((d for d in (a.to, b.to) if d), default=None)
    return Force.model_validate({"from": first, "to": last})


def _loosens(s: Statement, rule: str, message: str) -> Problem:
    remedy = (
        f"write `replaces: {rule}` (results then say what is weaker than the law), or use a fact of your own"
        if rule
        else "conclude a fact of your own"
    )
    return Problem("ruleset.loosens", f"{s.file}:{s.line}", s.id, message, remedy)
