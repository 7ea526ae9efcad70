"""What a predicate in the negative negates: work that is not done, an act abstained from, or something prevented.

In these forms most sentences in the negative are measures: 「許可なく持ち出さない」「権限のない者は閲覧できない」「漏えいは
発生していない」. The verb, what it is said of, and the words of exception beside it tell them from denials.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from . import endings as w

__all__ = ["Negated", "is_abstained", "is_bad", "is_kept_from", "is_made_sure", "negated"]

#: 「…ようにしていない」: the prevention itself is negated.
_TO_DO: Final = re.compile(
    r"よう(?:に)?(?:[しせ]て?|する(?:こと)?[はがをも]?[^、。]{0,12})\Z|(?:に(?:は|まで)?至っ|必要とし|を要し|整え)\Z"
)
#: How near to a negative the words stand with which it forbids.
_NEAR: Final = 26
_BUT_THEM: Final = re.compile("以外(?:が|は|の(?:者|職員)[がは])")
_KEPT: Final = re.compile(r"ないこと[はをもが]\Z")
_NEGATED: Final = re.compile("ない|ず|せん")
#: 「〜させない」: others are kept from it.
_CAUSED: Final = re.compile(r"[わさらかたまがば]せ\Z")
#: 「承認がなければ…できない」.
_UNTIL: Final = re.compile("なければ|なくては|ない(?:と|限り)、?|なしに?(?:は|では)")
_PASSIVE: Final = re.compile(r"(?:さ|ら|[わかまばなたが])れ\Z")
_NOT_ONE: Final = re.compile(r"(?:認め(?:られ|て)?|許(?:可|諾)?[しさ]?|公開し|許容し)[ぁ-ん]{0,3}\Z")


class Negated(Enum):
    """What stands in the negative."""

    OWN = auto()  # work of the body: it is not done
    ABSTAINED = auto()  # an act that may be forbidden as well as left undone
    PREVENTED = auto()  # something that must not be: a measure
    BARRED = auto()  # an act that cannot be done: a measure, unless one looks for the act


def is_bad(before: str) -> bool:
    """Whether a predicate says something of what must not be (漏えいが発生し, 第三者に見られ), and does not fight it.

    >>> is_bad("漏えいが発生し"), is_bad("漏えいを防い")
    (True, False)
    """
    return w.BAD.search(before) is not None and not (w.PREVENTIVE.search(before) or _TO_DO.search(before))


def is_made_sure(before: str) -> bool:
    """Whether a predicate sees to something (…ようにし), so that its negative is a measure not taken."""
    return _TO_DO.search(before) is not None


def is_kept_from(before: str, verb: str) -> bool:
    """Whether a verb such as 廃止する or 不可とする does away with what must not be.

    >>> is_kept_from("共用のIDは", "廃止した"), is_kept_from("外部監査は", "廃止した")
    (True, False)
    """
    if "不可" in verb and w.ABSTAIN.search(before):
        return True
    return (
        not _KEPT.search(before)
        and w.BAD.search(before if before[-1:] in "はがをもの" else f"{before}は") is not None
    )


def is_abstained(before: str) -> bool:
    """Whether a denied predicate is an act that one may abstain from; made a noun (…すること), only one that exposes."""
    made = _last(w.NOMINAL, before)
    verb = before if made is None or len(before) - made[1] > _NEAR else before[: made[0]]
    act = w.ABSTAIN.search(verb)
    return (
        act is not None
        and w.EXPOSING.search(act[0]) is not None
        and not w.PREVENTIVE.search(verb)
        and not verb.endswith("ない")
    )


def negated(before: str, form: str, *, some: bool = False) -> Negated:
    """Say what a negative negates.

    Args:
        before: the words of the clause before it.
        form: the group of :data:`.endings.NEGATIVE` that was found.
        some: whether the clause speaks of a part (一部).

    >>> negated("操作ログを取得し", "te").name, negated("許可なく持ち出さ", "plain").name
    ('OWN', 'PREVENTED')
    """
    if form in ("arrive", "need") or _TO_DO.search(before):
        return Negated.OWN
    if w.ONLY.search(before) and not some:
        return Negated.PREVENTED
    if form in ("exists", "none"):
        before += "は"
    if _is_own_work(before, form):
        return Negated.OWN
    if is_bad(before) or _is_for_others(before, form) or (form == "cannot" and w.BUILT.search(before)):
        return Negated.PREVENTED
    if form == "cannot" and _UNTIL.search(before) and _last(w.NOMINAL, before) is None:
        return Negated.PREVENTED
    if before.endswith("でき") or w.PREVENTIVE.search(before) or not w.ABSTAIN.search(before):
        return Negated.OWN
    return _act(before, form)


def _is_own_work(before: str, form: str) -> bool:
    """Whether a negative says that something made a noun (…することは, …する仕組みは) is not done, or not there."""
    made = _last(w.NOMINAL, before)
    if made is None or is_abstained(before):
        return False
    if form in ("exists", "none"):
        return made[1] == len(before) and not before.endswith("ことは")
    return w.LIGHT.search(before, made[1]) is not None


def _is_for_others(before: str, form: str) -> bool:
    """Whether a negative is about all others: 「管理者以外は変更できない」."""
    others = _last(w.OTHERS, before)
    if others is None or _NEGATED.search(before, others[1]):
        return False
    if w.PREVENTIVE.search(before) and not (
        before.endswith("設け") or (form == "cannot" and _BUT_THEM.search(before))
    ):
        return False
    made = _last(w.NOMINAL, before)
    own = made and made[1] > others[1] and w.LIGHT.search(before, made[1]) and not is_abstained(before)
    return not own


def _act(before: str, form: str) -> Negated:
    """Say what the negative of an act that one may abstain from, or be kept from, negates."""
    near = before[-_NEAR:]
    if form == "plain" and _CAUSED.search(before) and is_abstained(before):
        return Negated.PREVENTED
    if (form == "plain" and _PASSIVE.search(before)) or _NOT_ONE.search(before) or w.UNLESS.search(near):
        return Negated.PREVENTED
    if form != "cannot":
        return Negated.ABSTAINED
    if _last(w.NOMINAL, before) is None:
        return Negated.PREVENTED
    return Negated.BARRED if is_abstained(before) else Negated.OWN


def _last(pattern: re.Pattern[str], text: str) -> tuple[int, int] | None:
    """Return the last place where a pattern is found."""
    found = None
    for m in pattern.finditer(text):
        found = m.span()
    return found
