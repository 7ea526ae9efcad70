"""Assessments out of a document, or out of every document of an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InputError, Problem
from .doors.archive import files_in_archive
from .doors.kinds import kind_of
from .reader import read_published

if TYPE_CHECKING:
    from ..forms.model import Forms
    from .document_facts import Assessment

__all__ = ["read_assessments"]


def read_assessments(
    data: bytes, source: str, forms: Forms
) -> tuple[tuple[Assessment, ...], tuple[Problem, ...]]:
    """Return the assessments of a file, and of an archive the problems of its files that hold none.

    Raises:
        InputError: nothing was read at all.
    """
    if kind_of(data) != "archive":
        return read_published(data, source, forms), ()
    found: list[Assessment] = []
    problems: list[Problem] = []
    for name, content in files_in_archive(data, source):
        try:
            found += read_published(content, name, forms)
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
