"""Cutting a narrative into sentences: at 。, before a list item and around a heading, never at a line's end.

「・」, ① and brackets also stand inside words and references (中間サーバー・プラットフォーム, 規則第6条①). What begins
an item is told by the place: the start of a line, a gap between cells, the end of what was said before.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Protocol

from .predicates.denial import binds, heads_list
from .predicates.sentence_reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Passage", "Sentence", "flat", "flatten", "one_piece", "sentences_of"]

_MARK: Final = re.compile(
    r"(?P<end>。(?![)）」』】]))"
    r"|(?P<bullet>[・･])"
    r"|(?P<block>[●■◆▪▼◇□◎])"
    r"|(?P<circled>[①-⑳])"
    r"|(?P<bracketed>[(（](?:[0-9０-９]{1,2}|[ア-ンa-z])[)）])"
    r"|(?P<numbered>[0-9０-９]{1,2}[.．、)）](?![0-9０-９]))"
    r"|(?P<kana>[ア-コ](?=[.．、)）:：]))"
    r"|(?P<letter>[ア-ン])(?![ァ-ヴー])"
    r"|(?P<note>※)"
    r"|(?P<heading>[<＜【〔](?=[^<>＜＞【】〔〕。]{2,80}[>＞】〕]))"
)
_CLOSING: Final = re.compile(r"[>＞】〕]")
#: What may stand right before a list item: the end of a sentence, of its heading, or of what introduces the list.
_ENDED: Final = "。:：;；>＞】〕"
#: The end of a predicate, which no word with 「・」 in its middle has.
_PREDICATE: Final = re.compile(r"(?:する|いる|れる|える|める|ける|せる|した|ない|こと|ます|です)\Z")
#: A number that is spoken of (①と②, 第6条①), not one that begins an item.
_SPOKEN_AFTER: Final = tuple("とやのにをはがも～〜~、,・及又)）")
_SPOKEN_BEFORE: Final = tuple("・、,～〜~と(（「条項号欄添紙図表式注例記上")
_KATAKANA: Final = re.compile(r"[ァ-ヴー]")
_HEADING: Final = re.compile(r"[<【〔][^<>【】〔〕]*[>】〕]")
#: An item of this length or more may go on in the next line.
_SHORT: Final = 20


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
class Sentence:
    """One sentence of a passage, without white space, and the document line of each of its parts.

    ``heading`` is set where nothing but a heading in brackets stands; ``under`` says how the sentence above a list
    (次の措置は講じていない：) speaks of its items; ``bound`` is set where it says that a rule or a contract binds to them.
    ``above`` are the words of the heading and of what introduces the list, ``section`` is the section of the form.
    """

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]
    item: str = ""
    heading: bool = False
    under: Reading = Reading.AFFIRMED
    bound: bool = False
    above: str = ""
    section: str = ""

    def line(self, offset: int) -> int:
        """Return the document line of a character."""
        return self.lines[max(0, bisect_right(self.starts, offset) - 1)]


@lru_cache(maxsize=4096)
def flat(text: str) -> str:
    r"""Bring a text to the form patterns run on: NFKC, no white space.

    >>> flat("ＩＤ と ﾊﾟｽﾜｰﾄﾞ")
    'IDとパスワード'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def flatten(passage: Passage) -> tuple[Sentence, ...]:
    """Cut a passage into sentences.

    >>> from shikii.facts.affair.affair import Note
    >>> note = Note(None, "keep", ((1, "・中間サーバー・プラットフォームに置く。・鍵を"), (2, "かける。")))
    >>> [s.text for s in flatten(note)]
    ['・中間サーバー・プラットフォームに置く。', '・鍵をかける。']
    """
    return sentences_of(passage.lines, passage.section)


@lru_cache(maxsize=4096)
def one_piece(text: str) -> Sentence:
    """Take a text in one piece, as names need that hold 「・」 or ①."""
    return Sentence(flat(text), (0,), (0,))


@dataclass(frozen=True, slots=True)
class _Joined:
    """The lines of a passage without white space, as one text; ``gaps`` are the places where some stood."""

    text: str
    starts: tuple[int, ...]
    numbers: tuple[int, ...]
    gaps: frozenset[int]

    def line_before(self, at: int) -> str:
        """Return the line that ends where another begins."""
        k = bisect_left(self.starts, at)
        return self.text[self.starts[k - 1] : at] if k else ""


def _join(lines: Sequence[tuple[int, str]]) -> _Joined:
    text: list[str] = []
    starts: list[int] = []
    numbers: list[int] = []
    gaps: set[int] = set()
    length = 0
    for number, raw in lines:
        words = raw.split()
        if not words:
            continue
        starts.append(length)
        numbers.append(number)
        for word in words:  # ① must survive until the text is cut, so NFKC comes after
            gaps.add(length)
            text.append(word)
            length += len(word)
    return _Joined("".join(text), tuple(starts), tuple(numbers), frozenset(gaps))


