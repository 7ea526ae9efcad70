"""The files of a folder that are read, and what is left out of it with the reason; one walk for commands and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..facts.readers.input_kinds import ENDINGS, is_correction_file, rulesets_in
from .files.manifest import MANIFEST, read_manifest

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["files_in"]


def files_in(folder: Path) -> tuple[list[Path], list[tuple[Path, str]]]:
    """Return what a folder holds to read, in a steady order, and what is left out of it: place and reason.

    Hidden files are not looked at. A correction belongs to the document beside it and is not named.
    """
    shown = sorted(
        p
        for p in folder.rglob("*")
        if p.is_file() and not any(part.startswith(".") for part in p.relative_to(folder).parts)
    )
    files = [p for p in shown if p.suffix.lower() in ENDINGS and not is_correction_file(p)]
    runs = {p.parent for p in files if _is_run(p)}
    laws = rulesets_in(folder, files)
    left = [(run, "it is the report of a run") for run in sorted(runs)]
    left += [(law, "it is a ruleset") for law in sorted(laws)]
    passed = runs | laws
    left += [
        (p, "a file of this kind cannot be read")
        for p in shown
        if p.suffix.lower() not in ENDINGS and not passed & {*p.parents}
    ]
    return [p for p in files if not passed & {*p.parents}], left


def _is_run(path: Path) -> bool:
    """Say whether a file is what a run is known by: its manifest, or its summary where it is of an earlier version."""
    if path.name == MANIFEST:
        return read_manifest(path.parent) is not None
    return path.name == "summary.json" and (path.parent / "affairs.parquet").exists()
