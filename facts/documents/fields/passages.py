"""The narrative of an assessment, without the words that the form prints for everybody."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ...budget import spend
from ...forms.model import MEASURE_PARTS
from ..answers.chosen import is_noise, stripped
from ..document_facts import Passage
from ..form_words import bare
from ..text.lines import compact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..form_words import Vocabulary
    from ..sections.layout import Layout

__all__ = ["passages"]

_SECTIONS = {"overview": "overview", "requests": "procedure", "procedure": "procedure", "others": "other"}
_FRAGMENT = 3
_OTHER = re.compile(r"\[○\]その他\((.{2,200}?)\)*$")
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

    def add_others(start: int, end: int) -> None:
        """Keep what the body wrote behind 「その他」 in the rows of connections."""
        for i in range(start, end):
            if found := _OTHER.search(layout.flat[i]):
                pieces.setdefault((None, "connections"), []).append((layout.lines[i].number, found[1]))

    for block in layout.of("basic"):
        add_others(block.start, block.end)
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
    spend()
    flat = layout.flat[at]
    if not flat or _DASHES.match(flat):
        return ""
    bared = bare(flat)
    if bared in vocab.labels or (len(bared) >= _FRAGMENT and bared in vocab.label_pieces):
        return ""
    kept = (_free(cell.strip(), vocab) for cell in layout.lines[at].text.split("\t"))
    return " ".join(cell for cell in kept if cell)


def _free(cell: str, vocab: Vocabulary) -> str:
    """Cut label, heading, option list, answer and boxes off a cell."""
    cell = _HEADING.sub("", cell) if _is_heading(cell, vocab) else cell
    marked = "[" in cell or "]" in cell or ")" in cell or "選択肢" in cell
    if marked and (is_noise(cell, vocab) or _only_boxes(stripped(cell, vocab), vocab)):
        return ""
    if compact(cell) in vocab.sets_of:
        return ""
    words = cell.split()
    for n in range(min(len(words), _LABEL_WORDS), 0, -1):
        head = bare("".join(words[:n]))
        if head in vocab.labels:
            cell = " ".join(words[n:]).lstrip("※* ")
            break
    return "" if not cell or _DASHES.match(cell) or bare(cell) in vocab.labels else cell


_LABEL_WORDS = 4
_HEADING = re.compile(
    r"^[#*\-\s]*(?:リスク\s?[\d\u2460-\u2469]{0,2}\s?[:.]|\d{1,2}\s?[.、]|[IVX]{1,4}[.\s])\s*"
)


def _is_heading(cell: str, vocab: Vocabulary) -> bool:
    """Whether a numbered cell names a part, risk or section of the form."""
    found = _HEADING.match(cell)
    if not found:
        return False
    rest = compact(cell[found.end() :])
    return rest.startswith(vocab.headings)


def _only_boxes(line: str, vocab: Vocabulary) -> bool:
    words = [compact(w) for w in re.split(r"[\[\]○\0]", line)]
    return all(
        not w
        or w.partition("(")[0] in vocab.boxes
        or w in vocab.sets_of
        or bare(w) in vocab.label_pieces
        or _LOOSE.match(w)
        for w in words
    )


#: Pieces of 「(の)(　)件」 and of the numbers that stand in it.
_LOOSE = re.compile(r"^[()\d件の再]*$")


def _by_part(
    layout: Layout, vocab: Vocabulary, section: str, start: int, end: int
) -> list[tuple[int, int, str]]:
    """Cut a block at the numbered headings; a piece above the first heading goes with it."""
    heads: list[tuple[int, str]] = []
    parts = [
        (f"{p.number}", compact(p.label), p.id)
        for p in vocab.parts(section)
        if p.number and p.id in MEASURE_PARTS
    ]
    for i in range(start, end):
        text = layout.flat[i]
        for number, label, name in parts:
            # A torn row may carry its box before the heading.
            if label in text and re.search(
                rf"(?:^|[\[\]○#*-]){number}[.、]?{re.escape(label)}(?![のに])", text
            ):
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
