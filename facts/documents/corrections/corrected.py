"""Put a person's corrections into what was read of one assessment, and say what the document says beside them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from ...affair.correction import Correction
from ...reading.value_reader import BLANK, Unreadable, read_value
from ..document_facts import Reading, Told
from .correction_paths import file_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...vocabulary import Fact
    from ..collector import Sheet
    from ..document_facts import Value
    from .correction_file import CorrectionFile, Entry

__all__ = ["correct", "is_of", "shown_value"]


def correct(sheet: Sheet, file: CorrectionFile, names: Sequence[str]) -> tuple[Correction, ...]:
    """Apply the corrections of one assessment, and return each with what became of it.

    Where the document still reads as it did when a value was corrected, the person's value takes its place. Where it
    reads as something else by now, both are kept as sources that contradict, so that only what holds under either is
    concluded.
    """
    affair = sheet.facts.get("affair")
    own = str(affair.value) if affair else ""
    return tuple(_corrected(sheet, file, entry, names) for entry in file.entries if is_of(entry, own))


def is_of(entry: Entry, affair: str) -> bool:
    """Say whether a correction is of the assessment of an affair."""
    return entry.assessment is None or _plain(entry.assessment) == _plain(affair)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _corrected(sheet: Sheet, file: CorrectionFile, entry: Entry, names: Sequence[str]) -> Correction:
    before = sheet.facts.get(entry.path)
    now: Any = before.value if before else "blank" if entry.path in sheet.blanks else None
    of_file = file_of(entry.path)
    if of_file is not None and of_file not in names:
        state = "unmatched"
    elif now is None or _same(entry.fact, now, entry.read):
        state = "applied"
    elif _same(entry.fact, now, entry.value):
        state = "agrees"
    else:
        state = "contradicts"
    if state in ("applied", "contradicts"):
        _put(sheet, file, entry, before if state == "contradicts" else None)
    return Correction(
        path=entry.path,
        label=entry.fact.ja,
        value=shown_value(entry.value),
        read=None if entry.read is None else shown_value(entry.read),
        found=None if now is None else shown_value(now),
        state=state,
        by=entry.by,
        on=entry.on,
        reason=entry.reason,
        document=file.source,
        line=entry.line,
    )


def _put(sheet: Sheet, file: CorrectionFile, entry: Entry, other: Reading | None) -> None:
    """Let a person's value stand, alone or beside what the document says."""
    text = f"{shown_value(entry.value)}（{entry.by} {entry.on.isoformat()}：{entry.reason}）"
    line = sheet.layout.lines[0].number
    sheet.blanks.pop(entry.path, None)
    sheet.facts[entry.path] = Reading(
        entry.path, _value(entry.value), line, text, "certain", told=Told(file.source, entry.line, text)
    )
    if other is not None:
        sheet.contested[entry.path] = other


def _value(raw: Any) -> Value:
    if isinstance(raw, (list, tuple)):
        return tuple(str(one) for one in raw)
    return raw if isinstance(raw, (bool, int)) else str(raw)


def _same(fact: Fact, one: Any, other: Any) -> bool:
    """Whether two ways of writing a value of a fact mean the same."""
    if other is None:
        return False
    try:
        told = [BLANK if v in ("blank", ()) else read_value(fact, v) for v in (one, other)]
    except Unreadable:
        return False
    a, b = (_plain(v) if isinstance(v, str) else v for v in told)
    return a == b


def shown_value(value: object) -> str:
    """Write a value in a line.

    >>> shown_value(("紙", "専用線")), shown_value(True), shown_value("blank")
    ('紙、専用線', 'はい', '空欄')
    """
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, (list, tuple)):
        return "、".join(map(str, value)) or "なし"
    return "空欄" if value == "blank" else str(value)