@lru_cache(maxsize=1024)
def sentences_of(lines: tuple[tuple[int, str], ...], section: str = "") -> tuple[Sentence, ...]:
    """Cut lines, of a section of the form, into sentences; the same lines are cut once."""
    joined = _join(lines)
    cuts: dict[int, str] = {0: "", len(joined.text): ""}
    for at, kind in _cuts(joined):
        cuts[at] = cuts.get(at) or kind
    places = sorted(cuts)
    found = [_sentence(joined, a, b, cuts[a]) for a, b in pairwise(places) if b - a > 1]
    return tuple(
        replace(s, above=above, section=section)
        for s, above in zip(_under(found), _above(found), strict=True)
    )


def _cuts(joined: _Joined) -> Iterator[tuple[int, str]]:
    """Yield where a sentence begins, with the kind of item it is."""
    for m in _MARK.finditer(joined.text):
        kind = m.lastgroup or ""
        if kind == "end":
            yield m.end(), ""
        elif kind == "heading":
            if _opens(joined, m.start()):
                closing = _CLOSING.search(joined.text, m.end())
                yield m.start(), "heading"
                if closing:
                    yield closing.end(), ""
        elif _is_item(joined, m, kind):
            yield m.start(), kind


def _opens(joined: _Joined, at: int) -> bool:
    """Whether something new may begin here: at a line's start, after a gap, after what has ended."""
    return at in joined.gaps or joined.text[at - 1] in _ENDED


def _is_item(joined: _Joined, m: re.Match[str], kind: str) -> bool:
    text, at = joined.text, m.start()
    before, after = text[:at][-1:], text[m.end() : m.end() + 1]
    ended = not before or before in _ENDED
    match kind:
        case "bullet":
            if ended or _PREDICATE.search(text, max(0, at - 2), at):
                return True
            if at not in joined.gaps or (m.end() in joined.gaps and at not in joined.starts):
                return False
            return not (_KATAKANA.match(before) and _KATAKANA.match(after)) or _short_item(joined, at)
        case "block":
            return before != m[0] != after
        case "circled":
            if after.startswith(_SPOKEN_AFTER) and not ended:
                return False
            new = ended or at in joined.gaps
            return new or not (before.endswith(_SPOKEN_BEFORE) or (before.isascii() and before.isalnum()))
        case "bracketed":
            return (ended or at in joined.gaps) and not after.startswith(_SPOKEN_AFTER)
        case "letter":  # 「ア 秘密の保持」
            return at in joined.starts and m.end() in joined.gaps
        case "note":
            return ended or at in joined.gaps
        case _:
            return at in joined.starts or before == "。"


def _short_item(joined: _Joined, at: int) -> bool:
    """Whether the line before is itself an item too short to go on here."""
    line = joined.line_before(at)
    return at in joined.starts and line[:1] in "・･" and len(line) < _SHORT


def _sentence(joined: _Joined, begin: int, end: int, item: str) -> Sentence:
    first = max(0, bisect_right(joined.starts, begin) - 1)
    last = bisect_left(joined.starts, end)
    edges = [begin, *joined.starts[first + 1 : last], end]
    parts = [flat(joined.text[a:b]) for a, b in pairwise(edges)]
    starts = [0]
    for part in parts[:-1]:
        starts.append(starts[-1] + len(part))
    text = "".join(parts)
    heading = item == "heading" and _HEADING.fullmatch(text) is not None
    return Sentence(
        text, tuple(starts), joined.numbers[first:last], "" if item == "heading" else item, heading
    )


def _under(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Tell the items of a list how the sentence above them speaks of them."""
    said, own, bound = Reading.AFFIRMED, "", False
    for s in sentences:
        if not s.item or s.item == own:
            said, bound = Reading.AFFIRMED, False
        if said is not Reading.AFFIRMED:
            yield replace(s, under=said)
            continue
        if bound:
            yield replace(s, bound=True)
            continue
        yield s
        said, own, bound = heads_list(s.text), s.item, binds(s.text)


#: What introduces what follows: it ends in a colon, or announces it.
_LEAD: Final = re.compile(r"[:：](?:・|\Z)|(?:次|以下|下記)の|(?:とおり|通り)(?:である|とする|です)?。?\Z")
#: A short item without a predicate is the heading of what stands below it.
_TITLE: Final = 28
_NO_TITLE: Final = re.compile(r"[。、]|(?:する|した|いる|れる|ない|こと|ます|です)\Z")

#: Words that speak of what the sentence before was about.
_BACK: Final = re.compile(
    "これ|この|その|それ|当該|同(?:記録|台帳|書類|媒体|人|者)|上記|(?:取得|記録|作成|保存|出力|付与|入手)した"
)
_HEAD: Final = 16


def _above(sentences: Sequence[Sentence]) -> Iterator[str]:
    """Say of each sentence what stands above it: the last heading, what introduces its list, the sentence it points to."""
    heading, title, lead, own, before = "", "", "", "", ""
    for s in sentences:
        said, before = before, s.text
        if s.heading:
            heading, title, lead = s.text, "", ""
            yield ""
            continue
        if s.item and len(s.text) <= _TITLE and not _NO_TITLE.search(s.text) and s.item != own:
            yield heading
            title, lead = s.text, ""
            continue
        if not s.item or s.item == own:
            lead = ""
        spoken = said if not s.item and _BACK.search(s.text, 0, _HEAD) else ""
        yield "。".join(filter(None, (heading, title, lead, spoken)))
        if _LEAD.search(s.text):
            lead, own = s.text, s.item
