"""Looking for what a rule's patterns show in sentences, and how those sentences speak of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from ..facts.budget import spend
from ..rulesets.patterns.guarded import union
from .meetings import meets
from .predicates.denial import clause_ends, read
from .predicates.sentence_reading import Reading
from .printed_text import is_printed
from .sentences import sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..rulesets.language.grammar import Mentions
    from ..rulesets.patterns.guarded import Searched
    from .sentences import Sentence

__all__ = ["Quote", "Strike", "affirmed", "find", "look", "quote", "says", "shows", "strike"]

#: How much of the sentence a quote keeps before and behind what was found.
_BEFORE: Final = 40
_BEHIND: Final = 60
_INNER: Final = "。)"
#: Who is bound by a contract: what such a sentence says he must do is agreed.
_OBLIGED: Final = re.compile(
    "(?:[・･]|[^、。]{0,12}、)?(?:受託|受注|委託|請負)(?:先|者|業者|事業者|会社)(?:は|には|に対し)|乙は"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """Where something was found: the line of the document, the words around it, which of them, how they speak of it.

    ``lacks`` are the concepts that would have to stand there, too. ``whole`` is set where every concept of a meeting stands
    in the sentence: what such a sentence denies is the measure, not a part of it.
    """

    line: int
    text: str
    mark: tuple[int, int] | None = None
    reading: Reading = Reading.AFFIRMED
    lacks: tuple[str, ...] = ()
    whole: bool = False


def shows(mentions: Mentions, text: str) -> bool:
    """Whether a text of one or more sentences shows something; used for a rule's own sample sentences.

    >>> from shikii.rulesets.language.grammar import Mentions
    >>> m = Mentions(patterns=("二要素認証",))
    >>> shows(m, "端末では二要素認証を行っている。"), shows(m, "二要素認証は導入していない。")
    (True, False)
    """
    home = next(iter(mentions.sections), "")
    return next(find(mentions, sentences_of(tuple(enumerate(text.splitlines(), 1)), home)), None) is not None


def find(mentions: Mentions, sentences: Iterable[Sentence], *, measure: bool = True) -> Iterator[Quote]:
    """Yield every sentence that shows something and neither denies nor merely plans it (see :func:`look`)."""
    return affirmed(look(mentions, sentences, measure=measure))


def says(mentions: Mentions, sentences: Iterable[Sentence]) -> bool:
    """Whether a field, of which no place is kept, mentions something."""
    wanted = union(mentions.patterns, mentions.own)
    for sentence in sentences:
        if mentions.meetings or wanted.search(sentence.text):
            struck = strike(mentions, sentence, measure=False)
            if struck is not None and struck.reading is Reading.AFFIRMED:
                return True
    return False


def affirmed(quotes: Iterable[Quote]) -> Iterator[Quote]:
    """Yield the places that affirm what was looked for."""
    return (q for q in quotes if q.reading is Reading.AFFIRMED)


def look(mentions: Mentions, sentences: Iterable[Sentence], *, measure: bool = True) -> Iterator[Quote]:
    """Yield every sentence that speaks of something, with how it does.

    Neither a heading nor the words of the form show a measure, and a measure that is planned is none yet even where its patterns are denials
    themselves. A fact (``measure=False``) may be mentioned by a heading, and by a plan where the rule does not let
    it be denied.

    >>> from shikii.rulesets.language.grammar import Mentions
    >>> m = Mentions(patterns=("二要素認証",))
    >>> [q.reading.value for q in look(m, sentences_of(((1, "二要素認証は導入していない。二要素認証を用いる。"),)))]
    ['denied', 'affirmed']
    """
    for sentence in sentences:
        struck = strike(mentions, sentence, measure=measure)
        if struck is not None:
            yield quote(sentence, struck)


#: The readings that show nothing, the nearest to showing it first.
_RANK: Final = (Reading.PARTLY, Reading.PLANNED, Reading.OWED, Reading.DENIED)


class Strike(NamedTuple):
    """Where something was found in a sentence, and how the sentence speaks of it; see :class:`Quote`."""

    start: int
    end: int
    reading: Reading
    lacks: tuple[str, ...] = ()
    whole: bool = False


def strike(mentions: Mentions, sentence: Sentence, *, measure: bool = True) -> Strike | None:
    """Look at one sentence; see :func:`look`."""
    spend()
    if measure and sentence.heading:
        return None
    found = _pattern(mentions, sentence, measure=measure) if mentions.patterns else None
    if mentions.meetings and (found is None or found.reading is not Reading.AFFIRMED):
        met = _meeting(mentions, sentence, measure=measure)
        if met is not None and (found is None or _rank(met.reading) <= _rank(found.reading)):
            return met
    return found


def _rank(reading: Reading) -> int:
    return -1 if reading is Reading.AFFIRMED else _RANK.index(reading)


def _meeting(mentions: Mentions, sentence: Sentence, *, measure: bool) -> Strike | None:
    """Look for concepts that meet in a sentence; of several places the one that comes nearest to affirming counts."""
    if sentence.section and mentions.sections and sentence.section not in mentions.sections:
        return None  # the same words say something else in the field of another measure
    best: Strike | None = None
    text = sentence.text.replace(_INNER, "、)")
    for meeting in mentions.meetings:
        for met in meets(meeting, sentence, text):
            if best is None and measure and is_printed(sentence.text):
                return None
            reading: Reading = sentence.under
            if reading is Reading.AFFIRMED:
                reading = read(text, met.start, met.end, deniable=mentions.deniable and not met.denial)
            reading = _as_bound(reading, sentence, measure=measure)
            if best is None or _rank(reading) < _rank(best.reading):
                whole = not meeting.lacks and met.said > 1 and not met.denial
                best = Strike(met.start, met.end, reading, meeting.lacks, whole)
            if reading is Reading.AFFIRMED:
                return best
    return best


def _as_bound(reading: Reading, sentence: Sentence, *, measure: bool) -> Reading:
    """What a rule or a contract demands is in force; a fact is mentioned also as due, or as so at times."""
    if reading is Reading.OWED and (sentence.bound or _OBLIGED.match(sentence.text)):
        return Reading.AFFIRMED
    if not measure and reading in (Reading.OWED, Reading.PARTLY):
        return Reading.AFFIRMED
    return reading


def _pattern(mentions: Mentions, sentence: Sentence, *, measure: bool) -> Strike | None:
    """Look for the patterns of a rule in a sentence."""
    text = sentence.text
    wanted = union(mentions.patterns, mentions.own)
    first = wanted.search(text)
    # 「(…を含む。)」 ends no sentence, and patterns that stop at 。 go on
    if first is None and _INNER in text:
        text = text.replace(_INNER, "、)")
        first = wanted.search(text)
    if first is None or (mentions.unless and union(mentions.unless, mentions.own).search(text)):
        return None
    if measure and is_printed(text):
        return None
    if not measure and not mentions.deniable:
        match, reading = first, Reading.AFFIRMED
    else:
        match, reading = _best(wanted, text, sentence.under, first, deniable=mentions.deniable)
        reading = _as_bound(reading, sentence, measure=measure)
    return Strike(match.start(), match.end(), reading)


def quote(sentence: Sentence, struck: Strike) -> Quote:
    """Quote what was found with some words before and behind; what was left out of the sentence is an ellipsis.

    >>> from .sentences import one_piece
    >>> quote(one_piece("端末では二要素認証を行う。"), Strike(4, 7, Reading.AFFIRMED)).mark
    (4, 7)
    """
    start, end = struck.start, struck.end
    first, last = max(0, start - _BEFORE), min(len(sentence.text), end + _BEHIND)
    lead = "…" if first else ""
    shift = len(lead) - first
    around = lead + sentence.text[first:last] + ("…" if last < len(sentence.text) else "")
    mark = (start + shift, end + shift)
    return Quote(sentence.line(start), around, mark, struck.reading, struck.lacks, struck.whole)


def _best(
    wanted: Searched, text: str, under: Reading, first: re.Match[str], *, deniable: bool
) -> tuple[re.Match[str], Reading]:
    """Return the first place the sentence affirms, else one it affirms in part, plans, asks for, or else denies."""
    if under is not Reading.AFFIRMED:
        return first, under
    best, found_best = Reading.DENIED, first
    match: re.Match[str] | None = first
    while match is not None:
        for found in (match, *_shorter(wanted, text, match)):
            reading = read(text, *found.span(), deniable=deniable)
            if reading is Reading.AFFIRMED:
                return found, reading
            if _RANK.index(reading) < _RANK.index(best):
                best, found_best = reading, found
        spend()
        match = wanted.search(text, match.start() + 1)
    return found_best, best


def _shorter(wanted: Searched, text: str, match: re.Match[str]) -> Iterator[re.Match[str]]:
    """Yield what the patterns find when they may not reach beyond the clauses the match spans."""
    ends = clause_ends(text)
    for end in ends[bisect_right(ends, match.start()) : bisect_left(ends, match.end())]:
        found = wanted.search(text, match.start(), end)
        if found is not None:
            yield found
