"""Evidence in concepts: the words of a lexicon, and which of them must meet for a sentence to speak of something.

A concept is one idea with all the words that people use for it. A meeting names the concepts that must stand together
in one sentence: 「操作記録 + 保存する」. ``A|B`` is either, ``- A`` rules out, ``A > B`` wants the order kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .spelling import Parts, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


__all__ = ["Concept", "Meeting", "Unreadable", "about", "meeting", "weaker"]

#: How many characters two concepts and all of more may span, where a meeting says nothing of it.
TWO: Final = 36
MORE: Final = 60
_TOKEN: Final = re.compile(r"(?<!\s)\s+([+>-])\s+")
_WITHIN: Final = re.compile(r"(?<!\s)\s+~(\d{1,3})\Z")


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea of the lexicon.

    ``written`` are its words as the lexicon has them, ``longer`` words that hold one of them and mean something else (ログ in ログイン). ``denial`` is set where
    its words themselves say that something is not done, so that the negative denies nothing. ``fields`` are sections
    of the form that speak of it without saying it. A ``broad`` one stands in sentences of every kind; a ``vague`` one
    says that something is done, not what.
    """

    name: str
    written: tuple[str, ...]
    longer: tuple[str, ...] = ()
    denial: bool = False
    fields: frozenset[str] = frozenset()
    broad: bool = False
    vague: bool = False
    alike: tuple[tuple[str, ...], ...] = ()

    @property
    def words(self) -> tuple[Parts, ...]:
        """The words in all their spellings and inflections; most runs search no text, and need none."""
        return _spelled(self.written, self.alike)

    @property
    def inside(self) -> tuple[str, ...]:
        """The longer words in all their spellings."""
        return _longer(self.longer, self.alike)

    def __hash__(self) -> int:
        return hash(self.name)  # of one lexicon no two have one name


@lru_cache(maxsize=4096)
def _spelled(written: tuple[str, ...], alike: tuple[tuple[str, ...], ...]) -> tuple[Parts, ...]:
    return tuple(spelled(word, alike) for word in written)


@lru_cache(maxsize=4096)
def _longer(longer: tuple[str, ...], alike: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(way for word in longer for way in spelled(word, alike)[0]))


@dataclass(frozen=True, slots=True)
class Meeting:
    """Concepts that must meet in one sentence: one of each slot, the first slot being what it is about.

    None of ``without`` may stand near. ``ordered`` keeps the order of the slots; ``within`` is the most characters from
    the first to the last. ``lacks`` are concepts that a weaker meeting does without (see :func:`weaker`).
    """

    text: str
    slots: tuple[tuple[Concept, ...], ...]
    without: tuple[Concept, ...] = ()
    ordered: bool = False
    within: int = MORE
    lacks: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.text)


class Unreadable(Exception):
    """A meeting that cannot be read; the word that stands in the way, and why."""

    def __init__(self, word: str, why: str) -> None:
        super().__init__(word, why)
        self.word = word
        self.why = why


def meeting(text: str, lexicon: Mapping[str, Concept]) -> Meeting:
    """Read a meeting as it is written.

    >>> log, keep, cloud = (Concept(n, (n,)) for n in ("操作記録", "保存", "クラウド"))
    >>> read = meeting("操作記録 + 保存 - クラウド", {c.name: c for c in (log, keep, cloud)})
    >>> [c.name for slot in read.slots for c in slot], [c.name for c in read.without], read.within
    (['操作記録', '保存'], ['クラウド'], 36)

    Raises:
        Unreadable: a concept that the lexicon does not have, or nothing that must meet.
    """
    within = _WITHIN.search(text)
    pieces = _TOKEN.split(text[: within.start()] if within else text)

    def known(names: str) -> tuple[Concept, ...]:
        return tuple(_known(n.strip(), lexicon) for n in names.split("|"))

    slots, ordered = [known(pieces[0])], False
    without: list[Concept] = []
    for sign, names in zip(pieces[1::2], pieces[2::2], strict=True):
        if sign == "-":
            without += known(names)
        else:
            ordered = ordered or sign == ">"
            slots.append(known(names))
    return Meeting(
        text,
        tuple(slots),
        tuple(without),
        ordered,
        int(within[1]) if within else MORE if len(slots) > 2 else TWO,
    )


#: How far apart the concepts of a weaker meeting may stand.
_FAR: Final = 120
_CLOSE: Final = 24


def weaker(strong: Meeting, vague: Sequence[Concept]) -> Iterator[Meeting]:
    """Yield what a sentence must hold to come near to a meeting: its concepts far apart, all but one, or one vaguely.

    The first concept, what it is about, is never left out.

    >>> log, check, often = (Concept(n, (n,)) for n in ("操作記録", "点検", "定期"))
    >>> [m.lacks for m in weaker(Meeting("x", ((log,), (check,), (often,))), ())]
    [(), ('点検',), ('定期',)]
    """
    if len(strong.slots) == 1:
        return
    yield replace(strong, text=f"{strong.text} ~{_FAR}", within=_FAR)
    for at in range(1, len(strong.slots)):
        slots = (*strong.slots[:at], *strong.slots[at + 1 :])
        lacks = (*strong.lacks, strong.slots[at][0].name)
        said = sum(not c.fields for c, *_ in slots)
        if said > 1 and not any(c.broad for slot in slots[1:] for c in slot):
            yield replace(strong, text=f"{strong.text} ?{at}", slots=slots, lacks=lacks)
    about = strong.slots[0]
    if vague and not any(c.broad or c.fields for c in about):
        lacks = tuple(slot[0].name for slot in strong.slots[1:])
        yield replace(
            strong, text=f"{strong.text} ??", slots=(about, tuple(vague)), lacks=lacks, within=_CLOSE
        )


def about(strong: Meeting) -> Iterator[Meeting]:
    """Yield what a sentence must hold to be about the same: the first concept, unless it says nothing alone."""
    first, *rest = strong.slots
    if rest and not any(c.broad or c.fields for c in first):
        lacks = tuple(slot[0].name for slot in rest)
        yield replace(strong, text=f"{strong.text} !", slots=(first,), lacks=lacks)


def _known(name: str, lexicon: Mapping[str, Concept]) -> Concept:
    if not name:
        raise Unreadable(name, "a concept is missing")
    if name not in lexicon:
        raise Unreadable(name, "no concept of the lexicon has this name")
    return lexicon[name]
