"""Searching narratives for what they show: the states of measures and the facts that texts mention.

Patterns run on text normalised to NFKC without any white space, one sentence at a time (see :mod:`.cutting`); what
the sentence denies or plans does not count (see :mod:`.denial`). Text that was not read leaves everything unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from ..facts.forms.model import MEASURE_PARTS
from ..facts.values import NO, YES, Options
from ..facts.vocabulary import Scope
from ..rulesets.language.grammar import Expect
from ..rulesets.program.program import measure_fact
from .matching import Quote, affirmed, find, look, says, shows
from .narratives import Narratives
from .predicates.sentence_reading import Reading
from .predicates.undone import is_undone
from .references import is_reference, leads_outside, references
from .sentences import Passage, Sentence, flatten, one_piece, sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..facts.affair.record import Index
    from ..facts.values import Possible
    from ..rulesets.language.concepts import Concept
    from ..rulesets.program.program import Program
    from .crosschecks.field_words import FieldWords
    from .references import Reference

__all__ = [
    "Passage",
    "Quote",
    "Sentence",
    "Texts",
    "find",
    "flatten",
    "measure_states",
    "mentioned",
    "narratives",
    "searched",
    "shows",
]

#: One row and the words of its text facts.
Texts = tuple["Index", "Mapping[str, str]"]
#: Whether a part of a narrative (section, file) was not read, so that nothing is known from what it does not say.
Silent = Callable[[str, "str | None"], bool]
#: The sections of the forms that tell of measures; 特記事項 on the cover often does too.
_MEASURES: Final = (*MEASURE_PARTS, "cover")
_NOT_STATED: Final = Options.of("not_stated")
#: How many places are kept.
_MOST: Final = 3
#: What programs ask of narratives, by their identity; a program never changes.
_ASKED: Final[dict[int, tuple[Program, tuple[tuple[str, ...], ...], tuple[Concept, ...]]]] = {}
_PROGRAMS: Final = 8


def narratives(program: Program, passages: Sequence[Passage]) -> Narratives:
    """Make the passages ready to be searched for all that a program asks of them; the same are made ready once.

    An affair is often assessed again with other facts, on another day or by the law of another day: its text stays.
    """
    asked = _ASKED.get(id(program))
    if asked is None or asked[0] is not program:
        if len(_ASKED) >= _PROGRAMS:
            _ASKED.clear()
        asked = _ASKED[id(program)] = (program, _wanted(program), _concepts(program))
    return _ready(tuple(passages), asked[1], asked[2])


def _wanted(program: Program) -> tuple[tuple[str, ...], ...]:
    """Return the patterns of every rule of a program that searches narratives."""
    wanted = [mentions.patterns for _, _, mentions in program.mentions if not mentions.fields]
    measures = [s for s in program.statements if isinstance(s, Expect)]
    wanted += [m.patterns for s in measures for m in (s.shown_by, s.may_show) if m]
    return tuple(filter(None, wanted))


@lru_cache(maxsize=8)
def _ready(
    passages: tuple[Passage, ...], wanted: tuple[tuple[str, ...], ...], concepts: tuple[Concept, ...]
) -> Narratives:
    return Narratives(passages, wanted, concepts)


def _concepts(program: Program) -> tuple[Concept, ...]:
    """Return every concept that a rule of a program asks for."""
    asked = [mentions for _, _, mentions in program.mentions]
    for s in program.statements:
        if isinstance(s, Expect):
            asked += [m for m in (s.shown_by, s.may_show) if m]  # the nearest are about concepts of these
    return tuple(
        dict.fromkeys(c for m in asked for meeting in m.meetings for slot in meeting.slots for c in slot)
    )


def mentioned(
    program: Program,
    passages: Sequence[Passage] | Narratives,
    files: Sequence[str],
    texts: Mapping[Scope, Sequence[Texts]],
    fields: FieldWords | None = None,
    silent: Silent | None = None,
) -> dict[tuple[str, Index], tuple[Possible, tuple[Quote, ...]]]:
    """Settle every fact defined by ``mentions``, per (fact, row); ``texts`` holds the text facts of each scope's rows.

    What refers to a place that was not read leaves a fact unknown where it is not mentioned; for rows of changes, where
    「同上」 is common, rules say themselves what it means. What a narrative does not mention is not known where ``silent``
    says that a part of it was not read.
    """
    told = passages if isinstance(passages, Narratives) else narratives(program, passages)
    out: dict[tuple[str, Index], tuple[Possible, tuple[Quote, ...]]] = {}
    for fact, scope, mentions in program.mentions:
        for index, words in texts.get(scope, ()):
            quotes: tuple[Quote, ...] = ()
            if mentions.fields:
                said = [words[field] for field in mentions.fields if field in words]
                yes = says(mentions, _said(said, whole=mentions.whole))
                read = len(said) == len(mentions.fields)
                open_ = scope != Scope.CHANGE and any(map(is_reference, said))
            elif mentions.within:
                notes = [fields.of(name, scope, index) if fields else [] for name in mentions.within]
                sentences = [s for here in notes for note in here for s in flatten(note)]
                quotes = tuple(islice(affirmed(look(mentions, sentences, measure=False)), _MOST))
                yes, read = bool(quotes), all(notes)
                open_ = any(leads_outside(s.text) for s in sentences)
            else:
                file = files[index[0]] if scope == Scope.FILE else None
                within = told.sections(mentions.sections, file)
                quotes = tuple(islice(affirmed(told.look(mentions, within, measure=False)), _MOST))
                yes, read = bool(quotes), told.says(within)
                unread = silent is not None and any(
                    silent(section, file) for section in mentions.sections or ("",)
                )
                open_ = unread or told.refers(within, _MEASURES)
            if yes:
                out[fact, index] = (YES, quotes)
            elif read and not open_ and mentions.absent_means == "no":
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

    >>> from ..rulesets.loader import load_ruleset
    >>> searched(load_ruleset()["prov-legal"])[:4]
    ('prov', 'out', 'in', 'use')
    """
    own = measure.shown_by.sections
    return (*own, *(s for s in _MEASURES if s not in own))


