"""The facts of which the sources of a record contradict one another, for the findings that name them all.

Where one of the sources is a person's correction, it is that which must be looked at: a finding of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...facts.affair.affair import agreed
from ...facts.values import Range

if TYPE_CHECKING:
    from ...facts.affair.affair import Affair, Source
    from ...facts.affair.correction import Correction
    from ...facts.affair.record import Index

__all__ = ["CLASHES", "OUTDATED", "clashes", "measured_clashes", "outdated"]

#: The facts that count them.
CLASHES: Final = "contradicting_facts"
OUTDATED: Final = "outdated_corrections"


def clashes(affair: Affair) -> dict[tuple[str, Index], tuple[Source, ...]]:
    """Return every source of each fact that contradicting sources speak of, corrections apart."""
    corrected = {c.document for c in affair.corrections}
    return {
        key: told
        for key, told in affair.sources.items()
        if agreed([s.value for s in told])[1]
        and not any(s.place and s.place.document in corrected for s in told)
    }


def outdated(affair: Affair) -> tuple[Correction, ...]:
    """Return the corrections that the document has overtaken: it says something else, or has no such file."""
    return tuple(c for c in affair.corrections if c.is_outdated)


def measured_clashes(affair: Affair) -> dict[tuple[str, Index], Range]:
    """Return how many facts have sources that contradict one another, and how many corrections are outdated."""
    counts = {CLASHES: len(clashes(affair)), OUTDATED: len(outdated(affair))}
    return {(name, ()): Range(count, count) for name, count in counts.items()}
