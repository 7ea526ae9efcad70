"""How a sentence speaks of what it tells: as in force, denied, planned, owed, true in part, or at second hand.

A Japanese sentence says so at the end of each of its clauses: in the last predicate and the auxiliaries behind it. A
clause is read from its end, one auxiliary after the other, until one of them decides. Two things make that more than
a list of endings. A negative may be the measure itself (「許可なく持ち出さない」「権限のない者は閲覧できない」): what is
negated, and with which words beside it, tells. And clauses share endings: 「記録し、点検する予定である」 plans both,
「記録しており、点検する予定である」 only the second.

This module knows nothing of what anybody looks for; :mod:`.denial` relates it to a place in the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from . import endings as w
from .accounts import INTENDED, LEFT_OFF, MAY_TELL, told_of_others
from .cues import CUE
from .negation import Negated, is_abstained, is_bad, is_kept_from, is_made_sure, negated

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Clause", "Polarity", "clauses", "has_cue", "polarity"]

_COMMA: Final = re.compile("[、,]")
#: How much before a comma tells what kind of clause ends there.
_TAIL: Final = 12
#: How much of a clause's end may decide, and how much most words that decide need.
_END: Final = 96
_SHORT: Final = 44
#: Auxiliaries that may stand behind each other.
_DEPTH: Final = 8
_INSIDE: Final = re.compile(r"\(([^()]*)\)\Z")
#: A predicate in its plain form, or a clause made a noun.
_EMBEDDED: Final = re.compile(
    r"(?:[うくぐすつぬぶむるい](?:こと|の)?|こと|よう(?:に)?)(?:[はがをもに]|ための?)?[、,]?\Z"
)
#: Auxiliaries that are part of the verb.
_SUFFIX: Final = re.compile("な(?:け|く)|ね|[てで]|た[いくか]|べ|よう|[うおこそとのもろ]う")
#: A topic of its own sets a clause apart from the one before it.
_TOPIC: Final = re.compile(
    "(?<![でにとらへてばのいうも])(?<!こと)(?<!もの)(?<!につい)は(?![じず])|(?:について|に関して)は"
)
_VERB: Final = re.compile(
    r"[わかさたなまらしじきいえけせめれべげ]ない\Z|(?<![てで]い)(?<![てで]お)(?<![てで]あ)(?:[うくぐすつぬぶむる])\Z|(?<![てで]い)(?<![てで]おり)(?<![てで]あり)ます\Z|(?:実施|導入|開始|整備|策定|設置|改修|構築|運用|対応|移行)\Z"
)
_GET: Final = re.compile(r"[をがに](?:得|受け|経|し|要し|得る|受ける|経る|する)\Z")
_BINDING: Final = re.compile("され|ならない|なりません|求め|義務|必要が")
_NOT_YET: Final = ("un", "not_yet")
_PAST: Final = re.compile("[てで](?:いた|いました|おりました)")


class Polarity(StrEnum):
    """What the predicate of a clause says of what the clause tells."""

    IN_FORCE = "in force"
    DENIED = "denied"  # not so, not yet so, left out
    CEASED = "ceased"  # no longer so
    PLANNED = "planned"  # wished, intended, examined, promised for later
    NORM = "norm"  # ought to be so
    PARTIAL = "partial"  # so of some only
    CONDITIONAL = "conditional"  # so at times, or perhaps
    REPORTED = "reported"  # left to others, told by others, supposed
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a sentence.

    ``start`` and ``end`` bound it, ``mark`` the words that decide its polarity (none where nothing but the plain form
    does). ``abstains``: what is denied is an act one may also be forbidden (持ち出す, 閲覧する), so that the denial may
    itself be the measure. ``lexical``: a verb that means so (省略する, 廃止する) decides, not an auxiliary.
    ``bars``: an act cannot be done, which is a measure unless that act is what was looked for.
    ``otherwise``: what the clause says where that verb is itself what was looked for (不要なポートを停止する).
    ``extends``: what this clause says of duty, plan or denial it says of the clause joined before it, too.
    """

    start: int
    end: int
    polarity: Polarity = Polarity.IN_FORCE
    mark: tuple[int, int] | None = None
    abstains: bool = False
    lexical: bool = False
    joined: bool = False
    extends: bool = False
    bars: bool = False
    otherwise: Polarity = Polarity.IN_FORCE


