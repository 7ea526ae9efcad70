"""What kind of edit lies between two texts: a description, never a judgement.

Same, notation only (width, spacing, punctuation), numbers only, words replaced one for one, something added,
something removed, replaced with more (extended), rewritten.
Whether an edit matters in law is for the rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ...facts.values import Options

if TYPE_CHECKING:
    from ...facts.affair.affair import Affair
    from ...facts.affair.record import Index

__all__ = ["edit_of", "measured_edits"]

#: A piece no longer than this that states nothing is a name.
_NAME: Final = 30
_STATEMENT: Final = re.compile(r"[ぁ-ん]{0,3}(る|う|く|す|つ|む|ぶ|ぐ|い|た|だ|ず|こと|ため)$")
#: How much of a sentence (its pairs of characters) must stay for its words to be replaced and not its sense.
_MOSTLY: Final = 0.6
_DIGITS: Final = re.compile(r"\d[\d,.]*")
_BETWEEN: Final = re.compile(r"[、，,。・;；:：/()「」『』\[\]【】<>●■◆]|及び|並びに|又は|若しくは")
#: Punctuation that only sets text out; marks such as ○ or ※ say something and stay.
_SILENT: Final = frozenset({"Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Zs"})
_SPEAKING: Final = frozenset("※%&@#*")


def edit_of(before: str, after: str) -> str:
    """Describe how one text became another.

    >>> edit_of("保存期間は５年。", "保存期間は5年"), edit_of("保存期間は5年。", "保存期間は150年。")
    ('notation', 'number')
    >>> edit_of("紙で入手する。", "紙で入手する。電子申請でも入手する。"), edit_of("福祉課、市民課", "生活福祉課、市民課")
    ('added', 'replaced')
    >>> edit_of("福祉課、市民課", "生活福祉課、市民課、支所"), edit_of("窓口で確認する。", "各支所の端末から照会する。")
    ('extended', 'rewritten')
    """
    old, new = _tight(before), _tight(after)
    if old == new:
        return "same"
    if _bare(old) == _bare(new):
        return "notation"
    wide_old, wide_new = unicodedata.normalize("NFKC", old), unicodedata.normalize("NFKC", new)
    if _DIGITS.sub("#", wide_old) == _DIGITS.sub("#", wide_new):
        return "number"
    pieces_old, pieces_new = _pieces(wide_old), _pieces(wide_new)
    gone, come = (pieces_old - pieces_new).total(), (pieces_new - pieces_old).total()
    if not gone or not come:
        return "added" if come else "removed" if gone else "rewritten"
    if gone == come:
        return "replaced" if _alike(wide_old, wide_new, pieces_new - pieces_old) else "rewritten"
    return "extended" if come > gone else "rewritten"


def _alike(old: str, new: str, come: Counter[str]) -> bool:
    """Whether words stand for words: names for names, or a sentence that stays mostly the same."""
    if all(len(p) <= _NAME and not _STATEMENT.search(p) for p in come):
        return True
    left, right = (Counter(map("".join, pairwise(text))) for text in (old, new))
    return 2 * (left & right).total() >= _MOSTLY * (left.total() + right.total())


def measured_edits(affair: Affair) -> dict[tuple[str, Index], Options]:
    """Describe every change of which both texts are known, or known to be blank, and no edit was given."""
    found: dict[tuple[str, Index], Options] = {}
    for i, change in enumerate(affair.changes or ()):
        before, after = (
            "" if name in change.blank else change.text(name) for name in ("change.before", "change.after")
        )
        if before is not None and after is not None and "change.edit" not in change.values:
            found["change.edit", (i,)] = Options.of(edit_of(before, after))
    return found


def _tight(text: str) -> str:
    return "".join(text.split())


def _bare(text: str) -> str:
    """Leave what is said: one width, one case, no punctuation except between digits."""
    flat = unicodedata.normalize("NFKC", text).casefold()
    kept = []
    for i, char in enumerate(flat):
        if unicodedata.category(char) not in _SILENT or char in _SPEAKING or _between_digits(flat, i):
            kept.append(char)
    return "".join(kept)


def _between_digits(text: str, i: int) -> bool:
    return 0 < i < len(text) - 1 and text[i - 1].isdigit() and text[i + 1].isdigit()


def _pieces(text: str) -> Counter[str]:
    """Count the pieces of a text: what stands between punctuation and conjunctions."""
    return Counter(p for p in _BETWEEN.split(text) if p)
