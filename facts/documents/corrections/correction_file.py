"""The file of a person's corrections (``評価書.correct.yaml``): found beside the document, or named."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...errors import InputError, Problem, UsageError
from ...fact_names import nearest_word
from ...printable import visible
from ...readers.open_files import read_text
from ...reading.dates import parse_days
from ...reading.glyphs import Unclear
from ...reading.value_reader import Unreadable, read_value
from ...vocabulary import Scope
from ...yaml_source import read_yaml
from .correction_paths import fact_at

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from ...vocabulary import Fact
    from ...yaml_source import Located

__all__ = ["ENDING", "SCHEMA", "CorrectionFile", "Entry", "beside", "corrections_for", "read_correction_file"]

SCHEMA: Final = "shikii/correction/1"
ENDING: Final = ".correct.yaml"
_KEYS: Final = frozenset({"schema", "document", "by", "on", "corrections"})
_ENTRY_KEYS: Final = frozenset(
    {"assessment", "path", "label", "place", "read", "value", "reason", "by", "on"}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One correction: ``value`` and ``read`` as a facts file writes them; ``read`` None where nothing had been read.

    ``assessment`` names the affair, where the document holds several assessments.
    """

    path: str
    fact: Fact
    value: Any
    read: Any
    by: str
    on: dt.date
    reason: str
    line: int
    assessment: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectionFile:
    """The corrections of one document; ``document`` is the name of the file they were made for."""

    source: str
    entries: tuple[Entry, ...]
    document: str = ""


def corrections_for(
    document: Path, named: Sequence[Path] = (), *, alone: bool = True
) -> CorrectionFile | None:
    """Return the corrections of a document: of the files named, else of the file beside it.

    Of the files named, one that names another document is for that, unless the document is read ``alone``.

    Raises:
        InputError: every problem of the file.
        UsageError: two of the files named are for this document.
    """
    files = [read_correction_file(path) for path in named]
    own = [f for f in files if f.document == document.name] or [f for f in files if alone or not f.document]
    if len(own) > 1:
        remedy = "put the corrections of one document into one file"
        raise UsageError(
            Problem(
                "correction.twice", str(document), own[1].source, "two files correct this document", remedy
            )
        )
    if own:
        return own[0]
    own_file = beside(document)
    return read_correction_file(own_file) if not files and own_file.is_file() else None


def beside(document: Path) -> Path:
    """Return where the corrections of a document are looked for.

    >>> from pathlib import Path
    >>> beside(Path("評価書.pdf")).name
    '評価書.correct.yaml'
    """
    return document.with_name(document.stem + ENDING)


def read_correction_file(path: Path) -> CorrectionFile:
    """Read a file of corrections.

    An entry whose ``value`` is empty is passed over: the prefilled file has one for every field left open.

    Raises:
        InputError: no YAML of this shape, a path that names no fact, a value that is none of it, an entry without who,
            when or why.
    """
    source = visible(str(path))
    located = read_yaml(read_text(path), source)
    return _Reader(located, source).file()


class _Reader:
    def __init__(self, located: Located, source: str) -> None:
        self.located, self.source = located, source
        self.problems: list[Problem] = []

    def problem(self, id_: str, path: str, value: object, message: str, remedy: str) -> None:
        place = f"{self.source}:{self.located.line(path)} {path}"
        self.problems.append(Problem(id_, place, "" if value is None else str(value), message, remedy))

    def file(self) -> CorrectionFile:
        data = self.located.data
        if not isinstance(data, dict) or not isinstance(data.get("corrections"), list):
            self.problem(
                "correction.shape",
                "$",
                None,
                "this is no file of corrections",
                "make one with `shikii correct DOCUMENT`",
            )
            raise InputError(self.problems)
        self.keys(data, _KEYS, "$")
        if data.get("schema") != SCHEMA:
            self.problem(
                "correction.shape",
                "$.schema",
                data.get("schema"),
                "not this kind of file",
                f"write `schema: {SCHEMA}`",
            )
        entries = [e for n, raw in enumerate(data["corrections"]) if (e := self.entry(raw, n, data))]
        seen: dict[tuple[str | None, str], Entry] = {}
        for entry in entries:
            if (entry.assessment, entry.path) in seen:
                self.problem(
                    "correction.twice",
                    "$.corrections",
                    entry.path,
                    "this field is corrected twice",
                    "keep one of the two",
                )
            seen[entry.assessment, entry.path] = entry
        if self.problems:
            raise InputError(self.problems)
        return CorrectionFile(self.source, tuple(entries), Path(str(data.get("document") or "")).name)

    def keys(self, data: Mapping[str, Any], known: frozenset[str], path: str) -> None:
        for name in data:
            if name not in known:
                remedy = f"use only: {', '.join(sorted(known))}"
                self.problem("correction.shape", f"{path}.{name}", name, "an unknown key", remedy)

    def entry(self, raw: Any, number: int, data: Mapping[str, Any]) -> Entry | None:
        path = f"$.corrections[{number}]"
        if not isinstance(raw, dict):
            self.problem("correction.shape", path, raw, "not a correction", "write path, value and reason")
            return None
        self.keys(raw, _ENTRY_KEYS, path)
        value, name = raw.get("value"), str(raw.get("path") or "")
        if value is None or value == "":
            return None
        fact = fact_at(name)
        if fact is None:
            near = nearest_word(name, Scope.AFFAIR, Scope.FILE, cutoff=0.6)
            remedy = (
                f"did you mean `{near}`?" if near else "take the path from `shikii import --format jsonl`"
            )
            self.problem("correction.field", f"{path}.path", name, "no field that can be corrected", remedy)
            return None
        for key, told in (("value", value), ("read", raw.get("read"))):
            try:
                known = told is None or read_value(fact, told) is not None
            except Unreadable as error:
                self.problem(
                    "correction.value", f"{path}.{key}", told, f"not a value of {fact.ja}", str(error)
                )
                return None
            if not known:
                self.problem(
                    "correction.value",
                    f"{path}.{key}",
                    told,
                    f"not a value of {fact.ja}",
                    "leave it empty where it is not known",
                )
                return None
        by, on = self.signed(raw, data, path)
        reason = str(raw.get("reason") or "").strip()
        if not reason:
            remedy = "say why the document is read wrong, and where the right value stands"
            self.problem("correction.unsigned", path, name, "a correction without its reason", remedy)
        if on is None or not by or not reason:
            return None
        told = raw.get("assessment")
        return Entry(
            path=name,
            fact=fact,
            value=value,
            read=raw.get("read"),
            by=by,
            on=on,
            reason=visible(reason),
            line=self.located.line(f"{path}.value"),
            assessment=str(told) if told else None,
        )

    def signed(
        self, raw: Mapping[str, Any], data: Mapping[str, Any], path: str
    ) -> tuple[str, dt.date | None]:
        """Return who made a correction and when; the head of the file tells it for all."""
        by = str(raw.get("by") or data.get("by") or "").strip()
        told = raw.get("on") or data.get("on")
        if not by:
            self.problem(
                "correction.unsigned",
                path,
                None,
                "a correction without who made it",
                "write `by:` with a name",
            )
        try:
            day = parse_days(told) if told else None
        except Unclear:
            day = None
        if day is None or day[0] != day[1]:
            self.problem(
                "correction.unsigned",
                path,
                told,
                "a correction without the day it was made",
                "write `on: 2026-12-01`",
            )
            return by, None
        return visible(by), day[0]