def polarity(sentence: str) -> Clause:
    """Say how a sentence as a whole, by its last predicate, speaks of what it tells.

    The sentence is flat (see :func:`.cutting.flat`).

    >>> polarity("操作ログを取得している。").polarity.value, polarity("操作ログは、まだ取得していません。").polarity.value
    ('in force', 'denied')
    >>> polarity("許可なく持ち出さない。").polarity.value, polarity("取得しないことはない。").polarity.value
    ('in force', 'in force')
    >>> polarity("点検する必要がある。").polarity.value, polarity("点検しなければならないと規定している。").polarity.value
    ('norm', 'in force')
    >>> found = polarity("来年度から研修を実施する。")
    >>> found.polarity.value, found.mark
    ('planned', (0, 3))
    """
    return clauses(sentence)[-1]


@lru_cache(maxsize=4096)
def has_cue(sentence: str) -> bool:
    """Whether a sentence holds a word that may decide its polarity; without one it is plainly in force.

    >>> has_cue("操作ログを取得している。"), has_cue("操作ログを取得していない。")
    (False, True)
    """
    return CUE.search(sentence) is not None or MAY_TELL.search(sentence) is not None


@lru_cache(maxsize=4096)
def clauses(sentence: str) -> tuple[Clause, ...]:
    """Cut a sentence into clauses, each with what its predicate says; together they are the whole sentence.

    >>> [c.polarity.value for c in clauses("操作の記録は残しているが、印刷の記録は残していない。")]
    ['in force', 'denied']
    """
    if not has_cue(sentence):
        return (Clause(0, len(sentence)),)
    found: list[Clause] = []
    later: tuple[int, int] | None = None
    for start, end, joined in _cut(sentence):
        clause = _read(sentence, start, end, later)
        found.append(replace(clause, joined=joined))
        later = (
            (clause.mark if clause.polarity is Polarity.PLANNED and not clause.lexical else later)
            if joined
            else None
        )
        if joined and later is None:
            ahead = w.LATER.search(sentence, start, end)
            later = ahead.span() if ahead else None
    return tuple(found)


