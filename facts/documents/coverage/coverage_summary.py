"""From the fields of a form to its coverage: counts by section and file, what is left, and what stays silent."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from ...affair.form_coverage import (
    DocumentNote,
    FieldLeft,
    FileCoverage,
    FormCoverage,
    SectionCoverage,
    SilentText,
)
from ...forms.model import MEASURE_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from ...forms.model import Form, Section
    from ..document_facts import Blank
    from ..doors.as_lines import LaidOut
    from .field_status import FieldRead

__all__ = ["coverage_of", "unproven_blanks"]

_UNREAD: Final = ("unreadable", "not_found")
#: Of a text that keeps the order of its form, a smaller share of the fields is not read.
_FEW: Final = 0.1
_NUMERAL: Final = re.compile(r"^[ⅠⅡⅢⅣⅤⅥⅦ]")
#: The passages in which the narrative of a section is kept; measures have one for each part.
_PASSAGES: Final = {
    "cover": ("cover",),
    "basic": ("basic", "connections"),
    "annex1": ("basic",),
    "threshold": ("basic",),
    "result": ("basic",),
    "overview": ("overview",),
    "requests": ("procedure",),
    "procedure": ("procedure",),
}


def coverage_of(
    form: Form, version: str | None, fields: Sequence[FieldRead], laid_out: LaidOut | None
) -> FormCoverage:
    """Return the coverage of a form, given what became of each of its fields."""
    sections = []
    silent: list[SilentText] = []
    for section in form.sections:
        own = [f for f in fields if f.section == section.id]
        if not own:
            continue
        files = list(dict.fromkeys(f.file for f in own))
        by_file = [[f for f in own if f.file == file] for file in files]
        told = tuple(
            FileCoverage(file=file, **_counts(some)) for file, some in zip(files, by_file, strict=True)
        )
        sections.append(
            SectionCoverage(
                id=section.id,
                label=section.label,
                files=told if len(files) > 1 else (),
                **_counts(own),
            )
        )
        for file, some in zip(files, by_file, strict=True):
            unread = {f.part for f in some if f.status in _UNREAD and not _no_words(f)}
            silent += (SilentText(section=name, file=file) for name in _passages(section, unread))
    return FormCoverage(
        form=form.id,
        form_version=version,
        number=form.number,
        sections=tuple(sections),
        left=tuple(_left(form, fields, laid_out)),
        silent=tuple(dict.fromkeys(silent)),
        notes=tuple(_notes(fields, laid_out)),
    )


def _notes(fields: Sequence[FieldRead], laid_out: LaidOut | None) -> Iterator[DocumentNote]:
    """Yield what the door saw; of plain text, that its order is lost where more than a few fields were not read."""
    if laid_out is not None:
        for n in laid_out.notes:
            yield DocumentNote(id=n.id, place=n.place.words(), place_en=n.place.words("en"), value=n.value)
        return
    unread = sum(f.status in _UNREAD for f in fields)
    if unread > _FEW * sum(f.status != "not_applicable" for f in fields):
        yield DocumentNote(id="plain-text", value=str(unread))


def unproven_blanks(blanks: Iterable[Blank], fields: Sequence[FieldRead]) -> frozenset[str]:
    """Return the empty fields that may be text that was lost: those whose next field in the form was not read either.

    Where the label behind an empty field stands in its place, nothing between the two was lost.
    """
    at_line: dict[int, bool] = {}
    for n, field in enumerate(fields):
        if field.label_line is None:
            continue
        behind = fields[n + 1] if n + 1 < len(fields) else None
        near = behind is not None and (behind.section, behind.file) == (field.section, field.file)
        at_line[field.label_line] = near and behind is not None and behind.status in _UNREAD
    return frozenset(blank.path for blank in blanks if at_line.get(blank.line))


def _no_words(field: FieldRead) -> bool:
    """Whether a field that was not read hides no sentence: its label was found, and it holds a mark or a number."""
    return field.marked and field.status == "unreadable"


def _counts(fields: Sequence[FieldRead]) -> dict[str, int]:
    counts = Counter[str](f.status for f in fields)
    return {**counts, "asked": len(fields) - counts["not_applicable"]}


def _passages(section: Section, unread: AbstractSet[str]) -> tuple[str, ...]:
    """Return the narratives of which something may be missing, given the parts of a section with fields not read."""
    if section.id in ("measures", "others"):
        return tuple(p.id for p in section.parts if p.id in MEASURE_PARTS and p.id in unread)
    return _PASSAGES.get(section.id, ()) if unread else ()


def _left(form: Form, fields: Sequence[FieldRead], laid_out: LaidOut | None) -> Iterator[FieldLeft]:
    labels = {s.id: s.label for s in form.sections}
    number: int | None = None
    section = ""
    for field in fields:
        # parts without a number belong to the one before
        number = field.number or (number if field.section == section else None)
        section = field.section
        if field.status not in _UNREAD:
            continue
        numeral = _NUMERAL.match(labels[field.section])
        part = f"{numeral[0]}{number or ''}" if numeral else labels[field.section]
        place = laid_out.place(field.line) if laid_out and field.line else None
        yield FieldLeft(
            section=field.section,
            part=part,
            label=field.label,
            status=field.status,
            path=field.path,
            file=field.file,
            risk=field.risk,
            place=place.words() if place else f"{field.line}行目" if field.line else "",
            place_en=place.words("en") if place else f"line {field.line}" if field.line else "",
            line=place.line if place else None if laid_out else field.line,
            page=place.page if place else None,
            sheet=place.sheet if place else None,
            cell=place.cell if place else None,
        )
