"""``shikii compare``: what differs between two versions, how the rules judge it, and what follows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ...facts.readers.input_kinds import input_kind
from ..common import (
    AS_OF,
    LANG,
    NOT_OURS,
    RULESET,
    expand,
    forms,
    progress,
    read_affairs,
    ruleset_of,
    write_bytes,
    write_out,
)
from ..language import say
from ..output import OUTPUT, formats, named_format

if TYPE_CHECKING:
    import datetime as dt

    from ...engine.results.version_comparison import ComparisonReport
    from ...facts.affair.affair import Affair
    from ...facts.errors import Problem

__all__ = ["command"]

_FORMATS: Final = ("text", "json", "md", "html")
#: Files that hold the rows of 変更箇所.
_ROWS: Final = (".xlsx", ".docx")


@click.command("compare")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--form", type=click.Choice(["basic", "key", "full"]), help="Compare assessments of this form only."
)
@AS_OF
@formats(*_FORMATS, more="; -o x.xlsx or x.docx: rows of 変更箇所 to paste into the form")
@OUTPUT
@RULESET
@LANG
def command(
    old: Path,
    new: Path,
    form: str | None,
    as_of: dt.date,
    format_: str | None,
    output: Path | None,
    ruleset_paths: tuple[Path, ...],
    lang: str,
) -> int:
    """Compare two versions: facts (YAML, JSON), published documents (.txt), or folders of them.

    Each item that differs is judged: marked ※ or not, formal or not, significant, not significant, or for a
    human to decide; and whether the threshold result rose or fell. Several assessments are matched by body, affair
    and form; what finds no partner is listed.
    """
    from ...engine.versions.compare_versions import compare
    from ...facts.errors import Problem, ShikiiError, UsageError

    problems: list[Problem] = []
    sides: list[tuple[Affair, ...]] = []
    for path in (old, new):
        try:
            found = tuple(a for a in _read(path) if form in (None, a.form))
        except ShikiiError as error:
            problems += error.problems
            continue
        if not found:
            what, remedy = "no assessment of this form here", "leave --form out, or name the other file"
            problems.append(Problem("compare.no-form", str(path), str(form), what, remedy))
        sides.append(found)
    if problems:
        raise ShikiiError(problems)
    report = compare(*sides, as_of=as_of, forms=forms(), ruleset=ruleset_of(ruleset_paths))
    if not report.comparisons:
        names = ", ".join(s.affair or s.source for s in (*report.only_old, *report.only_new))
        what, remedy = "no two assessments belong together", "give both versions the same affair or title"
        raise UsageError(Problem("compare.unmatched", f"{old} {new}", names, what, remedy))
    if output is not None and format_ is None and output.suffix.lower() in _ROWS:
        _write_rows(report, output)
        return 0
    chosen = named_format(format_, output, _FORMATS)
    write_out(_VIEWS[chosen](report, output, lang), output, chosen)
    return 0


def _write_rows(report: ComparisonReport, output: Path) -> None:
    """Write the rows of 変更箇所 as a workbook or a Word document."""
    if output.suffix.lower() == ".xlsx":
        from ...reports.workbook.change_workbook import write_changes_xlsx

        write_bytes(output, lambda path: write_changes_xlsx(path, report), "xlsx")
        return
    from ...reports.word.changes_docx import render_changes_docx

    data = render_changes_docx(report)
    write_bytes(output, lambda path: path.write_bytes(data), "checklist")


def _read(path: Path) -> tuple[Affair, ...]:
    """Read a file, or all facts and documents of a folder; other files of a folder are left out with a note."""
    from ...facts.errors import ShikiiError

    if not path.is_dir():
        return read_affairs(path)
    found: list[Affair] = []
    problems: list[Problem] = []
    for file in progress(expand([str(path)]), "compare"):
        if input_kind(file) == "table":
            click.echo(say(f"{file}: left out, tables are not compared"), err=True)
            continue
        try:
            found += read_affairs(file)
        except ShikiiError as error:
            if all(p.id in NOT_OURS for p in error.problems):
                click.echo(say(f"{file}: left out, it is neither facts nor an assessment"), err=True)
                continue
            problems += error.problems
    if problems:
        raise ShikiiError(problems)
    return tuple(found)


def _text(report: ComparisonReport, output: Path | None, lang: str) -> str:
    from ...reports.terminal.compare_text import render_comparison_text
    from ..common import terminal_size

    width, colour = terminal_size(to_file=output is not None)
    return render_comparison_text(report, width=width, colour=colour, lang=lang)


def _json(report: ComparisonReport, _output: Path | None, _lang: str) -> str:
    from ...engine.results.version_comparison import comparison_json

    return comparison_json(report)


def _md(report: ComparisonReport, _output: Path | None, lang: str) -> str:
    from ...reports.terminal.compare_markdown import render_comparison_markdown

    return render_comparison_markdown(report, lang=lang)


def _html(report: ComparisonReport, _output: Path | None, lang: str) -> str:
    from ...reports.page.html import render_comparison_html

    return render_comparison_html(report, lang=lang)


_VIEWS: Final = {"text": _text, "json": _json, "md": _md, "html": _html}
