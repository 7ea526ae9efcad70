"""Words of the reports in the language asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ..facts.yamlio import read_yaml

__all__ = ["Words", "every_word"]


@lru_cache(maxsize=1)
def _all() -> dict[str, dict[str, dict[str, str]]]:
    path = Path(__file__).with_name("words.yaml")
    data: dict[str, dict[str, dict[str, str]]] = read_yaml(path.read_text("utf-8"), path.name).data
    return data


def every_word(group: str) -> dict[str, dict[str, str]]:
    """Return all words of a group, by id and language."""
    return _all()[group]


class Words:
    """Look up words: ``Words("ja").severity("error")``.

    >>> Words("ja").severity("error"), Words("en").ui("due")
    ('要修正', 'due')
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __getattr__(self, group: str) -> Any:
        """Return a function from ids of a group to words; an unknown id stays as it is."""
        entries = _all().get(group)
        if entries is None:
            raise AttributeError(group)
        return lambda key: entries.get(str(key), {}).get(self.lang, str(key))
