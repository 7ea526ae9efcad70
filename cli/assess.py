"""``shikii assess``: one affair or published document in full."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import (
    AS_OF,
    LANG,
    RULESET,
    WHY,
    fail_code,
    progress,
    read_affairs,
    ruleset_of,
    write_bytes,
    write_out,
)

if TYPE_CHECKING:
    import datetime as dt

    from ..engine.results import Assessment
    from ..facts.affair import Affair

__all__ = ["command"]


@click.command("assess")
@click.argument(
    "paths", nargs=-1, required=True, metavar="FACTS|DOCUMENT...", type=click.Path(path_type=Path)
)
@AS_OF
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "md", "html", "xlsx"]),
    default=None,
    help="text by default, or what the name of -o says.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to a file instead of stdout.")
@click.option(
    "--executor",
    type=click.Choice(["auto", "session", "reference"]),
    default="auto",
    help="Which executor runs the rules; results are identical.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note"]),
    help="Exit 1 when a finding reaches this severity.",
)
@click.option(
    "--merge",
    is_flag=True,
    help="Take all inputs as records of one affair, and report where they contradict.",
)
@WHY
@RULESET
@LANG
def command(
    paths: tuple[Path, ...],
    as_of: dt.date,
    format_: str | None,
    output: Path | None,
    executor: str,
    fail_on: str | None,
    merge: bool,
    why: str | None,
    ruleset_paths: tuple[Path, ...],
    lang: str,
) -> int:
    """Determine level, duties, risks and gaps of affairs given as facts (YAML, JSON) or published documents (.txt).

    A text file that holds several assessments yields several results.
    """
    from ..engine.assess import assess
    from ..facts.errors import Problem, ShikiiError, UsageError

    format_ = format_ or _by_name(output)
    if format_ == "xlsx" and output is None:
        raise UsageError(
            Problem(
                "output.needed",
                "--format",
                "xlsx",
                "a workbook cannot go to the terminal",
                "name a file with -o report.xlsx",
            )
        )
    ruleset = ruleset_of(ruleset_paths)
    problems: list[Problem] = []
    affairs: list[Affair] = []
    results: list[Assessment] = []
    for path in progress(paths, "assess"):
        try:
            read = read_affairs(path)
            affairs += read if merge or why is not None else ()
            if not (merge or why is not None):
                results += [assess(a, as_of=as_of, ruleset=ruleset, executor=executor) for a in read]
        except ShikiiError as error:
            problems += error.problems
    if problems:
        raise ShikiiError(problems)
    if merge:
        from ..facts.merge import merge_affairs

        affairs = [merge_affairs(*affairs)]
        results = [assess(affairs[0], as_of=as_of, ruleset=ruleset, executor=executor)]
    if why is not None:
        from .why import explained

        write_out(explained(affairs, why, as_of, ruleset, format_, output, lang), output)
        return 0
    _write(tuple(results), format_, output, lang)
    return fail_code(results, fail_on)


def _by_name(output: Path | None) -> str:
    known = {".json": "json", ".md": "md", ".html": "html", ".xlsx": "xlsx"}
    return known.get(output.suffix.lower(), "text") if output else "text"


def _write(results: tuple[Assessment, ...], format_: str, output: Path | None, lang: str) -> None:
    if format_ == "xlsx":
        from ..reports.tables import batch_of
        from ..reports.xlsx import write_findings_xlsx

        assert output is not None  # noqa: S101 - checked before anything was read
        write_bytes(output, lambda path: write_findings_xlsx(path, batch_of(results), lang=lang))
        return
    write_out(_text(results, format_, output, lang), output)


def _text(results: tuple[Assessment, ...], format_: str, output: Path | None, lang: str) -> str:
    if format_ == "json":
        from ..engine.results import to_json

        return to_json(results)
    if format_ == "html":
        from ..reports.html import render_assessment_html

        return render_assessment_html(results, lang=lang)
    if format_ == "md":
        from ..reports.markdown import render_markdown

        return render_markdown(results, lang=lang)
    from ..reports.text import render_text
    from .common import terminal_size

    width, colour = terminal_size(to_file=output is not None)
    return render_text(results, width=width, colour=colour, lang=lang)
