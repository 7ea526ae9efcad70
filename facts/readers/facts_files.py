"""Facts files in YAML and JSON: one affair, or a list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..affair.builder import build_affair
from ..errors import InputError, Problem
from ..json_source import read_json
from ..printable import visible
from ..yaml_source import Located, read_yaml
from .open_files import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from ..affair.affair import Affair

__all__ = ["read_facts", "read_facts_text"]


def read_facts(path: Path) -> tuple[Affair, ...]:
    """Read a facts file.

    Raises:
        InputError: every problem of the file, with line or path, value and remedy.
    """
    return read_facts_text(read_text(path), visible(str(path)), json_=path.suffix.lower() == ".json")


def read_facts_text(text: str, source: str, *, json_: bool = False) -> tuple[Affair, ...]:
    r"""Read facts from text.

    >>> [a.affair for a in read_facts_text("- {affair: 甲}\n- {affair: 乙}", "x.yaml")]
    ['甲', '乙']
    """
    located = read_json(text, source) if json_ else read_yaml(text, source)
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
    path = "$"
    if isinstance(data, dict) and set(data) == {"affairs"}:
        path, data = "$.affairs", data["affairs"]
    if not isinstance(data, list):
        return (build_affair(Located(data, located.lines), source),)
    problems: list[Problem] = []
    affairs: list[Affair] = []
    for item in _items(located, path, data):
        try:
            affairs.append(build_affair(item, source))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return tuple(affairs)


def _items(located: Located, path: str, data: list[Any]) -> list[Located]:
    """Look at each item of a list on its own, keeping its lines."""
    lines: list[dict[str, int]] = [{} for _ in data]
    for place, line in located.lines.items():
        if place.startswith(path + "["):
            number, _, rest = place[len(path) + 1 :].partition("]")
            lines[int(number)]["$" + rest] = line
    return [Located(item, own) for item, own in zip(data, lines, strict=True)]
