"""What commands share: options and reading any input."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from ..facts.errors import InputError, Problem, UsageError
from ..facts.readers.input_kinds import ENDINGS, input_kind, is_correction_file
from .configuration import configured
from .language import LANGUAGES, current, say
from .writing import write_bytes, write_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..engine.portfolio.assess_run import Together
    from ..engine.portfolio.portfolio import Portfolio
    from ..facts.affair.affair import Affair
    from ..facts.documents.document_facts import Assessment
    from ..facts.forms.model import Forms
    from ..reports.outcomes.outcome import Outcome
    from ..reports.outcomes.outcome_cache import OutcomeCache
    from ..rulesets.loader import Ruleset

__all__ = [
    "AS_OF", "CORRECT", "LANG", "NOT_OURS", "RULESET", "WHY", "expand", "forms", "is_terminal", "left_out", "of_the_body",
    "progress", "read_affairs", "read_assessments", "read_into", "read_portfolio", "ruleset_of", "tell_notes", "terminal_size", "write_bytes", "write_out",
]  # fmt: skip

_T = TypeVar("_T")
_LAST_YEAR: Final = 2999


class _Day(click.ParamType[dt.date]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        from ..facts.reading.dates import parse_days
        from ..facts.reading.glyphs import Unclear

        try:
            day, last = parse_days(value)
        except Unclear as reason:
            why = "" if str(reason) == "not a date" else f" ({say(str(reason))})"
            self.fail(say(f"`{value}` is no date{why}; write it as 2026-04-01"), param, ctx)
        if day != last:
            self.fail(say(f"`{value}` is no single day; write it as 2026-04-01"), param, ctx)
        if day.year > _LAST_YEAR:
            self.fail(say(f"`{value}` lies too far ahead to count periods from"), param, ctx)
        return day


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.timezone(dt.timedelta(hours=9), "JST")).date()


AS_OF = click.option(
    "--as-of",
    type=_Day(),
    default=_today,
    metavar="DATE",
    help="The day law and periods are counted from; today in Japan by default.",
)
LANG = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=current,
    help="Language of messages and reports; by default SHIKII_LANG, the configuration, or Japanese.",
)
RULESET = click.option(
    "--ruleset",
    "ruleset_paths",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    help="A folder laid over the national ruleset, or a ruleset that stands alone; repeatable.",
)


CORRECT = click.option(
    "--correct",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    metavar="FILE",
    help="Corrections of what is read in a document (see `shikii correct`); NAME.correct.yaml beside it is taken by itself.",
)
WHY = click.option(
    "--why",
    metavar="LEVEL|RULE|FACT",
    help="Explain this instead: `level`, a level (why, or why not), the id of a rule, or a fact.",
)


def ruleset_of(paths: Sequence[Path]) -> Ruleset:
    """Load the national ruleset with folders laid over it, or one that stands alone; the command speaks its facts.

    Raises:
        UsageError: a ruleset that stands alone, among others.
    """
    from ..facts.vocabulary import speaking
    from ..rulesets.loader import load_ruleset, stands_alone

    alone = [path for path in paths if stands_alone(path)]
    if alone and len(paths) > 1:
        message, remedy = "a ruleset that stands alone, among others", "name it alone"
        raise UsageError(Problem("ruleset.alone", "--ruleset", str(alone[0]), message, remedy))
    ruleset = load_ruleset(replacing_national=alone[0]) if alone else load_ruleset(over=paths)
    context = click.get_current_context(silent=True)
    if context is not None:
        context.with_resource(speaking(ruleset.given))
    return ruleset


def forms() -> Forms:
    """Load the official forms that ship with the package."""
    from ..facts.forms.model import load_forms
    from ..rulesets.loader import FORMS

    return load_forms(FORMS)


def is_terminal() -> bool:
    """Whether a person is at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def expand(patterns: Sequence[str]) -> tuple[Path, ...]:
    """Turn folders, globs and files into files, in a steady order, each once.

    Raises:
        UsageError: a path that is not there, or a folder without anything to read.
    """
    import glob

    problems: list[Problem] = []
    found: dict[Path, Path] = {}
    for pattern in patterns:
        path = Path(pattern)
        if path.is_dir():
            inside = _inside(path)
        elif path.exists():
            inside = [path]
        else:
            inside = sorted(Path(p) for p in glob.glob(pattern, recursive=True))  # noqa: PTH207 - patterns may be absolute
            inside = [p for p in inside if not is_correction_file(p)]
        if not inside:
            problems.append(
                Problem(
                    "input.nothing",
                    pattern,
                    "",
                    "nothing to read here",
                    f"name files that end in {' '.join(ENDINGS)}, or a folder that holds some",
                )
            )
        for one in inside:
            found.setdefault(one.resolve(), one)
    remedy = f"name files that end in {' '.join(ENDINGS)}"
    problems += [
        Problem("input.kind", str(path), path.suffix, "a kind of file that cannot be read", remedy)
        for path in found.values()
        if path.suffix.lower() not in ENDINGS
    ]
    if problems:
        raise UsageError(problems)
    return tuple(found.values())


