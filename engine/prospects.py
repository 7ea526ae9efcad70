"""What an answer would lead to: each kind of answer to a question, with the levels it would leave possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from ..facts.values import Options, Range
from .assess import program_of
from .determination import LEVEL, reached
from .prepare import prepare
from .reference import evaluate
from .threshold_grid import cells_of, tests_of
from .view import View
from .wording import show_possible

if TYPE_CHECKING:
    import datetime as dt

    from ..facts.affair import Affair
    from ..facts.values import Possible
    from ..rulesets.loader import Ruleset
    from .results import Level

__all__ = ["Prospect", "prospects"]


@dataclass(frozen=True, slots=True)
class Prospect:
    """One kind of answer in words, and the levels then possible."""

    answer: str
    levels: tuple[Level, ...]


def prospects(affair: Affair, name: str, ruleset: Ruleset, as_of: dt.date) -> tuple[Prospect, ...]:
    """Tell what each answer about a fact of the level table would leave possible; answers alike stand together.

    >>> from shikii import load_ruleset, read_affair
    >>> import datetime as dt
    >>> known = read_affair({"headcount": 250_000, "incident_within_1y": "no"}, "example")
    >>> [(p.answer, p.levels) for p in prospects(known, "handlers", load_ruleset(), dt.date(2026, 4, 1))]
    [('500人未満', ('key',)), ('500人以上', ('full',))]
    """
    program = program_of(ruleset, as_of)
    prepared = prepare(program, affair)
    view = View(program, prepared.record, evaluate(program, prepared.record))
    table = next(p.table for stratum in program.strata for p in stratum if p.fact == LEVEL)
    assert table is not None  # noqa: S101 - LEVEL is concluded by a table
    fact = program.vocabulary[name]
    order = [o.id for o in program.vocabulary[LEVEL].options]
    merged: list[tuple[Possible, tuple[Level, ...]]] = []
    for cell in cells_of(fact, tests_of(table)[name]):
        here = _meet(cell, view.get(name))
        if here is None:
            continue
        outcomes = {row.outcome for row in reached(table, lambda n, c=here: c if n == name else view.get(n))}  # type: ignore[misc]  # the cell is bound on purpose
        levels = cast("tuple[Level, ...]", tuple(o for o in order if o in outcomes))
        if merged and merged[-1][1] == levels:
            merged[-1] = (_join(merged[-1][0], here), levels)
        else:
            merged.append((here, levels))
    return tuple(Prospect(show_possible(fact, cell), levels) for cell, levels in merged)


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
