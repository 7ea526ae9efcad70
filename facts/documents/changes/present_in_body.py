"""Whether what a change put into the document stands in the body: the rows of the present revision only.

Older rows may have been changed again, so only the rows of the latest day count, or those without a day where
such rows wait for one. Measured on pieces of the new text: a piece stands in the body when it is there letter
for letter, or, where long, in other words with the same numbers.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from ...vocabulary import Kind, Scope, shipped_vocabulary
from ..text.lines import compact

if TYPE_CHECKING:
    from ..collector import Sheet
    from ..sections.layout import Layout
    from .change_row import Row

__all__ = ["put_standing"]

_CUT: Final = re.compile(r"[、,。・\u2460-\u2473<>【】\[\]「」:;※→()]|(?<!\d)\d{1,2}[.)]")
#: Words that speak of the change instead of repeating what stands in the body.
_NOTE: Final = re.compile(
    r"追記|追加|削除|変更|記載|左記|下記|上記|通り|とおり|同上|繰り|修正|新設|移動|図[中内]|別[紙添]|なし$|旨$"
)
#: Items that hold boxes, counts and annexes, which stand in the body in another shape.
_SHAPED: Final = re.compile(
    r"接続|有無|入手元|入手方法|提供方法|移転方法|記録項目|件数|別[添紙]|人数|者数|本人の数|実施日|計数"
)
_SPELT: Final = (("行な", "行"), ("ー", ""), ("時点", ""))
_SHORT: Final = 6
_LONG: Final = 16
_SHARE: Final = 0.75
_MISSING: Final = 0.2
_WORDS: Final = re.compile(r"[一-龠々ァ-ヴA-Za-z0-9]{2,}")
#: Two words near one another prove little: any section has them.
_LEAST_WORDS: Final = 3
_NEAR: Final = 40


def put_standing(layout: Layout, sheet: Sheet, rows: list[Row]) -> None:
    """Record for each row of the present revision whether its new text stands in the body."""
    body = ""
    latest = _latest(rows)
    last = {r.cells["item"].value: n for n, r in enumerate(rows, 1) if "item" in r.cells}
    for n, row in enumerate(rows, 1):
        cells = row.cells
        if not _present(row, latest) or not {"item", "before", "after"} <= cells.keys():
            continue
        item = cells["item"].value
        if not item or _SHAPED.search(item) or _has_value(row) or last[item] > n:
            continue
        old = {_spell(p) for p in _CUT.split(cells["before"].value)}
        new = [_spell(p) for p in _CUT.split(cells["after"].value) if not _NOTE.search(p)]
        new = [p for p in new if len(p) >= _SHORT and p not in old]
        if not new:
            continue
        body = body or _spell("".join(layout.flat[layout.body : layout.end]))
        lost = sum(len(p) for p in new if not _stands(p, body))
        sheet.put(f"changes[{n}].stands", lost < _MISSING * sum(map(len, new)), cells["after"].at, "derived")


@cache
def _valued() -> tuple[str, ...]:
    """Give the words for facts with a number, a date or options, longest first."""
    vocabulary = shipped_vocabulary()  # a form asks for no facts of a ruleset; this is kept for all of them
    facts = (*vocabulary.of_scope(Scope.AFFAIR), *vocabulary.of_scope(Scope.FILE))
    kinds = (Kind.COUNT, Kind.CHOICE, Kind.DATE)
    words = {w for f in facts if f.kind in kinds and not f.derived for w in (f.ja, *f.also)}
    return tuple(compact(w) for w in words if len(w) > _WORD)


def _has_value(row: Row) -> bool:
    """Whether a row is about a field with a value of its own: that is compared as a value, not as words."""
    return row.cells["item"].value.endswith(_valued()) or bool(_COUNT.search(row.cells["after"].value))


_WORD: Final = 2
_COUNT: Final = re.compile(r"\d\)?件")


def _latest(rows: list[Row]) -> str | None:
    """Return the day of the present revision, empty where a row leaves it blank; None where no row has a day."""
    days = {r.cells["on"].value for r in rows if "on" in r.cells}
    return "" if "" in days else max(days, default=None)


def _present(row: Row, latest: str | None) -> bool:
    on = row.cells.get("on")
    return on is not None and on.value == latest


def _spell(text: str) -> str:
    for old, new in _SPELT:
        text = text.replace(old, new)
    return text


def _stands(piece: str, body: str) -> bool:
    if piece in body:
        return True
    if len(piece) < _LONG:
        return _told_otherwise(piece, body)
    numbers = [piece[max(0, m.start() - 2) : m.end() + 2] for m in re.finditer(r"\d+", piece)]
    if not all(n in body for n in numbers):
        return False
    grams = [piece[i : i + 3] for i in range(len(piece) - 2)]
    return sum(g in body for g in grams) >= _SHARE * len(grams)


def _told_otherwise(piece: str, body: str) -> bool:
    """Whether all words of a short piece stand near one another: 「記録の解析は毎週」 in 「毎週、記録を解析の道具にかけ」."""
    words = sorted(set(_WORDS.findall(piece)), key=len, reverse=True)
    if len(words) < _LEAST_WORDS:
        return False
    places = (m.start() for m in re.finditer(re.escape(words[0]), body))
    return any(all(w in body[max(0, at - _NEAR) : at + _NEAR] for w in words[1:]) for at in places)
