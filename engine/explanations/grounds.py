"""Which definitions of a fact spoke at a row, and what they said: the reasons behind a derived yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...facts.values import NO, YES
from ...rulesets.language.conditions import read_condition
from ...rulesets.language.grammar import Define
from ..evaluation.truth import Truth
from ..executors.reference import Run

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...rulesets.language.conditions import Condition
    from ..evaluation.view import View

__all__ = ["Grounds"]


class Grounds:
    """The definitions of some yes/no facts, read once, and asked row by row."""

    def __init__(self, view: View, as_of: dt.date, facts: frozenset[str]) -> None:
        self._run = Run(view.program, view.record)
        self._run.values = dict(view.evaluation.values)
        self._sides: list[tuple[Define, Possible, Condition]] = [
            (s, answer, read_condition(raw, view.program.vocabulary, as_of))
            for s in view.program.statements
            if isinstance(s, Define) and s.define in facts
            for answer, raw in _sides(s).items()
        ]

    def of(self, fact: str, answer: Possible, index: Index) -> tuple[Define, ...]:
        """Return the definitions by which a fact is certainly this answer at a row."""
        return tuple(
            s
            for s, side, condition in self._sides
            if s.define == fact and side == answer and self._run.truth(condition, index) is Truth.TRUE
        )


def _sides(s: Define) -> Mapping[Possible, object]:
    pairs = ((YES, s.by.yes_if if s.by.when is None else s.by.when), (NO, s.by.no_if))
    return {answer: raw for answer, raw in pairs if raw is not None}
