"""The files of a run, each read and assessed once: from the cache, in this process or in several."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ...facts.vocabulary import speaking
from .outcome import affairs_of_file, outcome_of
from .outcome_cache import key_of_file
from .outcome_workers import cores, in_processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ...facts.affair.affair import Affair
    from .outcome import Job, Outcome
    from .outcome_cache import OutcomeCache

__all__ = ["Assessed", "again", "assessed", "default_jobs"]

#: Fewer documents are read in this process sooner than others are ready.
_WORTH: Final = 16


@dataclass(frozen=True, slots=True)
class Assessed:
    """A file with its outcome; ``cached`` says that it was read in an earlier run."""

    path: Path
    outcome: Outcome
    cached: bool = False


def default_jobs(files: int) -> int:
    """Return how many processes are worth while for so many files: at most one for each core."""
    return max(1, min(cores(), files // _WORTH))


def assessed(
    paths: Sequence[Path], job: Job, *, jobs: int | None = None, cache: OutcomeCache | None = None
) -> Iterator[Assessed]:
    """Yield every facts file, document and archive with its outcome, in order; the same for any number of jobs."""
    keys = {p: key_of_file(p, job) if cache is not None and p.is_file() else None for p in paths}
    known = {p for p, key in keys.items() if cache is not None and key is not None and cache.holds(key)}
    new = [p for p in paths if p not in known]
    number = default_jobs(len(new)) if jobs is None else jobs
    coming: Iterator[Outcome]
    if number > 1 and len(new) > 1:
        coming = in_processes([(p, keys[p]) for p in new], job, number, cache)
    else:
        coming = _here(new, job, keys, cache)
    for path in paths:
        key = keys[path]
        if path in known and cache is not None and key is not None:
            found = cache.get(key)
            if found is not None:
                yield Assessed(path, found, cached=True)
                continue
            yield Assessed(path, next(_here([path], job, keys, cache)))
        else:
            yield Assessed(path, next(coming))
    if cache is not None:
        cache.trim()


def _here(
    paths: Sequence[Path], job: Job, keys: dict[Path, str | None], cache: OutcomeCache | None
) -> Iterator[Outcome]:
    for path in paths:
        outcome = outcome_of(path, job)
        key = keys[path]
        if cache is not None and key is not None:
            cache.put(key, outcome)
        yield outcome


def again(path: Path, job: Job, at: int) -> Callable[[], Affair]:
    """Return what reads an affair of a file once more: few need it, and keeping all would fill the memory."""

    def affair() -> Affair:
        with speaking(job.ruleset.given):
            return _affairs(path, job.organization, job.correct, job.alone, job.ruleset.hash)[at]

    return affair


@lru_cache(maxsize=1)
def _affairs(
    path: Path, organization: str | None, correct: tuple[Path, ...], alone: bool, _ruleset: str
) -> tuple[Affair, ...]:
    return affairs_of_file(path, organization, correct, alone=alone)[0]
