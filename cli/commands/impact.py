"""``shikii impact``: which affairs get another result when the law changes, and by which rule."""

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
    progress,
    read_affairs,
    tell_notes,
    terminal_size,
    write_out,
)
from ..language import say
from ..output import OUTPUT, formats, named_format, tell_problems
from .rules.rules_diff import side_of

if TYPE_CHECKING:
    import datetime as dt

    from ...engine.law_change.law_impact import AffairImpact, Laws
    from ...facts.errors import Problem

__all__ = ["command"]

_FORMATS: Final = ("text", "json", "md", "html")


@click.command("impact")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@AS_OF
@click.option("--law-only", is_flag=True, help="Leave out what changes only because time passes.")
@formats(*_FORMATS)
@OUTPUT
@RULESET
@LANG
def command(
    before: str,
    after: str,
    paths: tuple[str, ...],
    as_of: dt.date,
    law_only: bool,
    format_: str | None,
    output: Path | None,
    ruleset_paths: tuple[Path, ...],
    lang: str,
) -> int:
    """List the affairs whose level, duties or findings change between A and B, and the rules that make the change.

    A and B are days, versions or folders as for `shikii rules diff`. Each day's law is applied on that day, with the
    same facts; folders are applied on --as-of. PATH: folders, globs, facts files, tables and documents.
    """
    from ...engine.law_change.law_impact import Laws
    from ...facts.errors import ShikiiError
    from ...reports.terminal.law_impact_views import Impact, render_impact

    laws = Laws(side_of(before, as_of, ruleset_paths), side_of(after, as_of, ruleset_paths))
    named = {Path(p) for p in paths}
    problems: list[Problem] = []
    found: list[AffairImpact] = []
    total = 0
    for path in progress(expand(paths), "impact"):
        try:
            count, changed = _one(laws, path, problems)
        except ShikiiError as error:
            if path not in named and all(p.id in NOT_OURS for p in error.problems):
                click.echo(say(f"{path}: left out, it is neither facts nor an assessment"), err=True)
                continue
            problems += error.problems
            continue
        total += count
        found += changed
    if not total:
        raise ShikiiError(problems)
    kept = tuple(f for f in found if f.by_law or not law_only)
    chosen = named_format(format_, output, _FORMATS)
    width, colour = terminal_size(to_file=output is not None)
    impact = Impact(laws.sides, total, kept)
    text = render_impact(impact, chosen, lang=lang, width=width, colour=colour, whole=output is not None)
    write_out(text, output, chosen)
    return tell_problems(problems)


def _one(laws: Laws, path: Path, problems: list[Problem]) -> tuple[int, list[AffairImpact]]:
    """Return the number of affairs in a file and those that change."""
    if input_kind(path) == "table":
        from ...engine.law_change.rows_impact import impact_on_table
        from ...facts.readers.affair_tables import read_table

        table = read_table(path)
        problems += table.problems
        tell_notes(table.notes)
        return table.frame.height, impact_on_table(laws, table.frame)
    from ...engine.law_change.law_impact import impact_on

    affairs = read_affairs(path)
    return len(affairs), [found for a in affairs if (found := impact_on(laws, a)) is not None]