def _inside(folder: Path) -> list[Path]:
    """Return what a folder holds to read; what is left out is named."""
    from ..reports.input_files import files_in

    files, left = files_in(folder)
    for place, reason in left:
        leave_out(place, reason)
    return files


_LEFT_OUT: Final = "shikii.left_out"


def leave_out(place: object, reason: str) -> None:
    """Say on stderr that an input was left out and why, and keep it for the report."""
    click.echo(say(f"{place}: left out, {reason}"), err=True)
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta.setdefault(_LEFT_OUT, []).append((str(place), reason))


def left_out() -> tuple[tuple[str, str], ...]:
    """Return what the command left out so far: place and reason."""
    context = click.get_current_context(silent=True)
    return tuple(context.meta.get(_LEFT_OUT, ()) if context else ())


def read_affairs(path: Path) -> tuple[Affair, ...]:
    """Read a facts file or a published document into affairs.

    Raises:
        InputError: what is wrong, where, and what to do.
    """
    kind = input_kind(path)
    if kind == "facts":
        from ..facts.readers.facts_files import read_facts

        return tuple(of_the_body(affair) for affair in read_facts(path))
    if kind in ("document", "archive"):
        from ..facts.documents.to_affair import affair_of

        return tuple(affair_of(a) for a in read_assessments(path))
    raise InputError(
        Problem(
            "input.kind",
            str(path),
            path.suffix,
            "a table of affairs, or a kind of file that cannot be read",
            "name facts or documents; tables go to `shikii batch`",
        )
    )


def of_the_body(affair: Affair) -> Affair:
    """Give an affair that names no organization the one of the settings."""
    body = configured().organization
    return affair.telling(organization=body) if body and not affair.organization else affair


def read_assessments(path: Path) -> tuple[Assessment, ...]:
    """Read every assessment of a document, or of all documents in an archive; what is left out of one is named.

    Raises:
        InputError: nothing was read at all.
    """
    from ..facts.documents.archives import read_assessments as read
    from ..facts.documents.corrections.correction_file import corrections_for
    from ..facts.readers.open_files import read_bytes
    from ..reports.coverage_lines import coverage_line
    from .part_lines import part_lines

    named, alone = _named_corrections()
    corrections = corrections_for(path, named, alone=alone)
    found, problems = read(read_bytes(path), str(path), forms(), corrections)
    for problem in problems:
        click.echo(say(f"{problem.place}: left out, {problem.message}"), err=True)
    for assessment in found:
        if not assessment.coverage.whole:
            click.echo(f"{assessment.source}: {coverage_line(assessment.coverage, _lang())}", err=True)
    for source in dict.fromkeys(a.source for a in found):
        for line in part_lines(next(a for a in found if a.source == source)):
            click.echo(line, err=True)
    return found


