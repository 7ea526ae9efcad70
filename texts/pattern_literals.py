"""What a text must hold for a pattern to be found in it: the words that the pattern cannot do without.

A pattern is searched only in sentences that hold them. Whatever cannot be read off a pattern asks for nothing, so that
no sentence is left out that the pattern would find something in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from ..rulesets.patterns.regex_syntax import parsed, sre

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["EVERY", "Every", "Need", "Some", "needs", "pieces", "pieces_of"]

#: Alone, a letter of the syllabary stands in too many texts to be worth asking for.
_COMMON: Final = re.compile("[ぁ-ん]?")


@dataclass(frozen=True, slots=True)
class Every:
    """All of these are needed; of none, nothing is."""

    parts: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """One of these is needed."""

    parts: tuple[Need, ...]


Need = str | Every | Some
EVERY: Final = Every()


@lru_cache(maxsize=2048)
def needs(patterns: tuple[str, ...]) -> Need:
    """Return what a text must hold for one of some patterns to be found in it.

    >>> needs(("(内部|外部)の?監査(を|の)実施.{0,9}", "点検"))
    Some(parts=(Every(parts=(Some(parts=('内部', '外部')), '監査', '実施')), '点検'))
    """
    return _some(_of_pattern(p) for p in patterns)


@lru_cache(maxsize=16)
def pieces(patterns: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    """Return the characters and pairs of characters that the words needed for some patterns are made of."""
    return frozenset(p for each in patterns for word in _words(needs(each)) for p in pieces_of(word))


@lru_cache(maxsize=1 << 16)
def pieces_of(word: str) -> tuple[str, ...]:
    """Cut a word into its pairs of characters; a word of one character is that.

    >>> pieces_of("監査人"), pieces_of("禁")
    (('監査', '査人'), ('禁',))
    """
    return tuple(map("".join, pairwise(word))) or (word,)


def _words(need: Need) -> Iterator[str]:
    if isinstance(need, str):
        yield need
    else:
        for part in need.parts:
            yield from _words(part)


def _of_pattern(pattern: str) -> Need:
    read = parsed(pattern)
    if read is None or not read[1]:
        return EVERY
    return _sequence(read[0])


def _sequence(items: Iterable[tuple[Any, Any]]) -> Need:
    parts: list[Need] = []
    word = ""
    for op, value in items:
        if op is sre.LITERAL:
            word += chr(value)
            continue
        parts += [word, _item(op, value)]
        word = ""
    return _every([*parts, word])


def _item(op: Any, value: Any) -> Need:
    if op is sre.SUBPATTERN:
        _, add, _, inner = value
        return EVERY if add & re.IGNORECASE else _sequence(inner)
    if op is sre.BRANCH:
        return _some(_sequence(branch) for branch in value[1])
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and value[0] >= 1:
        return _sequence(value[2])
    return EVERY


def _every(parts: Iterable[Need]) -> Need:
    kept = tuple(dict.fromkeys(p for p in _flat(parts, Every) if not _common(p)))
    return kept[0] if len(kept) == 1 else Every(kept)


def _some(parts: Iterable[Need]) -> Need:
    kept = tuple(dict.fromkeys(p for p in _flat(parts, Some)))
    if not kept or any(p == EVERY or _common(p) for p in kept):
        return EVERY
    return kept[0] if len(kept) == 1 else Some(kept)


def _common(part: Need) -> bool:
    return isinstance(part, str) and _COMMON.fullmatch(part) is not None


def _flat(parts: Iterable[Need], kind: type[Every | Some]) -> Iterator[Need]:
    for part in parts:
        if isinstance(part, kind):
            if not part.parts and kind is Some:
                yield part
            yield from part.parts
        else:
            yield part
