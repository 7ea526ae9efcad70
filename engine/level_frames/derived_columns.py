"""The derived facts that the level's table reads, for tables that hold given facts only.

Whether an exemption stands is concluded from the kind or the name of the body. A table of affairs has no rows below
an affair, so what is taken over such rows is not known. Elementwise throughout, so that it streams.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from ...facts.affair.columns import mask_of
from ...facts.reading.glyphs import word_key
from ...facts.shared import made_once
from ...facts.values import Options
from ...facts.vocabulary import Scope
from ...rulesets.language.allowed import Members
from ...rulesets.language.conditions import All, AnyOf, Atom, normal
from ...rulesets.program.program import ByCondition, reads
from ...texts.evidence import mentioned
from ..analysis.grid import Identity
from ..executors.frames.expressions import conjunction, disjunction
from ..level.determination import LEVEL
from .frame_gate import Read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...facts.vocabulary import Fact
    from ...rulesets.language.conditions import Condition
    from ...rulesets.program.program import Derive, Produce, Program

__all__ = ["inputs_of", "with_derived", "with_mentions"]


def inputs_of(program: Program) -> tuple[Fact, ...]:
    """Return the facts a table may give from which the derived facts of the level's table are concluded."""
    names = dict.fromkeys(n for step in _steps(Identity(program)) for n in sorted(reads(step)))
    facts = (program.vocabulary[n] for n in names)
    return tuple(f for f in facts if f.scope is Scope.AFFAIR and not f.derived)


def with_derived(
    program: Program, frame: pl.LazyFrame, told: Mapping[str, Read]
) -> tuple[pl.LazyFrame, dict[str, Read]]:
    """Return the frame, with columns added whose names begin with ``#``, and where each fact stands in it."""
    out = dict(told)
    steps = [step for step in _steps(Identity(program)) if step.fact not in out]
    if not steps:
        return frame, out
    wanted = {n for step in steps for n in reads(step)}
    for name, scope, _ in program.mentions:
        column = _text_column(program, frame.collect_schema(), name)
        if name in wanted and scope is Scope.AFFAIR and column is not None:
            own = f"#derived {name}"
            frame = frame.with_columns(_mention(program, name, column).alias(own))
            out[name] = Read(pl.col(own))
    for step in steps:
        own = f"#derived {step.fact}"
        frame = frame.with_columns(_concluded(program, step, out).alias(own))
        out[step.fact] = Read(pl.col(own))
    return frame, out


