"""Run the cases that stand beside the rules: what a rule concludes against what its case expects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..engine.assess import program_of
from ..engine.duties.duties import obligations
from ..engine.evaluation.prepare import prepare
from ..engine.evaluation.truth import Truth
from ..engine.evaluation.view import View
from ..engine.executors.reference import evaluate
from ..engine.findings.adequacy import Answer, derived_adequacy, doubts
from ..engine.portfolio.cross_affair_checks import across_checks, compare, traits
from ..facts.values import Options
from ..facts.vocabulary import Scope
from ..rulesets.language.grammar import Check, Decide, Define, Expect, Judge, Oblige
from ..rulesets.program.program import measure_fact
from ..rulesets.program.program_slice import asked_for
from ..texts.predicates.sentence_reading import Reading
from .case_expectations import NOT_IN_FORCE, said, span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping

    from ..engine.evaluation.evaluation import Evaluation
    from ..engine.evaluation.prepare import Prepared
    from ..engine.results.assessment import Deadline
    from ..facts.affair.affair import Affair
    from ..facts.affair.record import Index, Record
    from ..rulesets.language.grammar import Statement
    from ..rulesets.loader import Ruleset
    from ..rulesets.program.program import Program
    from .case_expectations import Wanted
    from .cases import Case

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
    program = program_of(ruleset, case.as_of)
    rule = next((s for s in program.statements if _speaks(s, case.rule)), None)  # as it read on the day
    if rule is None:
        part = next(iter(case.expected[0][1]))
        yield "", {part: NOT_IN_FORCE}
        return
    case = replace(case, statement=rule)
    if isinstance(rule, Judge) and rule.judge == "finding":
        answer = Answer(case.declared.get("declared"), case.declared.get("applicable"))
        truth = next(t for s, t in doubts(program, case.counts, answer) if s.id == rule.id)
        yield "", {"state": _FINDING[truth]}
        return
    if isinstance(rule, Judge):
        spread = derived_adequacy(program, case.counts)
        yield "", {"derived": span(spread.floor, spread.ceiling)}
        return
    program = _asked(program, rule)
    prepared = prepare(program, case.affair)
    view = View(program, prepared.record, run(program, prepared.record))
    for number, row in enumerate(view.record.of(_scope(rule, view))):
        name = _name(case.affair, _scope(rule, view), row.index)
        if isinstance(rule, Check) and rule.across:
            yield name, {"state": _compared(case, program, view, prepared, run)}
        elif isinstance(rule, Oblige):
            yield name, _duty(rule, view, prepared, number, case.as_of)
        else:
            yield name, _row(case, view, prepared, row.index)


def _compared(case: Case, program: Program, view: View, prepared: Prepared, run: Executor) -> str:
    """Whether a check across affairs finds something in the case's own affair."""
    brought = list(traits(view, prepared))
    for owner, other in enumerate(case.others, 1):
        ready = prepare(program, other)
        brought += traits(View(program, ready.record, run(program, ready.record)), ready, owner)
    found = compare(across_checks(program), brought)
    return "finding" if any(owner == 0 and f.rule == case.rule for owner, f in found) else "none"


def _duty(rule: Oblige, view: View, prepared: Prepared, number: int, as_of: dt.date) -> Wanted:
    duty = [o for o in obligations(view, prepared, (), as_of=as_of) if o.id == rule.id][number]
    out = {"state": duty.status, "due": _days(duty.deadline)}
    return out | ({"ends": _days(duty.ends)} if rule.until else {})


def _days(deadline: Deadline | None) -> str:
    if deadline is None:
        return "none"
    ends = [day.isoformat() if day else "" for day in (deadline.earliest, deadline.latest)]
    return ends[0] if ends[0] == ends[1] else "..".join(ends)


def _asked(program: Program, rule: Statement) -> Program:
    """Leave out what a case does not ask for: no result rests on another, and there are hundreds.

    Duties and checks across affairs read more than their conditions name, days and traits, so all facts stay.
    """
    if isinstance(rule, Oblige) or (isinstance(rule, Check) and rule.across):
        kept = {s.id for s in program.statements if type(s) is type(rule)}
        return replace(program, leaves=tuple(leaf for leaf in program.leaves if leaf.rule in kept))
    rows = [row.id for row in rule.rows] if isinstance(rule, Decide) else []
    return asked_for(program, {rule.id, *rows})


def _speaks(rule: Statement, rule_id: str) -> bool:
    """Whether a statement is the rule of an id, or holds the row of that id."""
    return rule.id == rule_id or (isinstance(rule, Decide) and any(r.id == rule_id for r in rule.rows))


def _scope(rule: object, view: View) -> Scope:
    match rule:
        case Check() | Oblige() | Decide():
            return rule.scope
        case Define():
            return view.program.vocabulary[rule.define].scope
        case _:
            return Scope.FILE


def _row(case: Case, view: View, prepared: Prepared, index: Index) -> Wanted:
    rule = case.statement
    match rule:
        case Check():
            return {"state": _FINDING[view.evaluation.truths[rule.id, "when", index]]}
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
                name = measure_fact(rule.id)
                state = view.get(name, index)
                if isinstance(state, Options) and state.exact:
                    return {"state": _one(state)}
                readings = {q.reading for q in prepared.quotes.get((name, index[:1]), ())}
                return {"state": "possible" if readings & {Reading.POSSIBLE, Reading.PARTLY} else "unread"}
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
