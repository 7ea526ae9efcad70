"""Tie answers to their questions where the text does: on one row, or in a stretch in form order."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ..form_words import bare
from ..text.lines import compact
from .chosen import is_noise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...forms.model import Part
    from ..form_words import Slot, Vocabulary
    from ..sections.label_places import Place, Places
    from ..sections.layout import Layout
    from .chosen import Answer

__all__ = ["in_form_order", "tie"]

_BROKEN = 6


def tie(
    layout: Layout,
    vocab: Vocabulary,
    section: str,
    slots: Sequence[Slot],
    answers: Sequence[Answer],
    places: Places,
    end: int,
) -> dict[str, Answer]:
    """Give the answers that are tied to their choice by where they stand.

    A question's own label directly in front of an answer ties it. The label 「リスクへの対策は十分か」 is
    the same for every risk, so it ties only inside a part whose headings all stand in form order, each with
    its answer below it.
    """
    out: dict[str, Answer] = {}
    asked = [s for s in slots if not s.adequacy]
    names = [s.label for s in asked]
    for slot in asked:
        if names.count(slot.label) > 1:
            continue
        own = [a for a in answers if a.value in vocab.options[slot.options] and _is_in_front(a, slot.label)]
        if len(own) == 1 and len(places.labels.get(slot.label, ())) <= 1:
            out[slot.path] = own[0]
    if _orderly(vocab, section, places):
        out.update(_below_labels(layout, vocab, asked, answers, places, out))
    out.update(_by_parts(layout, vocab, section, slots, answers, places, end))
    taken = [id(a) for a in out.values()]
    return {p: a for p, a in out.items() if taken.count(id(a)) == 1}


def _is_in_front(answer: Answer, label: str) -> bool:
    before = answer.before
    if before.endswith(label):
        return True
    # A narrow cell: the first half of the label, the answer, and the second half on the next line.
    for n in range(len(label) - 1, _BROKEN - 1, -1):
        if before.endswith(label[:n]):
            rest = label[n:]
            head = answer.after[: len(rest)]
            return bool(head) and (rest.startswith(head) or head.startswith(rest[:_BROKEN]))
    return False


def _orderly(vocab: Vocabulary, section: str, places: Places) -> bool:
    """Whether all numbered headings of the section stand once, in form order."""
    at = []
    for part in vocab.parts(section):
        if part.number and part.risks and not part.since:
            found = places.parts.get(part.id, ())
            if len(found) != 1:
                return False
            at.append(found[0].start)
    return bool(at) and at == sorted(at)


def _clear(layout: Layout, vocab: Vocabulary, start: int, end: int) -> bool:
    return all(is_noise(layout.lines[i].text, vocab) for i in range(start, end))


def _below_labels(
    layout: Layout,
    vocab: Vocabulary,
    asked: Sequence[Slot],
    answers: Sequence[Answer],
    places: Places,
    known: dict[str, Answer],
) -> dict[str, Answer]:
    """In an orderly section an answer may also stand below its label, with nothing else between."""
    out = {}
    labels = [s.label for s in asked]
    for slot in asked:
        found = places.labels.get(slot.label, ())
        if slot.path in known or len(found) != 1 or labels.count(slot.label) > 1:
            continue
        below = next((a for a in answers if a.at > found[0].end), None)
        if (
            below is not None
            and below.value in vocab.options[slot.options]
            and below.at - found[0].end <= _BROKEN
            and not below.before
            and _clear(layout, vocab, found[0].end + 1, below.at)
        ):
            out[slot.path] = below
    return out


def _page_in_order(
    layout: Layout, vocab: Vocabulary, section: str, places: Places, start: int, stop: int
) -> bool:
    """Whether the headings on the pages of a part stand in form order, none out of place."""
    first, last = layout.page(start)[0], layout.page(max(start, stop - 1))[1]
    order = [p.id for p in vocab.parts(section)]
    seen = sorted(
        (p.start, order.index(q)) for q, ps in places.parts.items() for p in ps if first <= p.start < last
    )
    return [n for _, n in seen] == sorted(n for _, n in seen)


def _stretches(
    layout: Layout, vocab: Vocabulary, section: str, places: Places, end: int
) -> list[tuple[str, int, int]]:
    """Parts whose heading and whose successor's heading each stand once and in order, with their lines."""
    parts = [p for p in vocab.parts(section) if p.number and (not p.since or p.id in places.parts)]
    heads = [places.parts.get(p.id, ()) for p in parts]
    out = []
    for n, part in enumerate(parts):
        if not part.risks or len(heads[n]) != 1:
            continue
        start = heads[n][0].start
        if n + 1 < len(parts) and any(heads[n + 1 :]):
            if len(heads[n + 1]) != 1 or heads[n + 1][0].start <= start:
                continue
            stop = heads[n + 1][0].start
        else:
            stop = end
        # No other heading of the section may stand inside: then the parts are mixed.
        inside = [p for q, ps in places.parts.items() for p in ps if q != part.id and start < p.start < stop]
        if not inside and _page_in_order(layout, vocab, section, places, start, stop):
            out.append((part.id, start, stop))
    return out


