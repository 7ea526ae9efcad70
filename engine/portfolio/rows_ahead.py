"""What will change, for tables of affairs: how many rows each change of the law bears on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...facts.vocabulary import Scope
from ...rulesets.language.grammar import Check, Decide, Define, Oblige
from ..executors.frames.run import evaluate_frames
from ..law_change.law_ahead import turns
from ..results.assessment import ChangeAhead

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    import polars as pl

    from ...rulesets.program.program import Program
    from ...rulesets.ruleset import Ruleset
    from ...rulesets.timeline import What
    from ..executors.frames.run import BatchEvaluation

__all__ = ["count_ahead"]

_YES = 1


def count_ahead(frame: pl.DataFrame, ruleset: Ruleset, as_of: dt.date) -> dict[ChangeAhead, int]:
    """Return each change within a year after the day, with the number of rows it bears on, as for single affairs."""
    found: dict[ChangeAhead, int] = {}
    for turn in turns(ruleset, as_of):
        rows: dict[str, tuple[tuple[str, str], pl.Series]] = {}
        done = [evaluate_frames(program, {Scope.AFFAIR: frame}) for program in (turn.before, turn.after)]
        for program, one in zip((turn.before, turn.after), done, strict=True):
            for rule, titles, bears in _bearing(program, one, turn.changed):
                rows[rule] = (titles, rows[rule][1] | bears if rule in rows else bears)
        for s in turn.after.statements:
            if isinstance(s, Define) and turn.changed.get(s.id) == "changes" and s.id in rows:
                before, after = (d.frames[Scope.AFFAIR][f"{s.define}.may"] for d in done)
                rows[s.id] = ((s.title, s.title_en), rows[s.id][1] | before.ne_missing(after))
        for rule, ((title, title_en), bears) in rows.items():
            if bears.any():
                change = ChangeAhead(
                    rule=rule, title=title, title_en=title_en, on=turn.on, what=turn.changed[rule]
                )
                found[change] = int(bears.sum())
    return found


def _bearing(
    program: Program, done: BatchEvaluation, changed: Mapping[str, What]
) -> Iterator[tuple[str, tuple[str, str], pl.Series]]:
    def when(s: Check | Oblige) -> pl.Series:
        return done.truths[Scope.AFFAIR][f"{s.id}/when"]

    frame = done.frames[Scope.AFFAIR]
    for s in program.statements:
        match s:
            case Check() if s.id in changed and s.scope is Scope.AFFAIR:
                yield s.id, (s.title, s.title_en), (when(s) == 1).fill_null(value=False)
            case Oblige() if s.id in changed and s.scope is Scope.AFFAIR:
                yield s.id, (s.title, s.title_en), (when(s) != 0).fill_null(value=True)
            case Decide() if s.scope is Scope.AFFAIR:
                yield from (
                    (row.id, (row.title, row.title_en), done.rows[s.decide][row.id])
                    for row in s.rows
                    if row.id in changed
                )
            case Define() if s.id in changed and f"{s.define}.may" in frame.columns:
                yield s.id, (s.title, s.title_en), (frame[f"{s.define}.may"] == _YES).fill_null(value=False)
            case _:
                continue
