"""A name one letter off a name that the record knows, as a slip of the pen leaves it."""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING, Final

from ...facts.values import NO, YES
from ...rulesets.patterns.guarded import compiled
from ..matching import Strike, quote
from ..predicates.sentence_reading import Reading
from ..sentences import flat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...facts.vocabulary import Scope
    from ...rulesets.language.crosscheck_grammar import Near
    from ..matching import Quote
    from ..sentences import Sentence

__all__ = ["near", "one_off"]

Settled = tuple["Possible", tuple["Quote", ...]]
_MOST: Final = 3
#: A name that stands this often is no slip.
_RARE: Final = 2


def near(
    how: Near,
    texts: Mapping[Scope, Sequence[tuple[Index, Mapping[str, str]]]],
    sentences: Sequence[Sentence] | None,
) -> Settled | None:
    """Say whether a rare name of the text is one letter off a known one."""
    said = (w for rows in texts.values() for _, row in rows for f, w in row.items() if f in how.facts)
    if how.among:
        return _among(how, tuple(dict.fromkeys(flat(w) for w in said)))
    known = {n for w in said for n in _parts(flat(w)) if len(n) >= how.least}
    if sentences is None or not known:
        return None
    found = tuple(islice(_slips(how, known, sentences), _MOST))
    return (YES, found) if found else (NO, ())


def _among(how: Near, names: Sequence[str]) -> Settled | None:
    """Say whether two names of the record are one letter apart."""
    if not names:
        return None
    pairs = combinations([n for n in names if len(n) >= how.least], 2)
    apart = (pair for pair in pairs if (change := one_off(*pair)) and not _told_apart(how, change))
    return (YES if any(True for _ in apart) else NO), ()


def _told_apart(how: Near, change: str) -> bool:
    return any(c in how.alike or c.isdigit() or c.isascii() for c in change)


def _parts(words: str) -> Iterator[str]:
    """Yield a name as it stands, and without what stands in brackets behind it."""
    yield words
    for opening in "(（【[":
        if opening in words:
            yield words.split(opening, 1)[0]


def _slips(how: Near, known: set[str], sentences: Sequence[Sentence]) -> Iterator[Quote]:
    whole = "\n".join(s.text for s in sentences)
    seen: set[str] = set()
    patterns = [compiled(pattern, how.own) for pattern in how.patterns]
    for sentence in sentences:
        for pattern in patterns:
            for match in pattern.finditer(sentence.text):
                name = match[1]
                if name in seen:
                    continue
                seen.add(name)
                if len(name) < how.least or any(name in k for k in known) or whole.count(name) > _RARE:
                    continue
                if any(_slip(how, k, name, whole) for k in known):
                    yield quote(sentence, Strike(*match.span(1), Reading.AFFIRMED))


def _slip(how: Near, known: str, name: str, whole: str) -> bool:
    """Whether a stretch at the end of ``name`` as long as a known one is that one, but for a letter."""
    for length in (len(known), len(known) - 1, len(known) + 1):
        tail = name[-length:] if length <= len(name) else ""
        if len(tail) == length and tail != known and (change := one_off(known, tail)):
            return not _told_apart(how, change) and tail not in whole.replace(name, "")
    return False


def one_off(left: str, right: str) -> str:
    """Return the letters in which two words differ where one letter was replaced, put in or left out; else nothing.

    The first and the last letter of words that differ in length tell them apart: 新システム is no slip.

    >>> one_off("健康管理システム", "健康官理システム"), one_off("住民記録", "新住民記録"), one_off("甲乙", "丙丁")
    ('管官', '', '')
    """
    if len(left) == len(right):
        pairs = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
        return "".join(pairs[0]) if len(pairs) == 1 else ""
    short, long = sorted((left, right), key=len)
    if len(long) - len(short) != 1:
        return ""
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if at in (0, len(short)) or short[at:] != long[at + 1 :]:
        return ""
    return long[at]
