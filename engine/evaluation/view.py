"""A look at one affair after a program has run: what is possible for any fact at any row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...facts.values import NO
from ...rulesets.program.program import scope_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...facts.affair.record import Index, Record
    from ...facts.values import Possible
    from ...facts.vocabulary import Scope
    from ...rulesets.program.program import Program
    from .evaluation import Evaluation

__all__ = ["View"]


@dataclass(frozen=True)
class View:
    """Facts given and concluded, as one mapping."""

    program: Program
    record: Record
    evaluation: Evaluation
    _said: dict[tuple[Scope, Index], Mapping[str, Possible]] = field(
        default_factory=dict, init=False, repr=False
    )

    def __post_init__(self) -> None:
        for scope, rows in self.record.rows.items():
            for row in rows:
                self._said[scope, row.index] = row.values

    def get(self, name: str, index: Index = ()) -> Possible:
        """Return what is possible for a fact, seen from a row of its scope or below."""
        fact = self.program.vocabulary[name]
        own = index[: len(scope_path(fact.scope))]
        concluded = self.evaluation.values.get((name, own))
        if concluded is not None:
            return concluded
        said = self._said.get((fact.scope, own), {}).get(name)
        if said is not None:
            return said
        return NO if name.endswith(".conflict") else fact.unsaid

    def given(self, name: str, index: Index = ()) -> Possible | None:
        """Return what the record itself says of a fact, whatever rules conclude; None when it says nothing."""
        fact = self.program.vocabulary[name]
        return self._said.get((fact.scope, index[: len(scope_path(fact.scope))]), {}).get(name)
