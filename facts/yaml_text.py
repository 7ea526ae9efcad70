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
#: What a number or a date may begin with; most scalars begin with neither.
_NUMBERS: Final = frozenset("+-.0123456789")
_WORDS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
#: The tags that say nothing a reader of facts would not take anyway; ``!`` and ``!!str`` make words of a value.
_WORD_TAGS: Final = ("!", "tag:yaml.org,2002:str")
_TAGS: Final = frozenset({None, *_WORD_TAGS, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
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


def read_yaml(text: str, source: str) -> Located:
    r"""Read one YAML document.

    >>> read_yaml("headcount: 5\nthird_party: {on: 2024-01-31}\nincident: no", "a.yaml").data["incident"]
    'no'

    Raises:
        InputError: the text is no YAML, too deep, too large, or names a key twice.

    """
    try:
        builder = _Builder(_events(text, source), source)
        data = builder.document()
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
    if builder.problems:
        raise InputError(builder.problems)
    return Located(data, builder.lines)


def _events(text: str, source: str) -> list[Any]:
    """Take a text apart; depth is refused here, before anything recursive sees it."""
    events: list[Any] = []
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        events.append(event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                raise InputError(
                    Problem(
                        "yaml.depth",
                        f"{source}:{event.start_mark.line + 1 if event.start_mark else 1}",
                        "",
                        f"nested deeper than {_MAX_DEPTH} levels",
                        "flatten the file",
                    )
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return events


class _Builder:
    """Turns events into plain data, keeping lines; counts values so that aliases cannot multiply without end."""

    def __init__(self, events: list[Any], source: str) -> None:
        self.events = events
        self.at = 1  # behind the start of the stream
        self.source = source
        self.anchors: dict[str, int] = {}
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.count = 0

    def document(self) -> Any:
        """Build the one document there may be; an empty text holds nothing."""
        if isinstance(self.take(), yaml.StreamEndEvent):
            return None
        data = self.build(self.take(), "$")
        self.take()
        if not isinstance(more := self.take(), yaml.StreamEndEvent):
            raise yaml.MarkedYAMLError(problem="but found another document", problem_mark=more.start_mark)
        return data

    def take(self) -> Any:
        self.at += 1
        return self.events[self.at - 1]

    def build(self, event: Any, path: str, depth: int = 0) -> Any:
        if isinstance(event, yaml.AliasEvent):
            return self.again(event, path, depth)
        if event.anchor:
            self.anchors[event.anchor] = self.at - 1
        self.count += 1
        line = event.start_mark.line + 1
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
        if event.tag not in _TAGS:
            remedy = "take the tag out; plain values need none"
            self.problems.append(
                Problem("yaml.tag", f"{self.source}:{line}", event.tag, "a tag is not read here", remedy)
            )
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(item := self.take(), yaml.SequenceEndEvent):
                items.append(self.build(item, f"{path}[{len(items)}]", depth + 1))
            return items
        out: dict[str, Any] = {}
        while not isinstance(name := self.take(), yaml.MappingEndEvent):
            key = self.key(name, path, depth)
            at = name.start_mark.line + 1
            if key in out:
                self.problems.append(
                    Problem(
                        "yaml.duplicate-key",
                        f"{self.source}:{at}",
                        key,
                        "a key stands twice",
                        "keep one of the two",
                    )
                )
            out[key] = self.build(self.take(), f"{path}.{key}", depth + 1)
            self.lines[f"{path}.{key}"] = at
        return out

    def key(self, event: Any, path: str, depth: int) -> str:
        """Read a key, which is its own words; one that is no scalar has none, and is passed over."""
        named = self.events[self.anchored(event)] if isinstance(event, yaml.AliasEvent) else event
        if isinstance(named, yaml.ScalarEvent):
            if event.anchor and named is event:
                self.anchors[event.anchor] = self.at - 1
            return str(named.value)
        self.build(event, f"{path}.?", depth + 1)
        return "?"

    def again(self, alias: Any, path: str, depth: int) -> Any:
        """Build once more what an alias stands for."""
        behind, self.at = self.at, self.anchored(alias)
        value = self.build(self.take(), path, depth)
        self.at = behind
        return value

    def anchored(self, alias: Any) -> int:
        """Say at which event what an alias stands for begins."""
        if alias.anchor not in self.anchors:
            raise yaml.MarkedYAMLError(problem="found undefined alias", problem_mark=alias.start_mark)
        return self.anchors[alias.anchor]


def _scalar(event: Any) -> Any:
    value: str = event.value
    if event.style in ("'", '"', "|", ">") or event.tag in _WORD_TAGS:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if value[0] not in _NUMBERS:
        return value
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
