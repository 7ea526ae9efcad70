"""``shikii correct``: the prefilled file of a person's corrections of what is read in a document."""

from __future__ import annotations

from pathlib import Path

import click

from ..common import CORRECT, read_assessments, write_out
from ..language import say
from ..output import OUTPUT

__all__ = ["command"]


@click.command("correct")
@click.argument("documents", nargs=1, required=True, metavar="DOCUMENT", type=click.Path(path_type=Path))
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="PATH",
    help="Also this field, which was read and is wrong (a path of `shikii import --format jsonl`); repeatable.",
)
@CORRECT
@OUTPUT
def command(documents: Path, fields: tuple[str, ...], correct: tuple[Path, ...], output: Path | None) -> int:
    """Write a file of corrections with an entry for every field of a 評価書 that could not be read.

    Fill in values, who, when and why, and keep it beside the document as NAME.correct.yaml: every command that reads the
    document applies it, and reports when the document says otherwise. Corrections made before are kept.
    """
    from ...facts.documents.corrections.correction_file import corrections_for
    from ...facts.documents.corrections.correction_template import correction_template
    from ...facts.errors import Problem, UsageError

    found = read_assessments(documents)
    read = {r.path for a in found for r in a.readings}
    if wrong := [path for path in fields if path not in read]:
        remedy = f"take a path from `shikii import --format jsonl {documents}`; fields not read are in the file anyway"
        raise UsageError(
            [Problem("correction.field", str(documents), p, "no field that was read", remedy) for p in wrong]
        )
    write_out(correction_template(found, fields, corrections_for(documents, correct)), output, "yaml")
    if output is not None:
        click.echo(say(f"{output}: fill in the values, who, when and why"), err=True)
    return 0
