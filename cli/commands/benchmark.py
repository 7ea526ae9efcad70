"""``shikii benchmark``: how many of some assessments state each measure, as a profile to compare others with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..common import (
    AS_OF,
    LANG,
    RULESET,
    expand,
    progress,
    read_affairs,
    read_into,
    ruleset_of,
    terminal_size,
    write_out,
)
from ..output import output_option, tell_problems

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from ...engine.findings.peers import Profile
    from ...engine.findings.undone_corrections import Corrections
    from ...facts.affair.affair import Affair
    from ...facts.errors import Problem
    from ...rulesets.loader import Ruleset

__all__ = ["command", "read_profile"]


@click.command("benchmark")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@AS_OF
@click.option(
    "--corrections",
    is_flag=True,
    help="Undo each correction that a change table tells and count which of them a rule notices.",
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default=None)
@output_option("Write the profile (.json) for `assess --peers` and `batch --peers`.")
@RULESET
@LANG
def command(
    paths: tuple[str, ...],
    as_of: dt.date,
    corrections: bool,
    format_: str | None,
    output: Path | None,
    ruleset_paths: tuple[Path, ...],
    lang: str,
) -> int:
    """Count how many of some documents and facts files state each expected measure.

    A count, never a verdict: there is no official list of measures, and what many write need not be right.
    With --corrections the rules are measured instead: by what officials themselves corrected later.
    """
    if corrections:
        return _corrections(paths, as_of, format_, output, ruleset_of(ruleset_paths), lang)
    from ...engine.findings.peers import profile_of
    from ...engine.portfolio.assess_run import Together

    ruleset = ruleset_of(ruleset_paths)
    run = Together(ruleset, as_of)
    _, problems = read_into(run, paths, "benchmark")
    results, _ = run.results()
    profile = profile_of(results)
    chosen = format_ or ("json" if output is not None else "text")
    text = (
        profile.model_dump_json(indent=2, by_alias=True)
        if chosen == "json"
        else _text(profile, ruleset, lang, output)
    )
    write_out(text, output, chosen)
    return tell_problems(problems)


def _corrections(
    paths: tuple[str, ...],
    as_of: dt.date,
    format_: str | None,
    output: Path | None,
    ruleset: Ruleset,
    lang: str,
) -> int:
    from ...engine.findings.undone_corrections import corrections_of

    problems: list[Problem] = []
    found = corrections_of(_affairs(paths, problems), as_of=as_of, ruleset=ruleset)
    chosen = format_ or ("json" if output is not None else "text")
    if chosen == "json":
        text = found.model_dump_json(indent=2, by_alias=True)
    else:
        text = _corrections_text(found, lang, output)
    write_out(text, output, chosen)
    return tell_problems(problems)


def _affairs(paths: tuple[str, ...], problems: list[Problem]) -> Iterator[Affair]:
    """Yield the affairs of every document and facts file; a table has no rows of changes."""
    from ...facts.errors import ShikiiError
    from ...facts.readers.input_kinds import input_kind

    for path in progress(expand(paths), "benchmark"):
        if input_kind(path) == "table":
            continue
        try:
            yield from read_affairs(path)
        except ShikiiError as error:
            problems += error.problems


def _corrections_text(found: Corrections, lang: str, output: Path | None) -> str:
    from ...facts.vocabulary import load_vocabulary
    from ...reports.terminal.assessment_text import print_parts
    from ...reports.terminal.cell_width import Folded
    from ...reports.wording.words import Words

    words = Words(lang)
    head = (
        f"{words.ui('assessments_read')} {found.assessments:,}  {words.ui('rows_of_changes')} {found.changes:,}  "
        f"{words.ui('corrections_told')} {found.told:,}"
    )
    lines = [Folded(head, "bold")]
    for kind in found.kinds:
        option = load_vocabulary()["change.edit"].option(kind.kind)
        name = (option.en if lang == "en" else option.ja) if option else kind.kind
        lines.append(Folded(f"  {kind.found:>5,} / {kind.undone:<5,}  {name}", hang=17))
    for one in found.corrections:
        told = "、".join(one.rules) or words.ui("none_noticed")
        lines.append(Folded(f"  {one.affair} {one.item}: {told}", hang=4))
    width, colour = terminal_size(to_file=output is not None)
    return print_parts(lines, width, colour)


def _text(profile: Profile, ruleset: Ruleset, lang: str, output: Path | None) -> str:
    from ...reports.terminal.assessment_text import print_parts
    from ...reports.terminal.cell_width import Folded
    from ...reports.wording.words import Words
    from ...rulesets.language.grammar import Expect

    words = Words(lang)
    titles = {s.id: (s.title_en or s.title) if lang == "en" else s.title for s in ruleset.of(Expect)}
    lines: list[Folded] = []
    for form, peers in profile.forms.items():
        lines.append(Folded(f"{words.level(form)} {peers.assessments:,}", "bold"))
        ranked = sorted(peers.measures.items(), key=lambda m: (-m[1].stated / max(1, m[1].asked), m[0]))
        for id_, m in ranked:
            share = f"{m.stated / m.asked:>4.0%}" if m.asked else "   —"
            line = f"  {m.stated:>5,} / {m.asked:<5,} {share}  {titles.get(id_, id_)}  <{id_}>"
            lines.append(Folded(line, hang=22))
    width, colour = terminal_size(to_file=output is not None)
    return print_parts(lines or [Folded(words.ui("no_measures"))], width, colour)


def read_profile(path: Path) -> Profile:
    """Read a profile that ``shikii benchmark`` wrote.

    Raises:
        InputError: no such file, or no profile.
    """
    from pydantic import ValidationError

    from ...engine.findings.peers import Profile
    from ...facts.errors import InputError, Problem
    from ...facts.readers.open_files import read_text

    text = read_text(path)
    try:
        return Profile.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in ("$", *first["loc"]))
        raise InputError(
            Problem(
                "peers.profile",
                f"{path} {place}",
                str(first.get("input"))[:60],
                "not a profile of measures",
                "write one with `shikii benchmark PATH… -o profile.json`",
            )
        ) from None
