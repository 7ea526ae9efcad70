"""How a sentence speaks of what was found in it: affirmed, denied, or only planned.

A negation counts where it ends the clause of what was found. One that conditions (…しない限り, …なければ…できない),
that is negated again (…しないことはない), or that speaks of the bad thing prevented (漏えいしない, 管理者以外は
…できない) denies nothing: in these forms most sentences in the negative are measures.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .negatives import (
    BAD,
    CLAUSE,
    CONDITION,
    CUE,
    DENIED,
    EXCEPT,
    FUTURE,
    HEADS,
    LAST,
    LATER,
    LISTED,
    MEANS,
    NO_DENIAL,
    OWN_WORK,
    PLANNED,
    PREVENTED,
    WITHOUT,
    WITHOUT_FAIL,
)  # fmt: skip
from .sentence_reading import Reading

if TYPE_CHECKING:
    import re

__all__ = ["Reading", "clause_ends", "heads_list", "read", "read_closely"]

#: How far behind what was found a negative still is about it.
_FAR: Final = 40
#: How much before a negative is looked at for what it hangs on.
_HANGS: Final = 4


def read(text: str, start: int, end: int, *, deniable: bool = True) -> Reading:
    """Say how a sentence speaks of what was found between two places in it.

    ``deniable`` is no where what was found is itself in the negative; it may be planned all the same.

    >>> read("操作ログの取得は行っていない。", 0, 7), read("管理者の承認を得ない限り持ち出さない。", 4, 6)
    (<Reading.DENIED: 'denied'>, <Reading.AFFIRMED: 'affirmed'>)
    """
    return read_closely(text, start, end, deniable=deniable) if _may_deny(text) else Reading.AFFIRMED


def read_closely(text: str, start: int, end: int, *, deniable: bool = True) -> Reading:
    """Say the same of any sentence; most have no word that could deny or plan, and are not looked at so closely."""
    listed = LISTED.search(text, 0, start)
    if listed and listed["planned"]:
        return Reading.PLANNED
    ends = clause_ends(text)
    if deniable and (listed or any(_absent(text, start, at) for at in ends if start < at < end)):
        return Reading.DENIED
    begin = max((at for at in ends if at <= start), default=0)
    stop = next((at for at in ends if at > end), len(text))
    clause = text[end:stop].rstrip(LAST)
    if _planned(text[begin:start], clause):
        return Reading.PLANNED
    if deniable and (_denied(text, begin, end, clause) or _without(text, end)):
        return Reading.DENIED
    return Reading.AFFIRMED


def heads_list(text: str) -> Reading:
    """Say how a sentence that announces a list speaks of its items.

    >>> heads_list("次の措置は講じていない。"), heads_list("次の措置を講じている。")
    (<Reading.DENIED: 'denied'>, <Reading.AFFIRMED: 'affirmed'>)
    """
    found = HEADS.search(text)
    return read(text.rstrip(":。"), found.start(), found.end()) if found else Reading.AFFIRMED


@lru_cache(maxsize=4096)
def _may_deny(text: str) -> bool:
    return CUE.search(text) is not None


@lru_cache(maxsize=4096)
def clause_ends(text: str) -> tuple[int, ...]:
    """Return where the clauses of a sentence end, the last left out."""
    return tuple(m.end() for m in CLAUSE.finditer(text))


def _at_end(pattern: re.Pattern[str], clause: str) -> re.Match[str] | None:
    """Find what stands at the very end of a clause."""
    return next((m for m in pattern.finditer(clause) if m.end() == len(clause)), None)


def _planned(before: str, clause: str) -> bool:
    return bool(_at_end(PLANNED, clause) or (LATER.search(before) and _at_end(FUTURE, clause)))


def _denied(text: str, begin: int, end: int, clause: str) -> bool:
    """Whether the clause ends in a negative that is about what was found."""
    found = _at_end(DENIED, clause)
    if found is None or found.start() > _FAR:
        return False
    at, last = end + found.start(), end + found.end()
    if any(m.start() < last and m.end() > at for m in NO_DENIAL.finditer(text, max(0, end - _HANGS), last)):
        return False
    between = clause[: found.start()]
    if EXCEPT.search(text, begin, end) or CONDITION.search(between) or BAD.search(between):
        return False
    means = MEANS.search(between)
    if found["cannot"]:
        return not means and OWN_WORK.search(text, max(0, end - _HANGS), at) is not None
    return not means or bool(found["absent"] or found["not_yet"] or found["given_up"])


def _without(text: str, end: int) -> bool:
    """Whether something is done without what was found, and that is not what is prevented."""
    found = WITHOUT.match(text, end)
    return (
        found is not None
        and not WITHOUT_FAIL.search(text, max(0, end - _HANGS), found.end())
        and not PREVENTED.search(text, found.end())
    )


def _absent(text: str, start: int, at: int) -> bool:
    """Whether a clause that what was found spans says that something is not done."""
    clause = text[start:at].rstrip("、,")
    found = _at_end(DENIED, clause)
    return (
        found is not None
        and bool(found["absent"] or found["not_yet"])
        and not any(p.search(clause) for p in (CONDITION, BAD, NO_DENIAL))
    )
