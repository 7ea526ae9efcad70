"""Programs by the law in force: what stands between two changes of the law is compiled once for all its days.

Few conditions are counted from the day itself (``within 1 year before as_of``). For another day of the same law only
these are read anew; everything else is shared.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ...facts.shared import made_once
from ..language.grammar import Oblige
from .program import Compiler, compile_program

if TYPE_CHECKING:
    from ..ruleset import Ruleset
    from .program import Produce, Program

__all__ = ["ByHash", "law_of_day"]

_MOST_LAWS: Final = 8
_MOST_DAYS: Final = 32
#: The day to compile a law for that never changes.
_ANY_DAY: Final = dt.date(2025, 4, 1)


class ByHash:
    """A ruleset that is equal to another when their content is."""

    __slots__ = ("ruleset",)

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset

    def __hash__(self) -> int:
        return hash(self.ruleset.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByHash) and other.ruleset.hash == self.ruleset.hash


def law_of_day(ruleset: Ruleset, as_of: dt.date) -> Program:
    """Return the program of a day; threads that ask for the same at the same time compile it once.

    Raises:
        RulesetError: conditions that do not fit.
        UsageError: a day before the first version of the law.
    """
    ruleset.version_on(as_of)
    return _of_day(ByHash(ruleset), as_of)


@made_once(_MOST_DAYS)
def _of_day(ruleset: ByHash, as_of: dt.date) -> Program:
    return _law(ruleset, bisect_right(_changes(ruleset), as_of)).on(as_of)


@made_once(_MOST_LAWS)
def _changes(ruleset: ByHash) -> tuple[dt.date, ...]:
    return ruleset.ruleset.days_of_change()


@made_once(_MOST_LAWS)
def _law(ruleset: ByHash, span: int) -> _Law:
    """Compile the law between two days of change, for the first of its days."""
    changes, versions = _changes(ruleset), ruleset.ruleset.versions
    first = changes[span - 1] if span else changes[0] - dt.timedelta(days=1) if changes else _ANY_DAY
    first = max([first, *([min(v.from_ for v in versions)] if versions else [])])
    return _Law(ruleset.ruleset, first)


class _Law:
    """A program for one day, and what of it must be read anew for another."""

    def __init__(self, ruleset: Ruleset, day: dt.date) -> None:
        self._day = day
        self._program = compile_program(ruleset, day)
        self._duties = frozenset(s.id for s in ruleset.of(Oblige))
        # also true of the fact `headcount_as_of`: to read a statement too many does no harm
        self._counted = tuple(s for s in self._program.statements if "as_of" in s.model_dump_json())

    def on(self, day: dt.date) -> Program:
        """Return the program of a day in which the same law is in force."""
        if day == self._day:
            return self._program
        whole = self._program
        compiler = Compiler(whole.vocabulary, day, self._counted, self._duties)
        part = compiler.program()
        derives, again = dict(part.derives), {p.fact: p for stratum in part.strata for p in stratum}
        anew = {id(old): derives[rule] for rule, old in whole.derives if rule in derives}

        def produce(old: Produce) -> Produce:
            if old.table:
                return again.get(old.fact, old)
            if not any(id(d) in anew for d in old.derives):
                return old
            return replace(old, derives=tuple(anew.get(id(d), d) for d in old.derives))

        leaves = {(leaf.rule, leaf.part): leaf for leaf in part.leaves}
        return replace(
            whole,
            as_of=day,
            strata=tuple(tuple(produce(p) for p in stratum) for stratum in whole.strata),
            leaves=tuple(leaves.get((leaf.rule, leaf.part), leaf) for leaf in whole.leaves),
            derives=tuple((rule, derives.get(rule, old)) for rule, old in whole.derives),
        )
