"""From the located fields of an assessment to their values, each by the kind its form gives it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...reading.dates import find_days, write_days
from ..answers.tick_groups import group_of
from ..text.lines import compact
from .flat_rows import CELL, LINE, NONE, stream_of
from .marked_values import BLANK, UNREADABLE, Read, empty, prints_list, read_boxes, read_choice

if TYPE_CHECKING:
    from ..form_words import Vocabulary
    from .flat_rows import Stream
    from .walk_steps import Located, Walk

__all__ = ["prints_lists", "read_count", "read_value", "spaced"]

_YES_NO: Final = {"委託する": True, "委託しない": False, "再委託する": True, "再委託しない": False}
_COUNT: Final = re.compile(r"\((\d{1,3})\)件")


def prints_lists(walk: Walk, vocab: Vocabulary) -> bool:
    """Whether a document prints the options of its choices."""
    return any(
        prints_list(found.stream, tuple(vocab.options[options]))
        for found in walk.located
        if (options := found.slot.field.options)
    )


def read_value(found: Located, vocab: Vocabulary, *, lists: bool) -> Read:
    """Read the value of a field located; ``lists`` says whether the document prints the options of its choices."""
    stream = found.stream
    field = found.slot.field
    match field.kind:
        case "choice" if field.options:
            return _told(read_choice(stream, tuple(vocab.options[field.options]), lists=lists), field.options)
        case "ticks" if field.ticks and field.path:
            group = group_of(vocab, field.ticks)
            return read_boxes(stream, group, _box_words(vocab, field.ticks))
        case "date":
            return _date(stream)
        case "text":
            return _text(found)
        case _:
            return BLANK if empty(stream) else Read("read", None, stream.pieces[0])


def _told(read: Read, options: str) -> Read:
    if read.state == "read" and options in ("entrusts", "re_entrusts"):
        return Read("read", _YES_NO[str(read.value)], read.piece)
    return read


def _box_words(vocab: Vocabulary, name: str) -> dict[str, str]:
    """Return how each box of a group may be printed, with the name it has as a fact."""
    group = group_of(vocab, name)
    words: dict[str, str] = {}
    for row in vocab.forms.tick_groups[name]:
        for word in row:
            full = compact(word)
            words[full] = words[full.partition("(")[0]] = full.partition("(")[0]
    return words | {alias: own for alias, own in group.aliases.items() if own in group.names}


def _date(stream: Stream) -> Read:
    if empty(stream):
        return BLANK
    days = find_days(spaced(stream))
    if len(days) != 1:
        return UNREADABLE
    return Read("read", write_days(*days[0][1:]), stream.pieces[0])


def spaced(stream: Stream) -> str:
    """Return a value with a space where one stood, and a new line where a line ended."""
    out: list[str] = []
    for letter, gap in zip(stream.text, stream.gaps, strict=True):
        if gap != NONE and out:
            out.append("\n" if gap in (LINE, CELL) else " ")
        out.append(letter)
    return "".join(out)


def _text(found: Located) -> Read:
    """Read a short text: what stands beside the label, or where nothing does, the row below."""
    rows = [row for row in found.rows if row]
    if not rows:
        return BLANK
    stream = stream_of(rows[:1])
    if empty(stream):
        return BLANK
    return Read("read", stream.text, stream.pieces[0]) if len(rows[0]) == 1 else UNREADABLE


def read_count(stream: Stream) -> Read:
    """Read the one count of a value, ``（ 3 ）件``."""
    found = list(_COUNT.finditer(stream.text))
    if len(found) != 1:
        return BLANK if "()件" in stream.text else UNREADABLE
    return Read("read", int(found[0][1]), stream.pieces[found[0].start()])
