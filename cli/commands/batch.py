"""``shikii batch``: gap analysis over everything in some folders, files and tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..common import AS_OF, CORRECT, LANG, RULESET, left_out, read_into, ruleset_of, terminal_size
from ..formats import (
    ALSO,
    BASELINE,
    CARRY,
    PEERS,
    baseline_of,
    carry_over,
    compared_with,
    extra_files,
    keep_judged,
    previous_of,
    severities_of,
)  # fmt: skip
from ..language import say
from ..output import EXECUTOR, FAIL_ON, reaches, tell_problems
from ..writing import inputs_of
from .cache import CACHE, JOBS, opened

if TYPE_CHECKING:
    import datetime as dt

    from ...engine.portfolio.portfolio import Portfolio
    from ...engine.results.assessment import Assessment
    from ...facts.arguments import Executor
    from ...facts.errors import Problem
    from ...reports.files.run import RunDirectory
    from ...reports.outcomes.outcome_cache import OutcomeCache
    from ...reports.tables.result_tables import BatchResult
    from ...rulesets.loader import Ruleset

__all__ = ["command"]


@click.command("batch")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Folder for the reports: new, empty, or that of an earlier run, which the new one replaces.",
)
@AS_OF
@EXECUTOR
@FAIL_ON
@BASELINE
@CARRY
@PEERS
@ALSO
@JOBS
@CACHE
@click.option(
    "--watch",
    type=click.FloatRange(min=0),
    metavar="PERCENT",
    help="List affairs whose number is within so many percent of a line that changes the level.",
)
@click.option(
    "--earlier",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder of an earlier run: the report says what is new, solved and still open, and how numbers moved.",
)
@CORRECT
@RULESET
@LANG
def command(
    paths: tuple[str, ...],
    output: Path,
    as_of: dt.date,
    executor: Executor,
    fail_on: str | None,
    baseline: Path | None,
    carry: tuple[Path, ...],
    peers: Path | None,
    also: tuple[str, ...],
    jobs: int | None,
    cache: str | None,
    watch: float | None,
    earlier: Path | None,
    correct: tuple[Path, ...],  # noqa: ARG001 - taken where documents are read
    ruleset_paths: tuple[Path, ...],
    lang: str,
) -> int:
    """Assess folders, globs, facts files, tables (.csv .xlsx .parquet) and documents (.txt) together.

    What cannot be read is reported and left out; the rest goes on, and the exit code says so (2).
    """
    from ...reports.files.run import claim
    from ...reports.run_diff import read_run
    from ...reports.run_files import write_run
    from ...reports.watch_list import with_trend
    from ...reports.workbook.judged_results import with_judgements

    read = (*carry, *([earlier] if earlier else ()))
    ctx = click.get_current_context()
    with claim(output, inputs=[p for p in inputs_of(ctx) if p not in read]) as run:
        tell_notes(run)
        previous, known = previous_of(carry), baseline_of(baseline)
        keep_judged(run.real / "findings.xlsx", previous)
        before = read_run(earlier) if earlier else None
        ruleset = ruleset_of(ruleset_paths)
        result, results = _assessed(paths, ruleset, as_of, executor, peers, jobs, opened(cache))
        result = replace(result, watch=watch, left_out=left_out())
        if before:
            result = replace(result, affairs=with_trend(result.affairs, before[0]))
        carried = carry_over(previous, result)
        result, results = with_judgements(result, results, carried)
        written = write_run(
            run,
            result,
            lang=lang,
            results=results,
            earlier=before,
            carried=carried,
            extra=extra_files(also, result, known),
            layers=layers_of(ruleset_paths),
            read=read,
        )
        tell_notes(run)
    _tell(result, written, lang)
    return tell_problems(result.problems) or int(reaches(severities_of(result.findings, known), fail_on))


def _assessed(
    paths: tuple[str, ...],
    ruleset: Ruleset,
    as_of: dt.date,
    executor: Executor,
    peers: Path | None,
    jobs: int | None,
    cache: OutcomeCache | None,
) -> tuple[BatchResult, tuple[Assessment, ...]]:
    """Read and assess all inputs; return them as one batch, and the single results."""
    from ...engine.portfolio.assess_run import Together

    run = Together(ruleset, as_of, executor)
    files, problems = read_into(run, paths, "batch", jobs=jobs, cache=cache)
    results, tables = run.results()
    results = compared_with(results, peers, alike=True)
    joined = _together(results, tables, ruleset, as_of, tuple(problems), tuple(str(p) for p in files))
    return joined, results


def _together(
    results: tuple[Assessment, ...],
    tables: tuple[Portfolio, ...],
    ruleset: Ruleset,
    as_of: dt.date,
    problems: tuple[Problem, ...],
    inputs: tuple[str, ...],
) -> BatchResult:
    """Join single results and tables into one batch."""
    from ...reports.inputs import joined_run

    return joined_run(results, tables, ruleset, as_of, problems, inputs)


def tell_notes(run: RunDirectory) -> None:
    """Say on stderr what was put right or kept aside, each once."""
    for note in run.notes:
        click.echo(say(note), err=True)
    run.notes.clear()


def layers_of(paths: tuple[Path, ...]) -> list[dict[str, str]]:
    """Name the folders of rules laid over the national ones, each with the hash of what it holds."""
    from ...reports.files.manifest import files_of, sha256_of

    return [
        {"path": str(path), "file": name, "sha256": sha256_of(file)}
        for path in paths
        for name, file in files_of(path).items()
        if file.suffix in (".yaml", ".yml")
    ]


def _tell(result: BatchResult, written: tuple[Path, ...], lang: str) -> None:
    from ...reports.terminal.batch_text import render_batch_text

    width, colour = terminal_size(to_file=False)
    click.echo(render_batch_text(result, written, width=width, colour=colour, lang=lang))
