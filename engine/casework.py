"""Run the cases that stand beside the rules: what a rule concludes against what its case expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..facts.values import Options
from ..facts.vocabulary import Scope
from ..rulesets.expectations import NOT_IN_FORCE, said, span
from ..rulesets.grammar import Check, Decide, Define, Expect, Judge, Oblige
from ..rulesets.program import measure_fact
from .assess import program_of
from .findings import obligations
from .prepare import prepare
from .reference import evaluate
from .risks import derived_adequacy
from .truth import Truth
from .view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..facts.affair import Affair
    from ..facts.record import Index, Record
    from ..rulesets.cases import Case
    from ..rulesets.expectations import Wanted
    from ..rulesets.loader import Ruleset
    from ..rulesets.program import Program
    from .evaluation import Evaluation

    Executor = Callable[[Program, Record], Evaluation]

__all__ = ["Outcome", "run_case"]

_FINDING = {Truth.TRUE: "finding", Truth.FALSE: "none", Truth.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule concluded of a case, row by row, and whether that is what the case expects."""

    case: Case
    got: Mapping[str, Wanted]
    passed: bool

    def __str__(self) -> str:
        rows = [f"{f'{name}: ' if name else ''}{_words(wanted)}" for name, wanted in self.got.items()]
        return "; ".join(rows) or "no row for this rule to speak of"


def run_case(case: Case, ruleset: Ruleset, run: Executor = evaluate) -> Outcome:
    """Run one case by an executor, the reference by default."""
    got = dict(_concluded(case, ruleset, run))
    return Outcome(case, got, _fits(case, got))


def _fits(case: Case, got: Mapping[str, Wanted]) -> bool:
    if not got:
        return False
    wanted = dict(case.expected)
    whole = wanted.get(None)
    if whole is None and set(wanted) != set(got):
        return False
    for name, row in got.items():
        expected = whole if whole is not None else wanted[name]
        if any(row.get(part) != word for part, word in expected.items()):
            return False
        if "row" in row and row["row"] not in _deciding(expected):
            return False
    return True


def _deciding(expected: Wanted) -> tuple[str, ...]:
    """A case of one row of a table: with one outcome the row decides, with several it still can."""
    if expected.get("outcome") == NOT_IN_FORCE:
        return ("",)
    return ("possible",) if ".." in expected.get("outcome", "") else ("decides",)


def _words(row: Wanted) -> str:
    (_, first), *rest = row.items()
    return first + (f" ({', '.join(f'{part} {word}' for part, word in rest)})" if rest else "")


def _concluded(case: Case, ruleset: Ruleset, run: Executor) -> Iterator[tuple[str, Wanted]]:
    rule = case.statement
    program = program_of(ruleset, case.as_of)
    if rule not in program.statements:
        part = next(iter(case.expected[0][1]))
        yield "", {part: NOT_IN_FORCE}
        return
    if isinstance(rule, Judge):
        spread = derived_adequacy(program, case.counts, case.as_of)
        yield "", {"derived": span(spread.floor, spread.ceiling)}
        return
    prepared = prepare(program, case.affair)
    view = View(program, prepared.record, run(program, prepared.record))
    for number, row in enumerate(view.record.of(_scope(rule, view))):
        yield _name(case.affair, _scope(rule, view), row.index), _row(case, view, row.index, number)


def _scope(rule: object, view: View) -> Scope:
    match rule:
        case Check() | Oblige() | Decide():
            return rule.scope
        case Define():
            return view.program.vocabulary[rule.define].scope
        case _:
            return Scope.FILE


def _row(case: Case, view: View, index: Index, number: int) -> Wanted:
    rule = case.statement
    match rule:
        case Check():
            return {"state": _FINDING[view.evaluation.truths[rule.id, "when", index]]}
        case Oblige():
            duty = [o for o in obligations(view, case.affair) if o.id == rule.id][number]
            return {"state": duty.status, "due": duty.due.isoformat() if duty.due else "none"}
        case Decide():
            return _decided(case, rule, view, index)
        case Define():
            fact = view.program.vocabulary[rule.define]
            conflict = view.evaluation.values.get((f"{fact.name}.conflict", index))
            value = said(fact, view.get(fact.name, index))
            return {"value": value} | ({"conflict": _one(conflict)} if isinstance(conflict, Options) else {})
        case Expect():
            expected = view.evaluation.truths[rule.id, "when", index]
            if expected is Truth.TRUE:
                state = view.get(measure_fact(rule.id), index)
                return {"state": _one(state) if isinstance(state, Options) and state.exact else "unread"}
            return {"state": "not_expected" if expected is Truth.FALSE else "unknown"}
        case _:
            raise AssertionError(rule.kind)


def _one(options: Options) -> str:
    return "|".join(sorted(options.members))


def _decided(case: Case, rule: Decide, view: View, index: Index) -> Wanted:
    value = view.get(rule.decide, index)
    order = [o.id for o in rule.outcomes if isinstance(value, Options) and o.id in value.members]
    rows = view.evaluation.rows[rule.decide, index]
    out = {"outcome": span(order[0], order[-1]), "rows": ", ".join(sorted(rows))}
    if case.rule != rule.id:
        role = "ruled out" if case.rule not in rows else "decides" if len(rows) == 1 else "possible"
        out["row"] = role
    return out


def _name(affair: Affair, scope: Scope, index: Index) -> str:
    """Name a row: the file's or entrustment's own name, else its number from 1."""
    if not index:
        return ""
    thing = {
        Scope.FILE: affair.files,
        Scope.SYSTEM: affair.systems,
        Scope.INCIDENT: affair.incidents,
        Scope.PUBLICATION: affair.publications,
        Scope.CHANGE: affair.changes,
        Scope.ENTRUSTMENT: affair.files[index[0]].entrustments if scope is Scope.ENTRUSTMENT else (),
    }[scope]
    name = thing[index[-1]].text(f"{scope}.name") if thing else None
    return name or ".".join(str(i + 1) for i in index)
