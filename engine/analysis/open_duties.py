"""What would settle a duty whose state is not known: the facts to learn, the best question first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ...facts.vocabulary import Scope
from ...rulesets.language.conditions import atoms
from ...rulesets.program.program import Aggregate, ByCondition, Difference
from ..evaluation.record_lines import path_of
from .askable_facts import told_by
from .fact_sources import producer, read_by
from .grid import Identity, bits, grid_of
from .open_conditions import TooManyError, terms_of
from .open_level import missing_facts, plain_question
from .settling_facts import MOST_PAIRS, settling_sets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...facts.affair.affair import Affair
    from ...facts.affair.record import Index
    from ...facts.vocabulary import Fact
    from ...rulesets.language.conditions import Condition
    from ..evaluation.view import View
    from ..results.assessment import Missing
    from .grid import Atoms, Factor

__all__ = ["STATES", "facts_read", "settle_duty"]

#: What a duty can be once everything is known.
STATES: Final = ("not_applicable", "unmet", "met")
#: Answers kept, by the conditions and what is known of every fact they rest on; forgotten together.
_ANSWERS: Final[dict[Any, tuple[tuple[tuple[str, ...], ...], tuple[Missing, ...]]]] = {}
_MOST_ANSWERS: Final = 4_096


def settle_duty(
    view: View, affair: Affair, when: Condition, met: Condition, index: Index
) -> tuple[tuple[tuple[str, ...], ...], tuple[Missing, ...]]:
    """Return the smallest sets of facts that settle a duty, and the facts to ask for in the best order.

    Named are facts a person can give; what is concluded is followed down to those. Both are empty where the duty is
    settled, where no facts settle it, or where there are too many cases. Affairs of which the same is known share the
    answer.
    """
    reads = facts_read(Identity(view.program), Identity(when), Identity(met)) if not index else None
    if reads is None:
        return _settle(view, affair, when, met, index)
    key = (Identity(when), Identity(met), tuple(view.get(name) for name in reads))
    known = _ANSWERS.get(key)
    if known is None:
        if len(_ANSWERS) >= _MOST_ANSWERS:
            _ANSWERS.clear()
        known = _ANSWERS[key] = _settle(view, affair, when, met, index)
    return known


@lru_cache(maxsize=1_024)
def facts_read(program: Identity, when: Identity, met: Identity) -> tuple[str, ...] | None:
    """Return every fact of the affair that a duty can rest on; None when it also looks at rows below."""
    found: dict[str, None] = {}
    waiting = [a.fact for condition in (when, met) for a in atoms(condition.value)]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = None
        fact = program.value.vocabulary[name]
        if fact.scope is not Scope.AFFAIR:
            return None
        step = producer(program.value, name) if fact.derived else None
        if step is not None and step.table is not None:
            waiting += [f for row in step.table.rows for box in row.boxes for f in box]
        for derive in step.derives if step is not None else ():
            if isinstance(derive, Aggregate):
                return None
            if isinstance(derive, (ByCondition, Difference)):
                waiting += list(read_by(derive))
    return tuple(found)


def _settle(
    view: View, affair: Affair, when: Condition, met: Condition, index: Index
) -> tuple[tuple[tuple[str, ...], ...], tuple[Missing, ...]]:
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

    told = {f: told_by(view, *grid.factors[f].key) for s in sets or () for f in bits(s)}
    kept = tuple(s for s in sets or () if all(told[f] for f in bits(s)))

    def path(factor: Factor, fact: Fact | None = None) -> str:
        wanted = fact or factor.fact
        if wanted.scope is not factor.fact.scope:
            return wanted.name
        return path_of(affair, wanted.scope, factor.index, wanted.name)

    named = (frozenset(path(grid.factors[f], fact) for f in bits(s) for fact in told[f] or ()) for s in kept)
    asked = missing_facts(view.program, grid, region, kept, view.get, path) if kept else ()
    if grid.possible(region) & 1:  # whether it applies is asked first; whether it was met matters after that
        bearing = {
            path(f) for f in grid.factors if f.key in {k for s, t in terms if s == STATES[0] for k, _ in t}
        }
        asked = tuple(one for one in asked if one.path in bearing) or asked
    questions: dict[str, Missing] = {}
    for one in asked:
        factor = next(f for f in grid.factors if path(f) == one.path)
        for fact in told[grid.factors.index(factor)] or ():
            same = fact is factor.fact
            plain = (
                one
                if same
                else plain_question(view.program, fact).model_copy(
                    update={"path": path(factor, fact), "expected": one.expected}
                )
            )
            questions.setdefault(plain.path, plain)
    return smallest(named), tuple(questions.values())


def smallest(sets: Iterable[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    """Leave out sets that hold another.

    >>> smallest([frozenset("ab"), frozenset("a"), frozenset("c")])
    (('a',), ('c',))
    """
    out: list[frozenset[str]] = []
    for one in sorted(dict.fromkeys(sets), key=lambda s: (len(s), sorted(s))):
        if not any(small <= one for small in out):
            out.append(one)
    return tuple(tuple(sorted(one)) for one in out)


def _terms(view: View, when: Condition, met: Condition, index: Index) -> list[tuple[str, Atoms]]:
    applies = terms_of(view, when, index)
    out: list[tuple[str, Atoms]] = [("not_applicable", t) for t in terms_of(view, when, index, negate=True)]
    for state, negate in (("met", False), ("unmet", True)):
        ways = terms_of(view, met, index, negate=negate)
        if len(applies) * len(ways) > MOST_PAIRS:
            raise TooManyError
        out += [(state, tuple(dict.fromkeys((*a, *b)))) for a in applies for b in ways]
    return out
