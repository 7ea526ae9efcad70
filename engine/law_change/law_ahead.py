"""What will change: rules that begin, end or read otherwise within a year and bear on this affair.

Each day of change is judged with the law before and the law after, on that day and with the facts of today. A check
bears on an affair where it certainly holds, since only then it gives a finding; a duty where it applies or may
apply; a row of a table where it can decide; a definition where it says
yes, or comes to say something else.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ...facts.shared import made_once
from ...facts.values import YES
from ...rulesets.language.grammar import Check, Decide, Define, Oblige
from ...rulesets.language.test_values import shift
from ...rulesets.program.law_of_day import ByHash
from ...rulesets.program.program import compile_program
from ...rulesets.program.program_slice import asked_for
from ...rulesets.timeline import changed_ids
from ..evaluation.prepare import prepare
from ..evaluation.truth import Truth
from ..evaluation.view import View
from ..executors.reference import evaluate
from ..results.assessment import ChangeAhead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...facts.affair.affair import Affair
    from ...facts.values import Possible
    from ...rulesets.program.program import Program
    from ...rulesets.ruleset import Ruleset
    from ...rulesets.timeline import What

__all__ = ["Turn", "changes_ahead", "turns"]


class Turn:
    """A day on which the law changes: which rules change, and the programs before and after, of these rules alone."""

    __slots__ = ("after", "before", "changed", "on")

    def __init__(self, ruleset: Ruleset, on: dt.date) -> None:
        self.on = on
        before = compile_program(ruleset, on, law_of=on - dt.timedelta(days=1))
        after = compile_program(ruleset, on)
        self.changed: dict[str, What] = changed_ids(before.statements, after.statements)
        self.before: Program = asked_for(before, self.changed)
        self.after: Program = asked_for(after, self.changed)


def turns(ruleset: Ruleset, as_of: dt.date) -> tuple[Turn, ...]:
    """Return the days of change in the year after a day."""
    first = ruleset.versions[0].from_ if ruleset.versions else dt.date.min
    year = shift(as_of, years=1)
    return tuple(_turn(ruleset, day) for day in ruleset.days_of_change() if max(as_of, first) < day <= year)


@made_once(32)
def _turn_by_hash(ruleset: ByHash, on: dt.date) -> Turn:
    return Turn(ruleset.ruleset, on)


def _turn(ruleset: Ruleset, on: dt.date) -> Turn:
    return _turn_by_hash(ByHash(ruleset), on)


def changes_ahead(ruleset: Ruleset, affair: Affair, as_of: dt.date) -> tuple[ChangeAhead, ...]:
    """Return the changes of the law within a year after the day that bear on an affair, the nearest first."""
    found: list[ChangeAhead] = []
    for turn in turns(ruleset, as_of):
        titles: dict[str, tuple[str, str]] = {}
        concluded: list[dict[str, list[Possible]]] = []
        for program in (turn.before, turn.after):
            record = prepare(program, affair).record
            view = View(program, record, evaluate(program, record))
            titles |= dict(_bearing(view))
            concluded.append(_defined(view))
        before, after = concluded
        for s in turn.after.statements:
            if s.id in before and s.id in after and before[s.id] != after[s.id]:
                titles[s.id] = (s.title, s.title_en)
        found += [
            ChangeAhead(rule=rule, title=titles[rule][0], title_en=titles[rule][1], on=turn.on, what=what)
            for rule, what in turn.changed.items()
            if rule in titles
        ]
    return tuple(sorted(found, key=lambda c: (c.on, c.rule)))


def _defined(view: View) -> dict[str, list[Possible]]:
    """Return what every definition's fact may be, row by row."""
    return {
        s.id: [view.get(s.define, r.index) for r in view.record.of(view.program.vocabulary[s.define].scope)]
        for s in view.program.statements
        if isinstance(s, Define)
    }


def _bearing(view: View) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield id and title of every rule that bears on the affair."""
    defined = _defined(view)
    for s in view.program.statements:
        match s:
            case Check():
                if any(
                    view.evaluation.truths[s.id, "when", r.index] is Truth.TRUE
                    for r in view.record.of(s.scope)
                ):
                    yield s.id, (s.title, s.title_en)
            case Oblige():
                rows = view.record.of(s.scope)
                if any(view.evaluation.truths[s.id, "when", r.index] is not Truth.FALSE for r in rows):
                    yield s.id, (s.title, s.title_en)
            case Decide():
                reached = {
                    row for r in view.record.of(s.scope) for row in view.evaluation.rows[s.decide, r.index]
                }
                yield from ((row.id, (row.title, row.title_en)) for row in s.rows if row.id in reached)
            case Define():
                if YES in defined[s.id]:
                    yield s.id, (s.title, s.title_en)
            case _:
                continue
