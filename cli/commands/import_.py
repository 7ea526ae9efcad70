"""``shikii import``: facts out of published documents."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..common import CORRECT, progress, read_assessments, write_out
from ..language import say
from ..output import only_out_of_time, tell_problems
from ..part_lines import parts_data
from ..writing import FORCE, forced, inputs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...facts.documents.document_facts import Assessment, Reading
    from ...facts.documents.doors.as_lines import LaidOut

__all__ = ["command"]


@click.command("import")
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to; stdout when left out.",
)
@FORCE
@click.option(
    "--format",
    "format_",
    type=click.Choice(["yaml", "jsonl", "parts"]),
    default="yaml",
    help="yaml: a facts file per assessment; jsonl: a line per fact read; parts: all parts of a file with its letters.",
)
@CORRECT
def command(
    documents: tuple[Path, ...],
    output: Path | None,
    format_: str,
    correct: tuple[Path, ...],  # noqa: ARG001 - taken where documents are read
) -> int:
    """Read published 評価書 (.txt) into facts, each with the line it was read from.

    What the text does not settle is left out, with the reason on stderr; nothing is guessed.
    """
    from ...facts.errors import Problem, ShikiiError

    problems: list[Problem] = []
    found: list[Assessment] = []
    for path in progress(documents, "import"):
        try:
            found += read_assessments(path)
        except ShikiiError as error:
            problems += error.problems
    if not found or not only_out_of_time(problems):
        raise ShikiiError(problems)
    for n, assessment in enumerate(found, 1):
        open_ = len(assessment.unknowns)
        told = (
            f"{assessment.source}: assessment {n} ({assessment.form}), lines {assessment.first_line}-{assessment.last_line}: "
            f"{len(assessment.readings)} facts read, {open_} left unknown"
        )
        click.echo(say(told), err=True)
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
    if format_ == "jsonl":
        _write_jsonl(found, output)
    elif format_ == "parts":
        text = json.dumps(parts_data(found), ensure_ascii=False, indent=1)
        write_out(text, output / "parts.json" if output else None, "json")
    else:
        _write_yaml(found, output)
    return tell_problems(problems)


def _write_jsonl(found: list[Assessment], output: Path | None) -> None:
    write_out("\n".join(_lines(found)), output / "facts.jsonl" if output else None, "jsonl")


def _lines(found: list[Assessment]) -> Iterator[str]:
    for n, assessment in enumerate(found, 1):
        for r in assessment.readings:
            value = list(r.value) if isinstance(r.value, tuple) else r.value
            row = {"assessment": n, "path": r.path, "value": value, "line": r.line}
            if r.told is not None:
                row |= {"line": r.told.line, "source": r.told.document}
            elif assessment.laid_out is not None:
                row |= _in_cells(assessment.laid_out, r)
            yield json.dumps(row, ensure_ascii=False)


def _in_cells(laid_out: LaidOut, reading: Reading) -> dict[str, object]:
    """Return the place of a reading in a document without lines, for its row."""
    first = reading.value[0] if isinstance(reading.value, tuple) and reading.value else reading.value
    place = reading.place or laid_out.place(reading.line, first if isinstance(first, str) else "")
    if place is None:
        return {"line": None}
    named = {n: getattr(place, n) for n in ("page", "box", "sheet", "cell", "table", "row")}
    return {"line": place.line, **{n: v for n, v in named.items() if v is not None}, "place": place.words()}


def _write_yaml(found: list[Assessment], output: Path | None) -> None:
    from ...facts.documents.to_affair import affair_of, to_yaml
    from ...reports.files.targets import check_targets

    texts = [to_yaml(affair_of(a)) for a in found]
    if output is None:
        click.echo("\n---\n".join(t.rstrip("\n") for t in texts))
        return
    targets = _names(found, output)
    ctx = click.get_current_context()
    check_targets(targets, inputs=inputs_of(ctx), force=forced(ctx))
    for path, text in zip(targets, texts, strict=True):
        write_out(text, path, "yaml")
        click.echo(str(path), err=True)


def _names(found: list[Assessment], output: Path) -> list[Path]:
    """Name a file for each assessment; the number keeps documents of one name apart."""
    paths: list[Path] = []
    for n, assessment in enumerate(found, 1):
        stem = re.sub(r"[^\w.-]+", "-", Path(assessment.source).stem)
        paths.append(output / f"{stem}-{n}-{assessment.form}.yaml")
    return paths
