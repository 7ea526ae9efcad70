"""A program cut down to some of its rules: what they conclude stays the same, and the rest is not worked out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..language.conditions import atoms
from ..language.grammar import Decide, Define, Expect
from .program import measure_fact, reads

if TYPE_CHECKING:
    from collections.abc import Container

    from .program import Produce, Program

__all__ = ["asked_for"]


def asked_for(program: Program, rules: Container[str]) -> Program:
    """Leave out all that some rules, or rows of tables, do not rest on.

    >>> import datetime as dt
    >>> from ..loader import load_ruleset
    >>> from .program import compile_program
    >>> whole = compile_program(load_ruleset(), dt.date(2026, 4, 1))
    >>> alone = asked_for(whole, {"threshold.300k"})
    >>> [s.id for s in alone.statements if not s.id.startswith(("organization.", "exemption."))], len(alone.leaves)
    (['threshold'], 0)
    """
    leaves = tuple(leaf for leaf in program.leaves if leaf.rule in rules)
    tables = [s for s in program.statements if isinstance(s, Decide) and any(r.id in rules for r in s.rows)]
    wanted = {atom.fact for leaf in leaves for atom in atoms(leaf.when)} | {s.decide for s in tables}
    wanted |= {s.define for s in program.statements if isinstance(s, Define) and s.id in rules}
    strata: list[tuple[Produce, ...]] = []
    for stratum in reversed(program.strata):
        kept = tuple(p for p in stratum if not wanted.isdisjoint((p.fact, f"{p.fact}.conflict")))
        wanted |= {fact for produce in kept for fact in reads(produce)}
        strata.insert(0, kept)
    return replace(
        program,
        strata=tuple(strata),
        leaves=leaves,
        mentions=tuple(m for m in program.mentions if m[0] in wanted),
        comparisons=tuple(c for c in program.comparisons if c[0] in wanted),
        statements=tuple(
            s
            for s in program.statements
            if s.id in rules or s in tables or (isinstance(s, Expect) and measure_fact(s.id) in wanted)
        ),
    )
