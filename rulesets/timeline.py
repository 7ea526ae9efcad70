"""The law as a timeline: versions, renumbered articles, and what stands on a given day.

A rule stands on the days of its ``in_force``; the same id may stand several times on days that do not overlap.
Where only the number of an article or the name of a body changed, the rule is written once, as it reads now, and
``numbering`` says how it read before.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, Self, TypeVar

from pydantic import Field, model_validator

from ..facts.frozen import Frozen
from .language.grammar import Confidence, Decide, Expect, Force, RowRule, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Numbering", "Unread", "Version", "What", "as_it_read", "changed_ids", "days_of_change", "pieces"]

What = Literal["enters", "leaves", "changes"]
_DAY: Final = dt.timedelta(days=1)
_WORDS: Final = ("title", "note", "detail", "advice")
_S = TypeVar("_S", Statement, RowRule)
_RANKS: Final = ("unsure", "known", "confirmed")


class Version(Frozen):
    """The law from a day on, until the next version: its id, what changed, and how well the change and its day are known.

    ``read`` says that the text in force then was read; results of other days say that it was not.
    """

    id: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}$")
    from_: dt.date = Field(alias="from")
    title: str
    title_en: str = ""
    note: str = ""
    confidence: Confidence
    read: bool = False


class Unread(Frozen):
    """A change of the law whose content could not be read, so that no rule speaks of it."""

    on: dt.date
    title: str
    title_en: str = ""
    note: str = ""


class Numbering(Frozen):
    """How citations and names read before a day.

    ``renames`` maps an article of ``law`` as it is numbered now to its number before; ``absent`` lists articles that
    did not exist; ``words`` maps a name of today to the one before.
    """

    id: str
    title: str
    title_en: str = ""
    from_: dt.date = Field(alias="from")
    law: str = ""
    renames: dict[str, str] = {}
    absent: tuple[str, ...] = ()
    words: dict[str, str] = {}
    confidence: Confidence
    note: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.renames or self.absent or self.words):
            raise ValueError("a numbering needs renames, absent or words")
        if (self.renames or self.absent) and not self.law:
            raise ValueError("renames and absent need the law whose articles they are")
        return self

    def basis(self, text: str) -> tuple[str | None, bool]:
        """Return how a citation read before the day (None: it did not exist), and whether an article was renamed."""
        if self.law and text.startswith(self.law):
            if any(re.search(_article(a), text) for a in self.absent):
                return None, False
            if self.renames:
                pattern = "|".join(_article(a) for a in sorted(self.renames, key=len, reverse=True))
                renamed = re.sub(pattern, lambda m: self.renames[m[0]], text)
                return renamed, renamed != text
        return self.reword(text), False

    def reword(self, text: str) -> str:
        """Return a text with the names of before the day."""
        for now, was in self.words.items():
            text = re.sub(f"{re.escape(was)}|{re.escape(now)}", was, text)
        return text


@lru_cache(maxsize=512)
def _article(name: str) -> str:
    """Match an article, not one that merely begins with the same figures."""
    return re.escape(name) + r"(?!の?\d)"


def pieces(whole: Force, taken: Force) -> tuple[Force, ...]:
    """Return the days of a span without those of another, as spans.

    >>> day = dt.date(2024, 5, 27)
    >>> [str(f.to) for f in pieces(Force(), Force(**{"from": day}))]
    ['2024-05-26']
    """
    out = []
    if taken.from_ is not None and (whole.from_ is None or whole.from_ < taken.from_):
        last = taken.from_ - _DAY
        out.append(_span(whole.from_, last if whole.to is None else min(last, whole.to)))
    if taken.to is not None and (whole.to is None or whole.to > taken.to):
        first = taken.to + _DAY
        out.append(_span(first if whole.from_ is None else max(first, whole.from_), whole.to))
    return tuple(out)


def _span(first: dt.date | None, last: dt.date | None) -> Force:
    return Force.model_validate({"from": first, "to": last})


def days_of_change(
    statements: Iterable[Statement], numbering: Iterable[Numbering] = ()
) -> tuple[dt.date, ...]:
    """Return every day on which some rule begins, or no longer stands, or reads otherwise."""
    days: set[dt.date] = {n.from_ for n in numbering}
    for s in statements:
        spans = [s.in_force, *(r.in_force for r in s.rows)] if isinstance(s, Decide) else [s.in_force]
        for span in spans:
            days |= {span.from_} if span.from_ else set()
            days |= {span.to + _DAY} if span.to and span.to < dt.date.max else set()
    return tuple(sorted(days))


def as_it_read(statement: Statement, day: dt.date, numbering: Sequence[Numbering]) -> Statement:
    """Return a statement as it read on a day: only the rows in force, citations and names of that day.

    Measures are not dated: they follow the present guideline and keep its numbering.
    """
    later = () if isinstance(statement, Expect) else tuple(n for n in numbering if day < n.from_)
    update: dict[str, object] = {}
    if isinstance(statement, Decide):
        rows = tuple(_reread(r, later) for r in statement.rows if r.in_force.covers(day))
        if rows != statement.rows:
            update["rows"] = rows
    changed = _reread(statement, later)
    return changed.model_copy(update=update) if update else changed


def _reread(one: _S, later: Sequence[Numbering]) -> _S:
    if not later:
        return one
    basis: list[str] = list(one.basis)
    confidence: Confidence = one.confidence
    words = {name: getattr(one, name) for name in _WORDS if getattr(one, name, "")}
    for numbering in sorted(later, key=lambda n: n.from_, reverse=True):
        read = [numbering.basis(b) for b in basis]
        basis = [text for text, _ in read if text is not None] or basis
        if any(renamed for _, renamed in read):
            confidence = min(confidence, numbering.confidence, key=_RANKS.index)
        words = {name: numbering.reword(text) for name, text in words.items()}
    update = {"basis": tuple(basis), "confidence": confidence, **words}
    return one if all(getattr(one, k) == v for k, v in update.items()) else one.model_copy(update=update)


def changed_ids(before: Iterable[Statement], after: Iterable[Statement]) -> dict[str, What]:
    """Compare what stands on two days, rule by rule and row by row: which enter, leave, or read otherwise."""
    old, new = _texts(before), _texts(after)
    out: dict[str, What] = {}
    for rule in dict.fromkeys((*old, *new)):
        if rule not in old:
            out[rule] = "enters"
        elif rule not in new:
            out[rule] = "leaves"
        elif old[rule] != new[rule]:
            out[rule] = "changes"
    return out


def _texts(statements: Iterable[Statement]) -> dict[str, object]:
    where = {"file", "line", "in_force", "rows"}
    out: dict[str, object] = {}
    for s in statements:
        out[s.id] = s.model_dump(exclude=where)
        if isinstance(s, Decide):
            out |= {r.id: r.model_dump(exclude=where) for r in s.rows}
    return out
