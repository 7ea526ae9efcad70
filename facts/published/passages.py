"""The free text of a document by file and section, without what the form prints for everybody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .answers import is_noise
from .model import Passage
from .text import compact
from .vocabulary import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .finder import Found
    from .layout import Block

__all__ = ["read_passages"]

_PART = re.compile(r"^[#*]*(\d{1,2})\.(.+)$")
_TICK_ROW = re.compile(r"^[^。]*[\[\]][^。]*$")
_SECTION_NAMES = {
    "basic": "basic",
    "overview": "overview",
    "others": "audit",
    "requests": "requests",
    "procedure": "procedure",
}
_RISK_PART = {"in", "use", "out", "prov", "nws", "keep", "audit", "edu", "other"}
_LABEL = re.compile(
    r"^(?:リスク\d?[::]|リスクへの対策は十分か|具体的な|その他の措置の内容|リスクに対する措置の内容)"
)


def read_passages(found: Found, names: Sequence[str | None]) -> tuple[Passage, ...]:
    """Give the narrative lines of every block, cut at the headings of parts; ``names`` are the files in order."""
    out: list[Passage] = []
    layout = found.layout
    if layout.form == "basic":
        return tuple(_runs(found, None, layout.body, layout.end, "basic"))
    counts: dict[str, int] = {}
    for block in layout.blocks:
        n = counts.get(block.section, 0)
        counts[block.section] = n + 1
        per_file = layout.form == "full" and block.section in ("overview", "measures")
        file = names[n] if per_file and n < len(names) else None
        out.extend(_runs(found, file, block.start, block.end, _first(block)))
    return tuple(p for p in out if p.lines)


def _first(block: Block) -> str:
    return _SECTION_NAMES.get(block.section, "in")


def _runs(found: Found, file: str | None, start: int, end: int, section: str) -> Iterator[Passage]:
    """Cut a block where a part opens; the same section may open again on a shuffled page."""
    names = {
        compact(part.label): part.id
        for s in found.vocab.form.sections
        if s.id in ("measures", "others")
        for part in s.parts
        if part.label and part.id in _RISK_PART
    }
    current, lines = section, []
    for i in range(start, end):
        heading = _heading(found, i, names)
        if heading and section not in ("basic", "overview", "procedure", "requests"):
            if lines:
                yield Passage(file, current, tuple(lines))
            current, lines = heading, []
            continue
        text = _narrative(found, i)
        if text:
            lines.append((found.layout.lines[i].number, text))
    if lines:
        yield Passage(file, current, tuple(lines))


def _heading(found: Found, at: int, names: dict[str, str]) -> str | None:
    match = _PART.match(found.layout.flat[at])
    if not match or len(match[2]) > 60:
        return None
    return next((part for label, part in names.items() if match[2].startswith(label)), None)


def _narrative(found: Found, at: int) -> str:
    """Give the part of a line that the body wrote."""
    line = found.layout.lines[at]
    if line.blank or is_noise(line.text, found.vocab):
        return ""
    kept = []
    for cell in line.text.split("\t"):
        text = cell.strip()
        name = bare(text)
        if not text or name in found.vocab.labels or (len(name) < 30 and name in found.vocab.label_pieces):
            continue
        if _TICK_ROW.match(text) and len(text) < 80:
            continue
        if _LABEL.match(compact(text)) and len(text) < 40:
            continue
        kept.append(_unlabelled(found, text))
    return " ".join(k for k in kept if k)


def _unlabelled(found: Found, text: str) -> str:
    """Drop a label in front of what was written on its line."""
    parts = re.split(r"\s+", text, maxsplit=1)
    if len(parts) == 2 and bare(parts[0]) in found.vocab.labels:
        return parts[1]
    return text
