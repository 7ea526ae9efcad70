"""Traces of copying: one text under two questions, and the name of another row where its own should stand."""

from __future__ import annotations

import re
import unicodedata
from itertools import permutations
from typing import TYPE_CHECKING, Final

from ...facts.values import NO, YES
from ...rulesets.patterns.guarded import compiled, union
from ..matching import Quote, Strike, quote
from ..predicates.sentence_reading import Reading
from ..sentences import flat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...facts.vocabulary import Scope
    from ...rulesets.language.crosscheck_grammar import Foreign, Repeats
    from ..sentences import Passage, Sentence
    from .field_words import FieldWords

__all__ = ["foreign", "repeats"]

Settled = tuple["Possible", tuple["Quote", ...]]
_MOST: Final = 3
_PLAIN: Final = re.compile(r"[\s・、,.。「」『』()（）【】\[\]<>＜＞-]")
_QUOTED: Final = 60
_SHORTEST: Final = 4


def repeats(how: Repeats, scope: Scope, index: Index, words: FieldWords) -> Settled | None:
    """Say whether the words of two fields are the same, and where both stand."""
    unless = union(how.unless, how.own) if how.unless else None
    read = [(name, note) for name in how.fields for note in words.of(name, scope, index)]
    texts = [(name, note, flat("".join(line for _, line in note.lines))) for name, note in read]
    told = [t for t in texts if len(t[2]) >= how.least and not (unless and unless.search(t[2]))]
    seen: dict[str, tuple[str, Passage]] = {}
    found: list[Quote] = []
    for name, note, text in told:
        first = seen.setdefault(text, (name, note))
        if first[1] is not note and (first[0] != name or how.rows):
            found += [_start(first[1]), _start(note)]
    if how.part and not found:
        found = [_start(n) for a, b in permutations(told, 2) if _stands_in(a, b) for n in (a[1], b[1])]
    if found:
        return YES, tuple(dict.fromkeys(found))[:_MOST]
    return (NO, ()) if read else None


def _stands_in(one: tuple[str, Passage, str], other: tuple[str, Passage, str]) -> bool:
    """Whether the whole of one text is part of another, in a field of another section."""
    return one[0].partition("-")[0] != other[0].partition("-")[0] and one[2] in other[2]


def _start(note: Passage) -> Quote:
    line, text = next(((n, t) for n, t in note.lines if t), note.lines[0])
    return Quote(line, text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…")


def foreign(
    how: Foreign,
    index: Index,
    texts: Sequence[tuple[Index, Mapping[str, str]]],
    places: Sequence[Sequence[Sentence]],
) -> Settled | None:
    """Say whether a place speaks of another row by its name, and not of its own."""
    names = {i: _bare(said[how.name]) for i, said in texts if said.get(how.name)}
    own = names.get(index)
    if own is None or not any(places) or len(own) < _SHORTEST:
        return None
    others = [
        n for i, n in names.items() if i != index and len(n) >= _SHORTEST and n not in own and own not in n
    ]
    found: list[Quote] = []
    for sentences in places:
        if own not in "".join(_bare(s.text) for s in sentences):
            found += _spoken(how, others, sentences)
    found = found[:_MOST]
    return (YES, tuple(found)) if found else (NO, ())


def _spoken(how: Foreign, names: Sequence[str], sentences: Sequence[Sentence]) -> Iterator[Quote]:
    for sentence in sentences:
        for name in names:
            if name not in _bare(sentence.text):
                continue
            for pattern in how.patterns:
                match = compiled(pattern.replace("{name}", re.escape(name)), how.own).search(sentence.text)
                if match:
                    yield quote(sentence, Strike(*match.span(), Reading.AFFIRMED))
                    break


def _bare(name: str) -> str:
    return _PLAIN.sub("", unicodedata.normalize("NFKC", name))
