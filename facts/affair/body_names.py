"""Names of bodies: which names certainly mean one 評価実施機関, and which only may.

A mayor and an education committee of one city are different bodies; the bare name of the city may mean either.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from ..yaml_source import read_beside

__all__ = ["SPACE", "body_key", "family_of", "may_be_same"]

#: What makes no difference between two names, in the words of `re` and of polars.
SPACE: Final = r"[\s\x{00}-\x{1f}\x{7f}-\x{9f}\x{200b}-\x{200f}\x{2060}\x{feff}]+"
_SPACE: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]+")
_PREFECTURE: Final = re.compile(r"^(?:東京都|北海道|(?:京都|大阪)府|.{2,3}県)(?=.+[市区町村])")


@lru_cache(maxsize=65_536)
def body_key(name: str) -> str:
    """Bring a name to the letters that tell a body apart: width, compatibility shapes and spaces make no difference.

    >>> body_key("架空 市長") == body_key("架空市長　"), body_key("架空市") == body_key("架空市長")
    (True, False)
    """
    return _SPACE.sub("", unicodedata.normalize("NFKC", name))


@lru_cache(maxsize=65_536)
def family_of(name: str) -> tuple[str, str]:
    """Return the government a name belongs to, in today's characters and without its prefecture, and which organ.

    Names that may mean one body have the same government. The organ of a bare name is empty; of what is no local
    government the whole name is returned.

    >>> family_of("架空県架空市教育委員会"), family_of("架空市"), family_of("甲健康保険組合")
    (('架空市', 'education'), ('架空市', ''), ('甲健康保険組合', ''))
    """
    old, organs = _words()
    today = body_key(name).translate(old)
    short = _PREFECTURE.sub("", today)
    for end in (m.end() for m in _ends(short)):
        government, rest = short[:end], short[end:]
        if not rest or rest in organs:
            return government, organs.get(rest, "")
    if today.endswith("知事") and today[-3:-2] in "都道府県":
        return today[:-2], "head"
    return today, ""


def _ends(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"[都道府県市区町村]", text))


def may_be_same(one: str, other: str) -> bool:
    """Whether two names that are not the same may mean one body.

    >>> may_be_same("架空市", "架空市長"), may_be_same("架空市長", "架空市教育委員会"), may_be_same("濱町長", "浜町長")
    (True, False, True)
    """
    if body_key(one) == body_key(other):
        return False
    (government, organ), (same, or_) = family_of(one), family_of(other)
    return government == same and (organ == or_ or not organ or not or_)


@lru_cache(maxsize=1)
def _words() -> tuple[dict[int, str], dict[str, str]]:
    data = read_beside(__file__, "body_names.yaml")
    old = {ord(a): b for a, b in data["old"].items()}
    return old, {word: organ for organ, words in data["organs"].items() for word in words}
