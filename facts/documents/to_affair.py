"""From what was read in a published document to an affair, and from an affair to a facts file."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import yaml

from ..affair.affair import Affair, File, Note
from ..affair.builder import build_affair
from ..fact_names import by_word
from ..reading.dates import write_days
from ..reading.numbers import write_band
from ..values import INF, Options, Range
from ..vocabulary import Kind, Scope, load_vocabulary
from ..yaml_source import Located
from .reading_paths import ANSWER, OF_FILE, RISK, ROW, ROW_SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..affair.affair import Source, Thing
    from ..affair.record import Index
    from ..vocabulary import Fact
    from .document_facts import Assessment, Blank, Reading

__all__ = ["affair_of", "to_data", "to_yaml"]

_DRAFT: Final = re.compile(r"[（(【〔［\[][^（(【〔［\[]{0,6}案[）)】〕］\]]")


def affair_of(assessment: Assessment) -> Affair:
    """Turn the readings of one assessment into an affair with places, blanks, reasons and passages.

    Raises:
        InputError: a reading that no fact can have; the importer should not give any.
    """
    tree = _Tree(assessment)
    affair = build_affair(Located(tree.data), assessment.source)
    laid_out = assessment.laid_out
    return replace(
        affair,
        laid_out={assessment.source: laid_out} if laid_out else {},
        source=assessment.source,
        known_files=tree.finish(affair.known_files),
        files_listed_all=tree.complete,
        passages=tuple(Note(p.file, p.section, p.lines) for p in assessment.passages),
        fields=tuple(Note(p.file, p.section, p.lines) for p in assessment.fields),
        unknown_reasons={u.path: u.reason for u in assessment.unknowns},
        coverage=assessment.coverage,
        corrections=assessment.corrections,
    )


class _Tree:
    """Readings as the nested data of a facts file, each value with its place."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.data: dict[str, Any] = {"form": assessment.form}
        self.names: list[str] = []
        self.counts: dict[str, int] = {}
        files = next((r for r in assessment.readings if r.path == "files"), None)
        several = any(OF_FILE.match(r.path) for r in assessment.readings)
        if assessment.form == "full" or several:
            found = list(files.value) if files and isinstance(files.value, tuple) else []
            seen = [m[1] for r in assessment.readings if (m := OF_FILE.match(r.path))]
            self.names = list(dict.fromkeys([*seen, *found]))
            if self.names:
                self.data["files"] = [{"name": n} for n in self.names]
        #: Whether the document names its files, so that none is missing; other forms describe one.
        self.complete = not (assessment.form == "full" or several) or files is not None
        blanks = [b for b in assessment.blanks if b.path not in assessment.unproven]
        items: list[Reading | Blank] = [*assessment.readings, *blanks]
        for item in items:
            self.put(item)
        self.date_the_answer()
        self.tell_the_state()

    def tell_the_state(self) -> None:
        """Tell that the document is a draft where its title says so, as 「全項目評価書（案）」."""
        title = self.data.get("title")
        if isinstance(title, dict) and _DRAFT.search(str(title["value"])):
            self.data["document_state"] = title | {"value": "draft"}

    def date_the_answer(self) -> None:
        """Tell the day of which the answer on incidents of the past year speaks: that of the document."""
        if "incident_within_1y" in self.data and "published" in self.data:
            self.data["incident_answered_on"] = self.data["published"]

    def told(self, item: Reading | Blank) -> Any:
        """Write a value with its place, and with what the document says beside it where it contradicts a correction."""
        other = next((r for r in self.assessment.contested if r.path == item.path), None)
        return self.shown(item) if other is None else [self.shown(other), self.shown(item)]

    def shown(self, item: Reading | Blank) -> dict[str, Any]:
        """Write a value with its place, in the document or where a person wrote it."""
        value, told = getattr(item, "value", "blank"), getattr(item, "told", None)
        shown: dict[str, Any] = {"value": list(value) if isinstance(value, tuple) else value}
        if told is not None:
            return shown | {"source": told.document, "line": told.line, "text": told.text}
        shown |= {"line": item.line, "text": getattr(item, "text", "")}
        if self.assessment.laid_out is not None:
            place = getattr(item, "place", None) or self.assessment.laid_out.place(item.line, _words(value))
            shown |= {"line": None, "at": place}
        return shown

    def put(self, item: Reading | Blank) -> None:
        path = item.path
        if path == "files":
            return
        target: dict[str, Any] = self.data
        if match := OF_FILE.match(path):
            if match[1] not in self.names:
                return
            target = self.data["files"][self.names.index(match[1])]
            path = path[match.end() :]
        shown = self.told(item)
        if path == "entrustments":
            target["entrusted_items"] = shown
        elif match := ROW.match(path):
            rows = target.setdefault(match[1], [])
            while len(rows) < int(match[2]):
                rows.append({})
            if _known(ROW_SCOPES[match[1]], match[3]):
                rows[int(match[2]) - 1][match[3]] = shown
        elif match := RISK.match(path):
            target.setdefault("risks", {}).setdefault(match[1], {})[match[2]] = shown
        elif match := ANSWER.match(path):
            place = self.data if _known(Scope.AFFAIR, f"answers.{match[1]}") else target
            _add(place.setdefault("answers", {}), match[1], shown)
        elif target is not self.data and not _known(Scope.FILE, path) and _known(Scope.AFFAIR, path):
            _add(self.data, path, shown)
        elif _known(Scope.FILE, path) or _known(Scope.AFFAIR, path):
            target[path] = shown

    def finish(self, files: tuple[File, ...] | None) -> tuple[File, ...] | None:
        """Say which lists of entrustments are whole: those with as many entries as the document counts."""
        if files is None:
            return None
        out = []
        for file in files:
            count = file.range("file.entrusted_items")
            listed = len(file.entrustments or ())
            whole = count is not None and count.exact and count.lo == listed
            whole = whole or file.option("file.entrusts") == "no"
            out.append(replace(file, listed_all=whole))
        return tuple(out)


