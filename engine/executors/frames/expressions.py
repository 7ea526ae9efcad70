"""Conditions as expressions: two for each, certainly true and certainly false.

An atom reads bounds only: all possible values lie in one of its intervals, or the mask has no bit outside its
options. ``not`` is gone before (see ``normal``), so certainly false is certainly true of the complement.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from ....facts.affair.columns import mask_of
from ....facts.values import Options, Range
from ....rulesets.language.allowed import Intervals
from ....rulesets.language.conditions import All, AnyOf, Atom, normal

if TYPE_CHECKING:
    from collections.abc import Callable

    from ....facts.vocabulary import Fact, Vocabulary
    from ....rulesets.language.allowed import Allowed
    from ....rulesets.language.conditions import Condition

__all__ = ["certainly", "conjunction", "contained", "disjunction", "given", "overlaps"]


def given(fact: Fact, columns: set[str]) -> tuple[pl.Expr, ...]:
    """Return the columns of a fact, filled with what holds when nothing is said."""
    unsaid = fact.unsaid
    if isinstance(unsaid, Range):
        return _filled(f"{fact.name}.lo", unsaid.lo, pl.Int64, columns), _filled(
            f"{fact.name}.hi", unsaid.hi, pl.Int64, columns
        )
    assert isinstance(unsaid, Options)  # noqa: S101 - the other kind of possible value
    members = frozenset({"no"}) if fact.name.endswith(".conflict") else unsaid.members
    return (_filled(f"{fact.name}.may", mask_of(fact, members), pl.UInt32, columns),)


def _filled(name: str, value: int, dtype: type[pl.DataType], columns: set[str]) -> pl.Expr:
    default = pl.lit(value, dtype=dtype)
    return pl.col(name).fill_null(default) if name in columns else default


def contained(fact: Fact, allowed: Allowed) -> pl.Expr:
    """Every possible value is allowed."""
    if isinstance(allowed, Intervals):
        lo, hi = pl.col(f"{fact.name}.lo"), pl.col(f"{fact.name}.hi")
        return disjunction([(lo >= part.lo) & (hi <= part.hi) for part in allowed.parts])
    outside = mask_of(fact, frozenset(allowed.domain) - allowed.chosen)
    return (pl.col(f"{fact.name}.may") & pl.lit(outside, dtype=pl.UInt32)) == 0


def overlaps(fact: Fact, allowed: Allowed) -> pl.Expr:
    """Some possible value is allowed."""
    if isinstance(allowed, Intervals):
        lo, hi = pl.col(f"{fact.name}.lo"), pl.col(f"{fact.name}.hi")
        return disjunction([(lo <= part.hi) & (hi >= part.lo) for part in allowed.parts])
    return (pl.col(f"{fact.name}.may") & pl.lit(mask_of(fact, allowed.chosen), dtype=pl.UInt32)) != 0


def certainly(condition: Condition, vocabulary: Vocabulary, *, negate: bool = False) -> pl.Expr:
    """Whether a condition certainly holds (or, negated, certainly does not)."""
    return _build(
        normal(condition, negate=negate), lambda atom: contained(vocabulary[atom.fact], atom.allowed)
    )


def _build(condition: Condition, leaf: Callable[[Atom], pl.Expr]) -> pl.Expr:
    match condition:
        case Atom():
            return leaf(condition)
        case All(parts):
            return conjunction([_build(p, leaf) for p in parts])
        case AnyOf(parts):
            return disjunction([_build(p, leaf) for p in parts])
        case _:  # pragma: no cover - normal() leaves no negation
            raise AssertionError


def conjunction(parts: list[pl.Expr]) -> pl.Expr:
    """All of them; without any, true."""
    return reduce(lambda a, b: a & b, parts) if parts else pl.lit(True)


def disjunction(parts: list[pl.Expr]) -> pl.Expr:
    """Any of them; without any, false."""
    return reduce(lambda a, b: a | b, parts) if parts else pl.lit(False)
