"""Outcomes of earlier runs, by all that they depend on: an unchanged document is not read again.

An entry is named by a digest of the document's content and a person's corrections of it, the name it is called by, the
ruleset with all its layers, the day, the executor, and the code that reads and assesses; nothing else has a say in an
outcome, so no entry is ever out of date. Entries are JSON (nothing in them is executed), each checked by a digest of its
own, written to a file beside and moved there whole: several runs may share a folder, and one that is killed leaves no
half entry. They hold text of documents, so the folder is for its owner alone.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...facts.documents.corrections.correction_file import beside
from ...facts.kept_yaml import KEPT, usable
from .outcome_json import outcome_from_json, outcome_to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .outcome import Job, Outcome

__all__ = ["MOST_BYTES", "OutcomeCache", "key_of_file"]

#: What the entries of a folder may take; the ones not used for the longest time go first.
MOST_BYTES: Final = 1_000_000_000
_MARK: Final = b"shikii-outcome/1\n"
_ENDING: Final = ".outcome"
_ROOT: Final = Path(__file__).parents[2]
_DIGEST: Final = 32
#: What reads, assesses and keeps; the rest of the package only shows outcomes.
_CODE: Final = ("facts", "rulesets", "texts", "engine", "reports/outcomes")
#: The libraries that read documents, and the one that evaluates.
_LIBRARIES: Final = (
    "durable-rules", "jpholiday", "lxml", "pydantic", "pypdfium2", "python-calamine", "python-docx", "pyyaml", "regex",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OutcomeCache:
    """A folder of outcomes; where it cannot be used, nothing is found in it and nothing is kept."""

    folder: Path
    most: int = MOST_BYTES

    def ready(self) -> bool:
        """Make the folder, for its owner alone; say whether it can be used."""
        return usable(self.folder)

    def holds(self, key: str) -> bool:
        """Say whether something is kept under a key."""
        return self._path(key).is_file()

    def get(self, key: str) -> Outcome | None:
        """Return what was kept under a key; None where there is nothing, or nothing whole."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        head = len(_MARK)
        packed = data[head + _DIGEST :]
        if data[:head] != _MARK or hashlib.sha256(packed).digest() != data[head : head + _DIGEST]:
            return None
        try:
            outcome = outcome_from_json(zlib.decompress(packed))
        except (ValueError, zlib.error):
            return None
        with suppress(OSError):
            os.utime(path)
        return outcome

    def put(self, key: str, outcome: Outcome) -> None:
        """Keep an outcome that has no problems; a full disk keeps nothing."""
        if outcome.problems or outcome.left_out or not outcome.fulls:
            return
        packed = zlib.compress(outcome_to_json(outcome), 1)
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
            try:
                with os.fdopen(handle, "wb") as out:
                    out.write(_MARK + hashlib.sha256(packed).digest() + packed)
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def trim(self) -> None:
        """Remove the entries not used for the longest time, down to the most the folder may hold."""
        found = []
        for path in self.entries():
            with suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self.most:
                break
            with suppress(OSError):
                path.unlink()
            total -= size

    def clear(self) -> int:
        """Remove every entry; return how many there were."""
        removed = 0
        for path in [*self.entries()]:
            with suppress(OSError):
                path.unlink()
                removed += 1
        for pattern in ("??/.*.part", f"{KEPT}/*.json", f"{KEPT}/.*.part"):
            for path in self.folder.glob(pattern):
                with suppress(OSError):
                    path.unlink()
        for room in (*self.folder.glob("??"), self.folder / KEPT):
            with suppress(OSError):
                room.rmdir()
        return removed

    def entries(self) -> Iterator[Path]:
        """Yield the files of all entries."""
        return self.folder.glob(f"??/*{_ENDING}")

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{_ENDING}"


def key_of_file(path: Path, job: Job) -> str | None:
    """Return the name of what a file comes to; None where it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest = hashlib.sha256()
    parts = (
        str(path), job.ruleset.hash, job.as_of.isoformat(), job.executor, job.organization or "", code_digest()
    )  # fmt: skip
    for part in parts:
        data = part.encode("utf-8", "surrogateescape")
        digest.update(len(data).to_bytes(8, "big") + data)
    for file in (beside(path), *job.correct):
        with suppress(OSError):
            told = file.read_bytes()
            digest.update(
                f"{file} {job.alone}".encode("utf-8", "surrogateescape") + hashlib.sha256(told).digest()
            )
    digest.update(content)
    return digest.hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return a digest of the code and data that make outcomes, and of the libraries they rest on."""
    from importlib.metadata import PackageNotFoundError, version

    digest = hashlib.sha256(sys.version.encode())
    for room in _CODE:
        for path in sorted((_ROOT / room).rglob("*")):
            if path.suffix in (".py", ".yaml", ".json") and path.is_file():
                digest.update(str(path.relative_to(_ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            digest.update(f"{name}={version(name)}\0".encode())
    return digest.hexdigest()
