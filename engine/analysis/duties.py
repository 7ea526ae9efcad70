"""What would settle a duty whose state is not known: the facts to learn, the best question first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..record_lines import path_of
from .grid import bits, grid_of
from .level import missing_facts
from .open import TooManyError, terms_of
from .settle import MOST_PAIRS, settling_sets

if TYPE_CHECKING:
    from ...facts.affair import Affair
    from ...facts.record import Index
    from ...rulesets.conditions import Condition
    from ..results import Missing
    from ..view import View
    from .grid import Atoms, Factor

__all__ = ["STATES", "settle_duty"]

#: What a duty can be once everything is known.
STATES: Final = ("not_applicable", "unmet", "met")


def settle_duty(
    view: View, affair: Affair, when: Condition, met: Condition, index: Index
) -> tuple[tuple[tuple[str, ...], ...], tuple[Missing, ...]]:
    """Return the smallest sets of facts that settle a duty, and the facts to ask for in the best order.

    Both are empty where the duty is settled, where no facts settle it, or where there are too many cases.
    """
    try:
        terms = _terms(view, when, met, index)
    except TooManyError:
        return (), ()
    if len(terms) ** 2 > 2 * MOST_PAIRS:
        return (), ()
    grid = grid_of(terms, STATES, view.program.vocabulary)
    region = grid.region(view.get)
    if grid.possible(region).bit_count() < 2:
        return (), ()
    sets = settling_sets(grid, region)

    def path(factor: Factor) -> str:
        return path_of(affair, factor.fact.scope, factor.index, factor.fact.name)

    named = tuple(tuple(path(grid.factors[f]) for f in bits(s)) for s in sets or ())
    return named, missing_facts(view.program, grid, region, sets, view.get, path)


def _terms(view: View, when: Condition, met: Condition, index: Index) -> list[tuple[str, Atoms]]:
    applies = terms_of(view, when, index)
    out: list[tuple[str, Atoms]] = [("not_applicable", t) for t in terms_of(view, when, index, negate=True)]
    for state, negate in (("met", False), ("unmet", True)):
        ways = terms_of(view, met, index, negate=negate)
        if len(applies) * len(ways) > MOST_PAIRS:
            raise TooManyError
        out += [(state, tuple(dict.fromkeys((*a, *b)))) for a in applies for b in ways]
    return out
