"""The spellings and inflections under which a word of the lexicon is looked for.

A word is written once, as a dictionary has it: 「残す」 stands for 残し, 残さず, 残せる and so on, 「持出し」 also for 持ち出し
where the lexicon says that the two are one. A space stands for a few other characters: 「鍵 かける」 is found in
「鍵を二重にかける」. The text itself is left as it is, so that every place found is a place of the document.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Parts", "inflected", "spelled"]

#: The parts of a word between its spaces, each with all its spellings.
Parts = tuple[tuple[str, ...], ...]

#: What the last syllable of a verb of five rows becomes.
_ROWS: Final = {
    "う": "わいうえおっ",
    "く": "かきくけこい",
    "ぐ": "がぎぐげごい",
    "す": "さしすせそ",
    "つ": "たちつてとっ",
    "ぬ": "なにぬねのん",
    "ぶ": "ばびぶべぼん",
    "む": "まみむめもん",
    "る": "らりるれろっ",
}
#: Before る these make a verb of one row, whose stem stands before every ending.
_ONE_ROW: Final = "いきしちにひみりぎじびえけせてねへめれげぜでべ"
_A_TO_I: Final = str.maketrans("わかがさたなばまら", "いきぎしちにびみり")
_KANA: Final = re.compile(r"[ぁ-んー]{1,2}\Z")
_COUNTED: Final = re.compile(r"[0-9一二三四五六七八九]つ\Z")


def inflected(word: str) -> tuple[str, ...]:
    """Return the beginnings under which a word is found in every inflection.

    >>> inflected("残す"), inflected("確かめる"), inflected("監査")
    (('残さ', '残し', '残す', '残せ', '残そ'), ('確かめ',), ('監査',))
    >>> inflected("使わない"), inflected("明らかにする")
    (('使わない', '使わず', '使わぬ', '使わなく', '使いません'), ('明らかにさ', '明らかにし', '明らかにす', '明らかにせ'))
    """
    if word.endswith("ない") and len(word) > len("ない") + 1:
        stem = word[: -len("ない")]
        polite = stem[:-1] + stem[-1].translate(_A_TO_I)
        return (*(stem + end for end in ("ない", "ず", "ぬ", "なく")), f"{polite}ません")
    if word.endswith("する") and len(word) > len("する"):
        return tuple(word[: -len("する")] + row for row in "さしすせ")
    last = word[-1:]
    if last not in _ROWS or _KANA.fullmatch(word) or _COUNTED.search(word):
        return (word,)
    if last == "る" and word[-2:-1] in _ONE_ROW:
        return (word[:-1],)
    return tuple(word[:-1] + row for row in _ROWS[last])


def spelled(word: str, alike: Sequence[Sequence[str]]) -> Parts:
    """Return the parts of a word, each with its spellings and inflections.

    Args:
        word: a word of the lexicon; a space stands for a few other characters.
        alike: groups of spellings that are one.

    >>> spelled("鍵 かける", [["鍵", "カギ"]])
    (('鍵', 'カギ'), ('かけ',))
    """
    return tuple(
        tuple(dict.fromkeys(form for way in _ways(part, alike) for form in inflected(way)))
        for part in word.split()
    )


def _ways(word: str, alike: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return every spelling of a word; the longest of a group that stands in it is exchanged."""
    choices: list[tuple[str, tuple[str, ...]]] = []
    for group in alike:
        held = max((one for one in group if one in word), key=len, default="")
        if held and not any(held in taken for taken, _ in choices):
            choices.append((held, tuple(dict.fromkeys((held, *group)))))
    out: dict[str, None] = {}
    for chosen in product(*(ways for _, ways in choices)):
        made = word
        for (held, _), way in zip(choices, chosen, strict=True):
            made = made.replace(held, way)
        out[made] = None
    return tuple(out)
