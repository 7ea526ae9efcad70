"""What becomes of the files of an earlier run once the new one stands in its place.

Files that are as the run wrote them go. Files changed by hand since, and those the plan names, are kept below
`kept-by-hand`; everything else people put there, hidden or not, is moved over to where it was. Every step is one
rename or one removal, so that a run killed in the middle is gone on with by the next.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from .manifest import MANIFEST, Manifest, files_of, read_manifest, sha256_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BY_HAND", "Plan", "read_plan", "settle", "write_plan"]

BY_HAND: Final = "kept-by-hand"
_PLAN: Final = "plan.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """What of the earlier run is kept: single files, and the folder that the whole of it is moved to, if any."""

    keep: tuple[str, ...] = ()
    earlier: str = ""


def write_plan(beside: Path, plan: Plan) -> None:
    """Note the plan, for the run that goes on where this one was killed."""
    text = json.dumps({"keep": plan.keep, "earlier": plan.earlier})
    (beside / _PLAN).write_text(text, encoding="utf-8")


def read_plan(beside: Path) -> Plan:
    """Read the plan of a killed run."""
    try:
        data = json.loads((beside / _PLAN).read_bytes())
        return Plan(tuple(map(str, data["keep"])), str(data["earlier"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Plan()


def settle(old: Path, new: Path, plan: Plan) -> Mapping[str, str]:
    """Clear the folder of an earlier run; return what was kept aside: where it was, and where it is."""
    manifest = read_manifest(old) or Manifest({})
    kept: dict[str, str] = {}
    _move_own(old, new, manifest, kept)
    for name, path in files_of(old).items():
        if name == MANIFEST:
            continue
        if plan.earlier:
            _move(path, new / plan.earlier / name)
        elif name in plan.keep or sha256_of(path) != manifest.files.get(name):
            kept[name] = _aside(path, new, name)
        else:
            path.unlink()
    if plan.earlier:
        if (old / MANIFEST).exists():
            _move(old / MANIFEST, new / plan.earlier / MANIFEST)
        kept["."] = plan.earlier
    (old / MANIFEST).unlink(missing_ok=True)
    _remove_empty(old)
    return kept


def _move_own(old: Path, new: Path, manifest: Manifest, kept: dict[str, str]) -> None:
    """Move what people put there: whole folders where the run has nothing in them, else file by file."""
    listed = {MANIFEST, *manifest.files}
    folders = {p.as_posix() for name in listed for p in PurePosixPath(name).parents}
    for here, inner, names in os.walk(old):
        base = Path(here).relative_to(old)
        for name in sorted((*inner, *names)):
            place = (base / name).as_posix()
            path = Path(here, name)
            if place in listed and not (path.is_dir() and not path.is_symlink()):
                continue
            if place in folders and path.is_dir() and not path.is_symlink():
                continue
            if os.path.lexists(new / place):
                kept[place] = _aside(path, new, place)
            else:
                _move(path, new / place)
        inner[:] = [name for name in inner if Path(here, name).is_dir()]


def _aside(path: Path, new: Path, name: str) -> str:
    """Move a file to the folder of what is kept, under a name that is free."""
    wanted = PurePosixPath(BY_HAND, name)
    place = wanted
    number = 2
    while os.path.lexists(new / place):
        place = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        number += 1
    _move(path, new / place)
    return place.as_posix()


def _move(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    path.rename(target)


def _remove_empty(folder: Path) -> None:
    for here, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):
            Path(here).rmdir()
