"""Settings of a body in ``shikii.toml``: language, organization, own rules, workbooks to carry over.

The file is looked for in the working directory and above it; ``SHIKII_CONFIG`` names another. What a call says holds
before the environment, the environment before the file.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..facts.errors import InputError, Problem
from .language import LANGUAGES

__all__ = ["FILE", "NAMED", "Configuration", "configuration", "configured", "defaults_of"]

FILE: Final = "shikii.toml"
#: The environment variable that names another file.
NAMED: Final = "SHIKII_CONFIG"
_KEYS: Final = ("lang", "organization", "layers", "carry")
_LOADED: dict[str, Configuration] = {}


@dataclass(frozen=True, slots=True)
class Configuration:
    """What the file says; ``path`` is the file, none where there is none. Its paths are relative to its folder."""

    path: Path | None = None
    lang: str | None = None
    organization: str | None = None
    layers: tuple[Path, ...] = ()
    carry: tuple[Path, ...] = ()


def configuration(start: Path | None = None) -> Configuration:
    """Read the settings that hold in a folder.

    Raises:
        InputError: the file is no TOML, or a setting is unknown or of another kind.
    """
    path = _found(start or Path.cwd())
    if path is None:
        return Configuration()
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        first = (str(error).splitlines() or [""])[0][:120]
        raise _error(
            path, first, "the settings cannot be read", "mend the file: it is TOML in UTF-8"
        ) from None
    problems = [
        Problem("config.invalid", str(path), key, "unknown setting", f"use one of: {', '.join(_KEYS)}")
        for key in data
        if key not in _KEYS
    ]
    lang, organization = data.get("lang"), data.get("organization")
    if lang is not None and lang not in LANGUAGES:
        problems.append(_problem(path, lang, "not a value of lang", f"write one of: {', '.join(LANGUAGES)}"))
    if organization is not None and not isinstance(organization, str):
        problems.append(_problem(path, organization, "not a value of organization", "write one line of text"))
    lists = {key: _paths(path, data, key, problems) for key in ("layers", "carry")}
    if problems:
        raise InputError(problems)
    return Configuration(path, lang, organization, lists["layers"], lists["carry"])


def configured() -> Configuration:
    """Return the settings of this call."""
    return _LOADED.get("now", Configuration())


def defaults_of(settings: Configuration) -> dict[str, Any]:
    """Keep the settings for this call, and return the defaults they give the options of each command."""
    _LOADED["now"] = settings
    options: dict[str, Any] = {}
    if settings.layers:
        options["ruleset_paths"] = list(settings.layers)
    carried = {**options, **({"carry": list(settings.carry)} if settings.carry else {})}
    plain = ("prescreen", "verify", "compare", "schedule", "form", "impact")
    below = ("list", "show", "check", "sql")
    return {
        **dict.fromkeys(("assess", "batch"), carried),
        **dict.fromkeys(plain, options),
        "rules": dict.fromkeys(below, options),
    }


def _found(start: Path) -> Path | None:
    named = os.environ.get(NAMED)
    if named:
        return Path(named)
    return next((p for folder in (start, *start.parents) if (p := folder / FILE).is_file()), None)


def _paths(path: Path, data: dict[str, Any], key: str, problems: list[Problem]) -> tuple[Path, ...]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        problems.append(_problem(path, value, f"{key} is a list of paths", f'write {key} = ["…"]'))
        return ()
    return tuple(path.parent / v for v in value)


def _problem(path: Path, value: object, message: str, remedy: str) -> Problem:
    return Problem("config.invalid", str(path), str(value), message, remedy)


def _error(path: Path, value: str, message: str, remedy: str) -> InputError:
    return InputError(_problem(path, value, message, remedy))
