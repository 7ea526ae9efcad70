"""A program run on durable_rules, stratum by stratum.

Truths of conditions and rows of tables come from the engine; the arithmetic between strata is the reference's.
"""

from __future__ import annotations

import json
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from ....facts.shared import made_once
from ....facts.values import Options
from ....rulesets.program.program import Aggregate, Bounds, ByCondition, Extremum
from ...analysis.grid import Identity
from ...evaluation.truth import Truth
from ..reference import Run, evaluate
from ..worlds import over_worlds
from .adapter import EngineRuleset, available, engine_ruleset, pack
from .trees import Columns, too_wide, tree_of, tree_of_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ....facts.affair.record import Index, Record
    from ....facts.values import Possible
    from ....facts.vocabulary import Scope, Vocabulary
    from ....rulesets.language.conditions import Condition
    from ....rulesets.program.decision_tables import Table
    from ....rulesets.program.program import Produce, Program
    from ...evaluation.evaluation import Evaluation
    from .trees import Tree

__all__ = ["available", "evaluate_session", "fit_session", "session_name"]

_MOST_PROGRAMS: Final = 8
#: Columns after which a new engine ruleset is begun; one more condition must still fit below the engine's most.
_ROOM: Final = 160


def session_name() -> str:
    """Name what sessions run on here."""
    return "durable_rules 2.0.28" if available() else "reference (durable_rules not installed)"


def evaluate_session(program: Program, record: Record) -> Evaluation:
    """Run a program on what is known of one affair, by forward chaining; the reference where it cannot be."""
    if not available():
        return evaluate(program, record)
    strata = _compiled(program)
    return over_worlds(program, record, lambda world: _SessionRun(program, world, strata).result())


def fit_session(program: Program) -> None:
    """Build everything the engine needs for a program, so that one that does not fit is refused at load.

    Raises:
        RulesetError: more columns than the engine holds.
    """
    if available():
        _compiled(program)


class _Judge:
    """All conditions judged at rows of one scope before one stratum, inside the engine."""

    def __init__(self, vocabulary: Vocabulary, conditions: list[Condition], tables: list[Table]) -> None:
        self.groups: list[tuple[Columns, list[EngineRuleset]]] = []
        self.constant: dict[str, bool] = {}
        self.same: dict[str, str] = {}
        self.pieces: dict[str, tuple[str, list[str]]] = {}
        jobs: list[tuple[str, Callable[[Columns], Tree]]] = []
        for n, condition in enumerate(conditions):
            jobs.append((f"t{n}", partial(tree_of, condition)))
            jobs.append((f"f{n}", partial(tree_of, condition, negate=True)))
        for n, table in enumerate(tables):
            jobs += [(f"r{n}_{i}", partial(tree_of_row, row)) for i, row in enumerate(table.rows)]
        columns, distinct = Columns(vocabulary), dict[str, tuple[str, dict[str, Any]]]()
        for name, build in jobs:
            if len(columns.names) > _ROOM:
                self._close(columns, distinct)
                columns, distinct = Columns(vocabulary), {}
            self._add(name, build(columns), distinct)
        self._close(columns, distinct)

    def _add(self, name: str, tree: Tree, distinct: dict[str, tuple[str, dict[str, Any]]]) -> None:
        """Keep a tree; constants and trees seen before in this group need no rule of their own.

        A tree too wide for one engine rule is judged in pieces, which are put together afterwards.
        """
        if isinstance(tree, bool):
            self.constant[name] = tree
            return
        if too_wide(tree):
            ((how, parts),) = tree.items()
            names = [f"{name}.{i}" for i in range(len(parts))]
            self.pieces[name] = (
                how,
                names,
            )  # before its own pieces: they are put together the other way round
            for inner, part in zip(names, parts, strict=True):
                self._add(inner, part, distinct)
            return
        self.same[name], _ = distinct.setdefault(json.dumps(tree), (name, tree))

    def _close(self, columns: Columns, distinct: dict[str, tuple[str, dict[str, Any]]]) -> None:
        column = next(iter(columns.names.values()), None)
        if column is not None:
            packed = pack(list(distinct.values()))
            self.groups.append((columns, [engine_ruleset(json.dumps(rules), column) for rules in packed]))

    def rows(self, look: Callable[[str], Possible]) -> tuple[tuple[int, ...], ...]:
        """Return a row as the engine is to see it, once per group."""
        return tuple(columns.encode(look) for columns, _ in self.groups)

    def fired(self, rows: tuple[tuple[int, ...], ...]) -> set[str]:
        """Return the names of the trees that hold for a row, constants and equals included."""
        matched: set[str] = set()
        for row, (columns, rulesets) in zip(rows, self.groups, strict=True):
            named = dict(zip(columns.names.values(), row, strict=True))
            for ruleset in rulesets:
                matched |= ruleset.matching(named)
        held = {name for name, own in self.same.items() if own in matched}
        held |= {name for name, value in self.constant.items() if value}
        for name, (how, parts) in reversed(self.pieces.items()):
            if (all if how == "$and" else any)(part in held for part in parts):
                held.add(name)
        return held


