"""The ways a definition may conclude a fact: conditions, readings, counts, bounds, dates, and what texts say."""

from __future__ import annotations

from typing import Any, Final, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from ...facts.frozen import Frozen
from ...facts.vocabulary import Scope
from .concepts import Meeting
from .crosscheck_grammar import (
    Again,
    Calendar,
    Cites,
    Comparison,
    Dated,
    Differs,
    Doubled,
    Empty,
    Figures,
    Foreign,
    Gaps,
    Listed,
    Mutual,
    Names,
    Near,
    Numbered,
    Repeats,
    Sums,
    Varies,
)
from .own_patterns import Owned

__all__ = ["Derivation", "Difference", "Extreme", "Latest", "Mentions", "Over", "Readings"]

Raw = Any


class Over(Frozen):
    """Child rows an aggregate looks at: a scope and, where given, the condition they must fulfil."""

    of: Scope
    where: Raw = None


class Extreme(Frozen):
    """The largest value, or the sum, of facts over the rows below."""

    max: tuple[str, ...] = ()
    sum: tuple[str, ...] = ()
    where: Raw = None


class Latest(Frozen):
    """The latest (or earliest) of a date over child rows that fulfil a condition."""

    of: str
    where: Raw = None


class Difference(Frozen):
    """``from`` minus ``minus`` plus a constant; for dates, in days."""

    from_: str = Field(alias="from")
    minus: str
    plus: int = 0


class Mentions(Owned):
    """Narrative text that shows something: any pattern, in any of the sections, not denied by ``unless``.

    Patterns run on text normalised to NFKC without white space, and only on what the body wrote, never on the
    labels a form prints for everybody. ``fields`` names text facts to search instead of narratives. ``deniable``
    patterns do not count where the clause of what they find denies it; patterns that are denials themselves say
    false. What is planned is no measure either way. ``within`` names fields of the form, of which each must have been
    read in full for the answer to be ``no``. ``whole`` searches a field in one piece, as names need that hold
    ``・`` or ``①``; without it a field is read sentence by sentence. A field the record leaves blank shows nothing.
    Where the text was read and shows nothing the answer is ``no``, or with ``absent_means: unknown`` left open.
    ``meets`` are concepts of the lexicon that must stand together in a sentence (see :mod:`.concepts`), beside the
    patterns or in their place; ``not_with`` are concepts that may not stand near them.
    """

    sections: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    deniable: bool = True
    whole: bool = False
    absent_means: Literal["no", "unknown"] = "no"
    # what `meets` and `not_with` name, read by the loader
    _meetings: tuple[Meeting, ...] = PrivateAttr(default=())

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings of concepts that show something, as the loader read them from ``meets``."""
        return self._meetings

    def set_meetings(self, meetings: tuple[Meeting, ...]) -> None:
        """Keep what was read from ``meets``; only the loader does."""
        self._meetings = meetings


class Readings(Frozen):
    """Two readings of unsettled law; where they differ the fact stays unknown for that reason."""

    strict: Raw
    lax: Raw
    why: str


_COMPARISONS: Final = (
    "names", "cites", "differs", "mutual", "empty", "figures", "dated", "varies", "repeats", "foreign", "near",
    "calendar", "doubled", "numbered", "again", "gaps", "sums", "listed",
)  # fmt: skip


class Derivation(Frozen):
    """How a fact is concluded. Exactly one way, except that both bounds or both yes/no sides may be given."""

    when: Raw = None
    yes_if: Raw = None
    no_if: Raw = None
    readings: Readings | None = None
    any: Over | None = None
    all: Over | None = None
    count: Over | None = None
    at_least: Extreme | None = None
    at_most: Extreme | None = None
    difference: Difference | None = None
    latest: Latest | None = None
    earliest: Latest | None = None
    mentions: Mentions | None = None
    names: Names | None = None
    cites: Cites | None = None
    differs: Differs | None = None
    mutual: Mutual | None = None
    empty: Empty | None = None
    figures: Figures | None = None
    dated: Dated | None = None
    varies: Varies | None = None
    repeats: Repeats | None = None
    foreign: Foreign | None = None
    near: Near | None = None
    calendar: Calendar | None = None
    doubled: Doubled | None = None
    numbered: Numbered | None = None
    again: Again | None = None
    gaps: Gaps | None = None
    sums: Sums | None = None
    listed: Listed | None = None

    @property
    def comparison(self) -> Comparison | None:
        """The comparison of texts, settled before any rule runs."""
        ways = (getattr(self, name) for name in _COMPARISONS)
        return next((way for way in ways if way is not None), None)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = {name for name in type(self).model_fields if getattr(self, name) is not None}
        if not ways:
            raise ValueError(f"a definition needs one way of: {', '.join(type(self).model_fields)}")
        if len(ways) > 1 and not (ways <= {"yes_if", "no_if"} or ways <= {"at_least", "at_most"}):
            raise ValueError(f"a definition takes one way, not {len(ways)}: {', '.join(sorted(ways))}")
        return self
