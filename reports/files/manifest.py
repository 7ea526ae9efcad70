"""The manifest of a run: which files it wrote, with their hashes, from which inputs and by which rules."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["MANIFEST", "SCHEMA", "Manifest", "files_of", "read_manifest", "sha256_of"]

MANIFEST: Final = "manifest.json"
SCHEMA: Final = "shikii/run/1"
_MOST: Final = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run wrote: sha256 by path relative to its folder, the inputs it named, and the rules it applied."""

    files: Mapping[str, str]
    inputs: Sequence[str] = ()
    ruleset: Mapping[str, Any] = field(default_factory=dict)
    layers: Sequence[Mapping[str, str]] = ()
    version: str = ""

    def text(self) -> str:
        """Return it as JSON, the same for the same run."""
        data = {
            "schema": SCHEMA,
            "shikii": self.version,
            "command": "batch",
            "ruleset": dict(self.ruleset),
            "layers": [dict(layer) for layer in self.layers],
            "inputs": list(self.inputs),
            "files": [{"path": path, "sha256": self.files[path]} for path in sorted(self.files)],
        }
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a run, or None where the folder holds no run."""
    path = folder / MANIFEST
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST:
            return None
        data = json.loads(path.read_bytes())
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            return None
        files = {str(f["path"]): str(f["sha256"]) for f in data["files"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not all(_stays_inside(name) for name in files):
        return None
    return Manifest(files, tuple(map(str, data.get("inputs", ()))), version=str(data.get("shikii", "")))


def _stays_inside(name: str) -> bool:
    """Say whether a path names a file in the folder, so that no manifest reaches out of it.

    >>> _stays_inside("affairs/0001.html"), _stays_inside("../a"), _stays_inside("/etc/a")
    (True, False, False)
    """
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def files_of(folder: Path) -> dict[str, Path]:
    """Return every file below a folder by its relative path; links are not followed.

    Folders without files are not in it.
    """
    found: dict[str, Path] = {}
    for here, folders, names in os.walk(folder):
        links = [name for name in folders if Path(here, name).is_symlink()]
        for name in (*names, *links):
            path = Path(here, name)
            found[path.relative_to(folder).as_posix()] = path
    return dict(sorted(found.items()))


def sha256_of(path: Path) -> str:
    """Return the hash of a file; empty for what is no ordinary file or cannot be read."""
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except OSError:
        return ""
