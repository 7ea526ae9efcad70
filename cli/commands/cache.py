"""``shikii cache``: what earlier runs kept of the documents they read, and the option that chooses where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ...facts.kept_yaml import cache_folder
from ..language import say

if TYPE_CHECKING:
    from ...reports.outcomes.outcome_cache import OutcomeCache

__all__ = ["CACHE", "JOBS", "command", "opened"]

_OFF: Final = "off"

CACHE = click.option(
    "--cache",
    "cache",
    metavar="DIR|off",
    help="Where to keep what was read of documents, so that an unchanged one is not read again; `off` keeps nothing.",
)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="How many processes read documents; by default one for each core where there are many documents.",
)


def opened(chosen: str | None) -> OutcomeCache | None:
    """Return the cache that a call, the environment or the default names; None where it is off or cannot be used."""
    from ...reports.outcomes.outcome_cache import OutcomeCache

    folder = _folder(chosen)
    if folder is None:
        return None
    cache = OutcomeCache(folder)
    if cache.ready():
        return cache
    if chosen is not None:  # the default folder is missed by nobody
        click.echo(say(f"{folder}: no cache, the folder cannot be used by this user alone"), err=True)
    return None


def _folder(chosen: str | None) -> Path | None:
    return cache_folder() if chosen is None else None if chosen == _OFF else Path(chosen)


@click.group("cache")
def command() -> None:
    """What earlier runs kept of the documents they read. It holds text of these documents."""


@command.command("clear")
@CACHE
def clear(cache: str | None) -> None:
    """Remove all that was kept."""
    from ...reports.outcomes.outcome_cache import OutcomeCache

    folder = _folder(cache)
    removed = OutcomeCache(folder).clear() if folder else 0
    click.echo(say(f"{folder or _OFF}: {removed} entries removed"))
