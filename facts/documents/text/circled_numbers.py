"""Give labels back the circled number a tool took from them: 「1事務の名称」 is ①事務の名称.

Compatibility normalisation turns ① into 1; some tools write (1), set a bullet before it or drop it. The form
knows the number of each label, so it is given back where the label stands at the start of its row.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .lines import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..form_words import Vocabulary
    from .bundle import Span
    from .lines import Line

__all__ = ["with_circles"]

_CIRCLED = re.compile(r"^[\u2460-\u2473]")
_LEAD = re.compile(r"^[#*\-・\s]*")
_GIVEN = re.compile(r"^(?:\((\d{1,2})\)|(\d{1,2})[).、:]?|[\u2460-\u2473])\s*")
_ENDS = re.compile(r"^(?:\s|$|[※*\[<:(])")
_FEW = 3
_SHORTEST = 2
#: Words that also open sentences and cells; without a number they are no label.
_LOOSE = 4


def with_circles(lines: Sequence[Line], span: Span, vocab: Vocabulary) -> Sequence[Line]:
    """Give the lines with circled numbers restored; the same lines when the text kept its own."""
    own = lines[span.start : span.end]
    # What the form prints without a number too has "" among its numbers.
    known: dict[str, set[str]] = {}
    for field in vocab.form.fields:
        label = compact(field.label)
        circle = label[:1] if _CIRCLED.match(label) else ""
        known.setdefault(label.removeprefix(circle), set()).add(circle)
    known = {label: circles for label, circles in known.items() if label and circles != {""}}
    by_start: dict[str, list[str]] = {}
    for label in sorted(known, key=len, reverse=True):
        by_start.setdefault(label[:2], []).append(label)
    labels = tuple(known)
    if sum(_at_start(line.text, labels) for line in own) >= _FEW:
        return lines
    out = [_restored(line, known, by_start) for line in own]
    return [*lines[: span.start], *out, *lines[span.end :]]


def _at_start(text: str, labels: tuple[str, ...]) -> bool:
    """Whether a line starts with a label and its own circled number."""
    text = compact(text)
    return bool(_CIRCLED.match(text)) and text.startswith(labels, 1)


def _restored(line: Line, known: dict[str, set[str]], by_start: dict[str, list[str]]) -> Line:
    body = line.text[len(_LEAD.match(line.text)[0]) :]  # type: ignore[index]  # every text has a lead, if an empty one
    given = _GIVEN.match(body)
    number = next((g for g in given.groups() if g), "") if given else ""
    circle = chr(0x245F + int(number)) if number and 0 < int(number) <= 20 else ""
    if given and not circle:
        circle = given[0][0]
    rest = body[given.end() :] if given else body
    found = _label(rest, by_start)
    if found is None and given:
        rest, circle = body, ""
        found = _label(rest, by_start)
    if found is None:
        return line
    label, width = found
    circles = known[label]
    if circle and circle not in circles:
        return line
    if not circle:
        if len(circles) > 1 or len(label) < _LOOSE:
            return line
        (circle,) = circles
    return replace(line, text=circle + rest[:width] + rest[width:])


def _label(text: str, by_start: dict[str, list[str]]) -> tuple[str, int] | None:
    """Give the label a row starts with and how many characters it takes there."""
    for label in by_start.get(compact(text[:6])[:2], ()):
        if len(label) < _SHORTEST:
            continue
        spelt = re.match(r"\s*".join(map(re.escape, label)), text)
        if spelt and _ENDS.match(text[spelt.end() :]):
            return label, spelt.end()
    return None