def measure_states(
    program: Program,
    passages: Sequence[Passage] | Narratives,
    files: Sequence[str],
    silent: Silent | None = None,
) -> dict[tuple[str, Index], tuple[Possible | None, tuple[Quote, ...]]]:
    """Settle the state of every measure in every file whose text was read: stated, or not to be found.

    Five things settle nothing (None): a weak measure, one that is not found while a section where it would stand
    refers to text that was not read, one of which a sentence there may speak in other words, one that its first
    section denies and only others affirm, and one affirmed only in part, at times or by the word of others. Places that
    strike are kept to be shown all the same. Nothing is missing where ``silent`` says that a section where it would stand
    was not read in whole. For a measure affirmed nowhere those that deny it, plan it, ask for it,
    refer to where it may stand, or may be it.
    """
    told = passages if isinstance(passages, Narratives) else narratives(program, passages)
    out: dict[tuple[str, Index], tuple[Possible | None, tuple[Quote, ...]]] = {}
    refer = [_refer(told, files, i) for i in range(len(files))]
    for statement in program.statements:
        if isinstance(statement, Expect):
            own, everywhere = statement.shown_by.sections, searched(statement)
            for i, name in enumerate(files):
                if told.sections(own, name):
                    within = told.first(own, everywhere, name)
                    state, quotes = _settle(told, statement, name, within, refer[i])
                    if silent is not None and state == _NOT_STATED and any(silent(s, name) for s in own):
                        state = None
                    out[measure_fact(statement.id), (i,)] = state, quotes
    return out


def _refer(told: Narratives, files: Sequence[str], at: int) -> tuple[Reference, ...]:
    """Return the references in the narratives of measures of one file."""
    within = told.sections(_MEASURES, files[at])
    return references([told.passages[n] for n in within], files, at)


