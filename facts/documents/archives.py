"""Assessments out of a document, or out of every document of an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..affair.form_coverage import LEAST_LOCATED
from ..errors import InputError, Problem
from .corrections.corrected import is_of
from .doors.archive import files_in_archive
from .doors.kinds import kind_of
from .reader import read_published

if TYPE_CHECKING:
    from ..forms.model import Forms
    from .corrections.correction_file import CorrectionFile
    from .document_facts import Assessment

__all__ = ["read_assessments"]


def _enough(
    assessments: tuple[Assessment, ...],
) -> tuple[tuple[Assessment, ...], tuple[Problem, ...]]:
    """Part the assessments of a document from those of which too little was located to say anything.

    Raises:
        InputError: there is none of which enough was located.
    """
    found = tuple(a for a in assessments if a.coverage.located >= LEAST_LOCATED)
    left = tuple(_not_read(a) for a in assessments if a.coverage.located < LEAST_LOCATED)
    if not found:
        raise InputError(left)
    return found, left


def _not_read(assessment: Assessment) -> Problem:
    coverage = assessment.coverage
    fields = coverage.total.asked + coverage.total.not_applicable
    located = fields - coverage.total.not_found
    plain = assessment.laid_out is None
    return Problem(
        "document.not-read",
        f"{assessment.source}:{assessment.first_line}" if plain else assessment.source,
        f"{located} of {fields} fields",
        f"fewer than three in ten fields of {coverage.number} were found; the document is cut, or its order is lost",
        "give the PDF or the workbook itself, not text taken from it, and check that it is whole"
        if plain
        else "check that the document is whole; give the Excel or Word file it was made from",
    )


def read_assessments(
    data: bytes, source: str, forms: Forms, corrections: CorrectionFile | None = None
) -> tuple[tuple[Assessment, ...], tuple[Problem, ...]]:
    """Return the assessments of a file, and of an archive the problems of its files that hold none.

    Raises:
        InputError: nothing was read at all, or a correction is of no assessment in it.
    """
    found, problems = _read(data, source, forms, corrections)
    if corrections is not None:
        _check(corrections, found)
    return found, problems


def _read(
    data: bytes, source: str, forms: Forms, corrections: CorrectionFile | None
) -> tuple[tuple[Assessment, ...], tuple[Problem, ...]]:
    if kind_of(data) != "archive":
        return _enough(read_published(data, source, forms, corrections))
    found: list[Assessment] = []
    problems: list[Problem] = []
    for name, content in files_in_archive(data, source):
        try:
            some, left = _enough(read_published(content, name, forms, corrections))
            found += some
            problems += left
        except InputError as error:
            problems += error.problems
    if not found:
        empty = Problem(
            "document.not-an-assessment",
            source,
            "",
            "the archive holds no file",
            "give the archive of some 評価書",
        )
        raise InputError(problems or [empty])
    return tuple(found), tuple(problems)


def _check(corrections: CorrectionFile, found: tuple[Assessment, ...]) -> None:
    """Refuse corrections of which nobody can tell the assessment."""
    affairs = [next((str(r.value) for r in a.readings if r.path == "affair"), "") for a in found]
    problems = []
    for entry in corrections.entries:
        place = f"{corrections.source}:{entry.line}"
        if entry.assessment is None and len(found) > 1:
            names = ", ".join(filter(None, affairs))
            remedy = f"write `assessment:` with the name of one affair: {names}"
            message = "the document holds several assessments, and the correction names none"
            problems.append(Problem("correction.unmatched", place, entry.path, message, remedy))
        elif not any(is_of(entry, affair) for affair in affairs):
            remedy = "write the name of the affair as the document has it now, or take the correction out"
            message = "the document holds no assessment of this affair"
            problems.append(Problem("correction.unmatched", place, entry.assessment or "", message, remedy))
    if problems:
        raise InputError(problems)
