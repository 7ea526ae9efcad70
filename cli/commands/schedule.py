"""``shikii schedule``: what falls due for all affairs, what is late first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import click

from ..common import AS_OF, LANG, RULESET, read_into, ruleset_of, write_out
from ..language import say
from ..output import OUTPUT, formats, named_format, tell_problems

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from ...engine.portfolio.schedule import Schedule

__all__ = ["command"]

_TERM: Final = re.compile(r"(\d{1,4})\s*([dwmy])\Z")
_FORMATS: Final = ("text", "json", "html", "md", "ics")


class _Term(click.ParamType[str]):
    name = "term"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not _TERM.match(str(value)):
            self.fail(say(f"`{value}` is no length of time; write it as 90d, 8w, 12m or 5y"), param, ctx)
        return str(value)


@click.command("schedule")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--within",
    type=_Term(),
    default="12m",
    show_default=True,
    metavar="TERM",
    help="How far ahead to look: 90d, 8w, 12m, 5y. What is late is always listed.",
)
@AS_OF
@formats(*_FORMATS, more="; ics is for calendar programs")
@OUTPUT
@RULESET
@LANG
def command(
    paths: tuple[str, ...],
    within: str,
    as_of: dt.date,
    format_: str | None,
    output: Path | None,
    ruleset_paths: tuple[Path, ...],
    lang: str,
) -> int:
    """List what falls due: duties and efforts of folders, facts files, tables and documents, soonest first.

    What cannot be read is reported and left out; the rest goes on, and the exit code says so (2).
    """
    from ...engine.assess import stamp_of
    from ...engine.portfolio.assess_run import Together
    from ...engine.portfolio.schedule import schedule_of

    format_ = named_format(format_, output, _FORMATS)
    ruleset = ruleset_of(ruleset_paths)
    run = Together(ruleset, as_of)
    _, problems = read_into(run, paths, "schedule")
    results, tables = run.results()
    schedule = schedule_of(
        results, tables, as_of=as_of, through=_through(as_of, within), ruleset=stamp_of(ruleset, as_of)
    )
    write_out(_VIEWS[format_](schedule, output, lang), output, format_)
    return tell_problems(problems)


def _through(as_of: dt.date, within: str) -> dt.date:
    from ...rulesets.language.test_values import shift

    match = _TERM.match(within)
    assert match is not None  # noqa: S101 - the option's type has read it
    number = int(match[1])
    unit = {"d": {"days": number}, "w": {"days": 7 * number}, "m": {"months": number}, "y": {"years": number}}
    return shift(as_of, **unit[match[2]])


def _text(schedule: Schedule, output: Path | None, lang: str) -> str:
    from ...reports.terminal.schedule_text import render_schedule_text
    from ..common import terminal_size

    width, colour = terminal_size(to_file=output is not None)
    return render_schedule_text(schedule, width=width, colour=colour, lang=lang, whole=output is not None)


def _json(schedule: Schedule, _output: Path | None, _lang: str) -> str:
    return schedule.model_dump_json(by_alias=True, indent=2)


def _html(schedule: Schedule, _output: Path | None, lang: str) -> str:
    from ...reports.page.html import render_schedule_html

    return render_schedule_html(schedule, lang=lang)


def _ics(schedule: Schedule, _output: Path | None, lang: str) -> str:
    from ...reports.interchange.calendar import render_ics

    return render_ics(schedule, lang=lang)


def _md(schedule: Schedule, _output: Path | None, lang: str) -> str:
    from ...reports.terminal.schedule_text import render_schedule_markdown

    return render_schedule_markdown(schedule, lang=lang)


_VIEWS: Final = {"text": _text, "json": _json, "html": _html, "md": _md, "ics": _ics}
