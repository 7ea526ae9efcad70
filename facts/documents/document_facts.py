"""What comes out of a published document: facts with the line they were read on, and what stayed open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from .letters.letter import DocumentParts

if TYPE_CHECKING:
    from ..affair.correction import Correction
    from ..affair.form_coverage import FormCoverage
    from .doors.as_lines import LaidOut
    from .doors.cells import Place

__all__ = ["Assessment", "Blank", "Passage", "Reading", "SeenField", "Told", "Unknown", "Value"]

Value = str | bool | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Where a person wrote a value: the file of corrections, its line, and what stands there with who, when and why."""

    document: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One fact read: its path, value, line and the text there. ``how`` tells whether it was inferred.

    ``line`` is None where several lines say the same and none can be told to be the fact's own.
    ``place`` is its own cell, where the document has cells and the value was read from one. ``told`` is where a person
    wrote the value instead.
    """

    path: str
    value: Value
    line: int | None
    text: str
    how: Literal["certain", "derived"]
    place: Place | None = None
    told: Told | None = None


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
class SeenField:
    """A field of the form whose label was found in a cell, and what stands in the cell of its value.

    Section, part, risk and field are ids of the form's data. ``number`` counts a repeated part. A label with an empty cell is
    ``blank``; one with words of which no value could be told is ``unreadable``.
    """

    section: str
    part: str
    risk: str | None
    field: str
    file: str | None
    number: int | None
    state: Literal["read", "blank", "unreadable"]
    path: str | None
    line: int
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The free text of one section of one file, without the words the form prints for everybody."""

    file: str | None
    section: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One 評価書 found in a document; ``laid_out`` gives the cells behind its lines where the document has no lines.

    ``seen`` lists the fields located by the cells of their labels; empty for text without cells.
    ``coverage`` says how much of the form was read; ``unproven`` names the blanks from which nothing is concluded,
    because a part of their section was not read. ``parts`` are all parts of the file, the same for each of its assessments.
    ``corrections`` are those of a person, and ``contested`` what the
    document says where it contradicts one.
    """

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
    coverage: FormCoverage
    unproven: frozenset[str] = frozenset()
    laid_out: LaidOut | None = None
    seen: tuple[SeenField, ...] = ()
    parts: DocumentParts = field(default_factory=DocumentParts)
    corrections: tuple[Correction, ...] = ()
    contested: tuple[Reading, ...] = ()
