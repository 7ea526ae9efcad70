"""The vocabulary: every fact that rules may read, with its type, words and the question one asks for it.

The facts themselves stand in ``vocabulary.yaml``; this module gives them types.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self

from pydantic import Field, model_validator

from .frozen import Frozen
from .shared import made_once
from .values import INF, UNDECIDED, Options, Possible, Range
from .yaml_source import read_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "PARENTS", "Fact", "Kind", "Option", "Scope", "Vocabulary", "load_vocabulary", "parse_facts", "shipped_vocabulary",
    "speaking",
]  # fmt: skip

_LAST_DAY: Final = 3_652_059  # 9999-12-31 as an ordinal


class Scope(StrEnum):
    """What a fact is about; children repeat within their parent (see ``PARENTS``)."""

    AFFAIR = "affair"
    FILE = "file"
    ENTRUSTMENT = "entrustment"
    INCIDENT = "incident"
    SYSTEM = "system"
    PUBLICATION = "publication"
    CHANGE = "change"


PARENTS: Final[dict[Scope, Scope | None]] = {
    Scope.AFFAIR: None,
    Scope.FILE: Scope.AFFAIR,
    Scope.ENTRUSTMENT: Scope.FILE,
    Scope.INCIDENT: Scope.AFFAIR,
    Scope.SYSTEM: Scope.AFFAIR,
    Scope.PUBLICATION: Scope.AFFAIR,
    Scope.CHANGE: Scope.AFFAIR,
}


class Kind(StrEnum):
    """The type of a fact's value."""

    COUNT = "count"  # whole number from 0
    DAYS = "days"  # whole number of days, below 0 when dates stand in the wrong order
    YESNO = "yesno"
    CHOICE = "choice"
    DATE = "date"
    TICKS = "ticks"  # any number of options ticked; rules read each option as a yes/no of its own
    TEXT = "text"  # only whether it is stated can be tested


class Option(Frozen):
    """One option of a choice or one tick box: its id in rules, its words in the form, other spellings."""

    id: str
    ja: str
    en: str = ""
    also: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return {"id": data, "ja": data} if isinstance(data, str) else data


class Fact(Frozen):
    """One fact: its name in rules, scope, type, words, unit, question and form field.

    ``ask`` is one question, ``how`` what to count and how to answer it. ``derived`` facts are concluded by rules and not
    asked of people, ``inner`` ones are mere steps between rules and not shown. ``presume`` is the option that holds when
    nothing is said, for claims that count only when made (``never`` for a date); ``yes`` and ``no`` are the form's words
    for them; ``cost`` orders questions, 1 cheapest. ``dates`` names the fact of which this is the day: what is told of it
    anew is not of that day.
    """

    name: str
    scope: Scope
    kind: Kind
    ja: str
    en: str
    unit: str = ""
    ask: str = ""
    ask_en: str = ""
    how: str = ""
    how_en: str = ""
    form: str = ""
    options: tuple[Option, ...] = ()
    also: tuple[str, ...] = ()
    derived: bool = False
    inner: bool = False
    presume: str | None = None
    dates: str | None = None
    yes: str = "はい"
    no: str = "いいえ"
    cost: int = Field(default=3, ge=1, le=9)

    @cached_property
    def anything(self) -> Possible:
        """Every value the fact can have: what is known before anything is known."""
        match self.kind:
            case Kind.COUNT:
                return Range(0, INF)
            case Kind.DAYS:
                return Range()
            case Kind.DATE:
                return Range(1, _LAST_DAY)
            case Kind.CHOICE:
                return Options(frozenset(o.id for o in self.options))
            case _:
                return UNDECIDED

    @cached_property
    def unsaid(self) -> Possible:
        """What holds when a record says nothing of the fact."""
        if self.presume is None:
            return self.anything
        return Range(_LAST_DAY, _LAST_DAY) if self.kind is Kind.DATE else Options.of(self.presume)

    @property
    def short(self) -> str:
        """The name inside its scope: ``users`` for ``file.users``."""
        prefix = f"{self.scope}."
        return self.name.removeprefix(prefix)

    def option(self, word: str) -> Option | None:
        """Find an option by id, printed words or another spelling."""
        for option in self.options:
            if word in (option.id, option.ja, option.en, *option.also):
                return option
        return None


