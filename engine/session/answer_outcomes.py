"""What an answer would lead to: each kind of answer to a question, with the levels it would leave possible."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

from ...facts.values import Options, Range
from ...facts.vocabulary import Scope
from ..analysis.fact_sources import askable
from ..analysis.grid import bits
from ..analysis.open_level import LevelGrid
from ..assess import program_of
from ..evaluation.prepare import prepare
from ..evaluation.truth import Truth
from ..evaluation.view import View
from ..executors.reference import evaluate
from ..level.determination import LEVEL, determine, level_table, reached
from ..level.threshold_grid import cells_of, tests_of
from ..wording.value_words import show_possible

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ...facts.affair.affair import Affair
    from ...facts.values import Possible
    from ...facts.vocabulary import Fact
    from ...rulesets.loader import Ruleset
    from ...rulesets.program.decision_tables import Table
    from ..analysis.grid import Grid, Region
    from ..results.assessment import Determination, Level

__all__ = ["Prospect", "duty_states", "level_of", "presumed", "prospects", "useful"]

_MOST: Final = 5_000  # combinations tried before a question is asked without proof that it bears on the level


@dataclass(frozen=True, slots=True)
class Prospect:
    """One kind of answer in words of both languages, and the levels then possible."""

    answer: str
    levels: tuple[Level, ...]
    answer_en: str = ""


def prospects(affair: Affair, name: str, ruleset: Ruleset, as_of: dt.date) -> tuple[Prospect, ...]:
    """Tell what each answer about a fact of the level table would leave possible; answers alike stand together.

    A fact that is only presumed is taken as not known: the answer is what confirms it.

    >>> from shikii import load_ruleset, read_affair
    >>> import datetime as dt
    >>> known = read_affair({"headcount": 250_000, "incident_within_1y": "no"}, "example")
    >>> [(p.answer, p.levels) for p in prospects(known, "handlers", load_ruleset(), dt.date(2026, 4, 1))]
    [('500人未満', ('key',)), ('500人以上', ('full',))]
    """
    view, table = _look(affair, ruleset, as_of)
    program = view.program
    fact = program.vocabulary[name]
    known = fact.anything if fact.presume is not None and name not in affair.values else view.get(name)
    order = [o.id for o in program.vocabulary[LEVEL].options]
    merged: list[tuple[Possible, tuple[Level, ...]]] = []
    tests = tests_of(table)
    feeding = {f.name for n in tests for f in askable(program, program.vocabulary[n])}
    cells = cells_of(fact, tests[name]) if name in tests else _options(fact)
    for cell in cells:
        here = _meet(cell, known)
        if here is None:
            continue
        if name in feeding:  # the table reads it through other facts too
            told = replace(affair, values={**affair.values, name: here})
            outcomes: set[str] = set(level_of(told, ruleset, as_of).possible)
        else:
            look = partial(_with_cell, view, name, here)
            outcomes = {row.outcome for row in reached(table, look)}
        levels = tuple(o for o in order if o in outcomes)
        if merged and merged[-1][1] == levels:
            merged[-1] = (_join(merged[-1][0], here), levels)
        else:
            merged.append((here, levels))
    return tuple(
        Prospect(show_possible(fact, cell), levels, show_possible(fact, cell, "en"))
        for cell, levels in merged
    )


def _with_cell(view: View, name: str, cell: Possible, asked: str) -> Possible:
    return cell if asked == name else view.get(asked)


def _options(fact: Fact) -> list[Possible]:
    names = [o.id for o in fact.options] or ["yes", "no"]
    return [Options.of(n) for n in names]


def presumed(affair: Affair, ruleset: Ruleset, as_of: dt.date) -> list[str]:
    """Return the facts of the level table that are taken for granted while another answer would change the level."""
    view, table = _look(affair, ruleset, as_of)
    found = []
    for name in tests_of(table):
        fact = view.program.vocabulary[name]
        taken = (
            fact.presume is not None
            and not fact.derived
            and name not in affair.values
            and view.get(name) == fact.unsaid
        )
        if taken and len({p.levels for p in prospects(affair, name, ruleset, as_of)}) > 1:
            found.append(name)
    return found


def level_of(affair: Affair, ruleset: Ruleset, as_of: dt.date) -> Determination:
    """Return the level alone, of all that an assessment says."""
    return determine(_look(affair, ruleset, as_of)[0], affair.form)


def duty_states(affair: Affair, ruleset: Ruleset, as_of: dt.date) -> tuple[tuple[str, Truth, Truth], ...]:
    """Return which duties of the affair apply and were met, as far as that is known."""
    view, _ = _look(affair, ruleset, as_of)
    truths = view.evaluation.truths
    return tuple(
        (s.id, truths[s.id, "when", ()], truths[s.id, "met", ()])
        for s, _ in view.program.duties
        if s.scope is Scope.AFFAIR and truths[s.id, "when", ()] is not Truth.FALSE
    )


def useful(affair: Affair, names: Sequence[str], ruleset: Ruleset, as_of: dt.date) -> list[str]:
    """Keep the facts that can still bear on the level when no other facts than these will be learned.

    A fact can matter only together with others; where those are known not to be known, asking it is in vain.
    """
    view, table = _look(affair, ruleset, as_of)
    decide, _ = level_table(view.program)
    grid = LevelGrid.of(view.program, decide, table).grid
    region = grid.region(view.get)
    at = {f.fact.name: i for i, f in enumerate(grid.factors)}
    return [
        n
        for n in names
        if n not in at or _bears(grid, region, at[n], [at[o] for o in names if o in at and o != n])
    ]


def _bears(grid: Grid, region: Region, factor: int, others: list[int]) -> bool:
    if prod(region[o].bit_count() for o in others) > _MOST:
        return True
    for cells in product(*(bits(region[o]) for o in others)):
        known = list(region)
        for other, cell in zip(others, cells, strict=True):
            known[other] = 1 << cell
        found = set()
        for cell in bits(region[factor]):
            known[factor] = 1 << cell
            found.add(grid.possible(tuple(known)))
        if len(found) > 1:
            return True
    return False


def _look(affair: Affair, ruleset: Ruleset, as_of: dt.date) -> tuple[View, Table]:
    program = program_of(ruleset, as_of)
    prepared = prepare(program, affair)
    view = View(program, prepared.record, evaluate(program, prepared.record))
    return view, level_table(program)[1]


def _meet(a: Possible, b: Possible) -> Possible | None:
    if isinstance(a, Range) and isinstance(b, Range):
        return a.meet(b)
    assert isinstance(a, Options)  # noqa: S101 - the kinds match
    assert isinstance(b, Options)  # noqa: S101
    return a.meet(b)


def _join(a: Possible, b: Possible) -> Possible:
    if isinstance(a, Range) and isinstance(b, Range):
        return a.join(b)
    assert isinstance(a, Options)  # noqa: S101 - the kinds match
    assert isinstance(b, Options)  # noqa: S101
    return a.join(b)
