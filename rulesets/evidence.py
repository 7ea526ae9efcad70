"""Searching narratives for what they show: the states of measures and the facts that texts mention.

Patterns run on text normalised to NFKC without any white space, one sentence at a time, so that a denial in
the same sentence counts and one in the next does not. Text that was not read leaves everything unknown.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Protocol

from ..facts.values import NO, YES, Options
from .grammar import Expect
from .program import measure_fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..facts.record import Index
    from ..facts.values import Possible
    from ..facts.vocabulary import Scope
    from .grammar import Mentions
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
    "searched",
    "shows",
]

#: One row and the words of its text facts.
Texts = tuple["Index", "Mapping[str, str]"]
#: A denial at the end of what a sentence says; rules may give their own besides.
_DENIAL: Final = re.compile(
    r"(行|講じ|実施|導入|設置|使用|利用|取得|整備|確保|確認|記録|保管|対応)?"
    r"(しない|していない|しておらず|せず|わない|っていない|じていない|ていない|なし)(。|$|ため|が[、，]|予定|方針)"
    r"|予定(は|が)(ない|無い)|未(実施|整備|導入|設置)|検討(中|して)|困難であ|予定である。?$|今後.{0,12}(検討|予定)"
)
#: How far after what was found a denial still is about it.
_NEAR: Final = 20
#: The sections of the forms that tell of measures; 特記事項 on the cover often does too.
_MEASURES: Final = ("in", "use", "out", "prov", "nws", "keep", "audit", "edu", "other", "cover")
_BREAK: Final = re.compile(r"[。●■◆▪]|(?<![0-9A-Za-z])[・①-⑳]")


class Passage(Protocol):
    """Free text of one section of one file, as (line, text) pairs."""

    @property
    def file(self) -> str | None:
        """The file it is about; None for the whole affair."""

    @property
    def section(self) -> str:
        """The section of the form: in, use, out, prov, nws, keep, audit, edu, other and so on."""

    @property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """The lines with their numbers in the document."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Where a pattern was found: the line of the document and the sentence, shortened."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage, without white space, and the document line of each of its parts."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]

    def line(self, offset: int) -> int:
        """Return the document line of a character."""
        return self.lines[max(0, bisect_right(self.starts, offset) - 1)]


@lru_cache(maxsize=4096)
def _flat(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def flatten(passage: Passage) -> tuple[Sentence, ...]:
    """Split a passage into sentences: at 。 and where a list item begins, never at a line's end."""
    return _flatten(passage.lines)


@lru_cache(maxsize=512)
def _flatten(lines: tuple[tuple[int, str], ...]) -> tuple[Sentence, ...]:
    text, starts, numbers = [], [], []
    length = 0
    for number, raw in lines:
        flat = "".join(raw.split())  # ① must survive until the text is cut, so NFKC comes after
        if flat:
            starts.append(length)
            numbers.append(number)
            text.append(flat)
            length += len(flat)
    whole = "".join(text)
    cuts = sorted({0, length, *(m.end() if m[0] == "。" else m.start() for m in _BREAK.finditer(whole))})
    return tuple(_sentence(whole[a:b], a, starts, numbers) for a, b in pairwise(cuts) if b - a > 1)


def _sentence(raw: str, begin: int, starts: Sequence[int], numbers: Sequence[int]) -> Sentence:
    first = max(0, bisect_right(starts, begin) - 1)
    last = bisect_right(starts, begin + len(raw) - 1)
    inner = [max(0, s - begin) for s in starts[first:last]]
    # NFKC may change lengths before a line start by a character or two; the line is still the right one or next
    return Sentence(_flat(raw), tuple(inner), tuple(numbers[first:last]))


@lru_cache(maxsize=2048)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns))


def shows(mentions: Mentions, text: str) -> bool:
    """Whether a text of one or more sentences shows something; used for a rule's own sample sentences.

    >>> from shikii.rulesets.grammar import Mentions
    >>> m = Mentions(patterns=("二要素認証",))
    >>> shows(m, "端末では二要素認証を行っている。"), shows(m, "二要素認証は導入していない。")
    (True, False)
    """
    return next(find(mentions, _flatten(((1, text),))), None) is not None


def find(mentions: Mentions, sentences: Iterable[Sentence]) -> Iterator[Quote]:
    """Yield every sentence that shows something and does not deny it."""
    wanted = _compiled(mentions.patterns)
    unless = _compiled(mentions.unless) if mentions.unless else None
    for sentence in sentences:
        match = wanted.search(sentence.text)
        if match is None or (unless and unless.search(sentence.text)):
            continue
        if mentions.deniable and _denied(sentence.text, match):
            continue
        around = sentence.text[max(0, match.start() - 40) : match.end() + 60]
        yield Quote(sentence.line(match.start()), around)


def _denied(text: str, match: re.Match[str]) -> bool:
    """Whether what was found is denied right after: a denial further on is about something else."""
    return _DENIAL.search(text, match.start(), min(len(text), match.end() + _NEAR)) is not None


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
            quotes = tuple(find(mentions, sentences))
            if quotes:
                out[fact, index] = (YES, () if mentions.fields else quotes[:3])
            elif read and mentions.absent_means == "no":
                out[fact, index] = (NO, ())
    return out


def _said(texts: Sequence[str], *, whole: bool) -> tuple[Sentence, ...]:
    """Split the words of text facts into sentences, or take each in one piece."""
    if whole:
        return tuple(Sentence(_flat(text), (0,), (0,)) for text in texts if text)
    return _flatten(tuple((0, text) for text in texts))


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
) -> dict[tuple[str, Index], tuple[Possible, tuple[Quote, ...]]]:
    """Settle the state of every measure in every file whose text was read: stated, or not to be found."""
    out: dict[tuple[str, Index], tuple[Possible, tuple[Quote, ...]]] = {}
    for statement in program.statements:
        if not isinstance(statement, Expect):
            continue
        for i, name in enumerate(files):
            usual = _sections(passages, statement.shown_by.sections, name)
            if not usual:
                continue
            near = {id(p) for p in usual}
            rest = [p for p in _sections(passages, searched(statement), name) if id(p) not in near]
            quotes = tuple(q for p in (*usual, *rest) for q in find(statement.shown_by, flatten(p)))
            state = "done" if quotes else "not_stated"
            if quotes or not statement.weak:
                out[measure_fact(statement.id), (i,)] = (Options.of(state), quotes[:3])
    return out


def _sections(passages: Sequence[Passage], sections: tuple[str, ...], file: str | None) -> list[Passage]:
    return [
        p
        for p in passages
        if (not sections or p.section in sections) and (file is None or p.file is None or p.file == file)
    ]
