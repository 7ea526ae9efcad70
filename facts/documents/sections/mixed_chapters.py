"""Tell chapters that were cut apart at the wrong place, and take back what was read across the cut.

A chapter printed once per file prints its labels once. Where one chapter holds a label twice and another lacks
it, the text is not in the order of the form around a heading, and an answer may belong to the next file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..form_words import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..collector import Sheet
    from ..form_words import Vocabulary
    from .layout import Block, Layout

__all__ = ["withdraw_mixed"]

_SHORTEST = 4


def withdraw_mixed(
    layout: Layout, vocab: Vocabulary, sheet: Sheet, section: str, blocks: Sequence[Block]
) -> None:
    """Take back the facts of a section whose chapters run into each other."""
    if not _is_mixed(layout, vocab, section, blocks):
        return
    spans = [
        (layout.lines[b.start].number, layout.lines[b.end - 1].number) for b in blocks if b.end > b.start
    ]
    for path, fact in list(sheet.facts.items()):
        if path.startswith("files[") and fact.line is not None and any(a <= fact.line <= z for a, z in spans):
            del sheet.facts[path]
            sheet.miss(path, "章の境が崩れていて、どのファイルの記載か決められない")


def _is_mixed(layout: Layout, vocab: Vocabulary, section: str, blocks: Sequence[Block]) -> bool:
    """Whether some chapter prints a label twice that another lacks."""
    labels, repeated = [], set()
    for part in vocab.parts(section):
        for field in (*part.fields, *(f for r in part.risks for f in r.fields)):
            labels.append(bare(field.label))
            if part.repeat:
                repeated.add(labels[-1])
    begin = tuple(labels)
    chapters = [[x for x in map(bare, layout.flat[b.start : b.end]) if x.startswith(begin)] for b in blocks]
    for label in dict.fromkeys(labels):
        if len(label) < _SHORTEST or label in repeated or sum(x.startswith(label) for x in labels) > 1:
            continue
        counts = [sum(x.startswith(label) for x in chapter) for chapter in chapters]
        if max(counts, default=0) > 1 and min(counts) == 0:
            return True
    return False
