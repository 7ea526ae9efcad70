"""How a sentence speaks of what was found in it: which of its clauses tells of that, and what that clause says.

:mod:`.polarity` says what each clause says. Here it is related to a place: a denial of something else in the same
clause, one that is itself what was looked for, and one behind 「〜せずに」 or above a list.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from operator import attrgetter
from typing import Final

from .accounts import is_not_ours
from .endings import BINDS, EXPOSING, HEADS, LISTED, NOMINAL, PREVENTED, WITHOUT, WITHOUT_FAIL
from .polarity import Clause, Polarity, clauses, has_cue, polarity
from .sentence_reading import Reading

__all__ = ["Reading", "binds", "clause_ends", "heads_list", "read", "read_closely"]

#: What each polarity means for what was looked for.
_READ: Final = {
    Polarity.IN_FORCE: Reading.AFFIRMED,
    Polarity.DENIED: Reading.DENIED,
    Polarity.CEASED: Reading.DENIED,
    Polarity.PLANNED: Reading.PLANNED,
    Polarity.NORM: Reading.OWED,
    Polarity.QUESTION: Reading.OWED,
    Polarity.PARTIAL: Reading.PARTLY,
    Polarity.CONDITIONAL: Reading.PARTLY,
    Polarity.REPORTED: Reading.PARTLY,
}
_END: Final = attrgetter("end")
_DENYING: Final = (Polarity.DENIED, Polarity.CEASED)
#: How much before a negative is looked at for what it hangs on.
_HANGS: Final = 6
#: A phrase that stands aside from the predicate.
_ASIDE: Final = re.compile(
    "(?P<topic>では|には|からは|においては|に対しては)|により|によって|において|で(?![きあ])|から(?!の)|へ|に(?![おつ関よ])"
)
#: The object or the subject of a predicate.
_OBJECT: Final = re.compile("(?<![でにらへと])は|を|が|(?<!いず)も(?!の)")
#: How near to its predicate an object stands.
_CLOSE: Final = 8
#: Of times and bodies, which are no objects.
_NO_OBJECT: Final = re.compile(
    "(?:現在|現状|現時点|今|今年度?|本年度?|当面|当分|これまで|実際|通常|本[市町村県府都区]|当[市町村県府都区課局]|市|町|村|委託先|職員|担当者?|まだ|一切|特に|[年月日])\\Z"
)


def read(text: str, start: int, end: int, *, deniable: bool = True) -> Reading:
    """Say how a sentence speaks of what was found between two places in it.

    ``deniable`` is no where what was found is itself in the negative: then an act that is abstained from denies nothing.

    >>> read("操作ログの取得は行っていない。", 0, 7), read("管理者の承認を得ない限り持ち出さない。", 4, 6)
    (<Reading.DENIED: 'denied'>, <Reading.AFFIRMED: 'affirmed'>)
    """
    return read_closely(text, start, end, deniable=deniable) if has_cue(text) else Reading.AFFIRMED


def read_closely(text: str, start: int, end: int, *, deniable: bool = True) -> Reading:
    """Say the same of any sentence; most have no word that could deny or plan, and are not looked at so closely."""
    listed = LISTED.search(text, 0, start)
    if listed:
        return Reading.PLANNED if listed["planned"] else Reading.OWED if listed["owed"] else Reading.DENIED
    if deniable and is_not_ours(text, end):
        return Reading.DENIED
    cut = clauses(text)
    at = min(bisect_left(cut, end, key=_END), len(cut) - 1)
    if any(_absent(text, spanned) for spanned in cut[bisect_right(cut, start, hi=at, key=_END) : at]):
        return Reading.DENIED
    found = _of_clause(text, cut[at], start, end, deniable=deniable)
    while found is Reading.AFFIRMED and cut[at].joined:
        at += 1
        if cut[at].polarity is not Polarity.IN_FORCE:
            if cut[at].extends and (deniable or not cut[at].abstains):
                return _READ[cut[at].polarity]
            break
        if _without(text, cut[at], cut[at].start, cut[at].start, deniable=False):
            return Reading.DENIED
    return found


def _absent(text: str, clause: Clause) -> bool:
    """Whether a clause that what was found spans says that something is not being done, or not yet."""
    return (
        clause.polarity is Polarity.DENIED
        and not clause.abstains
        and clause.mark is not None
        and text[clause.mark[0]] in "てで未"
    )


def _of_clause(text: str, clause: Clause, start: int, end: int, *, deniable: bool) -> Reading:
    """Say what the clause that tells of something says of it."""
    what = clause.polarity
    if what is not Polarity.IN_FORCE and clause.mark:
        first, last = clause.mark
        if what not in _DENYING:
            return _READ[what]
        if clause.lexical and min(last, end) - first > 1 and not NOMINAL.search(text, clause.start, first):
            # that verb is what was looked for
            return _READ[clause.otherwise]
        if (deniable or not clause.abstains) and not _another(text, end, first):
            return Reading.DENIED
    if clause.bars and clause.mark and deniable and not EXPOSING.search(text, end, clause.mark[0]):
        return Reading.DENIED
    if _without(text, clause, start, end, deniable=deniable):
        return Reading.DENIED
    return Reading.AFFIRMED


def heads_list(text: str) -> Reading:
    """Say how a sentence that announces a list speaks of its items.

    >>> heads_list("次の措置は講じていない。"), heads_list("次の措置を講じている。")
    (<Reading.DENIED: 'denied'>, <Reading.AFFIRMED: 'affirmed'>)
    """
    return _READ[polarity(text.rstrip(":。")).polarity] if HEADS.search(text) else Reading.AFFIRMED


def binds(text: str) -> bool:
    """Whether a sentence announces a list of what a rule or a contract binds somebody to.

    >>> binds("契約書に次の事項を定めている。"), binds("次の措置を講じている。")
    (True, False)
    """
    return BINDS.search(text) is not None


@lru_cache(maxsize=4096)
def clause_ends(text: str) -> tuple[int, ...]:
    """Return where the clauses of a sentence end, the last left out."""
    return tuple(c.end for c in clauses(text)[:-1])


def _another(text: str, end: int, denied: int) -> bool:
    """Whether what is denied is something else: what was found stands aside, and the negated verb has its own object."""
    if NOMINAL.search(text, end, denied):
        return False
    aside = _ASIDE.search(text, end, denied)
    if aside is None or _OBJECT.search(text, end, aside.start()):
        return False
    own = max((m.start() for m in _OBJECT.finditer(text, aside.end(), denied)), default=None)
    if own is None or denied - own > _CLOSE or _NO_OBJECT.search(text, aside.end(), own):
        return False
    return aside["topic"] is not None or text[own] == "は"


def _without(text: str, clause: Clause, start: int, end: int, *, deniable: bool) -> bool:
    """Whether something is done without what was found, and that is not what is prevented."""
    found = WITHOUT.search(text, start, clause.end)
    if found is None or WITHOUT_FAIL.search(text, max(0, found.start() - _HANGS), found.end()):
        return False
    if PREVENTED.search(text, found.end()) or _another(text, end, found.start()):
        return False
    own = not clauses(text[clause.start : found.start()] + "しない")[-1].abstains
    return own if found.start() < end or not deniable else True
