"""The sentences that hold an explanation together, as data, in Japanese and English."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ...facts.yaml_source import read_beside

__all__ = ["LANGUAGES", "listing", "say"]

LANGUAGES: Final = ("ja", "en")
_HOLE: Final = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=1)
def _sentences() -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = read_beside(__file__, "phrases.yaml")
    return data


def say(key: str, lang: str = "ja", **words: object) -> str:
    """Fill in a sentence.

    >>> say("fact_unknown", label="取扱者数")
    '取扱者数：不明'
    """
    return _HOLE.sub(lambda m: str(words.get(m[1], m[0])), _sentences()[key][lang])


def listing(words: list[str] | tuple[str, ...], lang: str = "ja") -> str:
    """Join words as the language does.

    >>> listing(["対象人数", "取扱者数"]), listing(["headcount", "handlers"], "en")
    ('対象人数、取扱者数', 'headcount, handlers')
    """
    return ("、" if lang == "ja" else ", ").join(words)
