"""Where the labels and headings of a section stand, also when a narrow cell broke them over lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..form_words import bare
from ..text.lines import compact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..form_words import Vocabulary
    from .layout import Layout

__all__ = ["Place", "Places", "find_places"]

_LEAD = re.compile(r"^[#*\-|]*(?:[\[\]○]{0,4}(?=\d{1,2}[.、]))?[\u2460-\u2473]?")
_RISK = re.compile(r"^リスク[\d\u2460-\u2469]{0,2}[:.、]?(?=[^へに及])")
_PART = re.compile(r"^(\d{1,2})[.、]?(?=\D)")
_FOLLOW = "※*[]:(<"
_SHORTEST = 4
_MOST_LINES = 6
_SHORTEST_SPLIT = 8


@dataclass(frozen=True, slots=True)
class Place:
    """First and last line of a label."""

    start: int
    end: int


@dataclass(frozen=True)
class Places:
    """Places of part headings (by part id), risk headings (by title) and question labels (by label)."""

    parts: Mapping[str, tuple[Place, ...]]
    risks: Mapping[str, tuple[Place, ...]]
    labels: Mapping[str, tuple[Place, ...]]


def _ends_label(rest: str, words: Mapping[str, object]) -> bool:
    return (
        not rest or rest[0] in _FOLLOW or rest in words or any(rest.startswith(w) for w in ("1)", "[", "<"))
    )


def _match(
    flat: Sequence[str], i: int, text: str, label: str, end: int, words: Mapping[str, object]
) -> Place | None:
    if text.startswith(label):
        return Place(i, i) if _ends_label(text[len(label) :], words) else None
    head = text.split("[", 1)[0]
    split = head != text
    if len(head) < (_SHORTEST_SPLIT if split else _SHORTEST) or not label.startswith(head):
        return None
    got = head
    for j in range(i + 1, min(i + _MOST_LINES, end)):
        piece = flat[j]
        if not piece:
            return None
        rest = label[len(got) :]
        if piece.startswith(rest):
            return Place(i, j) if _ends_label(piece[len(rest) :], words) else None
        piece = piece.split("[", 1)[0] or piece
        if not rest.startswith(piece):
            # The right-hand cell may be drawn between the two halves of a broken label.
            return Place(i, j) if split and rest[:2] and flat[j].startswith(rest[:2]) else None
        got += piece
    return None


def find_places(layout: Layout, vocab: Vocabulary, section: str, pages: Sequence[tuple[int, int]]) -> Places:
    """Find every label of a section on these pages."""
    parts: dict[str, list[Place]] = {}
    risks: dict[str, list[Place]] = {}
    labels: dict[str, list[Place]] = {}
    headings = [(p.id, p.number, compact(p.label)) for p in vocab.parts(section) if p.label and p.number]
    # Later versions of form 2 push parts in between, so its numbers move.
    loose = layout.form == "basic"
    titles = {compact(t) for p in vocab.parts(section) for r in p.risks for t in (r.label,)}
    asked = {s.label for s in vocab.slots(section)}
    starts: dict[str, list[tuple[str, bool]]] = {}
    for title in titles:
        starts.setdefault(title[:_SHORTEST], []).append((title, True))
    for label in asked:
        starts.setdefault(label[:_SHORTEST], []).append((label, False))
    for start, end in pages:
        for i in range(start, end):
            text = layout.flat[i]
            if not text:
                continue
            text = _LEAD.sub("", text)
            part = _PART.match(text)
            if part:
                rest = text[part.end() :]
                for name, number, label in headings:
                    if (
                        (int(part.group(1)) == number or loose)
                        and rest.startswith(label)
                        and _part_rest(rest[len(label) :])
                    ):
                        parts.setdefault(name, []).append(Place(i, i))
            body = _RISK.sub("", text)
            for word, risk in (
                *starts.get(body[:_SHORTEST], ()),
                *(starts.get(text[:_SHORTEST], ()) if body != text else ()),
            ):
                place = _match(layout.flat, i, body if risk else text, word, end, vocab.sets_of)
                if place:
                    (risks if risk else labels).setdefault(word, []).append(place)
    return Places(
        {k: tuple(v) for k, v in parts.items()},
        {k: tuple(v) for k, v in risks.items()},
        {bare(k): tuple(v) for k, v in labels.items()},
    )


def _part_rest(rest: str) -> bool:
    return not rest or rest[0] in "※*[]:(<【"