def _by_parts(
    layout: Layout,
    vocab: Vocabulary,
    section: str,
    slots: Sequence[Slot],
    answers: Sequence[Answer],
    places: Places,
    end: int,
) -> dict[str, Answer]:
    out: dict[str, Answer] = {}
    for name, start, stop in _stretches(layout, vocab, section, places, end):
        part = next(p for p in vocab.parts(section) if p.id == name)
        heads: list[tuple[str, Place]] = []
        for risk in part.risks:
            own = [p for p in places.risks.get(compact(risk.label), ()) if start <= p.start < stop]
            if len(own) == 1:
                heads.append((risk.id, own[0]))
        at = [p.start for _, p in heads]
        if len(heads) != len(part.risks) or at != sorted(at):
            continue
        if not _in_sequence(layout, part, start, stop):
            continue
        rated = [a for a in answers if start <= a.at < stop and a.value in vocab.options["adequacy"]]
        if any(a.at < at[0] for a in rated):
            continue
        tied: dict[str, Answer] = {}
        for n, (risk_id, place) in enumerate(heads):
            until = at[n + 1] if n + 1 < len(at) else stop
            own_rated = [a for a in rated if place.start <= a.at < until]
            if len(own_rated) > 1 or any(not _rated_row(layout, vocab, a, place) for a in own_rated):
                tied.clear()
                break
            if own_rated:
                tied[f"risks[{risk_id}].adequacy"] = own_rated[0]
        wanted = {s.path for s in slots}
        out.update({p: a for p, a in tied.items() if p in wanted})
    return out


def _in_sequence(layout: Layout, part: Part, start: int, stop: int) -> bool:
    """Whether all labels of a part stand in form order; some may be lost, none may be out of place."""
    expected: list[str] = []
    for risk in part.risks:
        expected.append(compact(risk.label))
        expected.extend(bare(f.label) for f in risk.fields)
    known = set(expected)
    place = 0
    for i in range(start + 1, stop):
        text = _RISK_NUMBER.sub("", bare(layout.flat[i].split("[", 1)[0]).lstrip("#*-|"))
        if len(text) < _BROKEN:
            continue
        labels = {x for x in known if text.startswith(x) or (x.startswith(text) and len(text) >= _BROKEN)}
        if not labels:
            continue
        later = [k for k in range(place, len(expected)) if expected[k] in labels]
        if not later:
            return False
        place = later[0] + 1
    return True


_RISK_NUMBER = re.compile(r"^リスク[\d\u2460-\u2469]{0,2}[:.、]?(?=[^へに及])")


def _rated_row(layout: Layout, vocab: Vocabulary, answer: Answer, place: Place) -> bool:
    """Whether the label of the row stands directly before the answer, on its row or with nothing between."""
    label = "リスクへの対策は十分か"
    if answer.before.endswith(label) or place.start <= answer.at <= place.end:
        return True
    i = answer.at - 1
    while i > place.start and is_noise(layout.lines[i].text, vocab):
        i -= 1
    return not answer.before and layout.flat[i].rstrip("※*[").endswith(("対策は十分か", label))


def in_form_order(layout: Layout, start: int, end: int, heads: Sequence[int]) -> bool:
    """Whether the circled labels below each heading count up from ①, and none stands above the first.

    Rows of a shuffled page hardly ever do; then what stands between two headings belongs to the first.
    """
    if not heads or list(heads) != sorted(heads):
        return False
    cuts = [start, *heads, end]
    for n, (a, b) in enumerate(pairwise(cuts)):
        seen = [
            ord(layout.flat[i][0]) - 0x245F for i in range(a, b) if "\u2460" <= layout.flat[i][:1] <= "\u2473"
        ]
        labels = [k for k in seen if k <= _CIRCLES]
        if (n == 0 and labels) or (n and labels != sorted(set(labels))) or (n and labels and labels[0] != 1):
            return False
    return True


_CIRCLES = 20
