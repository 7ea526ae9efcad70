"""``shikii facts``: the form of a facts file, an empty one to fill in, and whether one is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import click

from ..common import RULESET, ruleset_of, tell_notes, write_bytes, write_out
from ..language import current, say
from ..output import OUTPUT

__all__ = ["command"]

#: Endings of files that a template is written into.
_TEMPLATES: Final = ("", ".yaml", ".yml", ".xlsx")


@click.group("facts")
def command() -> None:
    """Schema, template and validation of facts files."""


@command.command("schema")
@OUTPUT
@RULESET
def schema(output: Path | None, ruleset_paths: tuple[Path, ...]) -> None:
    """Print the JSON Schema of a facts file."""
    from ...facts.readers.facts_schema import json_schema

    if ruleset_paths:
        ruleset_of(ruleset_paths)
    write_out(json.dumps(json_schema(), ensure_ascii=False, indent=2), output, "json")


@command.command("template")
@click.option("--form", type=click.Choice(["basic", "key", "full"]), default="basic", help="For which form.")
@OUTPUT
@RULESET
def template(form: str, output: Path | None, ruleset_paths: tuple[Path, ...]) -> None:
    """Print an empty facts file with the question behind each fact; -o NAME.xlsx: a table to fill in for many affairs.

    The table has drop-downs and an explanation of every column; `shikii batch NAME.xlsx` reads it back.
    """
    from ...facts.errors import Problem, UsageError
    from ...facts.readers.facts_schema import plain_template
    from ...facts.readers.facts_schema import template as make

    ending = "" if output is None else output.suffix.lower()
    if ending not in _TEMPLATES:
        message, remedy = (
            "a template is not written into a file of this kind",
            "-o facts.yaml / -o facts.xlsx",
        )
        raise UsageError(Problem("output.kind", str(output), ending, message, f"name the file with {remedy}"))
    asked = None
    if ruleset_paths:
        ruleset = ruleset_of(ruleset_paths)
        if ruleset.stands_alone:
            from ...authoring.facts_read import facts_read

            asked = facts_read(ruleset)
    if ending == ".xlsx" and output is not None:
        from ...reports.workbook.affairs_template import COLUMNS, write_affairs_template

        names = COLUMNS if asked is None else tuple(fact.name for fact in asked)
        write_bytes(output, lambda path: write_affairs_template(path, current(), names), "xlsx")
        return
    write_out(make(form) if asked is None else plain_template(asked), output, "yaml")


@command.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@RULESET
def validate(files: tuple[Path, ...], ruleset_paths: tuple[Path, ...]) -> int:
    """Check facts files and tables; every problem with place, value and remedy."""
    from ...facts.errors import Problem, ShikiiError
    from ...facts.readers.facts_schema import validate as check

    if ruleset_paths:
        ruleset_of(ruleset_paths)
    problems: list[Problem] = []
    for path in files:
        notes: list[str] = []
        found = check(path, notes)
        tell_notes(notes)
        problems += found
        if not found:
            click.echo(say(f"{path}: no problem found"))
    if problems:
        raise ShikiiError(problems)
    return 0
