"""Files read by programs that embed the package: facts, tables, published documents, and all of them as one batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..engine.assess import executor_name, program_of, stamp_of
from ..engine.portfolio.assess_run import Together
from ..engine.portfolio.portfolio import assess_table
from ..facts.arguments import day_of, executor_of, path_of, text_of
from ..facts.errors import InputError, Problem, ShikiiError, UsageError
from ..facts.readers.input_kinds import ENDINGS, input_kind
from ..facts.vocabulary import speaking
from ..rulesets.loader import FORMS, ruleset_or_default
from .input_files import files_in
from .outcomes.outcome import affairs_of_file
from .tables.result_tables import joined

if TYPE_CHECKING:
    import datetime as dt

    from ..engine.portfolio.portfolio import Portfolio
    from ..engine.results.assessment import Assessment
    from ..facts.affair.affair import Affair
    from ..facts.arguments import Executor
    from ..facts.readers.affair_tables import Table
    from ..rulesets.ruleset import Ruleset
    from .tables.result_tables import BatchResult

__all__ = ["Batch", "joined_run", "read_document", "read_facts", "read_table", "run_batch"]

_NOT_OURS: Final = frozenset({"facts.not-facts", "document.not-an-assessment"})


@dataclass(frozen=True)
class Batch:
    """What a batch concluded: its tables with what could not be read, and every single result.

    :func:`shikii.write_batch` writes it into a folder: ``write_batch(folder, batch.tables, results=batch.results)``.
    """

    tables: BatchResult
    results: tuple[Assessment, ...]

    @property
    def left_out(self) -> tuple[Path, ...]:
        """What was left out and is no mistake; ``tables.left_out`` has the reasons."""
        return tuple(Path(place) for place, _ in self.tables.left_out)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read, with place, value and remedy."""
        return self.tables.problems


def read_facts(path: Path | str) -> tuple[Affair, ...]:
    """Read a facts file (YAML or JSON) into its affairs.

    Raises:
        InputError: every problem of the file.
        UsageError: there is no such file.
    """
    from ..facts.readers.facts_files import read_facts as read

    return read(path_of(path, "path"))


def read_table(path: Path | str) -> Table:
    """Read a table of affairs (CSV, Excel, Parquet), one row each.

    Returns:
        ``frame``, for :func:`shikii.assess_frame`, and ``problems``: cells and rows that could not be read.

    Raises:
        InputError: the file cannot be read at all, or no column of it is known.
        UsageError: there is no such file.
    """
    from ..facts.readers.affair_tables import read_table as read

    return read(path_of(path, "path"))


def read_document(
    document: Path | str | bytes, source: str | None = None, *, correct: Path | str | None = None
) -> tuple[Affair, ...]:
    """Read a 評価書 (text, PDF, Excel, Word, HTML, or an archive of these) into the affairs it holds, with places.

    Args:
        document: the path of the document, or its content as bytes.
        source: what places call the document; its path by default.
        correct: a file of corrections; by default ``NAME.correct.yaml`` beside the document, where there is one.

    Raises:
        InputError: it holds no assessment that can be read, or the file of corrections is wrong.
        UsageError: there is no such file.
    """
    from ..facts.documents.archives import read_assessments
    from ..facts.documents.corrections.correction_file import corrections_for, read_correction_file
    from ..facts.documents.to_affair import affair_of
    from ..facts.forms.model import load_forms
    from ..facts.readers.open_files import read_bytes

    corrections = None if correct is None else read_correction_file(path_of(correct, "correct"))
    if isinstance(document, bytes):
        content, name = document, "document"
    else:
        path = path_of(document, "document")
        content, name = read_bytes(path), str(path)
        corrections = corrections or corrections_for(path)
    name = name if source is None else text_of(source, "source")
    found, _ = read_assessments(content, name, load_forms(FORMS), corrections)
    return tuple(affair_of(a) for a in found)


