"""``shikii batch``: gap analysis over everything in some folders, files and tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from .common import AS_OF, LANG, RULESET, TABLES, expand, progress, read_affairs, ruleset_of

if TYPE_CHECKING:
    import datetime as dt

    from ..engine.batch.portfolio import Portfolio
    from ..engine.results import Assessment
    from ..facts.errors import Problem
    from ..reports.tables import BatchResult
    from ..rulesets.loader import Ruleset

__all__ = ["command"]

#: A folder may hold other things too; a file named on the command line must be readable.
_NOT_OURS: Final = ("facts.not-facts", "document.not-an-assessment")


@click.command("batch")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Folder for the reports.",
)
@AS_OF
@click.option(
    "--executor",
    type=click.Choice(["auto", "session", "reference"]),
    default="auto",
    help="Which executor runs single affairs.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note"]),
    help="Exit 1 when a finding reaches this severity.",
)
@click.option(
    "--watch",
    type=click.FloatRange(min=0),
    metavar="PERCENT",
    help="List affairs whose number is within so many percent of a line that changes the level.",
)
@click.option(
    "--earlier",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Folder of an earlier run: the report says what is new, solved and still open, and how numbers moved.",
)
@RULESET
@LANG
def command(
    paths: tuple[str, ...],
    output: Path,
    as_of: dt.date,
    executor: str,
    fail_on: str | None,
    watch: float | None,
    earlier: Path | None,
    ruleset_paths: tuple[Path, ...],
    lang: str,
) -> int:
    """Assess folders, globs, facts files, tables (.csv .xlsx .parquet) and documents (.txt) together.

    What cannot be read is reported and left out; the rest goes on, and the exit code says so (2).
    """
    from ..facts.errors import ShikiiError
    from ..reports.bundle import write_batch
    from ..reports.diff import read_run
    from ..reports.watch import with_trend

    files = expand(paths)
    before = read_run(earlier) if earlier else None
    ruleset = ruleset_of(ruleset_paths)
    named = {Path(p) for p in paths}
    problems: list[Problem] = []
    results: list[Assessment] = []
    tables: list[Portfolio] = []
    for path in progress(files, "batch"):
        try:
            if path.suffix.lower() in TABLES:
                tables.append(_table(path, ruleset, as_of, problems))
            else:
                results += _single(path, ruleset, as_of, executor)
        except ShikiiError as error:
            if path not in named and all(p.id in _NOT_OURS for p in error.problems):
                click.echo(f"{path}: left out, it is neither facts nor an assessment", err=True)
                continue
            problems += error.problems
    if not results and not tables:
        raise ShikiiError(problems)
    result = _together(results, tables, ruleset, as_of, tuple(problems), tuple(str(p) for p in files))
    result = replace(result, watch=watch)
    if before:
        result = replace(result, affairs=with_trend(result.affairs, before[0]))
    written = write_batch(output, result, lang=lang, results=results, earlier=before)
    _tell(result, written)
    if problems:
        for problem in problems:
            click.echo(str(problem), err=True)
        return 2
    order = ("note", "warning", "error")
    hit = fail_on and result.findings["severity"].is_in(order[order.index(fail_on) :]).any()
    return 1 if hit else 0


def _single(path: Path, ruleset: Ruleset, as_of: dt.date, executor: str) -> list[Assessment]:
    from ..engine.assess import assess

    return [assess(a, as_of=as_of, ruleset=ruleset, executor=executor) for a in read_affairs(path)]


def _table(path: Path, ruleset: Ruleset, as_of: dt.date, problems: list[Problem]) -> Portfolio:
    from ..engine.assess import program_of
    from ..engine.batch.portfolio import assess_table
    from ..facts.readers.tables import read_table

    table = read_table(path)
    problems += table.problems
    return assess_table(table.frame, program=program_of(ruleset, as_of), ruleset=ruleset, as_of=as_of)


def _together(
    results: list[Assessment],
    tables: list[Portfolio],
    ruleset: Ruleset,
    as_of: dt.date,
    problems: tuple[Problem, ...],
    inputs: tuple[str, ...],
) -> BatchResult:
    """Join single results and tables into one batch."""
    from ..engine.assess import executor_name, stamp_of
    from ..reports.tables import joined

    name = " + ".join(n for n in (executor_name() if results else "", "polars" if tables else "") if n)
    return joined(
        results,
        [(t.affairs, t.findings, t.duties) for t in tables],
        stamp=stamp_of(ruleset),
        as_of=as_of,
        problems=problems,
        inputs=inputs,
        executor=name,
    )


def _tell(result: BatchResult, written: tuple[Path, ...]) -> None:
    counts = {s: result.findings.filter(severity=s).height for s in ("error", "warning", "note")}
    click.echo(
        f"{result.affairs.height:,} affairs: {counts['error']} errors, {counts['warning']} warnings, {counts['note']} notes"
    )
    for path in written:
        click.echo(str(path))
