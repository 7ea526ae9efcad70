"""Finding labels and the values beside them, shared by the readers of single fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .answers import find_answers
from .model import Reading, Unknown, Value
from .text import compact
from .vocabulary import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .answers import Answer
    from .layout import Layout
    from .vocabulary import Vocabulary

__all__ = ["Found", "agreed", "beside", "labels_at", "option_answers", "options_on_pages"]

_SHOWN = 120
_DECORATION = re.compile(r"^[#*\-\s|]*[\u2460-\u2473]?|[※*\s]+$")
_EMPTY = frozenset({"", "-", "－", "—", "―", "――", "--", "‐", "なし", "ー"})


@dataclass(slots=True)
class Found:
    """Readings and reasons gathered for one assessment."""

    layout: Layout
    vocab: Vocabulary
    readings: dict[str, Reading] = field(default_factory=dict)
    unknowns: dict[str, Unknown] = field(default_factory=dict)

    def say(self, path: str, value: Value, at: int, how: str = "certain") -> None:
        """Note a fact read on a line (an index into the layout)."""
        line = self.layout.lines[max(0, at)]
        shown = line.raw.strip()[:_SHOWN]
        self.readings[path] = Reading(
            path, value, line.number, shown, "certain" if how == "certain" else "derived"
        )
        self.unknowns.pop(path, None)

    def open(self, path: str, reason: str, at: int | None = None) -> None:
        """Note a fact that the text does not settle."""
        if path not in self.readings:
            number = self.layout.lines[at].number if at is not None else None
            self.unknowns[path] = Unknown(path, reason, number)


def labels_at(layout: Layout, start: int, end: int, label: str) -> list[tuple[int, str]]:
    """Give the lines that open with a label, with what stands behind it on the line."""
    wanted = bare(label)
    out = []
    for at in range(start, end):
        flat = layout.flat[at]
        if wanted not in flat:
            continue
        for cell in layout.lines[at].text.split("\t"):
            text = _DECORATION.sub("", cell.strip(), count=1)
            got = compact(text)
            if got.startswith(wanted):
                rest = _after(layout.lines[at].text, wanted)
                out.append((at, rest))
                break
    return out


def _after(text: str, wanted: str) -> str:
    """Give what follows a label on its line, white space kept."""
    pattern = r"\s*".join(re.escape(c) for c in wanted)
    found = re.search(pattern, text)
    return re.sub(r"^[\s※*:]+", "", text[found.end() :]) if found else ""


def beside(layout: Layout, at: int, rest: str, end: int, stops: Iterable[str]) -> tuple[str, int] | None:
    """Give the value of a label: what follows on its line, else the next filled line unless it is a label."""
    rest = rest.split("\t", maxsplit=1)[0] if rest.split("\t", maxsplit=1)[0].strip() else rest.strip()
    rest = rest.split("<選択肢>")[0].strip()
    if rest:
        return rest, at
    for i in range(at + 1, min(end, at + 4)):
        line = layout.lines[i]
        if line.blank:
            continue
        flat = layout.flat[i]
        if (
            re.match(r"^[\u2460-\u2473]", line.text)
            or re.match(r"^(?:\d{1,2}|[IVX]+)\.", flat)
            or any(s in flat for s in stops)
        ):
            return None
        return line.text.strip(), i
    return None


def is_empty(text: str) -> bool:
    """Whether a cell says nothing."""
    return compact(text) in _EMPTY


def option_answers(layout: Layout, vocab: Vocabulary, start: int, end: int, name: str) -> list[Answer]:
    """Give the answers chosen from one option set on a stretch of lines."""
    words = vocab.options[name]
    return [a for a in find_answers(layout.lines, start, end, vocab) if a.value in words]


def agreed(answers: Sequence[Answer]) -> Answer | None:
    """Give the answer all agree on, or None."""
    return answers[0] if answers and len({a.value for a in answers}) == 1 else None


def options_on_pages(
    layout: Layout, vocab: Vocabulary, start: int, end: int, name: str, label: str
) -> tuple[Answer, str] | None:
    """Give the answer to a question whose options other questions share.

    On the label's own line it is certain; else all answers of the kind on the label's page must agree.
    """
    answers = option_answers(layout, vocab, start, end, name)
    places = labels_at(layout, start, end, label)
    if len(places) > 1:
        # the circled number of the form tells the question from others that use the same words
        places = [p for p in places if label in layout.flat[p[0]]]
    if len(places) != 1:
        return None
    at = places[0][0]
    own = [a for a in answers if a.at == at]
    if len(own) == 1:
        return own[0], "certain"
    first, last = layout.page(at)
    near = [a for a in answers if first <= a.at < last]
    tied = [a for a in near if a.before.endswith(bare(label))]
    if len(tied) == 1:
        return tied[0], "certain"
    one = agreed(near)
    return (one, "derived") if one else None
