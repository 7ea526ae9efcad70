"""JSON with places: plain values plus the line each stands on, as YAML is read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

from .errors import InputError, Problem
from .yaml_source import Located

__all__ = ["read_json"]

_MAX_DEPTH: Final = 60
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_NO_NUMBERS: Final = frozenset({"NaN", "Infinity", "-Infinity"})


def read_json(text: str, source: str) -> Located:
    r"""Read one JSON document.

    >>> read_json('{"files": [\n{"users": 5}]}', "a.json").line("$.files[0].users")
    2

    Raises:
        InputError: the text is no JSON or too deep, names a key twice, or holds what is no number.
    """
    _guard(text, source)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        place, remedy = f"{source}:{error.lineno}", f"mend column {error.colno}: {error.msg.lower()}"
        raise InputError(Problem("json.syntax", place, "", "this is not JSON", remedy)) from None
    except (ValueError, RecursionError):
        remedy = "write numbers of ordinary size"
        raise InputError(
            Problem("json.syntax", f"{source}:1", "", "this is not JSON that can be read", remedy)
        ) from None
    lines, problems = _places(text, source)
    if problems:
        raise InputError(problems)
    return Located(data, lines)


def _guard(text: str, source: str) -> None:
    """Refuse depth before anything recursive sees the text."""
    depth = 0
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "{" | "[":
                depth += 1
                if depth > _MAX_DEPTH:
                    line = text.count("\n", 0, token.start()) + 1
                    deep = f"nested deeper than {_MAX_DEPTH} levels"
                    raise InputError(Problem("json.depth", f"{source}:{line}", "", deep, "flatten the file"))
            case "}" | "]":
                depth -= 1


@dataclass(slots=True)
class _Frame:
    """An object (with the keys it has named) or a list (with the number of the item at hand)."""

    path: str
    keys: set[str] | None
    item: int = 0


def _places(text: str, source: str) -> tuple[dict[str, int], list[Problem]]:
    """Find the line of every key and item of a text that is JSON."""
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    frames: list[_Frame] = []
    here, line, at, key_next = "$", 1, 0, False
    for token in _TOKEN.finditer(text):
        line, at = line + text.count("\n", at, token.start()), token.start()
        word = token[0]
        if word == ":":
            key_next = False
        elif word == ",":
            top = frames[-1]
            top.item += 1
            here, key_next = f"{top.path}[{top.item}]", top.keys is not None
        elif word in "}]":
            frames.pop()
        elif key_next:
            key, keys = json.loads(word), frames[-1].keys
            here = f"{frames[-1].path}.{key}"
            lines[here] = line
            if keys is not None and key in keys:
                twice = Problem(
                    "json.duplicate-key", f"{source}:{line}", key, "a key stands twice", "keep one of the two"
                )
                problems.append(twice)
            elif keys is not None:
                keys.add(key)
        else:
            lines.setdefault(here, line)
            if word in "{[":
                frames.append(_Frame(here, set() if word == "{" else None))
                here, key_next = f"{here}[0]", word == "{"
            elif word in _NO_NUMBERS:
                remedy = "write a finite number, or null"
                problems.append(Problem("json.number", f"{source}:{line}", word, "not a number", remedy))
    return lines, problems
