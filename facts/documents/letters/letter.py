"""What a letter of consultation (諮問書) or a reply (答申) says, each value with the lines it stands on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Check", "DocumentPart", "DocumentParts", "Letter", "Said"]

Kind = Literal["consultation", "reply"]
Trigger = Literal["new", "significant_change", "review"]
Result = Literal["approved", "approved_with_conditions", "refused", "postponed"]


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a letter with the number of the line they begin on."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. Days are ISO dates; ``None`` and empty tuples stand for what the letter does not say.

    ``premises`` are the safeguards a reply found sufficient, ``conditions`` what it asks for, ``opinions`` what it adds
    without making it a condition.
    """

    kind: Kind
    first_line: int
    last_line: int
    number: Said | None = None
    dated: Said | None = None
    organization: Said | None = None
    council: Said | None = None
    subject: Said | None = None
    affair: Said | None = None
    department: Said | None = None
    rule: Said | None = None
    materials: Said | None = None
    files: tuple[Said, ...] = ()
    systems: tuple[Said, ...] = ()
    trigger: Trigger | None = None
    trigger_said: Said | None = None
    published_before: tuple[Said, ...] = ()
    hearing_from: Said | None = None
    hearing_to: Said | None = None
    consulted_on: Said | None = None
    consulted_number: Said | None = None
    reviewed_on: Said | None = None
    result: Result | None = None
    result_said: Said | None = None
    conditions: tuple[Said, ...] = ()
    opinions: tuple[Said, ...] = ()
    premises: tuple[Said, ...] = ()
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """Where a letter and the assessment it is about differ: what, the two values, and the lines of both."""

    about: str
    letter: str
    assessment: str
    letter_line: int
    assessment_line: int | None


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A stretch of a file: an assessment, a letter, or something else, which is not read.

    ``assessment`` is the number of the assessment in the file, from 1; of a letter, that of the one it is about.
    """

    kind: Literal["assessment", "consultation", "reply", "other"]
    first_line: int
    last_line: int
    read: bool
    title: str = ""
    letter: Letter | None = None
    assessment: int | None = None
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentParts:
    """All parts of a file in their order; together they hold every line that is not blank."""

    parts: tuple[DocumentPart, ...] = field(default=())

    @property
    def letters(self) -> tuple[DocumentPart, ...]:
        """Return the parts that are letters."""
        return tuple(p for p in self.parts if p.letter is not None)

    @property
    def unread(self) -> tuple[DocumentPart, ...]:
        """Return the parts that are not read."""
        return tuple(p for p in self.parts if not p.read)
