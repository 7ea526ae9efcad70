"""The formats results are written in: one row each, from which commands, files and their marks take what they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "FORMATS",
    "MEMO_ENDINGS",
    "Format",
    "Kind",
    "Mark",
    "format_of_name",
    "formats_of_kind",
    "mark_of",
]

#: ``text`` and ``view`` are for people and may go to a terminal; ``data`` is text for other programs; ``file`` is bytes.
Kind = Literal["text", "view", "data", "file"]
#: How :mod:`.files.marks` lets a file be known as one of ours.
Mark = Literal["text", "md", "html", "yaml", "ics", "package", "json", "jsonl", "sql"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name for ``--format``, the endings of its files, the first of them the usual one, and its mark.

    ``beside`` is the name of the file a batch writes besides its report where it is asked for the format.
    """

    name: str
    kind: Kind
    mark: Mark
    endings: tuple[str, ...] = ()
    beside: str = ""


#: Where one ending is that of two formats, the earlier row is meant by the name of a file.
FORMATS: Final = {
    f.name: f
    for f in (
        Format("text", "text", "text"),
        Format("json", "view", "json", (".json",)),
        Format("jsonl", "data", "jsonl", (".jsonl",)),
        Format("parts", "data", "jsonl"),
        Format("yaml", "data", "yaml", (".yaml", ".yml")),
        Format("sql", "data", "sql", (".sql",)),
        Format("md", "view", "md", (".md",)),
        Format("html", "view", "html", (".html",)),
        Format("ics", "view", "ics", (".ics",)),
        Format("xlsx", "file", "package", (".xlsx",)),
        Format("checklist", "file", "package", (".docx", ".xlsx")),
        Format("sarif", "data", "json", (".sarif",), "findings.sarif"),
        Format("oscal", "data", "json", (), "oscal-assessment-results.json"),
    )
}
#: A memo is written as the name of its file says.
MEMO_ENDINGS: Final = (".md", ".html", ".docx")
_BY_ENDING: Final = {e: f.name for f in reversed(FORMATS.values()) for e in f.endings}


def format_of_name(path: Path) -> str:
    """Return the format that the name of a file says; text where it says none.

    >>> from pathlib import Path
    >>> [format_of_name(Path(p)) for p in ("a.HTML", "a.xlsx", "a.docx", "a")]
    ['html', 'xlsx', 'checklist', 'text']
    """
    return _BY_ENDING.get(path.suffix.lower(), "text")


def formats_of_kind(kind: Kind) -> tuple[str, ...]:
    """Return the names of the formats of one kind.

    >>> formats_of_kind("file")
    ('xlsx', 'checklist')
    """
    return tuple(f.name for f in FORMATS.values() if f.kind == kind)


def mark_of(format_: str) -> Mark:
    """Return how a file of a format is known as one of ours.

    >>> mark_of("oscal"), mark_of("checklist")
    ('json', 'package')
    """
    return FORMATS[format_].mark
