"""A ruleset in memory: every statement on its days, and the law as it stood on any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ..facts.errors import Problem, UsageError
from .language.grammar import Statement
from .timeline import as_it_read, days_of_change

if TYPE_CHECKING:
    import datetime as dt

    from ..facts.vocabulary import Vocabulary
    from .language.grammar import Force
    from .overlays.layers import Layer, Weaker
    from .timeline import Numbering, Unread, Version

__all__ = ["Ruleset"]

_S = TypeVar("_S", bound=Statement)


@dataclass(frozen=True, slots=True)
class Ruleset:
    """All statements on their days, with the vocabulary they speak.

    ``hash`` covers the text of every file, so that two results can be told apart by the law they applied.
    ``version`` is the latest one; ``own`` the version of the folders laid over the law. ``layers`` names the law and
    these folders, ``weaker`` the rules of theirs that are not shown to be as strict as the national ones they replace.
    ``given`` are the facts a record may tell, those the ruleset declares itself among them; ``stands_alone`` says that
    it is a law of its own, without the national forms.
    """

    id: str
    version: str
    title: str
    hash: str
    in_force: Force
    statements: tuple[Statement, ...]
    vocabulary: Vocabulary
    versions: tuple[Version, ...] = ()
    numbering: tuple[Numbering, ...] = ()
    unread: tuple[Unread, ...] = ()
    own: str = ""
    layers: tuple[Layer, ...] = ()
    weaker: tuple[Weaker, ...] = ()
    given: Vocabulary | None = None
    stands_alone: bool = False

    def of(self, kind: type[_S]) -> tuple[_S, ...]:
        """Return the statements of one kind, in the order of the files, whatever their days."""
        return tuple(s for s in self.statements if isinstance(s, kind))

    def __getitem__(self, rule_id: str) -> Statement:
        """Return the statement with an id; of several, the one in force latest."""
        found = [s for s in self.statements if s.id == rule_id]
        if not found:
            raise KeyError(rule_id)
        return max(found, key=lambda s: (s.in_force.to is None, s.in_force.to or 0))

    def on(self, day: dt.date) -> tuple[Statement, ...]:
        """Return what stands on a day, as it read then.

        Raises:
            UsageError: the day lies before the first version.
        """
        self.version_on(day)
        return tuple(as_it_read(s, day, self.numbering) for s in self.statements if s.in_force.covers(day))

    def weaker_on(self, day: dt.date) -> tuple[Weaker, ...]:
        """Return what is weaker than the law on a day."""
        return tuple(w for w in self.weaker if w.in_force.covers(day))

    def version_on(self, day: dt.date, place: str = "--as-of") -> Version | None:
        """Return the version in force on a day; None when the ruleset lists none. ``place`` says who named the day.

        Raises:
            UsageError: the day lies before the first version.
        """
        found = [v for v in self.versions if v.from_ <= day]
        if self.versions and not found:
            first = min(v.from_ for v in self.versions)
            raise UsageError(
                Problem(
                    "ruleset.no-law",
                    place,
                    day.isoformat(),
                    f"no law of {self.id} is in force on this day",
                    f"give a day from {first} on",
                )
            )
        return max(found, key=lambda v: v.from_, default=None)

    def version_id(self, day: dt.date) -> str:
        """Name the version in force on a day: ``2025-05``, with that of a folder laid over it ``2025-05+1``."""
        version = self.version_on(day)
        return "+".join(p for p in (version.id, self.own) if p) if version else self.version

    def days_of_change(self) -> tuple[dt.date, ...]:
        """Return every day on which some rule begins, ends or reads otherwise."""
        return days_of_change(self.statements, self.numbering)
