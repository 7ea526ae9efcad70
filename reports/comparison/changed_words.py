"""The words that changed inside a passage, for marking; long stretches that stayed are shortened."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["changed_words"]

#: Runs of one kind of character: Chinese characters, kana, letters and digits; anything else stands alone.
_WORD: Final = re.compile(r"[一-龠々〆]+|[ぁ-ん]+|[ァ-ヶー]+|[A-Za-z0-9０-９,，.]+|\s+|.", re.DOTALL)
#: Words of a side beyond which the passages are shown whole, so that the time stays bounded.
_MOST: Final = 3_000
_KEPT: Final = 40
_SHORT: Final = 2 * _KEPT + 20


def changed_words(
    before: str, after: str
) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """Return both passages in pieces, each with whether it changed.

    >>> old, new = changed_words("対象人数は5万人です", "対象人数は8万人です")
    >>> [piece for piece, changed in old if changed], [piece for piece, changed in new if changed]
    (['5'], ['8'])
    """
    a, b = _WORD.findall(before), _WORD.findall(after)
    if not a or not b or len(a) > _MOST or len(b) > _MOST:
        return ((before, bool(before)),), ((after, bool(after)),)
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    old = [("".join(a[i:j]), tag != "equal") for tag, i, j, _, _ in steps if i < j]
    new = [("".join(b[i:j]), tag != "equal") for tag, _, _, i, j in steps if i < j]
    return tuple(_shortened(old)), tuple(_shortened(new))


def _shortened(pieces: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Shorten what stayed: its ends beside the changed words are kept."""
    for n, (text, changed) in enumerate(pieces):
        if changed or len(text) <= _SHORT:
            yield text, changed
            continue
        head = "" if n == 0 else text[:_KEPT]
        tail = "" if n == len(pieces) - 1 else text[-_KEPT:]
        yield f"{head} … {tail}", False
