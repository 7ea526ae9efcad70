"""Rows of a record beside one another: blank fields, rows written twice, rows spoken of that are not there."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from ...facts.values import NO, YES
from ...facts.vocabulary import Scope
from ...rulesets.patterns.guarded import compiled
from ..matching import Quote, Strike, quote
from ..predicates.sentence_reading import Reading
from ..sentences import flat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...rulesets.language.crosscheck_grammar import Doubled, Empty, Numbered
    from ..sentences import Sentence
    from .field_words import FieldWords

__all__ = ["doubled", "empty", "numbered"]

Settled = tuple["Possible", tuple["Quote", ...]]
_MOST: Final = 3
#: What says that there is nothing to say.
_NOTHING: Final = re.compile(
    r"(?:[-―—–‐‑－ー]+|(?:該当)?な[しい]|該当しない|無し|特にな[しい])(?:です)?。?\Z"
)
#: A blank field is shown whatever their number: the evidence is the list of what to fill in.
_BLANKS: Final = 20


def empty(how: Empty, scope: Scope, index: Index, words: FieldWords) -> Settled | None:
    """Say whether fields that were read are blank, and which."""
    blanks: list[Quote] = []
    filled = read = 0
    for name, label in how.fields.items():
        notes = words.of(name, scope, index)
        if len({(note.file, note.section) for note in notes}) < len(notes):
            continue  # one field in two places: which of them the record is about is not settled
        for note in notes:
            read += 1
            if any(text and not (how.dashes and _NOTHING.match(flat(text))) for _, text in note.lines):
                filled += 1
            else:
                blanks.append(Quote(note.lines[0][0], label))
    if not read:
        return None
    if how.every:
        if filled:
            return NO, ()
        return (YES, tuple(blanks)) if read >= len(how.fields) else None
    if blanks:
        return YES, tuple(blanks[:_BLANKS])
    return (NO, ()) if read >= len(how.fields) else None


def doubled(how: Doubled, index: Index, texts: Sequence[tuple[Index, Mapping[str, str]]]) -> Settled | None:
    """Say whether a row before this one says the same."""
    rows = {i: tuple(flat(said.get(f, "")) for f in how.facts) for i, said in texts}
    own = rows.get(index)
    if own is None or not all(own):
        return None
    before = (r for i, r in rows.items() if i[:-1] == index[:-1] and i < index)
    return (YES if own in before else NO), ()


def numbered(
    how: Numbered,
    scope: Scope,
    index: Index,
    texts: Mapping[Scope, Sequence[tuple[Index, Mapping[str, str]]]],
    sentences: Sequence[Sentence] | None,
) -> Settled | None:
    """Say whether a text speaks of a row by a number above the last one's."""
    rows = [i for i, _ in texts.get(how.of, ()) if i[: len(index)] == index or scope is Scope.AFFAIR]
    if sentences is None or not rows:
        return None
    last = max(i[-1] for i in rows) + 1
    found = tuple(islice(_beyond(how, last, sentences), _MOST))
    return (YES, found) if found else (NO, ())


def _beyond(how: Numbered, last: int, sentences: Sequence[Sentence]) -> Iterator[Quote]:
    pattern = compiled(how.pattern, how.own)
    for sentence in sentences:
        for match in pattern.finditer(sentence.text):
            if int(match["n"]) > last:
                yield quote(sentence, Strike(*match.span(), Reading.AFFIRMED))
