"""Words of the reports in the language asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ..facts.vocabulary import load_vocabulary
from ..facts.yamlio import read_yaml

__all__ = ["Words"]


@lru_cache(maxsize=1)
def _all() -> dict[str, dict[str, dict[str, str]]]:
    path = Path(__file__).with_name("words.yaml")
    data: dict[str, dict[str, dict[str, str]]] = read_yaml(path.read_text("utf-8"), path.name).data
    return data


class Words:
    """Look up words: ``Words("ja").severity("error")``.

    >>> Words("ja").severity("error"), Words("en").ui("due")
    ('要修正', 'due')
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def span(self, levels: str) -> str:
        """Return the words of a level or of two joined by ``..``.

        >>> Words("ja").span("key..full")
        '重点項目評価～全項目評価'
        """
        level = self.level
        return "～".join(level(name) for name in levels.split(".."))

    def fact(self, name: str, label: str = "") -> str:
        """Return the words of a fact; the label where the vocabulary does not have it."""
        known = load_vocabulary()
        if name not in known:
            return label or name
        return known[name].en if self.lang == "en" else label or known[name].ja

    def __getattr__(self, group: str) -> Any:
        """Return a function from ids of a group to words; an unknown id stays as it is."""
        entries = _all().get(group)
        if entries is None:
            raise AttributeError(group)
        return lambda key: entries.get(str(key), {}).get(self.lang, str(key))
