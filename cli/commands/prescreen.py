"""``shikii prescreen``: the level from the threshold facts, asked for one by one on a terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ...reports.output_formats import MEMO_ENDINGS
from ..common import (
    AS_OF,
    LANG,
    RULESET,
    WHY,
    is_terminal,
    of_the_body,
    read_affairs,
    ruleset_of,
    terminal_size,
    write_bytes,
    write_out,
)
from ..language import say
from ..output import OUTPUT, formats, named_format

if TYPE_CHECKING:
    import datetime as dt

    from ...engine.results.assessment import Assessment
    from ...facts.affair.affair import Affair

__all__ = ["command"]

_FORMATS: Final = ("text", "json", "md")


def _memo_path(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    if value is not None and value.suffix.lower() not in MEMO_ENDINGS:
        raise click.BadParameter(
            say(f"`{value}`: name a file that ends in {' '.join(MEMO_ENDINGS)}"), ctx, param
        )
    return value


@click.command("prescreen")
@click.argument("facts", required=False, type=click.Path(path_type=Path))
@click.option(
    "--headcount",
    metavar="N|BAND",
    help="Persons in the files (対象人数): 250000, 25万人, 10万人以上30万人未満.",
)
@click.option("--handlers", metavar="N|BAND", help="Staff who handle them (取扱者数): 120, 500人未満.")
@click.option(
    "--incident",
    metavar="yes|no",
    help="A serious incident (重大事故) within one year: yes, no; left out when not known.",
)
@AS_OF
@formats(*_FORMATS)
@OUTPUT
@click.option(
    "--interview", is_flag=True, help="Ask one question at a time, also over a pipe; goes on from FACTS."
)
@click.option(
    "--save",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the facts (YAML) after every answer.",
)
@click.option(
    "--memo",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_memo_path,
    metavar="FILE",
    help="Write the record of the determination to put on file: .md, .html or .docx.",
)
@WHY
@RULESET
@LANG
def command(
    facts: Path | None,
    headcount: str | None,
    handlers: str | None,
    incident: str | None,
    as_of: dt.date,
    format_: str | None,
    output: Path | None,
    why: str | None,
    interview: bool,
    save: Path | None,
    memo: Path | None,
    ruleset_paths: tuple[Path, ...],
    lang: str,
) -> int:
    """Say which assessment an affair needs, from what is known; what is not known widens the answer.

    Without facts on a terminal it asks for what would settle the level, best question first.
    """
    from ...engine.assess import assess
    from ...facts.errors import Problem, UsageError

    format_ = named_format(format_, output, _FORMATS)
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
    affair = _with(of_the_body(affairs[0]), said)
    if interview or (facts is None and not said and is_terminal()):
        from ...engine.session.interview import Interview
        from ..interview_dialogue import hold

        talk = Interview.start(affair, as_of=as_of, ruleset=ruleset)
        affair = hold(talk, lang=lang, save=save).affair
    if save is not None:
        from ...facts.documents.to_affair import to_yaml

        text = to_yaml(affair)
        write_bytes(save, lambda path: path.write_text(text, encoding="utf-8"), "yaml")
    if why is not None:
        from ..why import explained

        write_out(explained((affair,), why, as_of, ruleset, format_, output, lang), output, format_)
        return 0
    # the session is built for a process that lives on; for one answer building it would take most of the time
    result = assess(affair, as_of=as_of, ruleset=ruleset, executor="reference")
    if memo is not None:
        _memo(result, memo, lang)
    write_out(_VIEWS[format_](result, output, lang), output, format_)
    return 0


def _affair(values: dict[str, str]) -> Affair:
    from ...facts.affair.builder import read_affair

    return read_affair(values, "shikii prescreen")


def _with(affair: Affair, said: dict[str, str]) -> Affair:
    """Let what the call says stand in for what the file says."""
    from ...facts.errors import InputError

    try:
        return affair.telling(**said) if said else affair
    except InputError as error:
        options = {f"$.{name}": f"--{name.split('_')[0]}" for name in said}
        raise InputError(
            replace(p, place=options.get(p.place.strip(), p.place)) for p in error.problems
        ) from None


def _memo(result: Assessment, path: Path, lang: str) -> None:
    """Write the memo to put on file, in the format its name says."""
    from ...reports.memos.memo import memo_of
    from ...reports.memos.memo_files import write_memo

    write_bytes(
        path, lambda target: write_memo(memo_of(result, lang=lang), target, path.suffix.lower(), lang=lang)
    )


def _text(result: Assessment, output: Path | None, lang: str) -> str:
    from ...reports.terminal.assessment_text import render_prescreen

    width, colour = terminal_size(to_file=output is not None)
    return render_prescreen(result, width=width, colour=colour, lang=lang)


def _json(result: Assessment, _output: Path | None, _lang: str) -> str:
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


def _md(result: Assessment, _output: Path | None, lang: str) -> str:
    from ...reports.terminal.assessment_markdown import render_prescreen_markdown

    return render_prescreen_markdown(result, lang=lang)


_VIEWS: Final = {"text": _text, "json": _json, "md": _md}