def _settle(
    told: Narratives,
    measure: Expect,
    file: str,
    within: Sequence[int],
    refer: tuple[Reference, ...],
) -> tuple[Possible | None, tuple[Quote, ...]]:
    done, quotes = _split(told.look(measure.shown_by, within))
    open_ = []
    if not done:
        for reference in refer:
            there = [n for at, section in reference.to for n in told.only(section, at)]
            more, _ = _split(told.look(measure.shown_by, there))
            if more and reference.sure:
                done += more
            elif more or (not there and reference.section in measure.shown_by.sections):
                open_.append(Quote(reference.line, reference.text, reading=Reading.REFERRED))
    if done and not measure.weak:
        at_home, said = _split(
            told.look(measure.shown_by, told.sections(measure.shown_by.sections[:1], file))
        )
        if not at_home and any(q.reading is Reading.DENIED for q in said):
            return None, tuple(said)[:_MOST]
    if measure.weak or (open_ and not done):
        return None, tuple(done or (*quotes, *open_))[:_MOST]
    if not done and any(q.reading is Reading.PARTLY for q in quotes):
        return None, tuple(q for q in quotes if q.reading is Reading.PARTLY)[:_MOST]
    if done:
        return Options.of("done"), tuple(done)[:_MOST]
    value, places = _not_done(told, measure, file, refer, quotes)
    return value, places[:_MOST]


def _not_done(
    told: Narratives, measure: Expect, file: str, refer: tuple[Reference, ...], quotes: list[Quote]
) -> tuple[Possible | None, tuple[Quote, ...]]:
    """Settle a measure that no sentence affirms: denied, perhaps stated in other words, or not stated.

    It is not done where a sentence under its own section or risk plainly says so of it, and none there may show it. A
    denial that bars something or is of something else, or that stands elsewhere, leaves it unknown.
    """
    denied = [q for q in quotes if q.reading is Reading.DENIED and not _HEADED.match(q.text)]
    if denied:
        plain = [q for q in denied if q.mark and is_undone(q.text, *q.mark)]
        if len(plain) < len(denied):
            other = [replace(q, reading=Reading.POSSIBLE) for q in denied if q not in plain]
            return None, (*other, *plain)
        home = told.sections(_home(measure), file)
        own = [q for q in told.look(measure.shown_by, home) if q in plain]
        if not own:
            return None, tuple(quotes)
        lines = {q.line for q in denied}
        near = [q for q in _near(told, measure, file, refer) if not q.lacks and q.line not in lines]
        if near:
            return None, (*near[:1], *denied)
        if any(q.whole for q in own) and not _forbids(measure):
            return Options.of("not_done"), tuple(quotes)
    if not quotes:
        near = list(islice(_near(told, measure, file, refer), _MOST))
        if near:
            return None, tuple(near)
        quotes = list(islice(_nearest(told, measure, file), _MOST))
    return Options.of("not_stated"), tuple(quotes)


def _home(measure: Expect) -> tuple[str, ...]:
    """Return the first section of a measure and those of the risks it is asked under."""
    asked = (risk.partition("-")[0] for risk in measure.risks)
    return tuple(dict.fromkeys((*measure.shown_by.sections[:1], *asked)))


def _near(told: Narratives, measure: Expect, file: str, refer: tuple[Reference, ...]) -> Iterator[Quote]:
    """Yield the sentences that may speak of a measure in words nobody foresaw, there or where the text refers to."""
    if measure.may_show is None:
        return
    sections = measure.may_show.sections or measure.shown_by.sections
    there = [n for r in refer for at, section in r.to if section in sections for n in told.only(section, at)]
    for q in told.look(measure.may_show, (*told.sections(sections, file), *there)):
        if q.reading in (Reading.AFFIRMED, Reading.PARTLY):
            yield replace(q, reading=Reading.POSSIBLE)


#: A sentence that the title of a risk runs into says what may happen, not what is done.
_HEADED: Final = re.compile(r"\W*リスク[0-9０-９]{1,2}[:：]")


def _forbids(measure: Expect) -> bool:
    """Whether a measure is itself that something is not done, so that the negative may affirm it."""
    return any(c.denial for m in measure.shown_by.meetings for slot in m.slots for c in slot)


def _nearest(told: Narratives, measure: Expect, file: str) -> Iterator[Quote]:
    """Yield the sentences of the field that are about the same thing, with the concepts that they lack."""
    if measure.nearest:
        for q in told.look(measure.nearest, told.sections(measure.shown_by.sections, file)):
            yield replace(q, reading=Reading.NEAREST)


def _split(quotes: Iterable[Quote]) -> tuple[list[Quote], list[Quote]]:
    """Return the first places that affirm, and those among the ones before them that do not."""
    done: list[Quote] = []
    other: list[Quote] = []
    for q in quotes:
        (done if q.reading is Reading.AFFIRMED else other).append(q)
        if len(done) == _MOST:
            break
    return done, other
