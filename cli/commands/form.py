"""``shikii form``: the pre-screening as one page for a browser, without any connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..common import AS_OF, LANG, RULESET, ruleset_of, write_out
from ..output import OUTPUT

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

__all__ = ["command"]


@click.command("form")
@OUTPUT
@AS_OF
@RULESET
@LANG
def command(output: Path | None, as_of: dt.date, ruleset_paths: tuple[Path, ...], lang: str) -> None:
    """Write a single page that asks, answers and prints the record; law and periods are those of the day."""
    from ...reports.page.prescreen_page import render_form

    write_out(render_form(ruleset_of(ruleset_paths), as_of=as_of, lang=lang), output, "html")
