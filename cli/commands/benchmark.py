"""``shikii benchmark``: how many of some assessments state each measure, as a profile to compare others with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..common import AS_OF, LANG, RULESET, read_into, ruleset_of, terminal_size, write_out
from ..output import output_option, tell_problems

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from ...engine.findings.peers import Profile
    from ...rulesets.loader import Ruleset

__all__ = ["command", "read_profile"]


@click.command("benchmark")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@AS_OF
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default=None)
@output_option("Write the profile (.json) for `assess --peers` and `batch --peers`.")
@RULESET
@LANG
def command(
    paths: tuple[str, ...],
    as_of: dt.date,
    format_: str | None,
    output: Path | None,
    ruleset_paths: tuple[Path, ...],
    lang: str,
) -> int:
    """Count how many of some documents and facts files state each expected measure.

    A count, never a verdict: there is no official list of measures, and what many write need not be right.
    """
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
