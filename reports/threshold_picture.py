"""The threshold as a picture: what is still possible, drawn over the levels of the table.

The numbers come from the determination; nothing of the law is written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ..engine.results import Determination

__all__ = ["Step", "threshold_picture"]

_LEVELS: Final = ("none", "basic", "key", "full")


@dataclass(frozen=True, slots=True)
class Step:
    """One level on the ladder: whether it is possible, settled, and what the document declares."""

    level: str
    possible: bool
    settled: bool
    declared: bool


def threshold_picture(level: Determination) -> tuple[Step, ...]:
    """Return the ladder of levels with this affair's place on it."""
    settled = len(level.possible) == 1
    return tuple(
        Step(name, name in level.possible, settled and name in level.possible, level.declared == name)
        for name in _LEVELS
    )
