"""The affair: what is known of it, of its files, systems, incidents, publications and changes, with places and reasons.

Values are what the vocabulary says they are: ranges for numbers and dates, options for choices, option ids for
tick boxes, words for texts. Nothing said is nothing stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Self

from ..frozen_dict import FrozenDict, frozen
from ..reading.value_reader import BLANK, Unreadable, read_value
from ..values import Options, Range, combine
from ..vocabulary import Scope, load_vocabulary
from .plain_data import plain_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..documents.doors.as_lines import LaidOut
    from ..documents.doors.cells import Place as CellPlace
    from .correction import Correction
    from .form_coverage import FormCoverage

__all__ = ["LISTS", "Affair", "File", "Note", "Place", "Source", "Thing", "Value", "agreed"]

#: What is stored for a fact: possible values, ticked option ids, or words.
Value = Range | Options | tuple[str, ...] | str
#: The lists of a facts file and the scope of their rows.
LISTS: Final = {
    "files": Scope.FILE,
    "entrustments": Scope.ENTRUSTMENT,
    "systems": Scope.SYSTEM,
    "incidents": Scope.INCIDENT,
    "publications": Scope.PUBLICATION,
    "changes": Scope.CHANGE,
}


def agreed(values: Sequence[Value]) -> tuple[Value | None, bool]:
    """Combine what several sources say of one fact: what holds under each of them, and whether they contradict.

    Numbers and choices keep what all agree on, or everything any of them allows. Of texts the first stands; tick
    boxes that differ are not known.

    >>> agreed([Range(100, 199), Range(150, 150)]), agreed([Range(1, 1), Range(5, 5)])
    ((Range(lo=150, hi=150), False), (Range(lo=1, hi=5), True))
    """
    ranges = [v for v in values if isinstance(v, Range)]
    options = [v for v in values if isinstance(v, Options)]
    if len(ranges) == len(values):
        return combine(ranges)
    if len(options) == len(values):
        return combine(options)
    same = all(v == values[0] for v in values)
    return (values[0] if same or isinstance(values[0], str) else None), not same


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact was read: document or file, line from 1, and the words there.

    ``at`` is the place in a document that has no lines; ``line`` is None then.
    """

    document: str
    line: int | None = None
    text: str = ""
    at: CellPlace | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """What one source says of a fact, and where."""

    value: Value
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Free text of one section of one file, as (line, text) pairs; file None stands for the whole affair."""

    file: str | None
    section: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """The facts of one thing of a scope, by their names in the vocabulary, and the fields known to be blank."""

    values: Mapping[str, Value] = field(default_factory=FrozenDict)
    blank: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if isinstance(value, dict):
                object.__setattr__(self, name, frozen(value))

    def range(self, name: str) -> Range | None:
        """Return a number or date, or None when nothing was said."""
        value = self.values.get(name)
        return value if isinstance(value, Range) else None

    def option(self, name: str) -> str | None:
        """Return the one option left, or None when it is not settled."""
        value = self.values.get(name)
        return next(iter(value.members)) if isinstance(value, Options) and value.exact else None

    def text(self, name: str) -> str | None:
        """Return the words of a text fact."""
        value = self.values.get(name)
        return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class File(Thing):
    """One 特定個人情報ファイル with its entrustments; ``entrustments`` None means the list is not known."""

    entrustments: tuple[Thing, ...] | None = None
    listed_all: bool = True
    measures: Mapping[str, str] = field(default_factory=FrozenDict)

    @property
    def name(self) -> str:
        """The file's name; empty for the one file a basic or key form speaks of without naming it."""
        return self.text("file.name") or ""


