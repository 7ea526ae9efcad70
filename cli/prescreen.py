"""``shikii prescreen``: the level from the threshold facts, asked for one by one on a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import AS_OF, LANG, RULESET, WHY, is_terminal, read_affairs, ruleset_of, terminal_size, write_out

if TYPE_CHECKING:
    import datetime as dt

    from ..engine.results import Assessment, Missing
    from ..facts.affair import Affair
    from ..rulesets.loader import Ruleset

__all__ = ["command"]


@click.command("prescreen")
@click.argument("facts", required=False, type=click.Path(path_type=Path))
@click.option("--headcount", metavar="N|BAND", help="対象人数: 250000, 25万人, 10万人以上30万人未満")
@click.option("--handlers", metavar="N|BAND", help="取扱者数: 120, 500人未満")
@click.option(
    "--incident", metavar="yes|no", help="過去1年以内の重大事故 (yes, no, or left out when not known)"
)
@AS_OF
@click.option("--format", "format_", type=click.Choice(["text", "json", "md"]), default="text")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to a file instead of stdout.")
@WHY
@RULESET
@LANG
def command(
    facts: Path | None,
    headcount: str | None,
    handlers: str | None,
    incident: str | None,
    as_of: dt.date,
    format_: str,
    output: Path | None,
    why: str | None,
    ruleset_paths: tuple[Path, ...],
    lang: str,
) -> int:
    """Say which assessment an affair needs, from what is known; what is not known widens the answer.

    Without facts on a terminal it asks for what would settle the level, best question first.
    """
    from ..engine.assess import assess
    from ..facts.errors import Problem, UsageError

    given = {"headcount": headcount, "handlers": handlers, "incident_within_1y": incident}
    said = {name: value for name, value in given.items() if value is not None}
    ruleset = ruleset_of(ruleset_paths)
    affairs = read_affairs(facts) if facts else (_affair({}),)
    if len(affairs) != 1:
        raise UsageError(
            Problem(
                "prescreen.several",
                str(facts),
                str(len(affairs)),
                "more than one affair here",
                "use `shikii assess` or `shikii batch`",
            )
        )
    affair = _with(affairs[0], said)
    if facts is None and not said and is_terminal():
        affair = _interview(affair, ruleset, as_of)
    if why is not None:
        from .why import explained

        write_out(explained((affair,), why, as_of, ruleset, format_, output, lang), output)
        return 0
    result = assess(affair, as_of=as_of, ruleset=ruleset)
    write_out(_render(result, format_, output, lang), output)
    return 0


def _affair(values: dict[str, str]) -> Affair:
    from ..facts.build import read_affair

    return read_affair(values, "command line")


def _with(affair: Affair, said: dict[str, str]) -> Affair:
    """Let what the call says stand in for what the file says."""
    return affair.telling(**said) if said else affair


def _interview(affair: Affair, ruleset: Ruleset, as_of: dt.date) -> Affair:
    """Ask the best question until the level is settled or everything useful was asked."""
    from ..engine.assess import assess
    from ..facts.errors import ShikiiError

    asked: set[str] = set()
    while True:
        level = assess(affair, as_of=as_of, ruleset=ruleset).level
        rest = [m for m in level.missing if m.fact not in asked]
        if not rest:
            return affair
        question: Missing = rest[0]
        answer = click.prompt(
            f"{question.question}\n(数・区分・はい/いいえ。分からなければ 不明)",
            err=True,
            default="不明",
            show_default=False,
        )
        try:
            affair = _with(affair, {question.fact: answer})
            asked.add(question.fact)
        except ShikiiError as error:
            click.echo(str(error), err=True)


def _render(result: Assessment, format_: str, output: Path | None, lang: str) -> str:
    if format_ == "json":
        import json

        data = result.model_dump(
            mode="json",
            by_alias=True,
            include={
                "as_of",
                "ruleset",
                "affair",
                "organization",
                "level",
                "obligations",
                "open_law",
                "changes_ahead",
                "conflicts",
                "explanation",
            },
        )
        return json.dumps({"schema": "shikii/prescreen/1", **data}, ensure_ascii=False, indent=2)
    if format_ == "md":
        from ..reports.markdown import render_prescreen_markdown

        return render_prescreen_markdown(result, lang=lang)
    from ..reports.text import render_prescreen

    width, colour = terminal_size(to_file=output is not None)
    return render_prescreen(result, width=width, colour=colour, lang=lang)
