"""From nested data to an affair: every key matched to the vocabulary, every problem kept with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ..arguments import facts_of, text_of
from ..documents.doors.cells import Place as CellPlace
from ..errors import InputError, Problem
from ..fact_names import by_word, nearest_word
from ..printable import visible
from ..reading.glyphs import word_key
from ..reading.value_reader import Blank, Unreadable, read_value
from ..vocabulary import Fact, Scope, Vocabulary, load_vocabulary, speaking
from ..yaml_source import Located
from .affair import LISTS, Affair, File, Note, Place, Source, Thing, agreed
from .correction import read_corrections
from .form_coverage import read_coverage
from .naming import JA_LISTS, META, flat, foreign
from .notes import field_of, note_of, read_note

if TYPE_CHECKING:
    from .affair import Value

__all__ = ["build_affair", "read_affair"]

_T = TypeVar("_T")
Index = tuple[int, ...]
_TEXTS: Final = ("narratives", "fields")
_STATES: Final = ("done", "not_done", "not_stated", "unknown")
#: Looking for the nearest word takes long; who has more unknown keys than this needs the schema.
_MOST_HINTS: Final = 100


def read_affair(
    data: Mapping[str, Any], source: str | None = None, *, vocabulary: Vocabulary | None = None
) -> Affair:
    """Build an affair from nested plain data, in the words of a facts file or as :meth:`.Affair.to_dict` gives it.

    ``source`` says where the facts come from, or else the data's own ``source``. ``vocabulary`` is ``given`` of a
    ruleset that declares facts of its own.

    >>> read_affair({"事務名": "予防接種", "対象人数": "30万人以上"}, "example").affair
    '予防接種'

    Raises:
        InputError: every unknown key and unreadable value, with its path.
    """
    facts = facts_of(data, "data")
    named = facts.get("source") if source is None else text_of(source, "source")
    with speaking(vocabulary or load_vocabulary()):
        return build_affair(Located(dict(facts)), named if isinstance(named, str) else "")


def build_affair(located: Located, source: str, *, part: bool = False) -> Affair:
    """Build one affair, collecting all problems; ``part`` of one may be a single fact, misspelt or not.

    Raises:
        InputError: every unknown key and unreadable value.
    """
    builder = _Builder(located, visible(source), load_vocabulary())
    affair = builder.affair()
    if builder.problems:
        if not part and foreign(located.data, builder.problems):
            keys = ", ".join(str(k) for k in list(located.data)[:6])
            remedy = "start from `shikii facts template`, or leave the file out"
            raise InputError(
                Problem("facts.not-facts", source, keys, "no key of this file is a fact", remedy)
            )
        raise InputError(builder.problems)
    return affair


@dataclass
class _Builder:
    located: Located
    source: str
    vocabulary: Vocabulary
    problems: list[Problem] = field(default_factory=list)
    places: dict[tuple[str, Index], Place] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    words: list[Note] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    sources: dict[tuple[str, Index], tuple[Source, ...]] = field(default_factory=dict)

    def at(self, path: str) -> str:
        return (
            f"{self.source}:{self.located.line(path)} {path}"
            if self.located.lines
            else f"{self.source} {path}"
        )

    def problem(self, id_: str, path: str, value: object, message: str, remedy: str) -> None:
        shown = "" if value is None else str(value)
        self.problems.append(Problem(id_, self.at(path), shown, message, remedy))

    def affair(self) -> Affair:
        data = self.located.data
        if not isinstance(data, Mapping):
            self.problem(
                "facts.shape",
                "$",
                type(data).__name__,
                "a facts file holds one affair as names and values",
                "see `shikii facts template`",
            )
            return Affair(source=self.source)
        own, lists, rest = self.split(data, Scope.AFFAIR, (), "$")
        files = self.files(lists.get("files"), rest, lists.get("entrustments"))
        return Affair(
            values=own.values,
            blank=own.blank,
            source=visible(str(data.get("source") or self.source)),
            known_files=files,
            files_listed_all=self.listed_all(data, "files_listed_all", "$"),
            incidents_listed_all=self.listed_all(data, "incidents_listed_all", "$"),
            systems=self.rows(lists.get("systems"), Scope.SYSTEM, "$.systems", ()),
            incidents=self.rows(lists.get("incidents"), Scope.INCIDENT, "$.incidents", ()),
            publications=self.rows(lists.get("publications"), Scope.PUBLICATION, "$.publications", ()),
            changes=self.rows(lists.get("changes"), Scope.CHANGE, "$.changes", ()),
            passages=tuple(self.notes),
            fields=tuple(self.words),
            places=self.places,
            unknown_reasons=self.reasons,
            sources=self.sources,
            coverage=self.kept(read_coverage(data.get("coverage")), "coverage"),
            corrections=self.kept(read_corrections(data.get("corrections")), "corrections"),
        )

    def split(
        self, data: Mapping[str, Any], scope: Scope, index: Index, path: str
    ) -> tuple[Thing, dict[str, Any], dict[str, Any]]:
        """Read the facts of one thing; return it, its lists, and what belongs to the file below."""
        values: dict[str, Value] = {}
        blank: set[str] = set()
        lists: dict[str, Any] = {}
        rest: dict[str, Any] = {}
        said: dict[str, str] = {}
        for name, raw, where in flat(data, path, by_word(scope)):
            listed = JA_LISTS.get(name, name)
            fact = by_word(scope).get(word_key(name))
            if listed in LISTS and (fact is None or isinstance(raw, (list, Mapping))):
                fact = None
            if (key := fact.name if fact else listed) in said:
                what = fact.ja if fact else listed
                remedy = f"keep this or `{said[key]}`"
                self.problem("facts.twice", where, name, f"{what} is said twice", remedy)
                continue
            said[key] = name
            if fact is not None:
                self.one(fact, raw, index, where, values, blank)
            elif listed in LISTS:
                lists[listed] = raw
            elif name in META:
                self.meta(name, raw, index, where, data)
            elif scope is Scope.AFFAIR and (
                word_key(name) in by_word(Scope.FILE) or name.split(".")[0] in ("risks", "answers")
            ):
                rest[name] = raw
            else:
                scopes = (scope, Scope.FILE) if scope is Scope.AFFAIR else (scope,)
                few = len(self.problems) < _MOST_HINTS
                near = nearest_word(name, *scopes, more=LISTS, cutoff=0.5) if few else None
                remedy = (
                    f"did you mean `{near}`?" if near else "see `shikii facts schema` for the names there are"
                )
                self.problem("facts.unknown-key", where, name, "unknown fact", remedy)
        return Thing(values, frozenset(blank)), lists, rest

    def one(
        self, fact: Fact, raw: Any, index: Index, path: str, values: dict[str, Value], blank: set[str]
    ) -> None:
        """Read one value, with the place it may carry; a list of values with their sources is read one by one."""
        if isinstance(raw, list) and raw and all(isinstance(r, Mapping) and "value" in r for r in raw):
            self.several(fact, raw, index, path, values, blank)
            return
        place = self.place(raw, path)
        if isinstance(raw, Mapping) and "value" in raw:
            raw = raw["value"]
        try:
            value = read_value(fact, raw)
        except Unreadable as error:
            self.problem("facts.value", path, raw, f"not a value of {fact.ja}", str(error))
            return
        if isinstance(value, Blank):
            blank.add(fact.name)
        elif value is None:
            return
        else:
            values[fact.name] = value
        if place:
            self.places[fact.name, index] = place

    def place(self, raw: Any, path: str) -> Place | None:
        """Return where a value stands: here, or where it says; ``source: null`` says that the place is not known."""
        here = self.located.line(path) if self.located.lines else None
        if not isinstance(raw, Mapping) or "value" not in raw:
            return Place(self.source, here)
        line, elsewhere, at = raw.get("line"), raw.get("source"), raw.get("at")
        at = at if isinstance(at, CellPlace) else None  # a facts file names no cells
        if "source" in raw and elsewhere is None:
            return None
        return Place(
            visible(str(elsewhere or self.source)),
            line if isinstance(line, int) else None if elsewhere or at else here,
            visible(str(raw.get("text") or "")),
            at,
        )

    def several(
        self,
        fact: Fact,
        raw: list[Any],
        index: Index,
        path: str,
        values: dict[str, Value],
        blank: set[str],
    ) -> None:
        """Read one fact from several sources; what holds under each of them stands."""
        found: list[Source] = []
        for i, one in enumerate(raw):
            own: dict[str, Value] = {}
            self.one(fact, one, index, f"{path}[{i}]", own, blank)
            if fact.name in own:
                found.append(Source(own[fact.name], self.place(one, f"{path}[{i}]")))
        if found:
            blank.discard(fact.name)
            value, _ = agreed([s.value for s in found])
            if value is not None:
                values[fact.name] = value
            self.places.pop((fact.name, index), None)
            if place := next((s.place for s in found if s.place), None):
                self.places[fact.name, index] = place
        if len(found) > 1:
            self.sources[fact.name, index] = tuple(found)

    def meta(self, name: str, raw: Any, index: Index, path: str, data: Mapping[str, Any]) -> None:
        """Read narratives, words of fields and reasons; measures are read with their file."""
        if name in _TEXTS and isinstance(raw, Mapping):
            file = visible(str(data["name"])) if index and data.get("name") else None
            into, make = (self.notes, note_of) if name == "narratives" else (self.words, field_of)
            for section, text in raw.items():
                into.append(make(file, str(section), str(text), self.located.line(f"{path}.{section}")))
        elif name in _TEXTS and isinstance(raw, list):
            into = self.notes if name == "narratives" else self.words
            remedy = "write `{file, section, lines: [[1, …]]}`, or sections with their texts"
            for i, one in enumerate(raw):
                if note := read_note(one):
                    into.append(note)
                else:
                    self.problem("facts.shape", f"{path}[{i}]", one, "not a passage", remedy)
        elif name == "unknown" and isinstance(raw, Mapping):
            self.reasons |= {visible(str(k)): visible(str(v)) for k, v in raw.items()}

    def files(self, raw: Any, rest: dict[str, Any], entrustments: Any) -> tuple[File, ...] | None:
        """Read the files; without any, what stands at the top belongs to the one file of a basic or key form."""
        if isinstance(raw, Mapping):
            raw = [{"name": name, **(fields or {})} for name, fields in raw.items()]
        names_only = isinstance(raw, list) and all(isinstance(item, str) for item in raw)
        if rest or entrustments is not None or (names_only and raw):
            whole = {**rest} if entrustments is None else {**rest, "entrustments": entrustments}
            if raw is not None and not names_only:
                for name in rest:
                    self.problem(
                        "facts.misplaced",
                        f"$.{name}",
                        name,
                        "a fact of a file stands outside the files",
                        "move it under the file it is about",
                    )
                return None
            return (self.file(whole, 0, "$"),)
        if raw is None:
            return None
        if not isinstance(raw, list):
            self.problem("facts.shape", "$.files", raw, "files are a list", "write each file as `- name: …`")
            return None
        return tuple(self.file(item, i, f"$.files[{i}]") for i, item in enumerate(raw))

    def file(self, data: Any, number: int, path: str) -> File:
        if not isinstance(data, Mapping):
            self.problem(
                "facts.shape",
                path,
                data,
                "a file is a set of names and values",
                "write `name: …` and its facts below",
            )
            return File()
        thing, lists, _ = self.split(data, Scope.FILE, (number,), path)
        listed = lists.get("entrustments")
        values = dict(thing.values)
        if isinstance(listed, int):
            counted = self.vocabulary["file.entrusted_items"]
            self.one(counted, listed, (number,), f"{path}.entrustments", values, set())
            listed = None
        if listed is None and thing.option("file.entrusts") == "no":
            listed = []
        rows = self.rows(listed, Scope.ENTRUSTMENT, f"{path}.entrustments", (number,))
        return File(
            values,
            thing.blank,
            rows,
            listed_all=self.listed_all(data, "listed_all", path),
            measures=self.measures(data.get("measures"), path),
        )

    def kept(self, read: tuple[_T, tuple[str, object, str] | None], name: str) -> _T:
        """Return what ``import`` wrote of a document besides its facts, and tell what is wrong with it."""
        value, wrong = read
        if wrong:
            remedy = "leave it as `shikii import` wrote it, or take it out"
            self.problem("facts.shape", f"$.{name}{wrong[0]}", wrong[1], wrong[2], remedy)
        return value

    def listed_all(self, data: Mapping[str, Any], name: str, path: str) -> bool:
        """Read whether the rows listed are all there are, as they are unless the record says otherwise."""
        raw = data.get(name, True)
        if raw not in (True, False, "yes", "no"):
            remedy = f"write `{name}: no` where there may be more, or leave it out"
            self.problem("facts.value", f"{path}.{name}", raw, "neither yes nor no", remedy)
        return raw not in (False, "no")

    def measures(self, raw: Any, path: str) -> dict[str, str]:
        if raw is None:
            return {}
        if not isinstance(raw, Mapping):
            self.problem(
                "facts.shape",
                f"{path}.measures",
                raw,
                "measures are names and states",
                "write `measure-id: done`",
            )
            return {}
        for name, state in raw.items():
            if state not in _STATES:
                self.problem(
                    "facts.value",
                    f"{path}.measures.{name}",
                    state,
                    "not a state of a measure",
                    f"write one of: {', '.join(_STATES)}",
                )
        return {visible(str(k)): str(v) for k, v in raw.items() if v in _STATES and v != "unknown"}

    def rows(self, raw: Any, scope: Scope, path: str, parent: Index) -> tuple[Thing, ...] | None:
        if raw is None:
            return None
        if not isinstance(raw, list):
            self.problem(
                "facts.shape", path, raw, f"{path.rsplit('.', 1)[-1]} are a list", "start each with `- `"
            )
            return None
        out = []
        for i, item in enumerate(raw):
            where = f"{path}[{i}]"
            if isinstance(item, str):
                item = {"name": item}
            if not isinstance(item, Mapping):
                self.problem(
                    "facts.shape",
                    where,
                    item,
                    "an entry is a set of names and values",
                    "write `name: value` pairs",
                )
                continue
            out.append(self.split(item, scope, (*parent, i), where)[0])
        return tuple(out)
