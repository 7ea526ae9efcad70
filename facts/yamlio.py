"""YAML with places: plain values plus the line each stood on.

Reads the core of YAML 1.2 (``yes``, ``no`` and ``on`` stay words), refuses what could exhaust the machine
(depth, size, aliases that multiply) and duplicate keys, and reports every problem with file and line.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from .errors import InputError, Problem

__all__ = ["Located", "read_yaml"]

_MAX_DEPTH: Final = 60
_MAX_NODES: Final = 400_000
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_TAGS: Final = frozenset(
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge", "seq", "map")
)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Located:
    """Plain data and, for each path in it (``$.files[0].users``), the line it stood on (from 1)."""

    data: Any
    lines: dict[str, int] = field(default_factory=dict)

    def line(self, path: str) -> int:
        """Return the line of a path, or of the nearest path above it."""
        while path not in self.lines and path != "$":
            path = path[: max(path.rfind("."), path.rfind("["))] or "$"
        return self.lines.get(path, 1)


def read_yaml(text: str, source: str, *, ours: bool = False) -> Located:
    r"""Read one YAML document; one of ``ours``, that came with the package, is not looked through for depth first.

    >>> read_yaml("headcount: 5\nthird_party: {on: 2024-01-31}\nincident: no", "a.yaml").data["incident"]
    'no'

    Raises:
        InputError: the text is no YAML, too deep, too large, or names a key twice.

    """
    try:
        if not ours:
            _guard(text, source)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        shown = text.splitlines()[line - 1] if mark and line <= len(text.splitlines()) else ""
        raise InputError(
            Problem(
                "yaml.syntax",
                f"{source}:{line}",
                shown,
                "this is not YAML",
                f"mend the line: {error.problem}",
            )
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(
            Problem(
                "yaml.syntax",
                f"{source}:1",
                "",
                "this is not YAML",
                f"save as plain text: {error}".split("\n")[0],
            )
        ) from None
    builder = _Builder(source)
    data = builder.build(node, "$") if node is not None else None
    if builder.problems:
        raise InputError(builder.problems)
    return Located(data, builder.lines)


def _guard(text: str, source: str) -> None:
    """Refuse depth before anything recursive sees the text."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            if depth > _MAX_DEPTH:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise InputError(
                    Problem(
                        "yaml.depth",
                        f"{source}:{line}",
                        "",
                        f"nested deeper than {_MAX_DEPTH} levels",
                        "flatten the file",
                    )
                )
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1


class _Builder:
    """Turns nodes into plain data, keeping lines; counts nodes so that aliases cannot multiply without end."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.count = 0

    def build(self, node: yaml.Node, path: str, depth: int = 0) -> Any:
        self.count += 1
        line = node.start_mark.line + 1
        if self.count > _MAX_NODES or depth > _MAX_DEPTH:
            raise InputError(
                Problem(
                    "yaml.size",
                    f"{self.source}:{line}",
                    "",
                    "the file unfolds to too many values",
                    "write fewer aliases, or split the file",
                )
            )
        self.lines[path] = line
        if node.tag not in _TAGS:
            remedy = "take the tag out; plain values need none"
            self.problems.append(
                Problem("yaml.tag", f"{self.source}:{line}", node.tag, "a tag is not read here", remedy)
            )
        if isinstance(node, yaml.MappingNode):
            out: dict[str, Any] = {}
            for key_node, value_node in node.value:
                key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
                if key in out:
                    at = key_node.start_mark.line + 1
                    self.problems.append(
                        Problem(
                            "yaml.duplicate-key",
                            f"{self.source}:{at}",
                            key,
                            "a key stands twice",
                            "keep one of the two",
                        )
                    )
                out[key] = self.build(value_node, f"{path}.{key}", depth + 1)
                self.lines[f"{path}.{key}"] = key_node.start_mark.line + 1
            return out
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, f"{path}[{i}]", depth + 1) for i, item in enumerate(node.value)]
        return _scalar(node)


def _scalar(node: Any) -> Any:
    value: str = node.value
    if node.style in ("'", '"', "|", ">"):
        return value
    if value in ("", "~", "null", "Null", "NULL"):
        return None
    if value in ("true", "True", "TRUE"):
        return True
    if value in ("false", "False", "FALSE"):
        return False
    if _INT.match(value) and len(value) < 40:
        return int(value)
    if _FLOAT.match(value):
        return float(value)
    if _DATE.match(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value
