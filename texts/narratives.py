"""All narratives of an assessment, each distinct sentence indexed and searched once.

Files of one assessment repeat each other's sentences, and most patterns cannot be found in most sentences. Sentences
are therefore numbered, and for each pair of characters that some pattern cannot do without a set of numbers (the bits of an integer)
tells which sentences hold it.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from operator import add, itemgetter
from typing import TYPE_CHECKING, Final

from .matching import quote, strike
from .pattern_literals import Every, needs, pieces, pieces_of
from .references import leads_outside
from .sentences import flatten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..rulesets.language.concepts import Concept, Meeting
    from ..rulesets.language.grammar import Mentions
    from .matching import Quote, Strike
    from .pattern_literals import Need
    from .sentences import Passage, Sentence

__all__ = ["Narratives"]


@lru_cache(maxsize=8)
def _pieces(patterns: tuple[tuple[str, ...], ...], concepts: tuple[Concept, ...]) -> frozenset[str]:
    """Return the characters and pairs of characters that patterns need and the words of concepts are made of."""
    literals = (w for c in concepts for parts in c.words for spellings in parts for w in spellings)
    return pieces(patterns) | frozenset(piece for literal in literals for piece in pieces_of(literal))


_FIRST: Final = itemgetter(0)


class Narratives:
    """The passages of one assessment, ready to be searched for the patterns ``wanted``, and for others more slowly.

    What was found is kept: the same passages answer every program that asks for the same.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        wanted: tuple[tuple[str, ...], ...] = (),
        concepts: tuple[Concept, ...] = (),
    ) -> None:
        self._patterns = wanted
        self._foreseen = concepts
        self._concepts: dict[str, int] = {}
        self.passages = tuple(passages)
        self._sentences: list[Sentence] = []
        self._numbers: dict[tuple[object, ...], int] = {}
        self._places: list[dict[int, list[tuple[int, Sentence]]]] = []
        self._held: list[int] = []
        self._masks: dict[str, int] = {}
        self._struck: dict[tuple[int, bool], tuple[Mentions, int, dict[int, Strike | None]]] = {}
        self._within: dict[tuple[tuple[str, ...], str | None], list[int]] = {}
        self._order: dict[tuple[tuple[str, ...], tuple[str, ...], str], list[int]] = {}
        for passage in self.passages:
            self._add(passage)

    def _add(self, passage: Passage) -> None:
        places: dict[int, list[tuple[int, Sentence]]] = {}
        held = 0
        for at, sentence in enumerate(flatten(passage)):
            key = (
                sentence.text,
                sentence.under,
                sentence.heading,
                sentence.bound,
                sentence.above,
                sentence.section,
            )
            number = self._numbers.setdefault(key, len(self._sentences))
            if number == len(self._sentences):
                self._sentences.append(sentence)
            places.setdefault(number, []).append((at, sentence))
            held |= 1 << number
        self._places.append(places)
        self._held.append(held)

    def sections(self, sections: tuple[str, ...], file: str | None) -> list[int]:
        """Return the numbers of the passages of some sections (of all, where none is named) of a file."""
        known = self._within.get((sections, file))
        if known is None:
            known = self._within[sections, file] = [
                n
                for n, p in enumerate(self.passages)
                if (not sections or p.section in sections)
                and (file is None or p.file is None or p.file == file)
            ]
        return known

    def first(self, own: tuple[str, ...], everywhere: tuple[str, ...], file: str) -> list[int]:
        """Return the passages of all these sections of a file, those of its own sections first."""
        known = self._order.get((own, everywhere, file))
        if known is None:
            usual = self.sections(own, file)
            rest = (n for n in self.sections(everywhere, file) if n not in usual)
            known = self._order[own, everywhere, file] = [*usual, *rest]
        return known

    def only(self, section: str, file: str) -> list[int]:
        """Return the numbers of the passages of one section that speak of one file alone."""
        return [n for n, p in enumerate(self.passages) if p.section == section and p.file == file]

    def says(self, passages: Iterable[int]) -> bool:
        """Whether there is a sentence in these passages."""
        return any(self._held[n] for n in passages)

    def refers(self, passages: Iterable[int], sections: tuple[str, ...]) -> bool:
        """Whether one of these passages, of some sections, refers to a place that was not read."""
        return any(self._outside[n] for n in passages if self.passages[n].section in sections)

    @cached_property
    def _outside(self) -> list[bool]:
        return [any(leads_outside(s.text) for s in flatten(p)) for p in self.passages]

    def look(self, mentions: Mentions, passages: Iterable[int], *, measure: bool = True) -> Iterator[Quote]:
        """Yield what :func:`.searching.look` yields for the sentences of these passages, in their order."""
        if not self.passages:
            return
        key = (id(mentions), measure)
        # what is asked for is kept with the answers, so that its id is no other's
        if key not in self._struck:
            self._struck[key] = (mentions, self._candidates(mentions), {})
        _, holding, known = self._struck[key]
        for n in passages:
            there = holding & self._held[n]
            for number, sentence in self._of(n, there) if there else ():
                if number not in known:
                    known[number] = strike(mentions, sentence, measure=measure)
                struck = known[number]
                if struck is not None:
                    yield quote(sentence, struck)

    def _of(self, passage: int, numbers: int) -> list[tuple[int, Sentence]]:
        """Return the sentences of a passage that are in a set, in their order."""
        places = self._places[passage]
        found: list[tuple[int, int, Sentence]] = []
        while numbers:
            number = (numbers & -numbers).bit_length() - 1
            numbers &= numbers - 1
            found += [(at, number, s) for at, s in places[number]]
        found.sort(key=_FIRST)
        return [(number, s) for _, number, s in found]

    @cached_property
    def _index(self) -> dict[str, int]:
        """For each character and pair of characters that is wanted, the set of sentences that hold it."""
        # here, because an affair known by its facts alone has no text to search
        wanted = self._wanted
        index: dict[str, int] = {}
        for number, sentence in enumerate(self._sentences):
            bit, text = 1 << number, f"{sentence.above}\n{sentence.text}" if sentence.above else sentence.text
            for piece in wanted.intersection([*text, *map(add, text, text[1:])]):
                index[piece] = index.get(piece, 0) | bit
        return index

    @cached_property
    def _wanted(self) -> frozenset[str]:
        return _pieces(self._patterns, self._foreseen)

    @cached_property
    def _by_section(self) -> dict[str, int]:
        held: dict[str, int] = {}
        for number, sentence in enumerate(self._sentences):
            held[sentence.section] = held.get(sentence.section, 0) | 1 << number
        return held

    def _candidates(self, mentions: Mentions) -> int:
        """Return the set of sentences in which something may be found, and perhaps more."""
        held = self._holding(needs(mentions.patterns)) if mentions.patterns else 0
        for meeting in mentions.meetings:
            held |= self.meeting(meeting)
        return held

    def meeting(self, meeting: Meeting) -> int:
        """Return the set of sentences in which concepts may meet, and perhaps more."""
        held = -1
        for slot in meeting.slots:
            some = 0
            for concept in slot:
                some |= self.concept(concept)
            held &= some
            if not held:
                break
        return held

    def concept(self, concept: Concept) -> int:
        """Return the set of sentences that may speak of a concept, or whose field or heading does."""
        held = self._concepts.get(concept.name)
        if held is None:
            held = 0
            for section in concept.fields:
                held |= self._by_section.get(section, 0)
            for parts in concept.words:
                every = -1
                for spellings in parts:
                    some = 0
                    for literal in spellings:
                        known = self._masks.get(literal)
                        some |= self._word(literal) if known is None else known
                    every &= some
                    if not every:
                        break
                held |= every
            self._concepts[concept.name] = held
        return held

    def _holding(self, need: Need) -> int:
        """Return the set of sentences that hold what is needed, and perhaps more."""
        if isinstance(need, str):
            held = self._masks.get(need)
            return self._word(need) if held is None else held
        if isinstance(need, Every):
            held = -1
            for part in need.parts:
                held &= self._holding(part)
                if not held:
                    break
            return held
        held = 0
        for part in need.parts:
            held |= self._holding(part)
        return held

    def _word(self, word: str) -> int:
        index, held = self._index, -1
        for piece in pieces_of(word):
            found = index.get(piece)
            if found is None and piece in self._wanted:
                held = 0
            elif found is not None:  # what nobody asked for was not looked at
                held &= found
            if not held:
                break
        self._masks[word] = held
        return held
