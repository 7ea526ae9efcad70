"""Collects what the readers of one assessment find: facts, what stays open, and fields left empty."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from .document_facts import Blank, Reading, Unknown

if TYPE_CHECKING:
    from .document_facts import SeenField, Value
    from .doors.cells import Place
    from .sections.layout import Layout

__all__ = ["Sheet"]

_SHOWN = 120
_EMPTY = "欄が空白のままになっている"


@dataclass(slots=True)
class Sheet:
    """Facts of one assessment while it is being read; the first reading of a path stands."""

    layout: Layout
    facts: dict[str, Reading] = field(default_factory=dict)
    open: dict[str, Unknown] = field(default_factory=dict)
    blanks: dict[str, Blank] = field(default_factory=dict)
    seen: list[SeenField] = field(default_factory=list)
    barred: set[str] = field(default_factory=set)
    contested: dict[str, Reading] = field(default_factory=dict)

    def put(
        self, path: str, value: Value, at: int | None, how: Literal["certain", "derived"] = "certain"
    ) -> None:
        """Record a fact read on the line with index ``at``; without one, which of several equal lines it is, stays open."""
        if path not in self.facts and path not in self.barred:
            if at is None:
                self.facts[path] = Reading(path, value, None, "", how)
                return
            line = self.layout.lines[at]
            shown = " ".join(line.text.split())[:_SHOWN]
            self.facts[path] = Reading(path, value, line.number, shown, how)

    def put_cell(self, path: str, value: Value, line: int, text: str, place: Place) -> None:
        """Record a fact read in a cell of its own."""
        if path not in self.facts:
            self.facts[path] = Reading(path, value, line, text[:_SHOWN], "certain", place)

    def bar(self, path: str) -> None:
        """Record that the cell of a fact holds nothing, so that no guess may fill it."""
        if path not in self.facts:
            self.barred.add(path)

    def blank_line(self, path: str, label: str, line: int) -> None:
        """Record an empty cell by its line."""
        self.blanks.setdefault(path, Blank(path, label, line))

    def miss(self, path: str, reason: str, at: int | None = None) -> None:
        """Record that a fact is not settled."""
        number = self.layout.lines[at].number if at is not None else None
        self.open.setdefault(path, Unknown(path, reason, number))

    def blank(self, path: str, label: str, at: int) -> None:
        """Record that label and cell stand there and the cell is empty."""
        self.blanks.setdefault(path, Blank(path, label, self.layout.lines[at].number))

    def unknowns(self) -> tuple[Unknown, ...]:
        """Give what stayed open, without what another reader settled; of an empty cell, that it is empty."""
        return tuple(
            Unknown(p, _EMPTY, self.blanks[p].line) if p in self.blanks else u
            for p, u in self.open.items()
            if p not in self.facts
        )