def _named_corrections() -> tuple[tuple[Path, ...], bool]:
    """Return the files of ``--correct``, and whether the command reads one document alone."""
    context = click.get_current_context(silent=True)
    params = context.params if context else {}
    named: Any = params.get("paths") or params.get("documents") or ()
    paths = (named,) if isinstance(named, Path) else named
    alone = len(paths) == 1 and not Path(paths[0]).is_dir()
    return tuple(params.get("correct") or ()), alone


def _lang() -> str:
    """Return the language that the command writes."""
    context = click.get_current_context(silent=True)
    return str((context.params if context else {}).get("lang") or "ja")


#: A folder may hold other things too; a file named on the command line must be readable.
NOT_OURS: Final = ("facts.not-facts", "document.not-an-assessment")


def read_into(
    run: Together,
    paths: Sequence[str],
    label: str,
    *,
    jobs: int | None = 1,
    cache: OutcomeCache | None = None,
) -> tuple[tuple[Path, ...], list[Problem]]:
    """Read everything that paths name into a run; return the files, and what could not be read.

    ``jobs`` is the number of processes that read single affairs, None for as many as are worth while; ``cache`` holds
    what earlier runs read.

    Raises:
        ShikiiError: nothing at all could be read.
    """
    from ..facts.errors import ShikiiError
    from ..reports.outcomes.outcome import Job
    from ..reports.outcomes.run_inputs import again, assessed

    files = expand(paths)
    named = {Path(p) for p in paths}
    problems: list[Problem] = []
    job = Job(run.ruleset, run.as_of, run.executor, configured().organization, *_named_corrections())
    singles = [p for p in files if input_kind(p) != "table"]
    coming = assessed(singles, job, jobs=jobs, cache=cache)
    for path in progress(files, label):
        try:
            if input_kind(path) == "table":
                run.add_table(read_portfolio(path, run.ruleset, run.as_of, problems))
                continue
            outcome = next(coming).outcome
            _tell_left_out(outcome)
            for at, full in enumerate(outcome.fulls):
                run.add_full(full, again(path, job, at))
            if outcome.problems:
                raise InputError(outcome.problems)
        except ShikiiError as error:
            if path not in named and all(p.id in NOT_OURS for p in error.problems):
                leave_out(path, "it is neither facts nor an assessment")
                continue
            problems += error.problems
    if run.empty:
        raise ShikiiError(problems)
    return files, problems


def _tell_left_out(outcome: Outcome) -> None:
    """Say which documents of an archive were left out, and of which documents parts were not read."""
    from ..reports.coverage_lines import coverage_line

    for problem in outcome.left_out:
        leave_out(problem.place, problem.message)
    for full in outcome.fulls:
        result = full.result
        if result.coverage is not None and not result.coverage.whole:
            click.echo(f"{result.source}: {coverage_line(result.coverage, _lang())}", err=True)


def read_portfolio(path: Path, ruleset: Ruleset, as_of: dt.date, problems: list[Problem]) -> Portfolio:
    """Read a table of affairs and conclude every row; cells that cannot be read are added to ``problems``."""
    from ..engine.assess import program_of
    from ..engine.portfolio.portfolio import assess_table
    from ..facts.readers.affair_tables import read_table

    table = read_table(path)
    problems += table.problems
    tell_notes(table.notes)
    return assess_table(table.frame, program=program_of(ruleset, as_of), ruleset=ruleset, as_of=as_of)


def tell_notes(notes: Iterable[str]) -> None:
    """Say on stderr what was left out of an input and is no mistake."""
    for note in notes:
        click.echo(say(note), err=True)


def progress(items: Sequence[_T], label: str) -> Iterator[_T]:
    """Yield items with a bar on stderr when a person watches, silently when not."""
    if len(items) < 2 or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr, show_pos=True) as bar:
        yield from bar


def terminal_size(*, to_file: bool) -> tuple[int, bool]:
    """Return the width to write for and whether to colour: as the terminal is, else 80 columns, plain."""
    import shutil

    tty = not to_file and sys.stdout.isatty()
    width = shutil.get_terminal_size((80, 24)).columns if tty else 80
    return max(60, min(width, 140)), tty and "NO_COLOR" not in os.environ
