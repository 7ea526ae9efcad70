"""How much of a form was read, by section, and from which parts of it nothing may be concluded by silence."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import ValidationError

from ..frozen import Frozen

__all__ = [
    "LEAST_LOCATED",
    "DocumentNote",
    "FieldLeft",
    "FormCoverage",
    "SectionCoverage",
    "SilentText",
    "read_coverage",
]

#: Of a document with a smaller share of the fields located than this, nothing is said: it was not read.
LEAST_LOCATED: Final = 0.3


class FieldCounts(Frozen):
    """How many fields are asked, and what became of them; those not applicable are not asked."""

    asked: int = 0
    read: int = 0
    blank: int = 0
    not_applicable: int = 0
    unreadable: int = 0
    not_found: int = 0

    @property
    def unread(self) -> int:
        """How many fields could not be read or were not found."""
        return self.unreadable + self.not_found


class FileCoverage(FieldCounts):
    """The counts of a section that is printed for every file."""

    file: str | None = None


class SectionCoverage(FieldCounts):
    """The counts of one section of the form; ``files`` has them by file where the section is printed for each."""

    id: str
    label: str = ""
    files: tuple[FileCoverage, ...] = ()


class FieldLeft(Frozen):
    """A field that could not be read (``unreadable``) or whose label was not found, with its place.

    ``part`` names its place in the form (Ⅲ6), ``place`` and what follows that in the user's file. ``path`` is the fact it
    fills, where it fills one.
    """

    section: str
    part: str
    label: str
    status: Literal["unreadable", "not_found"]
    path: str | None = None
    file: str | None = None
    risk: str | None = None
    place: str = ""
    place_en: str = ""
    line: int | None = None
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None


class SilentText(Frozen):
    """A narrative of which a part may be missing: what it does not state may be stated where it was not read."""

    section: str
    file: str | None = None


class DocumentNote(Frozen):
    """What stands in a document outside what can be read, or is hidden and was read.

    ``id``: ``hidden-sheet``, ``hidden-rows`` (read), ``drawn-marks``, ``form-controls``, ``images``, ``unmapped-text`` (not
    read), ``plain-text`` (text whose order is lost). ``value`` says how many, or which.
    """

    id: str
    place: str = ""
    place_en: str = ""
    value: str = ""


class FormCoverage(Frozen):
    """What became of the fields a form of one version asks for.

    >>> counts = SectionCoverage(id="basic", asked=10, read=7, blank=1, unreadable=1, not_found=1)
    >>> coverage = FormCoverage(form="key", sections=(counts,))
    >>> coverage.total.unread, coverage.located, coverage.whole
    (2, 0.9, False)
    """

    form: str
    form_version: str | None = None
    number: str = ""
    sections: tuple[SectionCoverage, ...]
    left: tuple[FieldLeft, ...] = ()
    silent: tuple[SilentText, ...] = ()
    notes: tuple[DocumentNote, ...] = ()

    @property
    def total(self) -> FieldCounts:
        """The counts of the whole form."""
        names = FieldCounts.model_fields
        return FieldCounts(**{name: sum(getattr(s, name) for s in self.sections) for name in names})

    @property
    def located(self) -> float:
        """The share of the fields whose label or answer was found."""
        total = self.total
        fields = total.asked + total.not_applicable
        return 1 - total.not_found / fields if fields else 0.0

    @property
    def whole(self) -> bool:
        """Whether every field asked was read or is blank."""
        return self.total.unread == 0

    def is_silent(self, section: str, file: str | None) -> bool:
        """Whether nothing may be concluded from what a narrative does not say.

        ``section`` empty asks of any narrative, ``file`` None of that of any file.
        """
        return any(
            section in ("", s.section) and (file is None or s.file is None or s.file == file)
            for s in self.silent
        )


def read_coverage(raw: object) -> tuple[FormCoverage | None, tuple[str, object, str] | None]:
    """Read a coverage as it is written; what is wrong with it as place, value and reason.

    >>> read_coverage({"form": "key", "sections": []})[0], read_coverage({"form": "key"})[1]
    (FormCoverage(form='key', form_version=None, number='', sections=(), left=(), silent=(), notes=()), ('.sections', {'form': 'key'}, 'Field required'))
    """
    if raw is None:
        return None, None
    try:
        return FormCoverage.model_validate(raw), None
    except ValidationError as error:
        first = error.errors()[0]
        return None, ("".join(f".{step}" for step in first["loc"]), first.get("input"), first["msg"])
