"""Where the concepts of a meeting stand together in a sentence.

The field, the heading and the line above a list speak, too: what they say a sentence need not repeat. At least one
concept of a meeting stands in the sentence itself.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, islice, pairwise, product
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..rulesets.language.concepts import Concept, Meeting
    from ..rulesets.language.spelling import Parts
    from .sentences import Sentence

__all__ = ["Met", "is_given", "lacking", "meets", "spans"]

#: What stands between two parts of a word at most.
_GAP: Final = 10
#: How far before and behind what is ruled out may not stand.
_BEFORE: Final = 60
_BEHIND: Final = 12
#: How many places of a concept are tried, and how many ways in which concepts meet.
_PLACES: Final = 6
_WAYS: Final = 24
#: How long a sentence may be that says one thing only of what stands above it, and how many a longer one must say.
_SHORT: Final = 28
_OWN: Final = 2


class Met(NamedTuple):
    """Where concepts meet, how many of them stand in the sentence itself, and whether one is itself a denial."""

    start: int
    end: int
    said: int
    denial: bool


@lru_cache(maxsize=1 << 15)
def spans(concept: Concept, text: str) -> tuple[tuple[int, int], ...]:
    """Return where the words of a concept stand in a text, those within longer words left out.

    >>> from shikii.rulesets.language.concepts import Concept
    >>> log = Concept("操作記録", ("ログ",), longer=("ログイン",))
    >>> spans(log, "ログインのログを残す")
    ((5, 7),)
    """
    found = {span for word in concept.words for span in _word(word, text)}
    if not found:
        return ()
    inside = [span for long in concept.inside for span in _all(long, text)]
    if inside:
        found = {(a, b) for a, b in found if not any(x <= a and b <= y for x, y in inside)}
    return tuple(sorted(found))


def _word(parts: Parts, text: str) -> Iterator[tuple[int, int]]:
    for literal in parts[0]:
        for span in _all(literal, text):
            yield from _rest(parts[1:], text, span) if len(parts) > 1 else (span,)


def _rest(parts: Parts, text: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    start, end = span
    for literal in parts[0]:
        at = text.find(literal, end, end + _GAP + len(literal))
        if at >= 0 and "。" not in text[end:at]:
            reached = (start, at + len(literal))
            yield from _rest(parts[1:], text, reached) if len(parts) > 1 else (reached,)


def _all(literal: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(literal)
    while at >= 0:
        yield at, at + len(literal)
        at = text.find(literal, at + 1)


def is_given(concept: Concept, sentence: Sentence) -> bool:
    """Whether the field or what stands above a sentence already speaks of a concept."""
    return sentence.section in concept.fields or bool(sentence.above and spans(concept, sentence.above))


def meets(meeting: Meeting, sentence: Sentence, text: str | None = None) -> Iterator[Met]:
    """Yield the places where the concepts of a meeting stand together, the closest first.

    Args:
        meeting: what must meet.
        sentence: where.
        text: the words of the sentence, where they are not quite its own.
    """
    words = sentence.text if text is None else text
    above = 0
    said: list[list[tuple[int, int, bool]]] = []
    for slot in meeting.slots:
        places = [(a, b, c.denial) for c in slot for a, b in spans(c, words)]
        if places:
            said.append(places[:_PLACES])
        elif any(sentence.section in c.fields for c in slot):
            continue
        elif any(is_given(c, sentence) for c in slot):
            above += 1
        else:
            return
    # what stands above tells the topic; a long sentence has one of its own
    if not said or (above and len(said) < _OWN and len(words) > _SHORT):
        return
    apart = [span for c in meeting.without for span in spans(c, words)]
    if any(is_given(c, sentence) and not spans(c, words) for c in meeting.without):
        return
    ways = sorted(_ways(said, meeting))
    seen: set[tuple[int, int]] = set()
    for _, _, start, end, denial in islice(ways, _WAYS):
        if (start, end) in seen or any(a < end + _BEHIND and start - _BEFORE < b for a, b in apart):
            continue
        seen.add((start, end))
        yield Met(start, end, len(said), denial)


def _ways(
    said: list[list[tuple[int, int, bool]]], meeting: Meeting
) -> Iterator[tuple[int, int, int, int, bool]]:
    """Yield how concepts can meet: how far apart, how much they overlap, from where to where, with a denial."""
    for chosen in product(*said):
        if len(chosen) > 1 and any(x[0] < y[1] and y[0] < x[1] for x, y in combinations(chosen, 2)):
            continue  # one word cannot say two things
        start, end = min(a for a, _, _ in chosen), max(b for _, b, _ in chosen)
        ordered = all(x[0] <= y[0] for x, y in pairwise(chosen))
        if end - start <= meeting.within and (ordered or not meeting.ordered):
            yield end - start, 0 if ordered else 1, start, end, any(d for _, _, d in chosen)


def lacking(meeting: Meeting, sentence: Sentence) -> tuple[str, ...]:
    """Name the concepts of a meeting that neither a sentence nor its field speaks of.

    >>> from shikii.rulesets.language.concepts import Concept, Meeting
    >>> from .sentences import one_piece
    >>> log, check = Concept("操作記録", ("ログ",)), Concept("点検", ("点検",))
    >>> lacking(Meeting("", ((log,), (check,))), one_piece("ログを残す。"))
    ('点検',)
    """
    return tuple(
        slot[0].name
        for slot in meeting.slots
        if not any(spans(c, sentence.text) or is_given(c, sentence) for c in slot)
    )
