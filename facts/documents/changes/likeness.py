"""Whether two texts can be what stood in one field before and after a change."""

from __future__ import annotations

from collections import Counter
from typing import Final

from .table_words import value

__all__ = ["ALIKE", "alike", "is_gone", "is_new", "like_cells"]

ALIKE: Final = 0.4
_NEW: Final = frozenset({"", "記載なし", "(記載なし)", "なし", "無し", "該当なし", "新規", "(新規)"})
_GONE: Final = frozenset(
    {"", "記載なし", "(記載なし)", "なし", "無し", "該当なし", "削除", "(削除)", "全削除", "項目削除", "廃止"}
)
_LOOKED: Final = 4000


def alike(one: str, other: str) -> float:
    """Give how much two texts share, from 0 to 1, by their pairs of characters.

    >>> alike("再委託しない", "再委託する") > 0.4 > alike("再委託しない", "所属長の変更")
    True
    """
    a, b = _pairs(one), _pairs(other)
    every = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / every if every else 0.0


def _pairs(text: str) -> Counter[str]:
    text = text[:_LOOKED]
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def is_new(flat: str) -> bool:
    """Whether a cell says that nothing stood there before."""
    return flat in _NEW


def is_gone(flat: str) -> bool:
    """Whether a cell says that nothing stands there any more."""
    return flat in _GONE


def like_cells(one: str, other: str) -> bool:
    """Whether two texts are before and after of one row: alike, or nothing before, or nothing after."""
    a, b = value(one), value(other)
    return is_new(a) or is_gone(b) or alike(a, b) >= ALIKE
