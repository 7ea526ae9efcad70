"""``shikii assess``: one affair or published document in full."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..common import (
    AS_OF,
    CORRECT,
    LANG,
    RULESET,
    WHY,
    progress,
    read_affairs,
    ruleset_of,
    write_out,
)
from ..formats import (
    BASELINE,
    CARRY,
    DATA,
    FILES,
    PEERS,
    baseline_of,
    carry_over,
    check_output,
    compared_with,
    data_text,
    previous_of,
    severities_of,
    write_file,
)
from ..output import (
    EXECUTOR,
    FAIL_ON,
    OUTPUT,
    formats,
    named_format,
    only_out_of_time,
    reaches,
    tell_problems,
)

if TYPE_CHECKING:
    import datetime as dt

    from ...engine.results.assessment import Assessment
    from ...facts.affair.affair import Affair
    from ...facts.arguments import Executor
    from ...reports.workbook.judgements import Carried, Kept
    from ...rulesets.loader import Ruleset

__all__ = ["command"]

_FORMATS: Final = ("text", "json", "md", "html", "xlsx", "checklist", "sarif", "oscal")


@click.command("assess")
@click.argument(
    "paths", nargs=-1, required=True, metavar="FACTS|DOCUMENT...", type=click.Path(path_type=Path)
)
@AS_OF
@formats(
    *_FORMATS,
    more=" (.docx: checklist). checklist: 第三者点検チェック表 (-o x.docx or x.xlsx); sarif: findings on the lines of the document, for editors; oscal: assessment results for GRC tools",
)
@OUTPUT
@EXECUTOR
@FAIL_ON
@BASELINE
@CARRY
@PEERS
@click.option(
    "--merge",
    is_flag=True,
    help="Take all inputs as records of one affair, and report where they contradict.",
)
@click.option(
    "--certificate",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write facts, rules with their hashes, and the tests that decided: what `shikii verify` checks.",
)
@WHY
@CORRECT
@RULESET
@LANG
def command(
    paths: tuple[Path, ...],
    as_of: dt.date,
    format_: str | None,
    output: Path | None,
    executor: Executor,
    fail_on: str | None,
    baseline: Path | None,
    carry: tuple[Path, ...],
    peers: Path | None,
    merge: bool,
    certificate: Path | None,
    why: str | None,
    correct: tuple[Path, ...],  # noqa: ARG001 - taken where documents are read
    ruleset_paths: tuple[Path, ...],
    lang: str,
) -> int:
    """Determine level, duties, risks and gaps of affairs given as facts (YAML, JSON) or published documents (.txt).

    A text file that holds several assessments yields several results.
    """
    from ...engine.portfolio.assess_run import Together
    from ...facts.errors import Problem, ShikiiError
    from ...reports.tables.result_tables import findings_frame

    format_ = named_format(format_, output, _FORMATS)
    check_output(format_, output)
    previous, known = previous_of(carry), baseline_of(baseline)
    ruleset = ruleset_of(ruleset_paths)
    problems: list[Problem] = []
    affairs: list[Affair] = []
    apart = merge or certificate is not None or why is not None  # judged once everything is read
    run = Together(ruleset, as_of, executor)
    for path in progress(paths, "assess"):
        try:
            for affair in read_affairs(path):
                if apart:
                    affairs.append(affair)
                else:
                    run.add(affair)
        except ShikiiError as error:
            problems += error.problems
    if problems and (apart or run.empty or not only_out_of_time(problems)):
        raise ShikiiError(problems)
    if merge:
        from ...facts.affair.merge import merge_affairs

        affairs = [merge_affairs(*affairs)]
    if why is not None:
        from ...engine.portfolio.assess_run import informed
        from ..why import explained

        affairs = list(informed(affairs, as_of=as_of, ruleset=ruleset))
        write_out(explained(affairs, why, as_of, ruleset, format_, output, lang), output, format_)
        return 0
    for affair in affairs:
        run.add(affair)
    results, _ = run.results()
    results = compared_with(results, peers, alike=False)
    if certificate is not None:
        _certify(affairs, ruleset, as_of, ruleset_paths, certificate)
    results, carried = _judged(results, previous, listed=format_ == "xlsx")
    _write(results, format_, output, lang, carried, known)
    found = severities_of(findings_frame(results), known) if fail_on or known is not None else ()
    return tell_problems(problems) or int(reaches(found, fail_on))


def _judged(
    results: tuple[Assessment, ...], previous: tuple[Kept, ...], *, listed: bool
) -> tuple[tuple[Assessment, ...], Carried | None]:
    """Put what people wrote before into the results."""
    if not previous or not results:
        return results, None
    from ...reports.tables.result_tables import batch_of
    from ...reports.workbook.judged_results import with_judgements

    result = batch_of(results)
    carried = carry_over(previous, result, listed=listed)
    return with_judgements(result, results, carried)[1], carried


def _certify(
    affairs: list[Affair], ruleset: Ruleset, as_of: dt.date, folders: tuple[Path, ...], target: Path
) -> None:
    """Write a certificate of every level, of what the affairs of one body know of one another too."""
    import json

    from ...engine.portfolio.assess_run import informed
    from ...reports.certificates.certificate import certificate, rule_files
    from ...rulesets.loader import DEFAULT, FORMS

    files = rule_files([DEFAULT, *folders, FORMS])
    told = informed(affairs, as_of=as_of, ruleset=ruleset)
    made = [certificate(affair, as_of=as_of, ruleset=ruleset, files=files) for affair in told]
    write_out(json.dumps(made, ensure_ascii=False, indent=1), target, "json")


def _write(
    results: tuple[Assessment, ...],
    format_: str,
    output: Path | None,
    lang: str,
    carried: Carried | None,
    known: frozenset[str] | None,
) -> None:
    if format_ in FILES and output is not None:
        write_file(results, format_, output, lang, carried)
    else:
        text = (
            data_text(results, format_, known) if format_ in DATA else _VIEWS[format_](results, output, lang)
        )
        write_out(text, output, format_)


def _text(results: tuple[Assessment, ...], output: Path | None, lang: str) -> str:
    from ...reports.terminal.assessment_text import render_text
    from ..common import terminal_size

    width, colour = terminal_size(to_file=output is not None)
    return render_text(results, width=width, colour=colour, lang=lang)


def _json(results: tuple[Assessment, ...], _output: Path | None, _lang: str) -> str:
    from ...engine.results.assessment import to_json

    return to_json(results)


def _html(results: tuple[Assessment, ...], _output: Path | None, lang: str) -> str:
    from ...reports.page.html import render_assessment_html

    return render_assessment_html(results, lang=lang)


def _md(results: tuple[Assessment, ...], _output: Path | None, lang: str) -> str:
    from ...reports.terminal.assessment_markdown import render_markdown

    return render_markdown(results, lang=lang)


_VIEWS: Final = {"text": _text, "json": _json, "md": _md, "html": _html}