@dataclass(frozen=True, slots=True)
class Affair(Thing):
    """One affair. Lists that are None are not known; an empty list means there are none.

    With ``files_listed_all`` or ``incidents_listed_all`` false there may be more than those listed.

    >>> from shikii import read_affair
    >>> a = read_affair({"affair": "予防接種", "headcount": "10万人以上30万人未満"}, "example")
    >>> a.headcount, a.handlers
    (Range(lo=100000, hi=299999), None)
    """

    source: str = ""
    known_files: tuple[File, ...] | None = None
    files_listed_all: bool = True
    systems: tuple[Thing, ...] | None = None
    incidents: tuple[Thing, ...] | None = None
    incidents_listed_all: bool = True
    publications: tuple[Thing, ...] | None = None
    changes: tuple[Thing, ...] | None = None
    passages: tuple[Note, ...] = ()
    #: The words of fields of the form read in full: the section of a note is the field, with its row where it has one.
    fields: tuple[Note, ...] = ()
    places: Mapping[tuple[str, tuple[int, ...]], Place] = field(default_factory=FrozenDict)
    unknown_reasons: Mapping[str, str] = field(default_factory=FrozenDict)
    sources: Mapping[tuple[str, tuple[int, ...]], tuple[Source, ...]] = field(default_factory=FrozenDict)
    #: How much of the form was read, where the facts come from a form.
    coverage: FormCoverage | None = None
    #: What a person put right in what was read.
    corrections: tuple[Correction, ...] = ()
    #: Of each document without lines, the cells that stand on the lines its narratives count.
    laid_out: Mapping[str, LaidOut] = field(default_factory=FrozenDict, compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data: :func:`shikii.read_affair` makes the same affair of it.

        The data holds words, numbers, lists and mappings alone, so that JSON can carry it.

        >>> from shikii import read_affair
        >>> a = read_affair({"headcount": "10万人以上30万人未満", "incidents": []}, "a.yaml")
        >>> a.to_dict()
        {'source': 'a.yaml', 'headcount': [100000, 299999], 'incidents': []}
        >>> read_affair(a.to_dict()) == a
        True
        """
        return plain_data(self)

    @property
    def files(self) -> tuple[File, ...]:
        """The files known, possibly none."""
        return self.known_files or ()

    @property
    def affair(self) -> str:
        """事務名."""
        return self.text("affair") or ""

    @property
    def organization(self) -> str:
        """評価実施機関."""
        return self.text("organization") or ""

    @property
    def title(self) -> str:
        """評価書名."""
        return self.text("title") or ""

    @property
    def form(self) -> str | None:
        """``basic``, ``key`` or ``full`` when the facts come from a form."""
        return self.option("form")

    @property
    def headcount(self) -> Range | None:
        """対象人数."""
        return self.range("headcount")

    @property
    def handlers(self) -> Range | None:
        """取扱者数."""
        return self.range("handlers")

    @property
    def incident_within_1y(self) -> bool | None:
        """過去1年以内の重大事故, None when not known."""
        option = self.option("incident_within_1y")
        return None if option is None else option == "yes"

    def telling(self, **values: object) -> Self:
        """Return a copy that also knows (or now knows otherwise) some facts of the affair.

        >>> from shikii import read_affair
        >>> read_affair({"headcount": 5}, "x").telling(handlers="500人以上").handlers.lo
        500

        Raises:
            InputError: a value cannot be one of its fact.
        """
        from ..errors import InputError, Problem

        vocabulary = load_vocabulary()
        merged = dict(self.values)
        problems = []
        for name, raw in values.items():
            if name not in vocabulary or vocabulary[name].scope is not Scope.AFFAIR:
                problems.append(
                    Problem(
                        "facts.unknown-key", f"$.{name}", name, "unknown fact", "see `shikii facts schema`"
                    )
                )
                continue
            try:
                value = read_value(vocabulary[name], raw)
            except Unreadable as error:
                problems.append(
                    Problem(
                        "facts.value",
                        f"$.{name}",
                        str(raw),
                        f"not a value of {vocabulary[name].ja}",
                        str(error),
                    )
                )
                continue
            if value is None or value is BLANK:
                merged.pop(name, None)
            else:
                merged[name] = value  # type: ignore[assignment]  # BLANK is excluded above
        if problems:
            raise InputError(problems)
        told = {(name, ()) for name in vocabulary.with_days(values)}
        merged = {k: v for k, v in merged.items() if k in values or (k, ()) not in told}
        sources = {k: v for k, v in self.sources.items() if k not in told}
        places = {k: p for k, p in self.places.items() if k not in told}
        return replace(self, values=merged, sources=sources, places=places)
