"""Facts files in YAML and JSON: one affair, or a list of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ..build import build_affair
from ..errors import InputError, Problem
from ..yamlio import Located, read_yaml
from .files import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from ..affair import Affair

__all__ = ["read_facts", "read_facts_text"]

_MAX_DEPTH: Final = 60


def read_facts(path: Path) -> tuple[Affair, ...]:
    """Read a facts file.

    Raises:
        InputError: every problem of the file, with line or path, value and remedy.
    """
    return read_facts_text(read_text(path), str(path), json_=path.suffix.lower() == ".json")


def read_facts_text(text: str, source: str, *, json_: bool = False) -> tuple[Affair, ...]:
    r"""Read facts from text.

    >>> [a.affair for a in read_facts_text("- {affair: 甲}\n- {affair: 乙}", "x.yaml")]
    ['甲', '乙']
    """
    located = _read_json(text, source) if json_ else read_yaml(text, source)
    data = located.data
    if data is None or data in ({}, []):
        raise InputError(
            Problem(
                "facts.empty",
                f"{source}:1",
                "",
                "there are no facts in the file",
                "start from `shikii facts template`",
            )
        )
    if isinstance(data, dict) and set(data) == {"affairs"}:
        located, data = _below(located, "$.affairs", data["affairs"]), data["affairs"]
    if not isinstance(data, list):
        return (build_affair(located, source),)
    problems: list[Problem] = []
    affairs: list[Affair] = []
    for i, item in enumerate(data):
        try:
            affairs.append(build_affair(_below(located, f"$[{i}]", item), source))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return tuple(affairs)


def _below(located: Located, path: str, data: Any) -> Located:
    """Look at one part of a file, keeping its lines."""
    lines = {
        "$" + p[len(path) :]: n
        for p, n in located.lines.items()
        if p == path or p.startswith((path + ".", path + "["))
    }
    return Located(data, lines)


def _read_json(text: str, source: str) -> Located:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name, value in items:
            if name in out:
                raise InputError(
                    Problem("json.duplicate-key", source, name, "a key stands twice", "keep one of the two")
                )
            out[name] = value
        return out

    def constant(word: str) -> Any:
        raise InputError(
            Problem("json.number", source, word, "not a number", "write a finite number, or null")
        )

    if _deep(text):
        raise InputError(
            Problem("json.depth", source, "", f"nested deeper than {_MAX_DEPTH} levels", "flatten the file")
        )
    try:
        return Located(json.loads(text, object_pairs_hook=pairs, parse_constant=constant))
    except json.JSONDecodeError as error:
        raise InputError(
            Problem(
                "json.syntax",
                f"{source}:{error.lineno}",
                "",
                "this is not JSON",
                f"mend column {error.colno}: {error.msg.lower()}",
            )
        ) from None
    except (ValueError, RecursionError):
        raise InputError(
            Problem(
                "json.syntax",
                source,
                "",
                "this is not JSON that can be read",
                "write numbers of ordinary size",
            )
        ) from None


def _deep(text: str) -> bool:
    """Whether brackets nest too deep; strings are skipped."""
    depth, inside, escaped = 0, False, False
    for c in text:
        if inside:
            escaped, inside = (c == "\\" and not escaped), not (c == '"' and not escaped)
        elif c == '"':
            inside = True
        elif c in "[{":
            depth += 1
            if depth > _MAX_DEPTH:
                return True
        elif c in "]}":
            depth -= 1
    return False
