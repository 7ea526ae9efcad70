"""``shikii rules new`` and ``shikii rules schema``: begin a ruleset of one's own, and help the editor write it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from ...language import say
from ...writing import write_bytes

__all__ = ["new", "schema"]

_EXAMPLE = "example-ward"


class _Id(click.ParamType[str]):
    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        import re

        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", str(value), re.ASCII):
            self.fail(
                say(f"`{value}` is no id; write small letters, digits and -, such as midori-city"), param, ctx
            )
        return str(value)


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--id", "id_", type=_Id(), default=_EXAMPLE, show_default=True, help="Id of the ruleset and of its rules."
)
def new(folder: Path, id_: str) -> None:
    """Make a folder with rules of a body's own: a complete example with its cases, to be changed.

    FOLDER is new or empty. The files can be checked and used at once with --ruleset FOLDER.
    """
    from ....facts.errors import Problem, UsageError
    from ....rulesets.loader import DEFAULT

    if folder.exists() and any(folder.iterdir()):
        message, remedy = "this folder holds files", "name a new or an empty folder"
        raise UsageError(Problem("rules.taken", str(folder), "", message, remedy))
    source = DEFAULT.parents[1] / _EXAMPLE
    (folder / "cases").mkdir(parents=True, exist_ok=True)
    for path in sorted(source.rglob("*.yaml")):
        text = path.read_text("utf-8").replace(_EXAMPLE, id_)
        target = folder / path.relative_to(source)
        write_bytes(target, lambda made, text=text: made.write_text(text, encoding="utf-8"), "yaml")  # type: ignore[misc] # the default binds the text of this turn
        click.echo(str(target))
    click.echo(
        say(
            f"check them: shikii rules check --ruleset {folder}; use them: shikii assess … --ruleset {folder}"
        ),
        err=True,
    )


@click.command("schema")
def schema() -> None:
    """Print the JSON Schema of rule files, for completion in editors."""
    from ....rulesets.rule_file_schema import rule_file_schema

    click.echo(json.dumps(rule_file_schema(), ensure_ascii=False, indent=2))
