"""Words that stand in one cell: what 「その他」 of a system names, the name in the register of files, whom to ask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..form_words import bare
from ..text.lines import compact

if TYPE_CHECKING:
    from ..collector import Sheet
    from ..form_words import Vocabulary
    from ..sections.layout import Layout

__all__ = ["read_audit_content", "read_contact", "read_odd_answer", "read_other_system", "read_register"]

_OTHER = re.compile(r"\[(○?)\]その他\((.*)$")
_REGISTER = "個人情報ファイル名"
_PLACE = "公表場所"
_MOST = 12
_PHONE = re.compile(r"(?:電話(?:番号)?|TEL|Tel|tel)[.:]?\(?(?:直通|代表)?\)?(\d{2,5}[-(]\d{1,4}[-)]\d{3,4})")
_LINES = 10
_DASH = re.compile(r"^[-―—–‐‑－ー─]{1,4}$")
_ANSWER = re.compile(r"\[([^\[\]○<>]{2,40})\]")
_HOW_CHECKED = "具体的なチェック方法"
_HOW_AUDITED = "具体的な内容"
_AUDIT = "監査"


def read_other_system(layout: Layout, sheet: Sheet, number: int, region: tuple[int, int]) -> None:
    """Read what stands in the brackets of a ticked 「その他」, when box and brackets stand on one row."""
    found = [
        (i, m)
        for i in range(*region)
        for cell in _cells(layout, i)
        if (m := _OTHER.search(cell)) and m.group(1)
    ]
    if len(found) != 1:
        return
    at, match = found[0]
    inside = match.group(2).rstrip()
    if not inside.endswith(")"):
        return
    path = f"systems[{number}].other"
    words = inside[:-1] if inside.count(")") >= inside.count("(") + 1 else inside
    if words.strip(")"):
        sheet.put(path, words.removesuffix(")") if words.count(")") > words.count("(") else words, at)
    else:
        sheet.blank(path, "その他", at)


def _cells(layout: Layout, at: int) -> list[str]:
    return [compact(cell) for cell in layout.lines[at].text.split("\t")]


def read_register(layout: Layout, vocab: Vocabulary, sheet: Sheet) -> None:
    """Read the name given in the register, between its label and that of the place it is published at."""
    for block in layout.of("requests"):
        labels = [i for i in range(block.start, block.end) if layout.flat[i].startswith(_REGISTER)]
        if len(labels) != 1:
            return
        at = labels[0]
        own = layout.flat[at][len(_REGISTER) :]
        end = next(
            (i for i in range(at + 1, min(at + _MOST, block.end)) if layout.flat[i].startswith(_PLACE)), None
        )
        if not own or _DASH.match(own) or end is None:
            return
        more = [layout.flat[i] for i in range(at + 1, end) if layout.flat[i]]
        if all(bare(text) not in vocab.labels for text in more):
            sheet.put("register_name", "、".join([own, *more]), at)
        return


def read_contact(layout: Layout, sheet: Sheet) -> None:
    """Read the telephone numbers one may ask at: from the row of 連絡先 and the rows drawn right below it."""
    label = "連絡先" if layout.form == "basic" else "①連絡先"
    rows = [
        i
        for i in range(layout.body, layout.end)
        if layout.flat[i] == label or (layout.flat[i].startswith(label) and "情報" not in layout.flat[i])
    ]
    if len(rows) != 1:
        return
    at = rows[0]
    text = layout.flat[at]
    for i in range(at + 1, min(at + _LINES, layout.end)):
        if not layout.flat[i] or re.match(r"^[\u2460-\u2473]|^\d[.、]", layout.flat[i]):
            break
        text += layout.flat[i]
    phones = dict.fromkeys(m.replace("(", "-").replace(")", "-") for m in _PHONE.findall(text))
    if phones:
        sheet.put("contact_phone", "、".join(phones), at)


def read_audit_content(layout: Layout, sheet: Sheet) -> None:
    """Say whether the row for the content of the audit is there at all, in a text that prints the row before it."""
    for block in layout.of("others"):
        rows = range(block.start, block.end)
        checked = next((i for i in rows if _HOW_CHECKED in layout.flat[i]), None)
        audited = next((i for i in rows if layout.flat[i].lstrip("#*-").startswith(_HOW_AUDITED)), None)
        if audited is not None:
            sheet.put("audit_content", True, audited)
        elif checked is not None and not any(_tells_of_audit(layout.flat[i]) for i in rows):
            sheet.put("audit_content", False, checked)


def _tells_of_audit(line: str) -> bool:
    """Whether a row has the label, or a sentence that speaks of an audit: the label beside it may be torn."""
    return _HOW_AUDITED in line or (_AUDIT in line and "。" in line)


def read_odd_answer(layout: Layout, vocab: Vocabulary, sheet: Sheet) -> None:
    """Read an answer in brackets, on a row that prints its options, that is no option of the form."""
    for i in range(layout.body, layout.end):
        if "選択肢" not in layout.flat[i]:
            continue
        for found in _ANSWER.finditer(layout.flat[i]):
            word = found[1]
            if word not in vocab.sets_of and "選択肢" not in word and not word[0].isdigit():
                sheet.put("odd_answer", word, i)
