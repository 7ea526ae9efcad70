"""Putting two places of one record side by side: names that stand nowhere else, citations and names that differ.

Measurement, not law: each comparison settles a yes/no fact before any rule runs, with the lines of both places,
and rules say what follows. What was not read leaves the fact unknown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from ..facts.values import NO, YES
from ..facts.vocabulary import Scope
from ..rulesets.language.crosscheck_grammar import (
    Again,
    Calendar,
    Cites,
    Dated,
    Differs,
    Doubled,
    Empty,
    Figures,
    Foreign,
    Gaps,
    Listed,
    Mutual,
    Names,
    Near,
    Numbered,
    Repeats,
    Sums,
    Varies,
    Where,
)
from ..rulesets.patterns.guarded import compiled, union
from .crosschecks.calendar_days import calendar
from .crosschecks.copied_text import foreign, repeats
from .crosschecks.field_words import FieldWords, passages_at, sentences_at
from .crosschecks.figures import dated, figures, varies
from .crosschecks.list_checks import again, gaps, listed, sums
from .crosschecks.near_spellings import near
from .crosschecks.row_checks import doubled, empty, numbered
from .evidence import Quote, flatten
from .matching import Strike, quote
from .predicates.sentence_reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..facts.affair.record import Index
    from ..facts.values import Possible
    from ..rulesets.language.crosscheck_grammar import Comparison
    from ..rulesets.program.program import Program
    from .evidence import Passage, Sentence, Texts

__all__ = ["compared"]

#: What a comparison settles: the value and where it shows.
Settled = tuple["Possible", tuple[Quote, ...]]
_MOST: Final = 3
_SHORTEST: Final = 3
_PLAIN: Final = re.compile(r"[\s・、,.。「」『』()（）【】\[\]<>＜＞-]")
#: From an opening bracket to the next that closes, or to the end where none does.
_INSIDE: Final = re.compile(r"[(（【\[][^)）】\]]*(?P<closed>[)）】\]])?")


def compared(
    program: Program,
    passages: Sequence[Passage],
    files: Sequence[str],
    texts: Mapping[Scope, Sequence[Texts]],
    ticks: Mapping[tuple[Scope, Index], Mapping[str, Possible]],
    words_of: FieldWords | None = None,
) -> dict[tuple[str, Index], Settled]:
    """Settle every fact defined by a comparison, per (fact, row); ``ticks`` holds the values of rows."""
    out: dict[tuple[str, Index], Settled] = {}
    fields = words_of or FieldWords((), files)
    whole = dict(texts[Scope.AFFAIR][0][1]) if texts.get(Scope.AFFAIR) else {}
    for fact, scope, how in program.comparisons:
        for index, words in texts.get(scope, ()):
            told = {**whole, **words}
            settled = _settle(how, scope, index, told, passages, files, texts, ticks)
            settled = settled or _beside(how, scope, index, passages, fields, texts, ticks)
            if settled is not None:
                out[fact, index] = settled
    return out


def _settle(
    how: Comparison,
    scope: Scope,
    index: Index,
    words: Mapping[str, str],
    passages: Sequence[Passage],
    files: Sequence[str],
    texts: Mapping[Scope, Sequence[Texts]],
    ticks: Mapping[tuple[Scope, Index], Mapping[str, Possible]],
) -> Settled | None:
    name = (files[index[0]] or None) if scope is Scope.FILE else None
    match how:
        case Names():
            return _names(how, passages, name, files, texts) if how.sections else None
        case Cites():
            return _cites(how, passages, name)
        case Differs():
            return _differs(how, words)
        case Mutual():
            return _mutual(how, scope, index, words, texts, ticks)
        case _:
            return None


def _beside(
    how: Comparison,
    scope: Scope,
    index: Index,
    passages: Sequence[Passage],
    fields: FieldWords,
    texts: Mapping[Scope, Sequence[Texts]],
    ticks: Mapping[tuple[Scope, Index], Mapping[str, Possible]],
) -> Settled | None:
    """Settle the comparisons that look at figures, days, rows and fields; see the room :mod:`.crosschecks`."""
    where = sentences_at(how, scope, index, passages, fields) if isinstance(how, Where) else None
    match how:
        case Figures():
            less = _told(how.minus, scope, index, ticks)
            rows = _rows(how.count, index, texts, fields)
            return figures(how, _told(how.fact, scope, index, ticks), less, where, rows)
        case Dated():
            return dated(how, _told(how.fact, scope, index, ticks), where)
        case Varies():
            return varies(how, where)
        case Near():
            return near(how, texts, where)
        case Calendar():
            return calendar(how, where)
        case Numbered():
            return numbered(how, scope, index, texts, where)
        case Sums():
            return sums(how, where)
        case Again():
            return again(how, passages_at(how, scope, index, passages, fields))
        case Gaps():
            return gaps(passages_at(how, scope, index, passages, fields))
        case Listed():
            told = _told(how.fact, scope, index, ticks)
            return listed(how, told, passages_at(how, scope, index, passages, fields))
        case _:
            return _by_field(how, scope, index, fields, texts, where)


def _by_field(
    how: Comparison,
    scope: Scope,
    index: Index,
    fields: FieldWords,
    texts: Mapping[Scope, Sequence[Texts]],
    where: Sequence[Sentence] | None,
) -> Settled | None:
    """Settle the comparisons that look at fields one by one, or at rows."""
    match how:
        case Names() if how.within:
            said = [s for n in how.within for note in fields.of(n, scope, index) for s in flatten(note)]
            return _strays(how, said, texts) if said else None
        case Empty():
            return empty(how, scope, index, fields)
        case Repeats():
            return repeats(how, scope, index, fields)
        case Doubled():
            return doubled(how, index, texts.get(scope, ()))
        case Foreign():
            places = [[s for note in fields.of(n, scope, index) for s in flatten(note)] for n in how.within]
            if where and not places:
                places = [list(where)]
            return foreign(how, index, texts.get(scope, ()), places)
        case _:
            return None


def _rows(
    scope: Scope | None,
    index: Index,
    texts: Mapping[Scope, Sequence[Texts]],
    words: FieldWords,
) -> int | None:
    """Return how many rows of a scope stand below a row; None where none was read."""
    if scope is None:
        return None
    if scope is Scope.FILE:
        return len(words.files) or None
    return sum(i[: len(index)] == index for i, _ in texts.get(scope, ())) or None


def _told(
    fact: str, scope: Scope, index: Index, ticks: Mapping[tuple[Scope, Index], Mapping[str, Possible]]
) -> Possible | None:
    """Return what the row, or one above it, says of a fact."""
    rows = ((scope, index), (Scope.FILE, index[:1]), (Scope.AFFAIR, ()))
    return next((ticks[row][fact] for row in rows if fact in ticks.get(row, {})), None)


def _of(passages: Sequence[Passage], sections: tuple[str, ...], file: str | None) -> Iterator[Passage]:
    """Yield the passages of one file only; what is said of all files proves nothing about one."""
    return (
        p
        for p in passages
        if (p.section in sections or "all" in sections) and (file is None or p.file == file)
    )


def _whole(passages: Iterable[Passage]) -> str:
    return "".join(s.text for p in passages for s in flatten(p))


def _names(
    how: Names,
    passages: Sequence[Passage],
    file: str | None,
    files: Sequence[str],
    texts: Mapping[Scope, Sequence[Texts]],
) -> Settled | None:
    sentences = [s for p in _of(passages, how.sections, file) for s in flatten(p)]
    if not sentences:
        return None
    if how.facts:
        return _strays(how, sentences, texts)
    own = _whole(_of(passages, how.home, file))
    if not own or file is None:
        return None
    own += _whole(p for p in passages if p.section in how.home and p.file is None)
    others = [_whole(_of(passages, how.home, f)) for f in files if f != file]
    strays = (
        q
        for name, q in _found(how, sentences)
        if name not in own and (not how.elsewhere or any(name in o for o in others))
    )
    quotes = tuple(islice(strays, _MOST))
    return (YES, quotes) if quotes else (NO, ())


def _strays(
    how: Names, sentences: Sequence[Sentence], texts: Mapping[Scope, Sequence[Texts]]
) -> Settled | None:
    """Say whether a name of the text stands in none of the text facts."""
    known = [plain(w) for rows in texts.values() for _, row in rows for f, w in row.items() if f in how.facts]
    if not any(known):
        return None
    strays = (q for name, q in _found(how, sentences) if not any(_same(plain(name), k) for k in known))
    quotes = tuple(islice(strays, _MOST))
    return (YES, quotes) if quotes else (NO, ())


def _found(how: Names, sentences: Iterable[Sentence]) -> Iterator[tuple[str, Quote]]:
    unless = union(how.unless, how.own) if how.unless else None
    seen: set[str] = set()
    patterns = [compiled(pattern, how.own) for pattern in how.patterns]
    for sentence in sentences:
        for pattern in patterns:
            for match in pattern.finditer(sentence.text):
                name = match[1]
                if name in seen or (unless and unless.search(name)):
                    continue
                seen.add(name)
                yield name, quote(sentence, Strike(*match.span(), Reading.AFFIRMED))


@lru_cache(maxsize=1024)
def plain(name: str) -> str:
    """Bring a name to the letters that tell it apart.

    >>> plain("番号連携サーバー（団体内統合宛名システム）")
    '番号連携サーバ団体内統合宛名システム'
    """
    return _PLAIN.sub("", unicodedata.normalize("NFKC", name)).replace("サーバー", "サーバ")


def _outside(text: str) -> str:
    """Leave out what stands in brackets; a bracket that is never closed stays.

    >>> _outside("住基システム（既存）"), _outside("住基(")
    ('住基システム', '住基(')
    """
    return _INSIDE.sub(lambda m: "" if m["closed"] else m[0], text)


def _same(left: str, right: str) -> bool:
    """Whether one name holds the other, or is the other shortened: 住基システム for 住民基本台帳システム."""
    short, long = sorted((left, right), key=len)
    if len(short) < _SHORTEST:
        return short == long or (bool(short) and long.startswith(short))
    letters = iter(long)
    return short in long or all(letter in letters for letter in short)


def _cites(how: Cites, passages: Sequence[Passage], file: str | None) -> Settled | None:
    pattern = compiled(how.pattern, how.own)

    def collect(sections: tuple[str, ...]) -> tuple[bool, dict[str, dict[str, Quote]]]:
        out: dict[str, dict[str, Quote]] = {}
        read = False
        for passage in _of(passages, sections, file):
            for sentence in flatten(passage):
                read = True
                for match in pattern.finditer(sentence.text):
                    out.setdefault(match["key"], {}).setdefault(
                        match["value"], quote(sentence, Strike(*match.span(), Reading.AFFIRMED))
                    )
        return read, out

    read_left, left = collect(how.left)
    read_right, right = collect(how.right)
    if not (read_left and read_right):
        return None
    for key, values in left.items():
        other = right.get(key)
        if other and not set(values) & set(other):
            return YES, (*islice(values.values(), 1), *islice(other.values(), 2))
    return NO, ()


def _differs(how: Differs, words: Mapping[str, str]) -> Settled | None:
    if how.left not in words or how.right not in words:
        return None
    left, right = (_core(words[f], how) for f in (how.left, how.right))
    if not left or not right:
        return None
    same = left == right if how.exact else _same(left, right)
    return (NO if same else YES), ()


def _core(text: str, how: Differs) -> str:
    flat = _PLAIN.sub("", unicodedata.normalize("NFKC", text))
    for pattern in how.ignore:
        flat = compiled(pattern, how.own).sub("", flat)
    return flat


_PARTS: Final = re.compile(r"[、,・()（）/／\s]|及び|並びに|又は")


def _named(name: str, text: str) -> bool:
    """Whether a list names a system: one of its parts is the name, not only holds it.

    >>> _named("宛名システム", "団体内統合宛名システム、収納システム"), _named("宛名システム", "宛名システム（共通）")
    (False, True)
    """
    return any(plain(part) == name for part in (*_PARTS.split(text), *re.split("[、,，]", text)))


def _mutual(
    how: Mutual,
    scope: Scope,
    index: Index,
    words: Mapping[str, str],
    texts: Mapping[Scope, Sequence[Texts]],
    ticks: Mapping[tuple[Scope, Index], Mapping[str, Possible]],
) -> Settled | None:
    own = ticks.get((scope, index), {})
    if how.name not in words or not all(t in own for t in (*how.ticks, how.open)):
        return None
    if own[how.open] == YES and how.text not in words:
        return None  # it names others, but whom was not read
    mine = plain(_outside(words[how.name]))
    if len(mine) < _SHORTEST:
        return None
    answers = [plain(a) for a in re.split(r"[、,・]", words.get(how.text, "")) if a]
    for other, said in texts.get(scope, ()):
        theirs = said.get(how.name)
        if other == index or theirs is None or not _named(mine, said.get(how.text, "")):
            continue
        stands = any(
            own[t] == YES for t, pattern in how.ticks.items() if compiled(pattern, how.own).search(theirs)
        )
        names = [n for n in (plain(_outside(theirs)), plain(theirs)) if n]
        if not stands and not any(_same(n, a) for n in names for a in answers):
            return YES, ()
    return NO, ()
