"""Find the assessments in a text: a council's bundle holds several, between letters that mention them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .lines import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lines import Line

__all__ = ["CUES", "Span", "find_spans"]

_KINDS = {"基礎": "basic", "重点": "key", "全": "full"}
_NUMBERS = {"2": "basic", "3": "key", "4": "full"}
_TITLE = re.compile(
    r"^[#*\-\s]*(?:\[[^\]]{0,20}様式\d\])?特定個人情報保護評価書\(?(基礎|重点|全)項目評価書\)?[*\s]*(?:\[[^\]]{0,20}様式\d\])?$"
)
_MARK = re.compile(r"\[?(明治|大正|昭和|平成|令和)(元|\d{1,2})年(\d{1,2})月様式([234])\]?")
#: What the cover of every form names.
CUES = ("評価書番号", "評価書名", "評価実施機関名", "公表日", "項目一覧", "権利利益の保護の宣言", "特記事項")
_CUE = re.compile(
    r"^[#*\-|]*(?:評価書番号|評価書名|評価実施機関名|公表日|項目一覧|特記事項|個人のプライバシー等の権利利益の保護の宣言)"
    r"(?![はがをにのでも、。])"
)
# What stands in the body of an assessment: a cover above it belongs to the assessment before.
_BODY = re.compile(r"①事務の名称|変更前の記載|しきい値判断結果|実施の有無")
# A date, or the name of an organization, on a row of its own.
_CELL = re.compile(
    r"^(?:(?:平成|令和)(?:元|\d{1,2})年\d{1,2}月\d{1,2}日"
    r"|[^\s。、()「」\d]{2,24}(?:市長|区長|町長|村長|知事|大臣|長官|理事長|連合長|管理者|委員会|組合|機構|連合|基金|事業団))$"
)
_REACH = 45
_ABOVE = 10
_GAP = 2
_SHORT = 90
_NEEDEDCUES = 2


@dataclass(frozen=True, slots=True)
class Span:
    """The lines ``[start, end)`` of one assessment and its form; indexes, not line numbers."""

    form: str
    start: int
    end: int
    version: tuple[str, int] | None


def _marks(flat: Sequence[str]) -> list[tuple[int, str, str]]:
    out = []
    for i, text in enumerate(flat):
        if "様式" in text and len(text) < 60 and (found := _MARK.search(text)):
            era, year, month, number = found.groups()
            out.append((i, _NUMBERS[number], f"{era}{year}年{month}月様式{number}"))
    return out


def _own_above(flat: Sequence[str], first: int) -> int:
    """Give the first row of a cover whose date or organization is drawn above all its labels."""
    start = first
    for i in range(first - 1, max(-1, first - _ABOVE), -1):
        if not flat[i]:
            continue
        if not _CELL.match(flat[i]) or start - i > _GAP:
            break
        start = i
    return start


def find_spans(lines: Sequence[Line]) -> list[Span]:
    r"""Give the assessments of a text in their order; none when it holds no cover of a form.

    >>> from .lines import lines_of
    >>> cover = "特定個人情報保護評価書（基礎項目評価書）\n評価書番号\n公表日\n[平成31年1月　様式2]"
    >>> [(s.form, s.version) for s in find_spans(lines_of(cover))]
    [('basic', ('平成31年1月様式2', 3))]
    """
    flat = [compact(line.text) for line in lines]
    marks = _marks(flat)
    titles = [
        (i, _KINDS[m.group(1)])
        for i, text in enumerate(flat)
        if "項目評価書" in text and (m := _TITLE.match(text))
    ]
    cues = [i for i, text in enumerate(flat) if len(text) < _SHORT and _CUE.match(text)]
    bodies = [i for i, text in enumerate(flat) if _BODY.search(text)]

    def near(at: int, places: Sequence[int]) -> list[int]:
        floor = max((b for b in bodies if b < at), default=-1)
        return [p for p in places if abs(p - at) <= _REACH and p > floor]

    anchors: list[tuple[int, str, tuple[str, int] | None, int]] = []
    used: set[int] = set()
    for at, form in titles:
        found = [(i, v) for i, f, v in marks if f == form and abs(i - at) <= _REACH and i not in used]
        seen = near(at, cues)
        if not found and len({c for p in seen for c in CUES if c in flat[p]}) < _NEEDEDCUES:
            continue
        if anchors and anchors[-1][1] == form and not any(anchors[-1][0] < b < at for b in bodies):
            continue
        mark = min(found, key=lambda pair: abs(pair[0] - at)) if found else None
        used.update(i for i, _ in found)
        first = _own_above(flat, min([at, *(p for p in seen if p < at), *([mark[0]] if mark else [])]))
        anchors.append((at, form, (mark[1], mark[0]) if mark else None, first))
    for i, form, text in marks:
        # A cover whose title was lost still has its mark and labels; a mark inside a sentence has neither.
        if i not in used and not any(abs(i - a[0]) <= _REACH for a in anchors):
            seen = near(i, cues)
            if len({c for p in seen for c in CUES if c in flat[p]}) >= _NEEDEDCUES + 1:
                anchors.append((i, form, (text, i), min([i, *seen])))
    anchors.sort()
    spans: list[Span] = []
    for n, (_, form, version, first) in enumerate(anchors):
        floor = anchors[n - 1][0] + 1 if n else 0
        end = len(lines) if n + 1 == len(anchors) else max(anchors[n + 1][3], anchors[n][0] + 1)
        spans.append(Span(form, max(first, floor), end, version))
    return spans
