"""Tell chapters that were cut apart at the wrong place, and take back what was read across the cut.

A chapter printed once per file prints its labels once. Where one chapter holds a label twice and another lacks
it, the text is not in the order of the form around a heading, and an answer may belong to the next file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .vocabulary import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .layout import Block, Layout
    from .sheet import Sheet
    from .vocabulary import Vocabulary

__all__ = ["withdraw_mixed"]

_SHORTEST = 4


def withdraw_mixed(
    layout: Layout, vocab: Vocabulary, sheet: Sheet, section: str, blocks: Sequence[Block]
) -> None:
    """Take back facts of a section whose chapters run into each other.

    What stands on the row of a label that is in its place everywhere stays.
    """
    mixed = _mixed_labels(layout, vocab, section, blocks)
    if not mixed:
        return
    spans = [
        (layout.lines[b.start].number, layout.lines[b.end - 1].number) for b in blocks if b.end > b.start
    ]
    for path, fact in list(sheet.facts.items()):
        if not path.startswith("files[") or not any(a <= fact.line <= z for a, z in spans):
            continue
        if fact.how != "certain" or bare(fact.text).startswith(tuple(mixed)):
            del sheet.facts[path]
            sheet.miss(path, "章の境が崩れていて、どのファイルの記載か決められない")


def _mixed_labels(layout: Layout, vocab: Vocabulary, section: str, blocks: Sequence[Block]) -> frozenset[str]:
    """Give the labels that are not in their place everywhere, when some chapter took what another lacks."""
    labels, repeated = [], set()
    for part in vocab.parts(section):
        for field in (*part.fields, *(f for r in part.risks for f in r.fields)):
            labels.append(bare(field.label))
            if part.repeat:
                repeated.add(labels[-1])
    once = [
        x
        for x in dict.fromkeys(labels)
        if len(x) >= _SHORTEST and x not in repeated and sum(other.startswith(x) for other in labels) == 1
    ]
    counts = {
        label: [sum(bare(text).startswith(label) for text in layout.flat[b.start : b.end]) for b in blocks]
        for label in once
    }
    if not any(max(n, default=0) > 1 and min(n) == 0 for n in counts.values()):
        return frozenset()
    # Below the heading of the wrong file a label may stand once in each chapter but the last.
    return frozenset(label for label, n in counts.items() if set(n) != {1})
