"""The facts of which the sources of a record contradict one another, for the finding that names them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...facts.affair.affair import agreed
from ...facts.values import Range

if TYPE_CHECKING:
    from ...facts.affair.affair import Affair, Source
    from ...facts.affair.record import Index

__all__ = ["CLASHES", "clashes", "measured_clashes"]

#: The fact that counts them.
CLASHES: Final = "contradicting_facts"


def clashes(affair: Affair) -> dict[tuple[str, Index], tuple[Source, ...]]:
    """Return every source of each fact that contradicting sources speak of."""
    return {key: told for key, told in affair.sources.items() if agreed([s.value for s in told])[1]}


def measured_clashes(affair: Affair) -> dict[tuple[str, Index], Range]:
    """Return how many facts have sources that contradict one another."""
    count = len(clashes(affair))
    return {(CLASHES, ()): Range(count, count)}
