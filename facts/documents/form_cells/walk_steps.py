"""What a walk through an assessment finds: fields with their values, headings, and the steps between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .flat_rows import stream_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...forms.model import Part, Section
    from .flat_rows import Piece, Stream
    from .form_labels import Slot

__all__ = ["Head", "Located", "Step", "Walk"]


@dataclass(slots=True)
class Head:
    """The heading of a part with what stands beside and below it up to the first label: boxes and counts."""

    section: Section
    part: Part
    instance: int
    piece: Piece
    rows: list[Sequence[Piece]] = field(default_factory=list)

    @property
    def stream(self) -> Stream:
        """What stands there."""
        return stream_of(self.rows)


@dataclass(slots=True)
class Located:
    """A field located: its label, which printing of its section and of its repeated part it belongs to, and its value."""

    slot: Slot
    instance: int
    number: int | None
    label: Piece
    rows: list[Sequence[Piece]] = field(default_factory=list)
    #: Whether the heading of its part served as its label, until the label itself stands below.
    by_heading: bool = False
    #: Whether the label is the question about its risk itself.
    names_risk: bool = False
    #: Whether it cannot be told whose value this is: the label stands twice, or rows around it are missing.
    doubtful: bool = False

    @property
    def stream(self) -> Stream:
        """What stands in the cells of the value."""
        return stream_of(self.rows)


@dataclass(frozen=True, slots=True)
class Step:
    """Where the walk has come to in the form: a field, or a heading in front of one (its order and a half less)."""

    section: str
    instance: int
    number: int | None
    order: float
    located: Located | None = None
    word: str = ""


@dataclass(slots=True)
class Walk:
    """The outcome: fields and headings in the order of the document."""

    located: list[Located] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
