"""Parts of a rule that hold patterns, which know whether the rule is one of the user's own."""

from __future__ import annotations

from pydantic import PrivateAttr

from ...facts.frozen import Frozen

__all__ = ["Owned"]


class Owned(Frozen):
    """Something with patterns. Those of own rules are searched under a guard (:mod:`.matching`).

    >>> Owned().own
    ''
    """

    # set once by the loader, and no part of what a rule file says
    _own: str = PrivateAttr(default="")

    @property
    def own(self) -> str:
        """The place of the own rule this belongs to; empty where the rule ships with the package."""
        return self._own

    def set_own(self, place: str) -> None:
        """Mark the patterns as those of an own rule; only the loader does."""
        self._own = place
