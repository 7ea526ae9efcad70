"""A record: what is known of one affair, as rows of possible values the executors read.

One row per affair, file, entrustment, incident, system and publication; a row holds only what something was
said about, the vocabulary fills the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..vocabulary import PARENTS, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..values import Possible

__all__ = ["Index", "Record", "Row"]

#: Where a row stands: ``()`` the affair, ``(0,)`` its first file, ``(0, 1)`` that file's second entrustment.
Index = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The facts of one thing of a scope, by the names of the vocabulary."""

    index: Index
    values: Mapping[str, Possible] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """All rows of one affair.

    ``complete`` holds, for each parent row, the child scopes whose list is known to be whole: only then can
    "none of them" and "all of them" be concluded. ``choices`` holds, per fact and row, what sources that contradict
    one another say; the row holds the hull.

    >>> Record({Scope.AFFAIR: (Row(()),)}).children(Scope.FILE, ())
    ()
    """

    rows: Mapping[Scope, tuple[Row, ...]]
    complete: frozenset[tuple[Scope, Index]] = frozenset()
    choices: Mapping[tuple[str, Index], tuple[Possible, ...]] = field(default_factory=dict)

    def of(self, scope: Scope) -> tuple[Row, ...]:
        """Return every row of a scope in the affair."""
        return self.rows.get(scope, ())

    def children(self, scope: Scope, parent: Index) -> tuple[Row, ...]:
        """Return the rows of a scope that lie under a parent row, at any depth."""
        return tuple(row for row in self.of(scope) if row.index[: len(parent)] == parent)

    def is_complete(self, scope: Scope, parent: Index) -> bool:
        """Whether every row of the scope under the parent is listed."""
        above = PARENTS[scope]
        if above is None or len(parent) >= len(_path(scope)):
            return True
        if len(parent) == len(_path(above)):
            return (scope, parent) in self.complete
        return self.is_complete(above, parent) and all(
            (scope, row.index) in self.complete for row in self.children(above, parent)
        )


def _path(scope: Scope) -> tuple[Scope, ...]:
    """Return the scopes from below the affair down to this one."""
    above = PARENTS[scope]
    return () if above is None else (*_path(above), scope)
