"""A ruleset as a cache key: two of the same content are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..rulesets.loader import Ruleset

__all__ = ["ByHash"]


class ByHash:
    """A ruleset that is equal to another when their content is."""

    __slots__ = ("ruleset",)

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset

    def __hash__(self) -> int:
        return hash(self.ruleset.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByHash) and other.ruleset.hash == self.ruleset.hash
