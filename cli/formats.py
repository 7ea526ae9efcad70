"""Options and steps of the file formats: taking over a previous workbook, and which file a format needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..reports.output_formats import FORMATS, formats_of_kind
from .common import write_bytes
from .language import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import polars as pl

    from ..engine.results.assessment import Assessment, Evidence
    from ..reports.tables.result_tables import BatchResult
    from ..reports.workbook.judgements import Carried, Kept

__all__ = [
    "ALSO",
    "BASELINE",
    "CARRY",
    "DATA",
    "FILES",
    "PEERS",
    "baseline_of",
    "carry_over",
    "check_output",
    "compared_with",
    "data_text",
    "extra_files",
    "keep_judged",
    "previous_of",
    "severities_of",
    "write_file",
]

#: Formats that are files and never go to a terminal, and those that are text for other programs.
FILES: Final = formats_of_kind("file")
DATA: Final = tuple(f.name for f in FORMATS.values() if f.beside)
_MOST_CHECKLISTS: Final = 100

ALSO = click.option(
    "--also",
    type=click.Choice(DATA),
    multiple=True,
    help="Write findings.sarif (for editors) or oscal-assessment-results.json (for GRC tools) too; repeatable.",
)
CARRY = click.option(
    "--carry",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="WORKBOOK",
    help="Take over the judgements, owners, dates and remarks of an earlier findings.xlsx, or of several (repeatable); unmatched rows are listed in full.",
)


BASELINE = click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A result written before (JSON or SARIF): only findings that are not in it count for --fail-on.",
)


PEERS = click.option(
    "--peers",
    type=click.Path(path_type=Path),
    metavar="PROFILE",
    help="Add to findings of measures how many comparable assessments state them: a profile of `shikii benchmark -o`.",
)


def compared_with(
    results: tuple[Assessment, ...], peers: Path | None, *, alike: bool
) -> tuple[Assessment, ...]:
    """Add to findings how many comparable assessments state a measure: of a profile, or (``alike``) of one another."""
    from ..engine.findings.peers import profile_of, with_peers
    from .commands.benchmark import read_profile

    if peers is not None:
        profile = read_profile(peers)
        return tuple(with_peers(r, profile) for r in results)
    if alike and len(results) > 1:
        profile = profile_of(results)
        return tuple(with_peers(r, profile, among=True) for r in results)
    return results


def previous_of(paths: Sequence[Path]) -> tuple[Kept, ...]:
    """Read previous workbooks before anything else is done, so that a wrong one costs nothing; they are merged."""
    if not paths:
        return ()
    from ..reports.workbook.earlier_workbook import read_previous
    from ..reports.workbook.judgements import merged

    return merged([read_previous(path) for path in paths])


def keep_judged(output: Path, previous: tuple[Kept, ...]) -> None:
    """Refuse to write over a workbook with judgements that are not taken over.

    Raises:
        UsageError: how to keep what people wrote.
    """
    from ..facts.errors import InputError, Problem, UsageError

    if not output.exists():
        return
    from ..reports.workbook.earlier_workbook import read_previous

    try:
        there = read_previous(output)
    except InputError:
        return  # no workbook of ours: a report like any other
    taken = {(k.key, k.words) for k in previous}
    left = sum(bool(k.words) and (k.key, k.words) not in taken for k in there)
    if left:
        message = "judgements written in this workbook would be lost"
        remedy = f"take them over with --carry {output}, or write somewhere else"
        raise UsageError(Problem("output.judged", str(output), f"{left} lines", message, remedy))


def carry_over(previous: tuple[Kept, ...], result: BatchResult, *, listed: bool = True) -> Carried | None:
    """Give the words of previous workbooks to the lines of this run, and say on stderr how it went.

    What finds no line is ``listed`` in a workbook; where none is written, it is told on stderr.
    """
    if not previous:
        return None
    from ..reports.workbook.judgements import carry

    carried = carry(previous, result)
    told = f"carried over: {len(carried.words)} lines; without a match: {len(carried.lost)}"
    click.echo(say(told + " (listed in the last sheet)" if carried.lost and listed else told), err=True)
    for kept in () if listed else carried.lost:
        words = kept.words
        where = " ".join(kept.shown.get(n, "") for n in ("organization", "affair", "file", "title")).strip()
        who = " ".join(w for w in (words.judged_by, words.judged_on, words.owner, words.due_by) if w)
        click.echo(
            say(f"{where}: no line for the judgement “{words.judgement}” ({who}) {words.remark}"), err=True
        )
    return carried


def severities_of(findings: pl.DataFrame, baseline: frozenset[str] | None) -> tuple[str, ...]:
    """Return the severities that count for ``--fail-on``: of what is not dismissed and not in the baseline."""
    there = findings.filter(~findings["dismissed"].fill_null(value=False))
    if baseline is None:
        return tuple(there["severity"].unique())
    from ..reports.interchange.sarif import fingerprint

    new = [row["severity"] for row in there.iter_rows(named=True) if fingerprint(row) not in baseline]
    click.echo(say(f"findings of the baseline: {there.height - len(new)}; new: {len(new)}"), err=True)
    return tuple(new)


def baseline_of(path: Path | None) -> frozenset[str] | None:
    """Read the findings of an earlier result, where one is named."""
    if path is None:
        return None
    from ..reports.interchange.baseline import read_baseline

    return read_baseline(path)


def check_output(format_: str, output: Path | None) -> None:
    """Refuse a file format without a fitting file.

    Raises:
        UsageError: what to write instead.
    """
    from ..facts.errors import Problem, UsageError

    endings = FORMATS[format_].endings if format_ in FILES else ()
    named = " / ".join(f"-o report{e}" for e in endings)
    if endings and output is None:
        message = (
            "a workbook cannot go to the terminal"
            if format_ == "xlsx"
            else "a file is needed for this format"
        )
        raise UsageError(Problem("output.needed", "--format", format_, message, f"name a file with {named}"))
    if endings and output is not None and output.suffix.lower() not in endings:
        message = f"the format {format_} is not written into a file of this kind"
        raise UsageError(
            Problem("output.kind", str(output), output.suffix, message, f"name the file with {named}")
        )


def write_file(
    results: Sequence[Assessment],
    format_: str,
    output: Path,
    lang: str,
    carried: Carried | None,
) -> None:
    """Write a workbook or a check sheet, whole or not at all."""
    if format_ == "xlsx":
        from ..reports.tables.result_tables import batch_of
        from ..reports.workbook.batch_workbook import write_findings_xlsx

        result = batch_of(results)
        write_bytes(
            output, lambda path: write_findings_xlsx(path, result, lang=lang, carried=carried), "xlsx"
        )
        return
    from ..facts.errors import Problem, UsageError
    from ..reports.checklist import checklist_of
    from ..rulesets.review_viewpoints import load_viewpoints

    if len(results) > _MOST_CHECKLISTS:
        message = f"more than {_MOST_CHECKLISTS} assessments are too many for one check sheet"
        raise UsageError(
            Problem("output.many", str(output), str(len(results)), message, "name fewer documents")
        )
    checklists = [checklist_of(r, load_viewpoints()) for r in results]
    if output.suffix.lower() == ".docx":
        from ..reports.word.checklist_docx import render_checklist_docx

        data = render_checklist_docx(checklists, lang=lang)
        write_bytes(output, lambda path: path.write_bytes(data), "checklist")
    else:
        from ..reports.workbook.checklist_workbook import write_checklist_xlsx

        write_bytes(output, lambda path: write_checklist_xlsx(path, checklists, lang=lang), "checklist")


def data_text(results: Sequence[Assessment], format_: str, baseline: frozenset[str] | None = None) -> str:
    """Render results for other programs."""
    from ..reports.tables.result_tables import batch_of

    result = batch_of(results)
    return _renderers(result, [f.evidence for r in results for f in r.findings], baseline)[format_]()


def extra_files(
    also: Sequence[str], result: BatchResult, baseline: frozenset[str] | None = None
) -> dict[str, Callable[[], str]]:
    """Return what a batch writes besides, by file name."""
    render = _renderers(result, (), baseline)
    return {FORMATS[name].beside: render[name] for name in dict.fromkeys(also)}


def _renderers(
    result: BatchResult,
    evidence: Sequence[Sequence[Evidence]] = (),
    baseline: frozenset[str] | None = None,
) -> dict[str, Callable[[], str]]:
    from ..reports.interchange.oscal import render_oscal
    from ..reports.interchange.sarif import render_sarif

    return {"sarif": lambda: render_sarif(result, evidence, baseline), "oscal": lambda: render_oscal(result)}