class _Stratum:
    """What is judged before one stratum, per scope; conditions are known by identity."""

    def __init__(
        self, vocabulary: Vocabulary, wanted: list[tuple[Scope, Condition]], tables: list[tuple[Scope, Table]]
    ) -> None:
        self.judges: dict[Scope, tuple[_Judge, list[Condition], list[Table]]] = {}
        for scope in dict.fromkeys(s for s, _ in (*wanted, *tables)):
            unique: dict[int, Condition] = {id(c): c for s, c in wanted if s is scope}
            own = [t for s, t in tables if s is scope]
            conditions = list(unique.values())
            self.judges[scope] = (_Judge(vocabulary, conditions, own), conditions, own)


def _wanted(produce: Produce) -> Iterator[tuple[Scope, Condition]]:
    for derive in produce.derives:
        match derive:
            case ByCondition(yes, no):
                yield from ((produce.scope, c) for c in (yes, no) if c is not None)
            case Aggregate(_, scope, where):
                yield scope, where
            case Bounds(least, most):
                yield from ((s.scope, s.where) for s in (*least, *most))
            case Extremum(_, source):
                yield source.scope, source.where
            case _:
                continue


def _compiled(program: Program) -> list[_Stratum]:
    """Compile a program for the engine, once; the last few are kept."""
    return _strata(Identity(program))


@made_once(_MOST_PROGRAMS)
def _strata(of: Identity) -> list[_Stratum]:
    program: Program = of.value
    strata = []
    for stratum in program.strata:
        wanted = [w for produce in stratum for w in _wanted(produce)]
        tables = [(p.scope, p.table) for p in stratum if p.table]
        strata.append(_Stratum(program.vocabulary, wanted, tables))
    strata.append(_Stratum(program.vocabulary, [(leaf.scope, leaf.when) for leaf in program.leaves], []))
    return strata


class _SessionRun(Run):
    def __init__(self, program: Program, record: Record, strata: list[_Stratum]) -> None:
        super().__init__(program, record)
        self.strata = strata
        self.truths: dict[tuple[int, Index], Truth] = {}
        self.can: dict[tuple[int, Index], list[bool]] = {}

    def prepare(self, stratum: int) -> None:
        """Assert every row the stratum looks at and keep what fired."""
        self.truths.clear()
        self.can.clear()
        for scope, (judge, conditions, tables) in self.strata[stratum].judges.items():
            # rows that look the same are asserted once
            seen: dict[tuple[tuple[int, ...], ...], set[str]] = {}
            for row in self.record.of(scope):
                looks = judge.rows(cache(partial(self.fact, index=row.index)))
                fired = seen[looks] if looks in seen else seen.setdefault(looks, judge.fired(looks))
                for n, condition in enumerate(conditions):
                    truth = (
                        Truth.TRUE if f"t{n}" in fired else Truth.FALSE if f"f{n}" in fired else Truth.UNKNOWN
                    )
                    self.truths[id(condition), row.index] = truth
                for n, table in enumerate(tables):
                    self.can[id(table), row.index] = [f"r{n}_{i}" in fired for i in range(len(table.rows))]

    def truth(self, condition: Condition, index: Index) -> Truth:
        """Look up what the engine said."""
        return self.truths[id(condition), index]

    def decide(self, table: Table, index: Index, name: str) -> Options:
        """Take the rows the engine found possible."""
        reached = [row for row, can in zip(table.rows, self.can[id(table), index], strict=True) if can]
        self.rows[name, index] = frozenset(row.id for row in reached)
        return Options(frozenset(row.outcome for row in reached))