def _add(into: dict[str, Any], name: str, shown: dict[str, Any]) -> None:
    """Put what is asked once, and where a form is printed for each file, every different answer with its place."""
    known = into.get(name)
    told = known if isinstance(known, list) else [] if known is None else [known]
    if all(one["value"] != shown["value"] for one in told):
        into[name] = [*told, shown] if told else shown


def _words(value: object) -> str:
    """Return the words by which a value is found again in its cell."""
    first = value[0] if isinstance(value, tuple) and value else value
    return first if isinstance(first, str) else ""


def _known(scope: Scope, short: str) -> bool:
    return short in by_word(scope)


def to_data(affair: Affair) -> dict[str, Any]:
    """Return an affair as the plain nested data of a facts file, reading back to the same facts.

    A fact told by several sources is written with each of them, so that a contradiction is not lost.
    """
    out = _thing(affair, affair, Scope.AFFAIR, ())
    if affair.known_files is not None:
        if len(affair.known_files) == 1 and not affair.known_files[0].name:
            out |= _file(affair, affair.known_files[0], 0)
        else:
            out["files"] = [_file(affair, f, i) for i, f in enumerate(affair.known_files)]
        if not affair.files_listed_all:
            out["files_listed_all"] = False
    if not affair.incidents_listed_all:
        out["incidents_listed_all"] = False
    for name, scope, things in (
        ("systems", Scope.SYSTEM, affair.systems),
        ("incidents", Scope.INCIDENT, affair.incidents),
        ("publications", Scope.PUBLICATION, affair.publications),
        ("changes", Scope.CHANGE, affair.changes),
    ):
        if things is not None:
            out[name] = [_thing(affair, t, scope, (i,)) for i, t in enumerate(things)]
    named = {f.name for f in affair.files if f.name}
    for name, notes in (("narratives", affair.passages), ("fields", affair.fields)):
        if told := _narratives(n for n in notes if n.file not in named):
            out[name] = told
    if affair.unknown_reasons:
        out["unknown"] = dict(affair.unknown_reasons)
    if affair.coverage is not None:
        out["coverage"] = affair.coverage.model_dump(mode="json", exclude_defaults=True)
    if affair.corrections:
        out["corrections"] = [c.model_dump(mode="json", exclude_none=True) for c in affair.corrections]
    return out


def _narratives(notes: Iterable[Note]) -> dict[str, str]:
    """Give the text of each section, a line as a line; of two texts of one section the second follows the first."""
    out: dict[str, list[str]] = {}
    for note in notes:
        out.setdefault(note.section, []).extend(text for _, text in note.lines)
    return {section: "\n".join(lines) for section, lines in out.items()}


def _file(affair: Affair, file: File, number: int) -> dict[str, Any]:
    out = _thing(affair, file, Scope.FILE, (number,))
    if file.entrustments is not None:
        out["entrustments"] = [
            _thing(affair, e, Scope.ENTRUSTMENT, (number, i)) for i, e in enumerate(file.entrustments)
        ]
        if not file.listed_all:
            out["listed_all"] = False
    if file.measures:
        out["measures"] = dict(file.measures)
    for name, notes in (("narratives", affair.passages), ("fields", affair.fields)):
        if file.name and (told := _narratives(n for n in notes if n.file == file.name)):
            out[name] = told
    return out


def _thing(affair: Affair, thing: Thing, scope: Scope, index: Index) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for fact in load_vocabulary().of_scope(scope):
        told = affair.sources.get((fact.name, index), ())
        if told:
            out[fact.short] = [_told(fact, one) for one in told]
        elif fact.name in thing.blank:
            out[fact.short] = "空欄"
        elif fact.name in thing.values:
            value = _plain(fact, thing.values[fact.name])
            if value is not None:
                out[fact.short] = value
    return out


def _told(fact: Fact, one: Source) -> dict[str, Any]:
    place = one.place
    more = {"source": place.document, "line": place.line, "text": place.text} if place else {}
    return {"value": _plain(fact, one.value)} | {k: v for k, v in more.items() if v}


def _plain(fact: Fact, value: object) -> object:
    """Write a value so that it reads back as it is; None for one that rules nothing out."""
    if isinstance(value, Range):
        if fact.kind is Kind.DATE:
            return write_days(*(dt.date.fromordinal(n) for n in (value.lo, value.hi)))
        if value.exact:
            return value.lo
        return write_band(value.lo or None, value.hi if value.hi < INF else None, fact.unit)
    if isinstance(value, Options):
        if fact.kind is Kind.YESNO:
            return next(iter(value.members)) == "yes" if value.exact else None
        words = sorted(o.ja for o in fact.options if o.id in value.members)
        return words[0] if len(words) == 1 else words
    return list(value) if isinstance(value, tuple) else value


def to_yaml(affair: Affair) -> str:
    """Write an affair as a facts file."""
    header = f"# {affair.source}\n" if affair.source else ""
    return header + yaml.dump(to_data(affair), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such, so that a person can read and correct them."""


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
