"""What comes out of a published document: facts with the line they were read on, and what stayed open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .doors.as_lines import LaidOut

__all__ = ["Assessment", "Blank", "Passage", "Reading", "Unknown", "Value"]

Value = str | bool | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One fact read: its path, value, line and the text there. ``how`` tells whether it was inferred."""

    path: str
    value: Value
    line: int
    text: str
    how: Literal["certain", "derived"]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact the form asks for and the text does not settle, with the reason."""

    path: str
    reason: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Blank:
    """A field whose label and cell both stand in the document with nothing in the cell."""

    path: str
    label: str
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The free text of one section of one file, without the words the form prints for everybody."""

    file: str | None
    section: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One 評価書 found in a document; ``laid_out`` gives the cells behind its lines where the document has no lines."""

    form: str
    readings: tuple[Reading, ...]
    unknowns: tuple[Unknown, ...]
    blanks: tuple[Blank, ...]
    passages: tuple[Passage, ...]
    fields: tuple[Passage, ...]
    first_line: int
    last_line: int
    changes_line: int | None
    source: str
    laid_out: LaidOut | None = None
