"""What several sources say of one fact, as expressions: what all agree on, or everything any of them allows."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final

import polars as pl

from ....facts.affair.columns import columns_of, mask_of
from ....facts.values import Range

if TYPE_CHECKING:
    from ....facts.vocabulary import Fact
    from ....rulesets.program.program import Produce

__all__ = ["combined"]

_YES: Final = 1
_NO: Final = 2
_BOTH: Final = 3


def combined(fact: Fact, names: list[str], produce: Produce, flags: list[str]) -> list[pl.Expr]:
    """Meet what the sources of a fact say, whose columns end in these names; hull and flag where they contradict."""
    told = pl.lit(False)  # whether sources that were told contradict one another already
    flag = f"{fact.name}.conflict.may"
    if produce.narrows and flag in flags:
        told = (pl.col(f"{flag}#told") == _YES).fill_null(value=False)
    if isinstance(fact.anything, Range):
        lo, hi = columns_of(fact)
        lows, highs = [pl.col(lo + n) for n in names], [pl.col(hi + n) for n in names]
        if len(names) == 1 and not produce.narrows:
            return [lows[0].alias(lo), highs[0].alias(hi)]
        meet_lo, meet_hi = pl.max_horizontal(lows), pl.min_horizontal(highs)
        clash = meet_lo > meet_hi
        # an uninformative source never conflicts; one that stands for contradicting sources is informative
        silent = [(a == fact.anything.lo) & (b == fact.anything.hi) for a, b in zip(lows, highs, strict=True)]
        if produce.narrows:
            silent[-1] &= ~told
        low = pl.min_horizontal([pl.when(~s).then(a) for s, a in zip(silent, lows, strict=True)])
        high = pl.max_horizontal([pl.when(~s).then(b) for s, b in zip(silent, highs, strict=True)])
        out = [
            pl.when(clash | told).then(low.fill_null(fact.anything.lo)).otherwise(meet_lo).alias(lo),
            pl.when(clash | told).then(high.fill_null(fact.anything.hi)).otherwise(meet_hi).alias(hi),
        ]
    else:
        (may,) = columns_of(fact)
        masks = [pl.col(may + n) for n in names]
        if len(names) == 1 and not produce.narrows:
            return [masks[0].alias(may)]
        meet = reduce(lambda a, b: a & b, masks)
        clash = meet == 0
        everything = mask_of(fact, fact.anything.members)
        silent = [m == everything for m in masks]
        if produce.narrows:
            silent[-1] &= ~told
        nothing = pl.lit(0, dtype=pl.UInt32)
        any_of = reduce(
            lambda a, b: a | b,
            [pl.when(s).then(nothing).otherwise(m) for s, m in zip(silent, masks, strict=True)],
        )
        full = pl.lit(everything, dtype=pl.UInt32)
        hull = pl.when(any_of == 0).then(full).otherwise(any_of)
        out = [pl.when(clash | told).then(hull).otherwise(meet).alias(may)]
    if produce.narrows:
        yes, no, both = (pl.lit(bits, dtype=pl.UInt32) for bits in (_YES, _NO, _BOTH))
        out.append(pl.when(clash).then(yes).when(told).then(both).otherwise(no).alias(flag))
    return out
