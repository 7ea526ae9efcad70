"""What running a program on a record gives: derived values, truths, and rows of tables still possible.

Every executor gives this same value for the same facts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from .truth import Truth

__all__ = ["Evaluation", "Key"]

#: A fact, rule part or table at a row: ``("handlers", ())``, ``("form.x", (0,))``.
Key = tuple[str, "Index"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome of one program on one record.

    ``values`` holds every fact the program concludes (``X.conflict`` among them); ``truths`` maps
    ``(rule, part, index)``; ``rows`` the ids of table rows that can still decide.
    """

    values: Mapping[Key, Possible] = field(default_factory=dict)
    truths: Mapping[tuple[str, str, Index], Truth] = field(default_factory=dict)
    rows: Mapping[Key, frozenset[str]] = field(default_factory=dict)
