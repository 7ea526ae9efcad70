"""``shikii config``: which settings hold, and where each comes from."""

from __future__ import annotations

import os

import click

from ..configuration import FILE, configured
from ..language import VARIABLE, current, say

__all__ = ["command"]


@click.command("config")
def command() -> None:
    """Show which settings hold: of shikii.toml, of the environment, or by default."""
    settings = configured()
    file = str(settings.path) if settings.path else say("none found")
    click.echo(f"{FILE}: {file}")
    named = os.environ.get(VARIABLE)
    source = VARIABLE if named else FILE if settings.lang else say("by default")
    rows = [
        ("lang", current(), source),
        ("organization", settings.organization or "—", FILE if settings.organization else say("by default")),
        (
            "layers",
            ", ".join(map(str, settings.layers)) or "—",
            FILE if settings.layers else say("by default"),
        ),
        ("carry", ", ".join(map(str, settings.carry)) or "—", FILE if settings.carry else say("by default")),
    ]
    for name, value, origin in rows:
        click.echo(f"{name:<13} {value}  ({origin})")
