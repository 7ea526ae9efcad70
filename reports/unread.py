"""What could not be read, gathered for a reader: one line per item and reason, with how often it came."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..facts.vocabulary import load_vocabulary
from .wording.labels import words_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.results.assessment import FactLine

__all__ = ["Unread", "unread_groups"]

_OF_FILE: Final = re.compile(r"files\[([^\]]*)\]")
_STEP: Final = re.compile(r"(?<!\w)(\w+)\[([^\]]*)\]\.?")


@dataclass(frozen=True, slots=True)
class Unread:
    """One item that could not be read for one reason; ``paths`` are the places of the record it stands for."""

    label: str
    label_en: str
    reason: str
    paths: tuple[str, ...]

    @property
    def about(self) -> str:
        """The file it belongs to, or how many places there are."""
        if len(self.paths) > 1:
            return f"×{len(self.paths)}"
        file = _OF_FILE.match(self.paths[0])
        return file[1] if file else ""


def unread_groups(lines: Sequence[FactLine]) -> tuple[Unread, ...]:
    """Gather lines that differ only in the row they stand for, in the order they first come.

    >>> from shikii.engine.results.assessment import FactLine
    >>> lines = [FactLine(path=f"changes[{n}].before", label="", value="", reason="崩れ") for n in (1, 2)]
    >>> [(u.label, len(u.paths)) for u in unread_groups(lines)]
    [('変更前の記載', 2)]
    """
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for line in lines:
        ja, en = _label(line)
        grouped.setdefault((ja, en, line.reason), []).append(line.path)
    return tuple(Unread(ja, en, reason, tuple(paths)) for (ja, en, reason), paths in grouped.items())


def _label(line: FactLine) -> tuple[str, str]:
    """Name an item in the words of the vocabulary; a row's item as its scope names it."""
    names = [line.path]
    steps = list(_STEP.finditer(line.path))
    if steps:
        rest = line.path[steps[-1].end() :]
        names.append(f"{steps[-1][1].removesuffix('s')}.{rest}" if rest else steps[-1][1])
    else:
        names.append(f"file.{line.path}")  # a form for one file has its items at the top
    known = load_vocabulary()
    for name in names:
        if name in known:
            return known[name].ja, known[name].en
    leaf = names[-1].rsplit(".", 1)[-1]
    lists = words_file("checklist.yaml")["list"]
    if leaf in lists:
        return str(lists[leaf]["ja"]), str(lists[leaf]["en"])
    return line.label or line.path, line.path
