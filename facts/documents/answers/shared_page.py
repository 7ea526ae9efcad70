"""Settle ratings of risks that share a page but differ, by the row that stands directly above each rating.

Only some risks end with 「その他の措置の内容」, and a rating is drawn directly under the last row of its own
risk. So the ratings under such a row belong to those risks and the others to the rest. A risk with a single
row of measures is tied when heading, that row and the rating follow each other with no other label between.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ..form_words import bare
from ..text.lines import compact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..form_words import Slot, Vocabulary
    from ..sections.label_places import Places
    from ..sections.layout import Layout
    from .chosen import Answer

__all__ = ["refine"]

_ELSE = "その他の措置の内容"
_RATED = "リスクへの対策は十分か"
_MEASURE = "リスクに対する措置の内容"


def refine(
    layout: Layout,
    vocab: Vocabulary,
    section: str,
    slots: Sequence[Slot],
    answers: Sequence[Answer],
    pages: Sequence[tuple[int, int]],
    readings: Mapping[str, set[str | None]],
    where: Mapping[str, set[int]],
    places: Places,
) -> dict[str, Answer]:
    """Give further ratings tied to their risk, page by page."""
    last = {r.id: _last_row(r.fields) for p in vocab.parts(section) for r in p.risks}
    titles = {r.id: compact(r.label) for p in vocab.parts(section) for r in p.risks}
    out: dict[str, Answer] = {}
    for number, (start, end) in enumerate(pages):
        here = [s for s in slots if s.adequacy and number in where.get(s.path, ())]
        rated = [a for a in answers if start <= a.at < end and a.value in vocab.options["adequacy"]]
        open_ = [s for s in here if len(readings.get(s.path, ())) > 1]
        sure = all(where[s.path] == {number} for s in here)
        if (
            not open_
            or not sure
            or len(here) != len(rated)
            or any(not a.before.endswith(_RATED) for a in rated)
        ):
            continue
        if not _drawn_by_risk(layout, vocab, rated, start):
            continue
        under = [a for a in rated if _row_above(layout, a.at, start).startswith(_ELSE)]
        ending = [s for s in here if s.risk and last[s.risk] == _ELSE]
        if len(under) != len(ending):
            continue
        rest = [a for a in rated if a not in under]
        others = [s for s in here if s not in ending]
        groups = [(ending, under), (others, rest)]
        for members, pool in groups:
            out.update(_settle(layout, members, pool, titles, places, vocab, start, end))
    return out


def _drawn_by_risk(layout: Layout, vocab: Vocabulary, rated: Sequence[Answer], start: int) -> bool:
    """Whether nearly every rating of a page is drawn under a last row of a risk, not shuffled singly."""
    strays = 0
    for answer in rated:
        for i in range(answer.at - 1, start - 1, -1):
            text = bare(layout.flat[i])
            if text.startswith((_ELSE, _MEASURE)):
                break
            if text in vocab.labels or _HEADING.match(text) or any(text.startswith(x) for x in _CLOSING):
                strays += 1
                break
        else:
            strays += 1
    return strays * _STRAYS <= len(rated)


_STRAYS = 4
_HEADING = re.compile(r"^(?:リスク[\d\u2460-\u2469]{0,2}[:.]|\d{1,2}[.、])")
_CLOSING = ("リスクへの対策は十分か", "具体的な", "ルールの内容", "規定の内容", "手順の内容")


def _last_row(fields: Sequence[object]) -> str:
    labels = [bare(getattr(f, "label", "")) for f in fields]
    return labels[-2] if len(labels) > 1 else ""


def _row_above(layout: Layout, at: int, start: int) -> str:
    above = next((i for i in range(at - 1, start - 1, -1) if layout.flat[i]), None)
    return bare(layout.flat[above]) if above is not None else ""


def _settle(
    layout: Layout,
    members: Sequence[Slot],
    pool: Sequence[Answer],
    titles: Mapping[str, str],
    places: Places,
    vocab: Vocabulary,
    start: int,
    end: int,
) -> dict[str, Answer]:
    if len({a.value for a in pool}) == 1:
        return dict(zip((s.path for s in members), pool, strict=True))
    runs: dict[str, Answer] = {}
    for slot in members:
        heads = [p for p in places.risks.get(titles[slot.risk or ""], ()) if start <= p.start < end]
        if len(heads) != 1:
            continue
        answer = next((a for a in pool if a.at > heads[0].end), None)
        if answer and _own_run(layout, vocab, heads[0].end + 1, answer.at):
            runs[slot.path] = answer
    if max(Counter(id(a) for a in runs.values()).values(), default=0) > 1:
        return {}
    left = [a for a in pool if a not in runs.values()]
    open_ = [s for s in members if s.path not in runs]
    if len(open_) == len(left) and len({a.value for a in left}) <= 1:
        runs.update(zip((s.path for s in open_), left, strict=True))
        return runs
    return {}


def _own_run(layout: Layout, vocab: Vocabulary, start: int, end: int) -> bool:
    """Whether the only label between a heading and a rating is the single row of measures."""
    rows = [i for i in range(start, end) if layout.flat[i]]
    if not rows or not bare(layout.flat[rows[0]]).startswith(_MEASURE):
        return False
    labels = [b for i in rows[1:] if (b := bare(layout.flat[i])) in vocab.labels]
    return not labels
