"""Fields a document demonstrably leaves empty: label and cell stand on one row, the cell holds nothing.

A label alone proves nothing, since its text may have been drawn elsewhere or lost. Only an empty cell of a
table, a dash behind the label, or an empty pair of brackets behind it does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...reading.dates import find_days
from ..form_words import bare
from ..sections.label_places import find_places
from ..text.lines import compact

if TYPE_CHECKING:
    from ..collector import Sheet
    from ..form_words import Vocabulary
    from ..sections.layout import Layout

__all__ = ["read_blanks", "read_cover_blanks"]

_DASH = re.compile(r"^[-―—–‐‑－ー─]{1,4}$")
_LIKE = re.compile(r"^\D{0,5}(?:元|\d{1,4})[年./]\d{1,2}(?:[月./](?:\d{1,2}日?)?)?(?:\(?.{0,4}\)?)$")
_BRACKETS = re.compile(r"^\[\](?:<選択肢>.*|\d\).*)?$")


def read_cover_blanks(layout: Layout, sheet: Sheet, end: int) -> None:
    """Record a blank date of publication: its label stands on a cover on which no date at all is written.

    A day that cannot be, as one behind the end of its era, is a date all the same; and a text that ends at the
    label may have lost what follows.
    """
    end = end or layout.end
    labels = [i for i in range(end) if bare(layout.flat[i]).startswith("公表日")]
    dated = any(
        find_days(layout.lines[i].text) or _LIKE.match(layout.flat[i])
        for i in range(end)
        if "様式" not in layout.flat[i]
    )
    if (
        len(labels) == 1
        and not dated
        and "published" not in sheet.facts
        and any(layout.flat[labels[0] + 1 :])
    ):
        sheet.blank("published", "公表日", labels[0])


def read_blanks(
    layout: Layout, vocab: Vocabulary, sheet: Sheet, section: str, start: int, end: int, prefix: str
) -> None:
    """Record empty fields of a section whose label occurs once in its form and once in the text."""
    fields = [f for p in vocab.parts(section) if not p.repeat for r in p.risks for f in r.fields]
    fields += [f for p in vocab.parts(section) if not p.repeat for f in p.fields]
    labels = [bare(f.label) for f in fields]
    begin = tuple(labels)
    rows: dict[str, list[tuple[int, str]]] = {}
    for i in range(start, end):
        flat = bare(layout.flat[i])
        if not flat.startswith(begin):
            continue
        raw = layout.lines[i].raw
        for label in labels:
            if flat.startswith(label):
                rest = flat[len(label) :].lstrip("※*")
                tabbed = ("\t" in raw or raw.lstrip().startswith("|")) and not rest
                rows.setdefault(label, []).append((i, "cell" if tabbed else rest))
                break
    for field, label in zip(fields, labels, strict=True):
        seen = rows.get(label, [])
        if labels.count(label) != 1 or len(seen) != 1:
            continue
        at, rest = seen[0]
        empty = rest == "cell" or _DASH.match(rest) or (field.kind == "choice" and _BRACKETS.match(rest))
        path = f"answers[{field.id}]" if field.question else field.path or field.id
        if empty and prefix + path not in sheet.facts:
            sheet.blank(prefix + path, field.label, at)
    _ratings(layout, vocab, sheet, section, start, end, prefix)


def _ratings(
    layout: Layout, vocab: Vocabulary, sheet: Sheet, section: str, start: int, end: int, prefix: str
) -> None:
    """Record the empty ratings of risks: their label repeats, so it is the one between two headings of the section."""
    risks = [r for p in vocab.parts(section) for r in p.risks]
    fields = {r.id: next((f for f in r.fields if f.id == "adequacy"), None) for r in risks}
    if not any(fields.values()):
        return
    places = find_places(layout, vocab, section, layout.pages_in(start, end))
    heads = sorted(p.start for found in (places.parts, places.risks) for ps in found.values() for p in ps)
    for risk in risks:
        field, own = fields[risk.id], places.risks.get(compact(risk.label), ())
        path = f"{prefix}risks[{risk.id}].adequacy"
        if field is None or len(own) != 1 or path in sheet.facts:
            continue
        label = bare(field.label)
        stop = next((h for h in heads if h > own[0].start), end)
        rows = [i for i in range(own[0].end + 1, stop) if bare(layout.flat[i]).startswith(label)]
        if len(rows) == 1 and _BRACKETS.match(bare(layout.flat[rows[0]])[len(label) :].lstrip("※*:")):
            sheet.blank(path, field.label, rows[0])
