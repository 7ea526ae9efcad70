"""``shikii rules diff`` and ``shikii rules versions``: how the law changes over time, and between rulesets."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ...common import AS_OF, LANG, RULESET, ruleset_of, write_out
from ...output import OUTPUT, formats, named_format

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ....engine.law_change.ruleset_diff import Side

__all__ = ["diff", "side_of", "versions"]

_FORMATS: Final = ("text", "json", "md")
_MONTH: Final = re.compile(r"\d{4}-\d{2}\Z")


def side_of(text: str, as_of: dt.date, over: Sequence[Path]) -> Side:
    """Read one side of a comparison: a version id, a day, a month (its first day), or a folder on ``as_of``.

    A folder that decides the required level by itself is a ruleset of its own; any other is laid over the law.

    Raises:
        UsageError: none of these.
    """
    from ....engine.law_change.ruleset_diff import Side
    from ....facts.errors import Problem, UsageError
    from ....rulesets.loader import is_whole, load_ruleset

    path = Path(text)
    if path.is_dir():
        law = load_ruleset(replacing_national=path) if is_whole(path) else load_ruleset(over=[*over, path])
        return Side(text, law, as_of)
    ruleset = ruleset_of(over)
    version = next((v for v in ruleset.versions if v.id == text), None)
    day = version.from_ if version else _day(text)
    if day is None:
        raise UsageError(
            Problem(
                "rules.side",
                "A B",
                text,
                "neither a version, a day nor a folder",
                f"write a day as 2024-05-27, or one of: {', '.join(v.id for v in ruleset.versions)}",
            )
        )
    ruleset.version_on(day, "A B")
    return Side(text, ruleset, day)


def _day(text: str) -> dt.date | None:
    from ....facts.reading.dates import read_days

    days = read_days(text)
    return days[0] if days and (days[0] == days[1] or _MONTH.match(text)) else None


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@AS_OF
@formats(*_FORMATS)
@OUTPUT
@RULESET
@LANG
def diff(
    before: str,
    after: str,
    as_of: dt.date,
    format_: str | None,
    output: Path | None,
    ruleset_paths: tuple[Path, ...],
    lang: str,
) -> None:
    """Show what means something else between A and B, each with an example affair.

    A and B are days (2019-01-01, 2019-01), versions (see `shikii rules versions`) or folders of rules; --as-of is the
    day on which folders are read.
    """
    from ....engine.law_change.ruleset_diff import diff_rulesets
    from ....reports.terminal.ruleset_diff_text import (
        render_diff_json,
        render_diff_markdown,
        render_diff_text,
    )

    found = diff_rulesets(side_of(before, as_of, ruleset_paths), side_of(after, as_of, ruleset_paths))
    format_ = named_format(format_, output, _FORMATS)
    views = {
        "text": lambda: render_diff_text(found, lang=lang),
        "json": lambda: render_diff_json(found),
        "md": lambda: render_diff_markdown(found, lang=lang),
    }
    write_out(views[format_](), output, format_)


@click.command("versions")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@RULESET
@LANG
def versions(format_: str, ruleset_paths: tuple[Path, ...], lang: str) -> None:
    """List the versions of the law: from which day, what changed, and how well that is known."""
    from ....reports.terminal.law_versions import render_versions_text, versions_data

    ruleset = ruleset_of(ruleset_paths)
    if format_ == "json":
        write_out(json.dumps(versions_data(ruleset), ensure_ascii=False, indent=2), None)
    else:
        write_out(render_versions_text(ruleset, lang=lang), None)
