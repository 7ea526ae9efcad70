"""Explain one conclusion about one affair: a level, a rule, a duty, a fact."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ...facts.arguments import affair_of, text_of
from ...facts.errors import Problem, UsageError
from ...facts.vocabulary import Scope
from ...rulesets.language.grammar import Check, Decide, Define, Expect, Oblige
from ...rulesets.loader import ruleset_or_default
from ..assess import program_of
from ..evaluation.prepare import prepare
from ..evaluation.view import View
from ..executors.reference import evaluate
from ..level.determination import determine, level_table
from .explanation_tree import Explainer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from ...facts.affair.affair import Affair
    from ...rulesets.loader import Ruleset
    from ..results.assessment import Explanation

__all__ = ["about", "explain"]


def explain(
    affair: Affair, name: str = "level", *, as_of: dt.date, ruleset: Ruleset | None = None
) -> tuple[Explanation, ...]:
    """Say why: down to the facts as they were read.

    Args:
        affair: the facts.
        name: ``level``, one of the levels (``full``: why, or why not), the id of a rule (a duty, a check, a measure,
            a definition, a row of the table), or a fact.
        as_of: the day the law and every period are counted from.
        ruleset: the law to apply.

    Returns:
        A tree of sentences; several when the rule speaks of several files or other rows.

    >>> import datetime as dt
    >>> from shikii import read_affair
    >>> affair = read_affair({"headcount": 250_000, "handlers": 600}, "example")
    >>> explain(affair, as_of=dt.date(2026, 4, 1))[0].text_en.split(".")[0]
    'full assessment'

    Raises:
        UsageError: nothing of that name can be explained.
    """
    affair_of(affair), text_of(name, "name")
    program = program_of(ruleset_or_default(ruleset), as_of)
    prepared = prepare(program, affair)
    view = View(program, prepared.record, evaluate(program, prepared.record))
    explainer = Explainer(view, prepared)
    found = tuple(about(explainer, view, affair, name))
    if not found:
        known = _known(view)
        near = get_close_matches(name, known, n=1, cutoff=0.4)
        remedy = (
            f"did you mean `{near[0]}`?" if near else "name a level, a rule (`shikii rules list`) or a fact"
        )
        raise UsageError(Problem("explain.unknown", "why", name, "nothing of that name to explain", remedy))
    return found


def _known(view: View) -> list[str]:
    rules = [s.id for s in view.program.statements]
    return ["level", "none", "basic", "key", "full", *rules, *view.program.vocabulary.by_name]


def about(explainer: Explainer, view: View, affair: Affair, name: str) -> Iterator[Explanation]:
    """Explain one thing by what was concluded already; nothing when there is none of that name."""
    decide, table = level_table(view.program)
    levels = {o.id for o in decide.outcomes}
    if name in levels | {"level", decide.id, decide.decide} | {r.id for r in decide.rows}:
        whole = explainer.level(decide, table, determine(view, affair.form))
        if name in ("level", decide.id, decide.decide) or name == whole.id:
            yield whole
            return
        below = [c for c in whole.children if c.id == name]
        rows = [c for c in whole.children if c.kind == "row" and c.id == name]
        rows = rows or [
            explainer.failed(r, rule) for r, rule in zip(table.rows, decide.rows, strict=True) if r.id == name
        ]
        open_ = [c for c in whole.children if c.kind == "row" and _leads(decide, c.id) == name]
        yield from below or rows or open_
        return
    for s in view.program.statements:
        if s.id == name and isinstance(s, (Oblige, Check, Expect)):
            scope = Scope.FILE if isinstance(s, Expect) else s.scope
            yield from explainer.statement(s) or [explainer.nothing(scope)]
        elif s.id == name and isinstance(s, (Define, Decide)):
            yield from _fact(explainer, view, s.define if isinstance(s, Define) else s.decide)
            return
    if name in view.program.vocabulary:
        yield from _fact(explainer, view, name)


def _leads(decide: Decide, row: str) -> str:
    return next(r.then for r in decide.rows if r.id == row)


def _fact(explainer: Explainer, view: View, name: str) -> Iterator[Explanation]:
    fact = view.program.vocabulary[name]
    for row in view.record.of(fact.scope):
        yield explainer.unfold.about(name, row.index)
    if not view.record.of(fact.scope):
        yield explainer.nothing(fact.scope)
