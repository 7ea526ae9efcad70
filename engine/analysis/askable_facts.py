"""From a concluded fact down to what one asks a person: the facts whose telling fixes the conclusion."""

from __future__ import annotations

from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING, Final

from ...rulesets.language.conditions import atoms
from ...rulesets.program.program import Aggregate, ByCondition, Difference, Extremum, scope_path
from ..evaluation.truth import Truth, truth_of
from .fact_sources import producer
from .grid import cut, meets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...facts.vocabulary import Fact
    from ...rulesets.program.program import Derive
    from ..evaluation.view import View

    Facts = tuple[Fact, ...]

__all__ = ["told_by"]

#: Facts told together, and combinations of their cells, beyond which a conclusion counts as one that cannot be told.
_MOST_FACTS: Final = 3
_MOST_CASES: Final = 400


def told_by(view: View, name: str, index: Index, seen: frozenset[str] = frozenset()) -> Facts | None:
    """Return the facts a person can give that fix a fact at a row, whatever they say; None where none do.

    That something is stated is told by telling it; rows below are told by their facts.
    """
    vocabulary = view.program.vocabulary
    fact = vocabulary[name]
    base = name.removesuffix(".stated").removesuffix(".conflict").split(":")[0]
    if base != name and not vocabulary[base].derived:
        return (vocabulary[base],)
    own = index[: len(scope_path(fact.scope))]
    if view.get(name, own).exact:
        return ()
    if not fact.derived:
        return (fact,)
    if name in seen:
        return None
    step = producer(view.program, name)
    if step is None:
        searched = next((m.fields for n, _, m in view.program.mentions if n == name), ())
        return tuple(vocabulary[f] for f in searched) or None
    ways = (_by(view, derive, own, seen | {name}) for derive in step.derives)
    return min((w for w in ways if w is not None), key=len, default=None)


def _by(view: View, derive: Derive, index: Index, seen: frozenset[str]) -> Facts | None:
    match derive:
        case Difference(left, right, _):
            return _all(view, (left, right), index, seen)
        case Extremum(_, source):
            return _rows((source.fact, *(a.fact for a in atoms(source.where))), view)
        case Aggregate(_, _, where):
            return _rows([a.fact for a in atoms(where)], view)
        case ByCondition(yes, no) if yes is not None and no is not None:
            return _by_condition(view, derive, index, seen)
        case _:
            return None  # a bound narrows and does not fix


def _all(view: View, names: Iterable[str], index: Index, seen: frozenset[str]) -> Facts | None:
    found: dict[str, Fact] = {}
    for name in names:
        facts = told_by(view, name, index, seen)
        if facts is None:
            return None
        found |= {f.name: f for f in facts}
    return tuple(found.values())


def _rows(names: Iterable[str], view: View) -> Facts | None:
    """The facts of rows below; a row may be missing altogether, so each fact is asked for as a whole."""
    facts = {n: view.program.vocabulary[n] for n in names}
    return None if any(f.derived for f in facts.values()) else tuple(facts.values())


def _by_condition(view: View, derive: ByCondition, index: Index, seen: frozenset[str]) -> Facts | None:
    """The smallest facts of both conditions of which every value makes exactly one of the two certain."""
    assert derive.yes is not None  # noqa: S101 - the caller looked
    assert derive.no is not None  # noqa: S101
    listed = [a for side in (derive.yes, derive.no) for a in atoms(side)]
    cells: dict[str, list[Possible]] = {}
    for name in dict.fromkeys(a.fact for a in listed):
        here, fact = view.get(name, index), view.program.vocabulary[name]
        tests = [a.allowed for a in listed if a.fact == name]
        cells[name] = [c for c in cut(fact, tests) if meets(c, here)]
    open_ = [n for n, cut_ in cells.items() if len(cut_) > 1]
    for size in range(1, min(len(open_), _MOST_FACTS) + 1):
        fixing = [names for names in combinations(open_, size) if _fixes(view, derive, index, names, cells)]
        told = [facts for names in fixing if (facts := _all(view, names, index, seen)) is not None]
        if told:
            return min(told, key=lambda facts: sum(f.cost for f in facts))
    return None


def _fixes(
    view: View, derive: ByCondition, index: Index, names: tuple[str, ...], cells: dict[str, list[Possible]]
) -> bool:
    if prod(len(cells[n]) for n in names) > _MOST_CASES:
        return False
    for case in product(*(cells[n] for n in names)):
        known = dict(zip(names, case, strict=True))
        look = lambda n, k=known: k[n] if n in k else view.get(n, index)  # noqa: E731 - bound to this case
        truths = [truth_of(c, look) for c in (derive.yes, derive.no) if c is not None]
        if truths.count(Truth.TRUE) != 1:
            return False
    return True
