"""The facts that ``judge`` rules read: how many measures of a strength are in a state."""

from __future__ import annotations

from typing import Final

from ..facts.vocabulary import Fact, Kind, Scope, Vocabulary

__all__ = ["COUNTS", "OPEN", "STATES", "STRENGTHS"]

STRENGTHS: Final = ("required", "expected", "desirable")
STATES: Final = ("done", "not_done", "not_stated", "unknown")
#: Not stated or unknown: what a reader of the text alone cannot settle.
OPEN: Final = "open"
#: ``required.done``, ``expected.open`` and so on.
COUNTS: Final = Vocabulary(
    facts=tuple(
        Fact(
            name=f"{strength}.{state}",
            scope=Scope.AFFAIR,
            kind=Kind.COUNT,
            ja=f"{strength} {state}",
            en=f"{strength} {state}",
        )
        for strength in STRENGTHS
        for state in (*STATES, OPEN)
    )
)
