"""Lists and sums within one place: a sentence or item written twice, a number left out, parts that miss their sum."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from ...facts.values import INF, NO, YES, Range
from ...rulesets.patterns.guarded import compiled, union
from ..matching import Quote, Strike, quote
from ..predicates.sentence_reading import Reading
from ..sentences import flat, flatten
from .figures import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...facts.values import Possible
    from ...rulesets.language.crosscheck_grammar import Again, Listed, Sums
    from ...rulesets.patterns.guarded import Searched
    from ..sentences import Passage, Sentence

__all__ = ["again", "gaps", "listed", "sums"]

Settled = tuple["Possible", tuple["Quote", ...]]
_MOST: Final = 3
_QUOTED: Final = 60
_CIRCLED: Final = {chr(0x2460 + i): i + 1 for i in range(20)}
_LEAST_NUMBERED: Final = 3
#: What follows a number that is spoken of (①と②, (1)のうち).
_SPOKEN: Final = r"(?!\s*(?:[①-⑳とやのはをがに～~・、]|から|及び|又は|並びに))"
#: What begins an item of a numbered list, by the style of its number.
_STYLES: Final = (
    re.compile(rf"\A\s*(?P<n>[①-⑳]){_SPOKEN}"),
    re.compile(rf"\A\s*[(（](?P<n>[0-9０-９]{{1,2}})[)）]{_SPOKEN}"),
    re.compile(rf"\A\s*(?P<n>[0-9０-９]{{1,2}})[.．](?![0-9０-９]){_SPOKEN}"),
)
_NUMBER: Final = r"(?<![0-9,])(?P<{}>[0-9][0-9,]*)"
#: Parts of a sum: at least two numbers of one unit before their total.
_LEAST_PARTS: Final = 2
_ITEM: Final = re.compile(r"(?<![0-9.])(?P<n>[0-9]{1,3})[.．、)](?![0-9])")
_COMMA: Final = re.compile(r"[、,]")
#: A list between commas is taken for one of items where it has this many of them, and none is a sentence.
_LEAST_ITEMS: Final = 8
_LONGEST_ITEM: Final = 24


def again(how: Again, passages: Sequence[Passage]) -> Settled | None:
    """Say whether a place says one thing twice, and where both stand."""
    if not passages:
        return None
    unless = union(how.unless, how.own) if how.unless else None
    pattern = compiled(how.pattern, how.own) if how.pattern else None
    found: list[Quote] = []
    for passage in passages:
        seen: dict[str, Sentence] = {}
        for sentence in flatten(passage):
            for word, number in _told(sentence, pattern):
                if number == 1:
                    seen.clear()  # another list begins
                if len(word) < how.least or sentence.heading or (unless and unless.search(word)):
                    continue
                first = seen.get(word)
                if first is None:
                    seen[word] = sentence
                    continue
                found += [_at(first, word), _at(sentence, word)]
    return (YES, tuple(dict.fromkeys(found))[:_MOST]) if found else (NO, ())


def _told(sentence: Sentence, pattern: Searched | None) -> Iterator[tuple[str, int | None]]:
    """Yield the sentence, or the items in it with their numbers where the pattern has a group ``n``."""
    if pattern is None:
        yield sentence.text, None
        return
    for match in pattern.finditer(sentence.text):
        number = match.groupdict().get("n")
        yield match["item"], int(number) if number else None


def _at(sentence: Sentence, word: str) -> Quote:
    start = sentence.text.find(word)
    return quote(sentence, Strike(start, start + len(word), Reading.AFFIRMED))


def gaps(passages: Sequence[Passage]) -> Settled | None:
    """Say whether a numbered list leaves a number out: it begins with the first and goes on after the gap.

    Each list of the place begins with its first number.
    """
    if not passages:
        return None
    found = [q for passage in passages for style in _STYLES for q in _left_out(passage, style)]
    return (YES, tuple(found[:_MOST])) if found else (NO, ())


def _left_out(passage: Passage, style: re.Pattern[str]) -> Iterator[Quote]:
    items = [
        (_CIRCLED.get(m["n"]) or int(m["n"]), line, text)
        for line, text in passage.lines
        if (m := style.match(text))
    ]
    lists: list[list[tuple[int, int, str]]] = []
    for item in items:
        if item[0] == 1:
            lists.append([])
        if lists:
            lists[-1].append(item)
    for one in lists:
        missing = [pair for pair in pairwise(one) if pair[1][0] != pair[0][0] + 1]
        # a list of three shows the order; where more than one number is missing it is a choice, or two lists
        if len(one) >= _LEAST_NUMBERED and len(missing) == 1 and missing[0][1][0] == missing[0][0][0] + 2:
            for _, line, text in missing[0]:
                yield Quote(line, text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…")


def sums(how: Sums, sentences: Sequence[Sentence] | None) -> Settled | None:
    """Say whether numbers of one sentence do not add up."""
    if sentences is None:
        return None
    units = "|".join(map(re.escape, how.units))
    look = _off_sum if how.what == "sum" else _above_whole
    found = tuple(islice((q for s in sentences for q in look(s, units)), _MOST))
    return (YES, found) if found else (NO, ())


def _off_sum(sentence: Sentence, units: str) -> Iterator[Quote]:
    total = re.compile(rf"(?<!累)(?<!合)(?:の)?(?:合計|総計|全部で|計){_NUMBER.format('n')}(?P<unit>{units})")
    for match in total.finditer(sentence.text):
        before = re.split(r"[。;；]", sentence.text[: match.start()])[-1]
        one = re.compile(rf"{_NUMBER.format('n')}{re.escape(match['unit'])}")
        parts = [number_of(m["n"]) or 0 for m in one.finditer(before)]
        whole = number_of(match["n"])
        if (
            len(parts) < _LEAST_PARTS
            or whole is None
            or re.search(r"うち|内訳|約|およそ|程度|計[0-9]", before)
        ):
            continue
        if sum(parts) != whole:
            yield quote(sentence, Strike(*match.span(), Reading.AFFIRMED))


def _above_whole(sentence: Sentence, units: str) -> Iterator[Quote]:
    pair = re.compile(
        rf"{_NUMBER.format('n')}(?P<unit>{units})(?:の?うち|中)(?:、)?(?:延べ(?P<runs>))?"
        rf"{_NUMBER.format('part')}(?P=unit)"
    )
    for match in pair.finditer(sentence.text):
        whole, part = number_of(match["n"]), number_of(match["part"])
        if match["runs"] is None and whole is not None and part is not None and part > whole:
            yield quote(sentence, Strike(*match.span(), Reading.AFFIRMED))


def listed(how: Listed, told: Possible | None, passages: Sequence[Passage]) -> Settled | None:
    """Say whether the number of items listed at the end of a place is no value of the field; None where there is no list."""
    if not isinstance(told, Range) or (told.lo <= 0 and told.hi >= INF):
        return None
    heading = compiled(how.heading, how.own)
    for passage in passages:
        rows = [(line, flat(text)) for line, text in passage.lines]
        at = max(
            (i for i, (_, text) in enumerate(rows) if heading.search(text) or text.endswith("。")), default=-1
        )
        listed_rows = rows[at + 1 :]
        count = _items("".join(text for _, text in listed_rows))
        if count is None:
            continue
        if told.lo <= count <= told.hi:
            return NO, ()
        line, text = listed_rows[0]
        return YES, (Quote(line, text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"),)
    return None


def _items(text: str) -> int | None:
    """Count the items of a list: those numbered 1, 2, 3 … in order, else those between commas."""
    numbers = [int(m["n"]) for m in _ITEM.finditer(text)]
    if len(numbers) >= _LEAST_ITEMS:
        # several lists, or one of which a line was lost: what there is to count is not settled
        return len(numbers) if numbers == list(range(1, len(numbers) + 1)) else None
    parts = [p for p in _COMMA.split(text) if p]
    plain = not re.search(r"[。:：]|[(（][0-9]+[)）]", text)  # groups of items have heads, which are none
    whole = len(parts) >= _LEAST_ITEMS and plain and all(len(p) <= _LONGEST_ITEM for p in parts)
    return len(parts) if whole else None
