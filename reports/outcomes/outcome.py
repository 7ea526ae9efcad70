"""One file of a run, read and assessed: the results of its affairs, what they bring to the others, its problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...engine.assess import Full, assess_in_full
from ...facts.documents.archives import read_assessments
from ...facts.documents.corrections.correction_file import corrections_for
from ...facts.documents.to_affair import affair_of
from ...facts.errors import Problem, ShikiiError
from ...facts.forms.model import load_forms
from ...facts.readers.facts_files import read_facts
from ...facts.readers.input_kinds import input_kind
from ...facts.readers.open_files import read_bytes
from ...facts.vocabulary import speaking
from ...rulesets.loader import FORMS

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from ...facts.affair.affair import Affair
    from ...facts.arguments import Executor
    from ...rulesets.ruleset import Ruleset

__all__ = ["Job", "Outcome", "affairs_of_file", "outcome_of"]


@dataclass(frozen=True, slots=True)
class Job:
    """What all files of a run are assessed with; ``organization`` is the body of affairs that name none.

    ``correct`` are files of corrections that were named, ``alone`` says that one document alone is read with them.
    """

    ruleset: Ruleset
    as_of: dt.date
    executor: Executor = "auto"
    organization: str | None = None
    correct: tuple[Path, ...] = ()
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a facts file, a document or an archive of documents comes to.

    ``problems`` are those of the file, or of an affair that could not be assessed; ``left_out`` are those of single documents of an archive,
    whose others are in ``fulls``.
    """

    fulls: tuple[Full, ...] = ()
    left_out: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def affairs_of_file(
    path: Path, organization: str | None, correct: tuple[Path, ...] = (), *, alone: bool = True
) -> tuple[tuple[Affair, ...], tuple[Problem, ...]]:
    """Read the affairs of a facts file, a document or an archive, and the problems of what an archive holds beside.

    Raises:
        ShikiiError: nothing was read at all.
    """
    if input_kind(path) == "facts":
        affairs = read_facts(path)
        if organization:
            affairs = tuple(a if a.organization else a.telling(organization=organization) for a in affairs)
        return affairs, ()
    corrections = corrections_for(path, correct, alone=alone)
    found, left = read_assessments(read_bytes(path), str(path), load_forms(FORMS), corrections)
    return tuple(affair_of(a) for a in found), left


def outcome_of(path: Path, job: Job) -> Outcome:
    """Read and assess one file in the vocabulary of the ruleset; what is wrong with it is told in the outcome."""
    # set here, not by the caller: a process that is no copy of its parent begins with the shipped vocabulary
    with speaking(job.ruleset.given):
        return _outcome(path, job)


def _outcome(path: Path, job: Job) -> Outcome:
    left: tuple[Problem, ...] = ()
    fulls: list[Full] = []
    try:
        affairs, left = affairs_of_file(path, job.organization, job.correct, alone=job.alone)
        # one that fails leaves those before it
        fulls.extend(
            assess_in_full(a, as_of=job.as_of, ruleset=job.ruleset, executor=job.executor) for a in affairs
        )
    except ShikiiError as error:
        return Outcome(tuple(fulls), left, tuple(error.problems))
    return Outcome(tuple(fulls), left)
