"""YAML that ships with the package, taken apart once: what it holds is kept as JSON under the digest of its text.

Taking the rules apart takes longer than all else a short call does. What was kept counts only for the very same text
and reader, so a changed file is read anew. The folder is that of the cache (``SHIKII_CACHE``, see
:func:`cache_folder`), for its owner alone; where there is none, everything is read anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from . import yaml_text
from .yaml_text import Located, read_yaml

__all__ = ["KEPT", "cache_folder", "read_kept_yaml", "usable"]

#: The environment variable that names another folder than the default, or `off`.
VARIABLE: Final = "SHIKII_CACHE"
#: The room of the cache for what this module keeps.
KEPT: Final = "yaml"
#: Paths deeper than a rule (`$.rules[3]`) are asked for only where something is wrong.
_SHALLOW: Final = 2
#: Texts of so many versions of the package; then all are read anew.
_MOST: Final = 1_000


def cache_folder() -> Path | None:
    """Return the folder of the cache: ``SHIKII_CACHE``, else that of the user's system; None where it is `off`."""
    named = os.environ.get(VARIABLE)
    if named == "off":
        return None
    if named:
        return Path(named)
    home = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(home) if home else Path.home() / ".cache") / "shikii"
    except RuntimeError:  # a user without a home
        return None


def usable(folder: Path) -> bool:
    """Make a folder that only this user may look into; say whether it can be used."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
        if status.st_uid != os.getuid():
            return False
        if status.st_mode & 0o077:
            folder.chmod(0o700)
    except (OSError, AttributeError):
        return False
    return os.access(folder, os.W_OK | os.X_OK)


@dataclass(frozen=True, slots=True)
class _Kept(Located):
    """Data as it was kept; lines of deeper places are looked up in the text, which is read anew for that."""

    text: str = ""
    source: str = ""

    def line(self, path: str) -> int:
        if path in self.lines:
            return self.lines[path]
        return read_yaml(self.text, self.source).line(path)


def read_kept_yaml(text: str, source: str) -> Located:
    """Read a YAML text of the package, as :func:`.yaml_text.read_yaml` does.

    Raises:
        InputError: the text is no YAML, too deep, too large, or names a key twice.
    """
    folder = _folder(os.environ.get(VARIABLE), os.environ.get("XDG_CACHE_HOME"))
    if folder is None:
        return read_yaml(text, source)
    path = folder / f"{hashlib.sha256(_reader() + text.encode()).hexdigest()}.json"
    try:
        kept = json.loads(path.read_bytes())
        data = kept["data"]
        for *way, last in kept["dates"]:
            at = data
            for step in way:
                at = at[step]
            at[last] = dt.date.fromisoformat(at[last])
        return _Kept(data, kept["lines"], text, source)
    except (OSError, ValueError, TypeError, LookupError):
        located = read_yaml(text, source)
        _keep(path, located)
        return located


def _keep(path: Path, located: Located) -> None:
    dates: list[list[str | int]] = []
    lines = {p: n for p, n in located.lines.items() if p.count(".") + p.count("[") <= _SHALLOW}
    plain = {"data": _plain(located.data, [], dates), "dates": dates, "lines": lines}
    with suppress(OSError, TypeError, ValueError):
        if len(os.listdir(path.parent)) > _MOST:  # noqa: PTH208 - names are enough
            for old in path.parent.glob("*.json"):
                old.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(plain, out, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _plain(data: Any, way: list[str | int], dates: list[list[str | int]]) -> Any:
    """Return data with its dates in words, and note where they stand."""
    if isinstance(data, dict):
        return {k: _plain(v, [*way, k], dates) for k, v in data.items()}
    if isinstance(data, list):
        return [_plain(v, [*way, n], dates) for n, v in enumerate(data)]
    if isinstance(data, dt.date):
        dates.append(way)
        return data.isoformat()
    return data


@lru_cache(maxsize=4)
def _folder(_named: str | None, _home: str | None) -> Path | None:
    """Return the room for what is kept, made ready once for each setting."""
    folder = cache_folder()
    if folder is None or not usable(folder):
        return None
    room = folder / KEPT
    return room if usable(room) else None


@lru_cache(maxsize=1)
def _reader() -> bytes:
    """Return a digest of the code that takes a text apart."""
    return hashlib.sha256(b"1" + Path(yaml_text.__file__).read_bytes()).digest()