def with_mentions(program: Program, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return a frame with a column for each fact of the affair that words in one of its text columns show."""
    schema = frame.collect_schema()
    columns = []
    for name, scope, _ in program.mentions:
        column = _text_column(program, schema, name)
        if scope is Scope.AFFAIR and column is not None and f"{name}.may" not in schema:
            columns.append(_mention(program, name, column).alias(f"{name}.may"))
    return frame.with_columns(columns)


@made_once(8)
def _steps(program: Identity) -> tuple[Produce, ...]:
    """Return the steps that conclude derived facts of the affair for the level's table, in order."""
    strata, vocabulary = program.value.strata, program.value.vocabulary
    wanted = {
        n for stratum in strata for p in stratum if p.fact == LEVEL for n in reads(p) if vocabulary[n].derived
    }
    found: list[Produce] = []
    for stratum in reversed(strata):
        for step in stratum:
            if step.fact in wanted and step.scope is Scope.AFFAIR and not step.table and not step.narrows:
                found.append(step)
                wanted |= {n for n in reads(step) if vocabulary[n].derived}
    return tuple(reversed(found))


def _concluded(program: Program, step: Produce, told: Mapping[str, Read]) -> pl.Expr:
    """Combine the definitions of a fact as every executor does."""
    everything = _mask(program, step.fact)
    masks = [_defined(program, derive, everything, told) for derive in step.derives]
    nothing = pl.lit(0, dtype=pl.UInt32)
    meet = reduce(lambda a, b: a & b, masks)
    hull = reduce(lambda a, b: a | b, [pl.when(m != everything).then(m).otherwise(nothing) for m in masks])
    return pl.when(meet == 0).then(hull).otherwise(meet)


def _defined(program: Program, derive: Derive, everything: int, told: Mapping[str, Read]) -> pl.Expr:
    both = pl.lit(everything, dtype=pl.UInt32)
    if not isinstance(derive, ByCondition):
        return both
    yes, no = (
        pl.lit(False) if side is None else _certain(program, normal(side, negate=False), told)
        for side in (derive.yes, derive.no)
    )
    bits = [pl.lit(bit, dtype=pl.UInt32) for bit in (1, 2)]
    return pl.when(yes & ~no).then(bits[0]).when(no & ~yes).then(bits[1]).otherwise(both)


def _certain(program: Program, condition: Condition, told: Mapping[str, Read]) -> pl.Expr:
    match condition:
        case All(parts):
            return conjunction([_certain(program, p, told) for p in parts])
        case AnyOf(parts):
            return disjunction([_certain(program, p, told) for p in parts])
        case Atom(name, Members() as allowed):
            outside = frozenset(allowed.domain) - allowed.chosen
            fact = program.vocabulary[name]
            return (_possible(fact, told) & pl.lit(mask_of(fact, outside), dtype=pl.UInt32)) == 0
        case _:  # numbers: no derived fact of a table of affairs rests on them
            return pl.lit(False)


def _possible(fact: Fact, told: Mapping[str, Read]) -> pl.Expr:
    unsaid = fact.unsaid if not fact.derived else fact.anything
    assert isinstance(unsaid, Options)  # noqa: S101 - the other kind of possible value
    nothing = pl.lit(mask_of(fact, unsaid.members), dtype=pl.UInt32)
    return told[fact.name].low.fill_null(nothing) if fact.name in told else nothing


def _mask(program: Program, name: str) -> int:
    fact = program.vocabulary[name]
    assert isinstance(fact.anything, Options)  # noqa: S101 - steps inlined conclude yes or no
    return mask_of(fact, fact.anything.members)


def _text_column(program: Program, schema: Mapping[str, pl.DataType], name: str) -> str | None:
    """Return the column of the one text that a definition by words reads."""
    fields = next(m.fields for fact, _, m in program.mentions if fact == name)
    if len(fields) != 1:
        return None
    fact = program.vocabulary[fields[0]]
    words = {word_key(w) for w in (fact.name, fact.ja, *fact.also)}
    return next((c for c, dtype in schema.items() if dtype == pl.String and word_key(c) in words), None)


def _mention(program: Program, name: str, column: str) -> pl.Expr:
    read = _Names(program, name)
    return pl.col(column).map_batches(read, return_dtype=pl.UInt32, is_elementwise=True)


class _Names:
    """Says of texts what a definition finds in them; a class, so that the plan can be shown and compared."""

    def __init__(self, program: Program, name: str) -> None:
        self.program, self.name = program, name
        self.field = next(m.fields[0] for fact, _, m in program.mentions if fact == name)

    def __call__(self, texts: pl.Series) -> pl.Series:
        distinct = texts.drop_nulls().unique().to_list()
        fact = self.program.vocabulary[self.name]
        shown = {t: _found(Identity(self.program), self.field, t).get(self.name) for t in distinct}
        masks = {t: None if value is None else mask_of(fact, value.members) for t, value in shown.items()}
        return texts.replace_strict(masks, default=None, return_dtype=pl.UInt32)


@made_once(4096)
def _found(program: Identity, field: str, text: str) -> dict[str, Options]:
    """Return what a text settles, by the names of the facts."""
    settled = mentioned(program.value, (), (), {Scope.AFFAIR: (((), {field: text}),)})
    return {fact: value for (fact, _), (value, _) in settled.items() if isinstance(value, Options)}