def _cut(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where clauses begin and end, and whether each is joined to the next."""
    start, stops = (
        0,
        sorted({m.end() for m in _COMMA.finditer(text)} | {m.end() for m in w.CONTRAST.finditer(text)}),
    )
    for end in stops:
        if end >= len(text):
            break
        comma = text[end - 1] in "、,"
        tail = text[max(start, end - _TAIL) : end - comma]
        if not comma or (w.HARD.search(tail) and not w.UNSPLIT.search(tail)):
            joined = False
        elif w.SOFT.search(tail) and not w.UNSPLIT.search(tail) and not w.JOINED.match(text, end):
            joined = True
        else:
            continue
        yield start, end, joined
        start = end
    yield start, len(text), False


def _read(text: str, start: int, end: int, later: tuple[int, int] | None) -> Clause:
    """Read one clause from its end."""
    told = _told(text, start, end)
    if told is not None:
        return told
    if later is None and not CUE.search(text, start, end):
        return Clause(start, end)
    clause = replace(_decide(text, start, end), start=start, end=end)
    if clause.polarity not in (Polarity.IN_FORCE, Polarity.DENIED, Polarity.CEASED) or not (
        clause.polarity is Polarity.IN_FORCE or clause.lexical or clause.abstains
    ):
        return clause
    part = w.PARTIAL.search(text, start, end)
    ahead = w.LATER.search(text, start, end)
    if ahead:
        later = ahead.span()
    if part:
        what, mark, extends = Polarity.PARTIAL, part.span(), _made(text, start, part.start())
    elif later and _unfinished(text[start:end]):
        what, mark, extends = Polarity.PLANNED, later, not ahead or _made(text, start, later[0])
    else:
        return clause
    if clause.lexical:
        return replace(clause, otherwise=what)
    return replace(clause, polarity=what, mark=mark, extends=extends)


def _told(text: str, start: int, end: int) -> Clause | None:
    """Read a clause that tells of others, of what is to come, or of what was left off, in words of their own."""
    if span := told_of_others(text, start, end):
        return Clause(start, end, Polarity.REPORTED, span, extends=True)
    stop = start + len(text[start:end].rstrip(w.CLOSING))
    for what, pattern in ((Polarity.PLANNED, INTENDED), (Polarity.CEASED, LEFT_OFF)):
        if m := pattern.search(text, max(start, stop - _END), stop):
            return Clause(start, end, what, m.span(), extends=True)
    return None


def _made(text: str, start: int, stop: int) -> bool:
    """Whether a clause is made a noun before a place."""
    return w.NOMINAL.search(text, start, stop) is not None


def _unfinished(clause: str) -> bool:
    """Whether a clause ends in the plain present: what is not done at its time is still to come."""
    bare, last = "", clause[-_END:].rstrip(w.CLOSING)
    while last and last != bare:
        if _VERB.search(last):
            return True
        bare, last = last, w.TRANSPARENT.sub("", last).rstrip(w.CLOSING)
    return False


def _decide(text: str, start: int, end: int) -> Clause:
    """Take auxiliaries away from the end of a clause until one decides; a mark without a denial says it is in force."""
    low = max(start, end - _END)
    stop, ruled, policy = end, False, False
    for _ in range(_DEPTH):
        stop = low + len(text[low:stop].rstrip(w.CLOSING))
        found = _ending(text, start, low, stop, ruled=ruled)
        if found and policy and (found.abstains or found.polarity is Polarity.IN_FORCE):
            return replace(found, polarity=Polarity.PLANNED, extends=True)
        if found:
            return found
        inside = _INSIDE.search(text, low, stop)
        if inside:
            said = _ending(text, inside.start(1), inside.start(1), inside.end(1), ruled=False)
            if said and said.polarity is not Polarity.IN_FORCE:
                return replace(said, extends=True)
            stop = inside.start()
            continue
        more = w.TRANSPARENT.search(text, max(low, stop - _SHORT), stop)
        if not more or more.start() == stop:
            break
        policy = policy or more[0].startswith("方")
        ruled = ruled or more[0].startswith(("こと", "もの"))
        stop = more.start()
    return Clause(start, end)


@dataclass(frozen=True, slots=True)
class _End:
    """Where a clause, or what is left of it, ends; nothing before ``low`` decides."""

    text: str
    start: int
    low: int
    stop: int

    def find(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find words that stand at the end."""
        return pattern.search(self.text, max(self.low, self.stop - _SHORT), self.stop)

    def find_long(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find words that stand at the end and may begin far before it."""
        return pattern.search(self.text, self.low, self.stop)

    def before(self, m: re.Match[str]) -> str:
        """Return the words before what was found."""
        return self.text[self.low : m.start()]

    def clause(self, what: Polarity, m: re.Match[str]) -> Clause:
        """Make the clause that these words decide."""
        before = self.before(m)
        extends = what is not Polarity.IN_FORCE and bool(
            w.NOMINAL.search(before) or _EMBEDDED.search(before) or _SUFFIX.match(m[0])
        )
        return Clause(self.start, self.stop, what, m.span(), extends=extends)


def _ending(text: str, start: int, low: int, stop: int, *, ruled: bool) -> Clause | None:
    """Say what the last auxiliary of a clause that ends here decides, if it decides."""
    end = _End(text, start, low, stop)
    return _settled(end) or _modal(end, ruled=ruled) or _lexical(end) or _negative(end)


def _settled(end: _End) -> Clause | None:
    """Look for what holds more than one negative, or a negative that is prevented."""
    if m := end.find(w.DOUBLE):
        undone = m[0].startswith("ない") and is_bad(end.before(m))
        return end.clause(Polarity.DENIED if undone else Polarity.IN_FORCE, m)
    if m := end.find(w.PARTLY_TRUE):
        return end.clause(Polarity.PARTIAL, m)
    if (m := end.find(w.DENIED)) and m.lastgroup in _NOT_YET:
        return end.clause(Polarity.DENIED, m)
    if (m := end.find_long(w.PREVENTION)) and (no := w.NEGATIVE.search(end.text, end.low, m.start())):
        # 「…することは、行わないようにしている」 prevents nothing
        before = end.before(no)
        own = w.LIGHT.search(before) and w.NOMINAL.search(before)
        return end.clause(Polarity.DENIED if own else Polarity.IN_FORCE, m)
    return None


def _modal(end: _End, *, ruled: bool) -> Clause | None:
    """Look for a question, a norm, hearsay, a plan, a possibility."""
    if m := end.find(w.QUESTION):
        return end.clause(Polarity.QUESTION, m)
    if m := end.find(w.NORM):
        return end.clause(Polarity.IN_FORCE if ruled or _rule(end, m) else Polarity.NORM, m)
    for what, pattern in _MODAL:
        if m := end.find(pattern):
            on = m[0].startswith(("て", "で")) and w.GOES_ON.search(end.text, 0, m.start())
            return end.clause(Polarity.IN_FORCE if on else what, m)
    return None


_MODAL: Final = (
    (Polarity.REPORTED, w.REPORTED),
    (Polarity.PLANNED, w.PLANNED),
    (Polarity.CONDITIONAL, w.CONDITIONAL),
)


def _lexical(end: _End) -> Clause | None:
    """Look for a verb that means "not so"; said of something bad (共用IDを廃止した), it says that a measure is in force."""
    for what, pattern in ((Polarity.DENIED, w.DENIED), (Polarity.CEASED, w.CEASED)):
        if m := end.find(pattern):
            if what is Polarity.CEASED and _PAST.search(m[0]):
                return end.clause(what, m)
            before = end.before(m)
            good = is_kept_from(before, m[0])
            found = end.clause(Polarity.IN_FORCE if good else what, m)
            return replace(found, lexical=True, abstains=is_abstained(before))
    return None


def _negative(end: _End) -> Clause | None:
    """Look for a predicate in the negative."""
    m = end.find(w.NEGATIVE)
    if m is None or end.find(w.NOT_ENDING):
        return None
    before = end.before(m)
    some = w.PARTIAL.search(end.text, end.start, m.start()) is not None
    kind = negated(before, m.lastgroup or "", some=some)
    if kind in (Negated.PREVENTED, Negated.BARRED):
        return replace(end.clause(Polarity.IN_FORCE, m), bars=kind is Negated.BARRED)
    if some and "しか" in before:
        return end.clause(Polarity.PARTIAL, m)
    own = kind is Negated.OWN
    apart = _TOPIC.search(end.text, end.start, m.start()) is not None
    extends = own and (w.NOMINAL.search(before) is not None or is_made_sure(before) or not apart)
    abstains = not own and is_abstained(before)
    return replace(end.clause(Polarity.DENIED, m), abstains=abstains, extends=extends)


def _rule(end: _End, norm: re.Match[str]) -> bool:
    """Whether what ought to be is a rule in force: set by a rule, or a condition of getting on."""
    for name in ("noun", "of"):
        if norm[name] and w.RULED.search(norm[name]):
            return True
    before, whole = end.before(norm), end.text[end.start : norm.start()]
    gate = _GET.search(before)
    if gate and w.RULED.search(before[: gate.start()]) and w.OCCASION.search(whole):
        return True
    if "必要" in norm[0] and w.GATE.search(whole):
        return True
    return _BINDING.search(norm[0]) is not None and w.RULE.search(whole) is not None