def run_batch(
    paths: Iterable[Path | str],
    *,
    as_of: dt.date,
    ruleset: Ruleset | None = None,
    executor: Executor = "auto",
) -> Batch:
    """Assess facts files, tables, documents and folders of them together, as ``shikii batch`` does; write nothing.

    Args:
        paths: files and folders; of a folder everything is read whose ending is known, except hidden files, the
            folders of earlier runs and rulesets.
        as_of: the day the law and every period are counted from.
        ruleset: the law to apply; the one that ships with the package by default.
        executor: which executor runs single affairs.

    Returns:
        Tables, single results, problems of what could not be read, and what was left out.

    Raises:
        InputError: nothing at all could be read.
        UsageError: an argument of another kind, or a path that is not there.
    """
    law, day = ruleset_or_default(ruleset), day_of(as_of)
    with speaking(law.given):
        return _run_batch(paths, law, day, executor_of(executor))


def _run_batch(paths: Iterable[Path | str], law: Ruleset, day: dt.date, executor: Executor) -> Batch:
    run = Together(law, day, executor)
    files, left_out = _files(paths)
    problems: list[Problem] = []
    for path, named in files.items():
        try:
            if input_kind(path) == "table":
                table = read_table(path)
                problems += table.problems
                run.add_table(assess_table(table.frame, program=program_of(law, day), ruleset=law, as_of=day))
            else:
                affairs, left = affairs_of_file(path, None)
                left_out += [(problem.place, problem.message) for problem in left]
                for affair in affairs:
                    run.add(affair)
        except ShikiiError as error:
            if not named and all(p.id in _NOT_OURS for p in error.problems):
                left_out.append((str(path), "it is neither facts nor an assessment"))
            else:
                problems += error.problems
    if run.empty:
        raise InputError(
            problems or [Problem("input.nothing", "paths", "", "nothing to read here", "name files")]
        )
    results, tables = run.results()
    whole = joined_run(results, tables, law, day, tuple(problems), tuple(str(p) for p in files))
    return Batch(replace(whole, left_out=tuple(left_out)), results)


def joined_run(
    results: tuple[Assessment, ...],
    tables: tuple[Portfolio, ...],
    ruleset: Ruleset,
    as_of: dt.date,
    problems: tuple[Problem, ...],
    inputs: tuple[str, ...],
) -> BatchResult:
    """Join single results and tables into one batch."""
    ahead = Counter(change for r in results for change in r.changes_ahead)
    for table in tables:
        ahead.update(table.ahead)
    name = " + ".join(n for n in (executor_name() if results else "", "polars" if tables else "") if n)
    return joined(
        results,
        [(t.affairs, t.findings, t.duties) for t in tables],
        stamp=stamp_of(ruleset, as_of),
        as_of=as_of,
        problems=problems,
        inputs=inputs,
        executor=name,
        ahead=tuple(sorted(ahead.items(), key=lambda one: (one[0].on, one[0].rule))),
    )


def _files(paths: object) -> tuple[dict[Path, bool], list[tuple[str, str]]]:
    """Return the files of paths in a steady order, with whether each was named itself, and what is left out."""
    if isinstance(paths, (str, bytes, Path)) or not isinstance(paths, Iterable):
        shown = "" if paths is None else str(paths)
        raise UsageError(
            Problem("argument.type", "paths", shown, "not a list of paths", "give a list of paths")
        )
    out: dict[Path, bool] = {}
    left_out: list[tuple[str, str]] = []
    for n, one in enumerate(paths):
        if isinstance(one, (str, Path)) and Path(one).is_dir():
            inside, left = files_in(Path(one))
            left_out += [(str(place), reason) for place, reason in left]
            for path in inside:
                out.setdefault(path, False)
            continue
        path = path_of(one, f"paths[{n}]")
        if path.suffix.lower() not in ENDINGS:
            remedy = f"name files that end in {' '.join(ENDINGS)}"
            problem = Problem(
                "input.kind", str(path), path.suffix, "a kind of file that cannot be read", remedy
            )
            raise UsageError(problem)
        out[path] = True
    return out, left_out
