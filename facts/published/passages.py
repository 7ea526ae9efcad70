"""The narrative of an assessment, without the words that the form prints for everybody."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from .answers import is_noise
from .model import Passage
from .text import compact
from .vocabulary import bare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .layout import Layout
    from .vocabulary import Vocabulary

__all__ = ["passages"]

_SECTIONS = {"overview": "overview", "requests": "procedure", "procedure": "procedure", "others": "other"}
_PARTS = {"in", "use", "out", "prov", "nws", "keep", "audit", "edu", "other"}
_FRAGMENT = 3
_DASHES = re.compile(r"^[-―—–‐‑－ー─.\s]*$")


def passages(
    layout: Layout, vocab: Vocabulary, names: Mapping[tuple[str, int], str | None]
) -> tuple[Passage, ...]:
    """Give the narrative per file and section; ``names`` tells the file of a block (section, start)."""
    pieces: dict[tuple[str | None, str], list[tuple[int, str]]] = {}

    def add(start: int, end: int, file: str | None, section: str) -> None:
        for i in range(start, end):
            text = _narrative(layout, vocab, i)
            if text:
                pieces.setdefault((file, section), []).append((layout.lines[i].number, text))

    add(0, layout.body, None, "cover")
    first = min((b.start for b in layout.blocks), default=layout.body)
    add(layout.body, first, None, "basic")
    for block in layout.blocks:
        file = names.get((block.section, block.start))
        if block.section in ("measures", "others"):
            for start, end, part in _by_part(layout, vocab, block.section, block.start, block.end):
                add(start, end, file, part)
        else:
            add(block.start, block.end, file, _SECTIONS.get(block.section, "basic"))
    return tuple(Passage(file, section, tuple(lines)) for (file, section), lines in pieces.items())


def _narrative(layout: Layout, vocab: Vocabulary, at: int) -> str:
    """Give the free text of a line; empty when the line holds only what the form prints."""
    flat = layout.flat[at]
    if not flat or _DASHES.match(flat):
        return ""
    bared = bare(flat)
    if bared in vocab.labels or (len(bared) >= _FRAGMENT and bared in vocab.label_pieces):
        return ""
    line = layout.lines[at].text
    if "[" in line or "]" in line or ")" in line or "選択肢" in line:
        if is_noise(line, vocab):
            return ""
        if ("[" in line or "]" in line) and _only_boxes(line, vocab):
            return ""
    cells = [c.strip() for c in line.split("\t") if c.strip()]
    kept = [c for c in cells if bare(c) not in vocab.labels]
    return " ".join(kept).strip() if kept else ""


def _only_boxes(line: str, vocab: Vocabulary) -> bool:
    words = [compact(w) for w in re.split(r"[\[\]○]", line)]
    known = {
        re.sub(r"\(.*$", "", compact(x)) for rows in vocab.forms.tick_groups.values() for r in rows for x in r
    }
    return all(
        not w or re.sub(r"\(.*$", "", w) in known or w in vocab.sets_of or bare(w) in vocab.label_pieces
        for w in words
    )


def _by_part(
    layout: Layout, vocab: Vocabulary, section: str, start: int, end: int
) -> list[tuple[int, int, str]]:
    """Cut a block at the numbered headings; a piece above the first heading goes with it."""
    heads: list[tuple[int, str]] = []
    parts = [
        (f"{p.number}", compact(p.label), p.id) for p in vocab.parts(section) if p.number and p.id in _PARTS
    ]
    for i in range(start, end):
        text = layout.flat[i].lstrip("#*-")
        for number, label, name in parts:
            if text.startswith(number) and text[len(number) :].lstrip(".、").startswith(label):
                heads.append((i, name))
                break
    if not heads:
        return [(start, end, "other" if section == "others" else "in")]
    if [n for _, n in heads] != [p[2] for p in parts if p[2] in {n for _, n in heads}]:
        # Headings out of order: the page of the heading is the best place the text can be given.
        heads = _to_pages(layout, heads)
    cuts = [start, *(i for i, _ in heads[1:]), end]
    return [(a, b, name) for (a, b), (_, name) in zip(pairwise(cuts), heads, strict=True)]


def _to_pages(layout: Layout, heads: list[tuple[int, str]]) -> list[tuple[int, str]]:
    out: list[tuple[int, str]] = []
    for i, name in heads:
        page = layout.page(i)[0]
        at = page if not out or page > out[-1][0] else i
        out.append((at, name))
    return out
