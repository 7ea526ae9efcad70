"""Searching narratives for what they show: the states of measures and the facts that texts mention.

Patterns run on text normalised to NFKC without any white space, one sentence at a time (see :mod:`.cutting`); what
the sentence denies or plans does not count (see :mod:`.denial`). Text that was not read leaves everything unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..facts.values import NO, YES, Options
from .cutting import Passage, Sentence, flatten, one_piece, sentences_of
from .denial import Reading
from .grammar import Expect
from .program import measure_fact
from .searching import Quote, find, look, quoted, shows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..facts.record import Index
    from ..facts.values import Possible
    from ..facts.vocabulary import Scope
    from .program import Program

__all__ = [
    "Passage",
    "Quote",
    "Sentence",
    "Texts",
    "find",
    "flatten",
    "measure_states",
    "mentioned",
    "quoted",
    "searched",
    "shows",
]

#: One row and the words of its text facts.
Texts = tuple["Index", "Mapping[str, str]"]
#: The sections of the forms that tell of measures.
_MEASURES: Final = ("in", "use", "out", "prov", "nws", "keep", "audit", "edu", "other")
#: How many places are kept.
_MOST: Final = 3


def mentioned(
    program: Program,
    passages: Sequence[Passage],
    files: Sequence[str],
    texts: Mapping[Scope, Sequence[Texts]],
) -> dict[tuple[str, Index], tuple[Possible, tuple[Quote, ...]]]:
    """Settle every fact defined by ``mentions``, per (fact, row); ``texts`` holds the text facts of each scope's rows."""
    out: dict[tuple[str, Index], tuple[Possible, tuple[Quote, ...]]] = {}
    for fact, scope, mentions in program.mentions:
        for index, words in texts.get(scope, ()):
            if mentions.fields:
                said = [words[field] for field in mentions.fields if field in words]
                sentences = _said(said, whole=mentions.whole)
                read = len(said) == len(mentions.fields)
            else:
                name = files[index[0]] if scope == "file" else None
                sentences = tuple(s for p in _sections(passages, mentions.sections, name) for s in flatten(p))
                read = bool(sentences)
            quotes = tuple(find(mentions, sentences, measure=False))
            if quotes:
                out[fact, index] = (YES, () if mentions.fields else quotes[:_MOST])
            elif read and mentions.absent_means == "no":
                out[fact, index] = (NO, ())
    return out


def _said(texts: Sequence[str], *, whole: bool) -> tuple[Sentence, ...]:
    """Split the words of text facts into sentences, or take each in one piece."""
    if whole:
        return tuple(one_piece(text) for text in texts if text)
    return sentences_of(tuple((0, text) for text in texts))


def searched(measure: Expect) -> tuple[str, ...]:
    """Return the sections a measure is looked for in: its own first, then every other that tells of measures.

    A measure may be written in a neighbouring section, or a shuffled page may put it there: it is missing only
    when no narrative of measures shows it. What describes the affair itself (Ⅰ, Ⅱ) shows none unless the rule says so.

    >>> from .loader import load_ruleset
    >>> searched(load_ruleset()["prov-legal"])[:4]
    ('prov', 'out', 'in', 'use')
    """
    own = measure.shown_by.sections
    return (*own, *(s for s in _MEASURES if s not in own))


def measure_states(
    program: Program, passages: Sequence[Passage], files: Sequence[str]
) -> dict[tuple[str, Index], tuple[Possible | None, tuple[Quote, ...]]]:
    """Settle the state of every measure in every file whose text was read: stated, or not to be found.

    A weak measure settles nothing (None); where its patterns strike is kept to be shown. So are the places that deny
    or plan a measure which is affirmed nowhere: it is not stated, and these are why a person should look.
    """
    out: dict[tuple[str, Index], tuple[Possible | None, tuple[Quote, ...]]] = {}
    for statement in program.statements:
        if not isinstance(statement, Expect):
            continue
        for i, name in enumerate(files):
            usual = _sections(passages, statement.shown_by.sections, name)
            if not usual:
                continue
            near = {id(p) for p in usual}
            rest = [p for p in _sections(passages, searched(statement), name) if id(p) not in near]
            told = tuple(q for p in (*usual, *rest) for q in look(statement.shown_by, flatten(p)))
            affirmed = tuple(q for q in told if q.reading is Reading.AFFIRMED)
            state = None if statement.weak else Options.of("done" if affirmed else "not_stated")
            out[measure_fact(statement.id), (i,)] = (state, (affirmed or told)[:_MOST])
    return out


def _sections(passages: Sequence[Passage], sections: tuple[str, ...], file: str | None) -> list[Passage]:
    return [
        p
        for p in passages
        if (not sections or p.section in sections) and (file is None or p.file is None or p.file == file)
    ]