class Vocabulary(Frozen):
    """All facts by name. ``fact.stated`` and tick options are facts of their own, made here.

    >>> v = load_vocabulary()
    >>> v["headcount"].ja, v["headcount.stated"].kind.value
    ('対象人数', 'yesno')
    """

    facts: tuple[Fact, ...]

    @model_validator(mode="after")
    def _unique(self) -> Self:
        twice = sorted(name for name, n in Counter(f.name for f in self.facts).items() if n > 1)
        if twice:
            raise ValueError(f"facts named twice: {', '.join(twice)}")
        return self

    @cached_property
    def by_name(self) -> dict[str, Fact]:
        """Every fact a rule can test, companions included."""
        out: dict[str, Fact] = {}
        for fact in self.facts:
            out[fact.name] = fact
            if not fact.derived:
                out[f"{fact.name}.stated"] = _companion(fact, "stated", "の記載", "stated")
            if fact.kind is Kind.TICKS:
                for option in fact.options:
                    out[f"{fact.name}:{option.id}"] = _companion(
                        fact, option.id, f"「{option.ja}」", option.en
                    )
        return out

    @cached_property
    def words(self) -> dict[Scope, dict[str, Fact]]:
        """The facts of each scope by every word they may be called; filled by :mod:`.fact_names`."""
        return {}

    def __getitem__(self, name: str) -> Fact:
        return self.by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def with_days(self, names: Iterable[str]) -> frozenset[str]:
        """Return the names of facts with those of their days: what is told anew is not of the earlier day.

        >>> sorted(load_vocabulary().with_days(["incident_within_1y", "headcount"]))
        ['headcount', 'incident_answered_on', 'incident_within_1y']
        """
        told = frozenset(names)
        return told | {f.name for f in self.facts if f.dates in told}

    def of_scope(self, scope: Scope) -> tuple[Fact, ...]:
        """Return the facts declared for a scope, in the order of the file."""
        return tuple(f for f in self.facts if f.scope is scope)

    def extended(self, facts: tuple[Fact, ...]) -> Vocabulary:
        """Return a vocabulary with more facts, for rulesets that define their own."""
        return Vocabulary(facts=(*self.facts, *facts))


def _companion(fact: Fact, suffix: str, ja: str, en: str) -> Fact:
    separator = "." if suffix == "stated" else ":"
    return Fact(
        name=f"{fact.name}{separator}{suffix}",
        scope=fact.scope,
        kind=Kind.YESNO,
        ja=f"{fact.ja}{ja}",
        en=f"{fact.en} {en}".strip(),
        form=fact.form,
        cost=fact.cost,
    )


def parse_vocabulary(data: Any) -> Vocabulary:
    """Build a vocabulary from the parsed YAML: ``facts``, ``option_sets``, and ``each`` for families of facts."""
    return Vocabulary(facts=parse_facts(data["facts"], data.get("option_sets", {})))


def parse_facts(written: Iterable[Any], option_sets: dict[str, Any]) -> tuple[Fact, ...]:
    """Read facts as they are written in a vocabulary; ``option_sets`` are lists of options that several share.

    >>> parse_facts([{"name": "sensitive_subjects", "scope": "affair", "kind": "count", "ja": "人数", "en": "subjects"}], {})[0].kind.value
    'count'

    Raises:
        ValidationError: a field that is missing, unknown or of the wrong type.
        KeyError: a set of options that is not there.
    """
    sets = {name: tuple(options) for name, options in option_sets.items()}
    facts: list[Fact] = []
    for raw in written:
        raw = dict(raw)
        if isinstance(raw.get("options"), str):
            raw["options"] = sets[raw["options"]]
        family = raw.pop("each", None)
        if family is None:
            facts.append(Fact(**raw))
            continue
        for member in family:
            words = {"en": member["id"], "form": ""} | {k: v for k, v in member.items() if isinstance(v, str)}
            filled = {k: v.format(**words) if isinstance(v, str) else v for k, v in raw.items()}
            if isinstance(member.get("options"), str):
                filled["options"] = sets[member["options"]]
            facts.append(Fact(**filled))
    return tuple(facts)


_SPOKEN: ContextVar[Vocabulary | None] = ContextVar("shikii_vocabulary", default=None)


def load_vocabulary() -> Vocabulary:
    """Return the vocabulary in use: that of :func:`speaking`, else the one that ships with the package."""
    return _SPOKEN.get() or shipped_vocabulary()


@contextmanager
def speaking(vocabulary: Vocabulary | None) -> Iterator[None]:
    """Read and write facts in another vocabulary, in this thread or task alone; None is the shipped one.

    >>> more = parse_facts([{"name": "drones", "scope": "affair", "kind": "yesno", "ja": "ドローン", "en": "drones"}], {})
    >>> with speaking(load_vocabulary().extended(more)):
    ...     "drones" in load_vocabulary()
    True
    >>> "drones" in load_vocabulary()
    False
    """
    token = _SPOKEN.set(vocabulary)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


@made_once(1)
def shipped_vocabulary() -> Vocabulary:
    """Return the vocabulary that ships with the package, whichever is in use."""
    return parse_vocabulary(read_beside(__file__, "vocabulary.yaml"))
