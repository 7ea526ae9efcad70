"""``shikii report``: what lies between two runs of ``shikii batch``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from ..common import LANG, write_out
from ..output import OUTPUT, formats, named_format

__all__ = ["command"]

_FORMATS: Final = ("text", "json", "md")


@click.group("report")
def command() -> None:
    """Work with the reports of earlier runs."""


@command.command("diff")
@click.argument("old", metavar="OLD", type=click.Path(path_type=Path))
@click.argument("new", metavar="NEW", type=click.Path(path_type=Path))
@formats(*_FORMATS)
@OUTPUT
@LANG
def diff(old: Path, new: Path, format_: str | None, output: Path | None, lang: str) -> None:
    """Say what is new, solved and still open between two folders that ``shikii batch -o`` wrote."""
    from ...facts.errors import Problem, ShikiiError
    from ...reports.run_diff import diff_runs, read_run
    from ...reports.terminal.run_diff_text import render_diff

    runs = []
    problems: list[Problem] = []
    for folder in (old, new):
        try:
            runs.append(read_run(folder))
        except ShikiiError as error:
            problems += error.problems
    if problems:
        raise ShikiiError(problems)
    from ..common import terminal_size

    width, colour = terminal_size(to_file=output is not None)
    whole = output is not None
    format_ = named_format(format_, output, _FORMATS)
    text = render_diff(diff_runs(*runs), format_, lang=lang, width=width, colour=colour, whole=whole)
    write_out(text, output, format_)
