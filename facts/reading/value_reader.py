"""Reading one value of one fact, whatever it was written as, into what it leaves possible."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from ..printable import visible
from ..values import NO, UNDECIDED, YES, Options, Range, yes_no
from ..vocabulary import Kind
from .dates import parse_days
from .glyphs import Unclear, plain, word_key
from .numbers import parse_count
from .scalars import is_missing, native

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..values import Possible
    from ..vocabulary import Fact

    _Reader = Callable[[Fact, object], Possible | tuple[str, ...] | str]

__all__ = ["BLANK", "Blank", "Unreadable", "read_value", "remedy_for"]


@dataclass(frozen=True, slots=True)
class Blank:
    """Says that the document demonstrably leaves a field empty, which is not the same as not known."""


BLANK: Final = Blank()
_BLANK_WORDS: Final = frozenset({"blank", "空欄"})
#: Besides the words of people, what programs write where a value is missing.
_UNKNOWN_WORDS: Final = frozenset(
    {"", "unknown", "不明", "?", "未確認", "null", "none", "nan", "na", "n/a", "nat", "<na>", "nonegiven"}
)
_YES: Final = frozenset(
    {"yes", "true", "はい", "有", "あり", "有り", "発生あり", "発生した", "する", "○", "〇", "該当", "1", "y"}
)
_NO: Final = frozenset(
    {
        "no",
        "false",
        "いいえ",
        "無",
        "なし",
        "無し",
        "発生なし",
        "発生していない",
        "しない",
        "×",
        "該当しない",
        "0",
        "n",
    }
)


#: Reasons that add nothing to the remedy.
_SAYS_THE_REMEDY: Final = frozenset(
    {
        "not a count",
        "a count is a whole number",
        "a count is a whole number from 0",
        "not a date",
        "not a date that exists",
    }
)


class Unreadable(ValueError):
    """The value is none that the fact can have; the text says what would be."""


def read_value(fact: Fact, raw: object) -> Possible | tuple[str, ...] | str | Blank | None:
    """Read a value of a fact.

    Returns what it leaves possible; the option ids of tick boxes; the text of a text fact; ``BLANK``; or None
    for "not known".

    >>> from shikii.facts.vocabulary import load_vocabulary
    >>> read_value(load_vocabulary()["incident_within_1y"], "発生なし").members
    frozenset({'no'})

    Raises:
        Unreadable: the value cannot be one of this fact.
    """
    if is_missing(raw):
        return None
    raw = native(raw)
    word = plain(raw).lower() if isinstance(raw, str) else raw
    if isinstance(word, str) and word in _BLANK_WORDS:
        return BLANK
    if isinstance(raw, str) and word in _UNKNOWN_WORDS and fact.option(raw.strip()) is None:
        return None
    read: _Reader = _READERS[fact.kind]
    return read(fact, raw)


def _count(fact: Fact, raw: object) -> Range:
    try:
        return parse_count(raw)
    except Unclear as reason:
        raise Unreadable(_because(reason, fact)) from None


def _days(fact: Fact, raw: object) -> Range:
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**9:
        return Range(raw, raw)
    raise Unreadable(remedy_for(fact))


def _yes_no(fact: Fact, raw: object) -> Options:
    if isinstance(raw, bool):
        return yes_no(raw)
    if isinstance(raw, (int, float)) and raw in (0, 1):
        return yes_no(bool(raw))
    if isinstance(raw, (list, tuple)) and len(raw) == 2 and {_yes_no(fact, r) for r in raw} == {YES, NO}:
        return UNDECIDED
    word = word_key(str(raw)).lower()
    if word in _YES or word == word_key(fact.yes).lower():
        return yes_no(True)
    if word in _NO or word == word_key(fact.no).lower():
        return yes_no(False)
    raise Unreadable(remedy_for(fact))


def _choice(fact: Fact, raw: object) -> Options:
    words = raw if isinstance(raw, (list, tuple)) else [raw]
    found = set()
    for word in words:
        if isinstance(word, bool):
            word = "yes" if word else "no"
        option = next(
            (
                o
                for o in fact.options
                if word_key(str(word)) in {word_key(w) for w in (o.id, o.ja, o.en, *o.also)}
            ),
            None,
        )
        if option is None:
            raise Unreadable(_nearest(fact, str(word)))
        found.add(option.id)
    if not found:
        raise Unreadable(remedy_for(fact))
    return Options(frozenset(found))


def _date(fact: Fact, raw: object) -> Range:
    try:
        first, last = parse_days(raw)
    except Unclear as reason:
        raise Unreadable(_because(reason, fact)) from None
    return Range(first.toordinal(), last.toordinal())


def _ticks(fact: Fact, raw: object) -> tuple[str, ...]:
    words = (
        raw if isinstance(raw, (list, tuple)) else [w for w in str(raw).replace("、", ",").split(",") if w]
    )
    found: list[str] = []
    for word in words:
        base = word_key(str(word))
        option = next((o for o in fact.options if base in {word_key(w) for w in (o.id, o.ja, *o.also)}), None)
        option = option or next((o for o in fact.options if base.split("(")[0] == word_key(o.ja)), None)
        if option is None:
            raise Unreadable(_nearest(fact, str(word)))
        found.append(option.id)
    return tuple(sorted(set(found)))


def _text(_fact: Fact, raw: object) -> str:
    if isinstance(raw, (dict, list, tuple)):
        raise Unreadable("write one line of text")
    return visible(str(raw))


_READERS: Final[dict[Kind, _Reader]] = {
    Kind.COUNT: _count,
    Kind.DAYS: _days,
    Kind.YESNO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.TICKS: _ticks,
    Kind.TEXT: _text,
}


def _because(reason: Unclear, fact: Fact) -> str:
    """Put the reason before the remedy, where there is one beyond the kind of value."""
    told = str(reason)
    return remedy_for(fact) if told in _SAYS_THE_REMEDY else f"{told}; {remedy_for(fact)}"


def _nearest(fact: Fact, word: str) -> str:
    near = get_close_matches(word, [w for o in fact.options for w in (o.id, o.ja)], n=1, cutoff=0.5)
    return (
        f"did you mean `{near[0]}`? write one of: " + "、".join(o.ja for o in fact.options)
        if near
        else remedy_for(fact)
    )


def remedy_for(fact: Fact) -> str:
    """Say how a value of the fact is written."""
    match fact.kind:
        case Kind.COUNT:
            return f"write a whole number from 0 such as 12,345, a band such as 1,000{fact.unit}以上1万{fact.unit}未満, or leave it empty"
        case Kind.DAYS:
            return "write a whole number of days"
        case Kind.DATE:
            return "write a date that exists, such as 2025-04-01 or 令和7年4月1日"
        case Kind.YESNO:
            return f"write {fact.yes} or {fact.no} (yes or no), or leave it empty"
        case Kind.CHOICE | Kind.TICKS:
            return "write one of: " + "、".join(o.ja for o in fact.options)
        case _:
            return "write one line of text"
