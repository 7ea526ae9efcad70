"""Annexes: lists that a count in the form must agree with, and annexes spoken of that are not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..collector import Sheet
    from .layout import Layout

__all__ = ["ANNEX", "annex_rows", "count_items", "read_annexes"]

#: How an annex is named, with its number as a group.
ANNEX = r"別紙\(?(\d{1,2})(?:-\d)?\)?"
_NUMBER = r"\(?(\d{1,2})(?:-\d)?\)?"
_REFERS = re.compile(rf"別紙{_NUMBER}(?:を?参照|に掲げる|に記載|のとおり|の通り|に示す)")
_HEAD = re.compile(
    r"^[【(\[<■●#*]*別紙[】)]?\(?(\d{1,2})(?!\d)(?:-\d)?(?![】)\]>]*(?:を?参照|に(?:掲げる|記載|示す|定める)|の(?:とおり|通り)))"
)
_TAIL = re.compile(rf"^.{{0,40}}[^、。・(「]別紙{_NUMBER}$")
_ROW = re.compile(r"^(\d{1,3})$")
_SECTION = re.compile(
    r"^(?:II|III|IV|V|VI)[.、]?(?:特定個人情報|その他のリスク|開示請求|評価実施|リスク対策)"
)
_ITEM = re.compile(r"(?:^|(?<=[\s\t|、]))(\d{1,3})[.):](?!\d)")
_FEW = 5


def read_annexes(layout: Layout, sheet: Sheet) -> None:
    """Say whether every numbered annex the body refers to is anywhere in the document."""
    headed = {m[1] for text in layout.flat for m in (_HEAD.match(text), _TAIL.match(text)) if m}
    refers = [(i, m[1]) for i in range(layout.body, layout.end) for m in _REFERS.finditer(layout.flat[i])]
    missing = [(i, n) for i, n in refers if n not in headed]
    if missing:
        sheet.put("annex_missing", True, missing[0][0])
    elif refers:
        sheet.put("annex_missing", False, refers[0][0])


def annex_rows(layout: Layout) -> dict[str, int]:
    """Count the rows of each annex that is a table numbered from 1 without a gap."""
    out: dict[str, int] = {}
    heads = [(i, m[1]) for i in range(layout.body, layout.end) if (m := _HEAD.match(layout.flat[i]))]
    for at, name in heads:
        stop = next(
            (
                i
                for i in range(at + 1, layout.end)
                if _HEAD.match(layout.flat[i]) or _SECTION.match(layout.flat[i])
            ),
            layout.end,
        )
        numbers = [
            int(m[1])
            for i in range(at, stop)
            if "\t" in layout.lines[i].text
            and (m := _ROW.match("".join(layout.lines[i].text.split("\t")[0].split())))
        ]
        if numbers == list(range(1, len(numbers) + 1)) and numbers and name not in out:
            out[name] = len(numbers)
        elif numbers:
            out[name] = 0
    return {name: n for name, n in out.items() if n}


def count_items(layout: Layout, sheet: Sheet, names: list[str]) -> None:
    """Count the recorded items that 別添2 lists for each file, where they are numbered without a gap."""
    heads = [
        i
        for i in range(layout.body, layout.end)
        if re.match(r"^[#*\-]*\(?別添[12]\)?特定個人情報ファイル記録項目$", layout.flat[i])
    ]
    if not heads:
        return
    stop = next((b.start for b in layout.of("measures") if b.start > heads[0]), None)
    if stop is None or len(heads) > 1:
        return
    own = [
        (i, name)
        for i in range(heads[0], stop)
        for name in names or [""]
        if name and re.sub(r"^[#*\-]*\(?\d{1,2}[).、]?\)?", "", layout.flat[i]) == name
    ]
    if len(names) <= 1:
        own = [(heads[0], names[0] if names else "")]
    if [name for _, name in own] != (names or [""]):
        return
    bounds = [i for i, _ in own] + [stop]
    for k, (at, name) in enumerate(own):
        numbers = [
            int(m[1])
            for i in range(at + 1, bounds[k + 1])
            for m in _ITEM.finditer(layout.lines[i].text.strip())
        ]
        if len(numbers) >= _FEW and numbers == list(range(1, len(numbers) + 1)):
            sheet.put(f"files[{name}].listed_items" if names else "listed_items", len(numbers), at, "derived")
