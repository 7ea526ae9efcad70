"""The names a facts file may use: short and full names, Japanese labels, groups and lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ..fact_names import by_word
from ..reading.glyphs import word_key
from ..vocabulary import Scope
from .affair import LISTS

if TYPE_CHECKING:
    from ..errors import Problem
    from ..vocabulary import Fact

__all__ = ["JA_LISTS", "META", "flat", "foreign", "named_facts"]

JA_LISTS: Final = {
    "ファイル": "files",
    "特定個人情報ファイル": "files",
    "委託事項": "entrustments",
    "委託": "entrustments",
    "システム": "systems",
    "事故": "incidents",
    "公表履歴": "publications",
    "変更箇所": "changes",
}

#: Keys of a facts file that are no facts.
META: Final = frozenset(
    {
        "schema",
        "narratives",
        "fields",
        "measures",
        "unknown",
        "source",
        "listed_all",
        "files_listed_all",
        "incidents_listed_all",
        "coverage",
        "corrections",
    }
)


def named_facts(data: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return what the top of a facts file names: facts of the affair, facts of its one file, and lists.

    >>> own, below, lists = named_facts({"対象人数": 5, "users": 3, "hearing": {"to": None}, "事故": []})
    >>> sorted(own), sorted(below), sorted(lists)
    (['headcount', 'hearing.to'], ['file.users'], ['incidents'])
    """
    own: set[str] = set()
    below: set[str] = set()
    lists: set[str] = set()
    words, file_words = by_word(Scope.AFFAIR), by_word(Scope.FILE)
    for name, raw, _ in flat(data, "$", words):
        listed, word = JA_LISTS.get(name, name), word_key(name)
        if listed in LISTS and (word not in words or raw is None or isinstance(raw, (list, Mapping))):
            lists.add(listed)
        elif word in words:
            own.add(words[word].name)
        elif word in file_words:
            below.add(file_words[word].name)
    return frozenset(own), frozenset(below), frozenset(lists)


def flat(data: Mapping[str, Any], path: str, words: Mapping[str, Fact]) -> list[tuple[str, Any, str]]:
    """Unfold nested groups (``hearing: {from: …}``) into dotted names, leaving lists and given places alone."""
    out: list[tuple[str, Any, str]] = []
    groups = {w.split(".")[0] for w in words if "." in w} | {"risks", "answers"}
    for name, raw in data.items():
        where = f"{path}.{name}"
        if isinstance(raw, Mapping) and "value" not in raw and name in groups:
            out.extend(_unfold(str(name), raw, where))
        else:
            out.append((str(name), raw, where))
    return out


def _unfold(name: str, raw: Mapping[str, Any], where: str) -> list[tuple[str, Any, str]]:
    out: list[tuple[str, Any, str]] = []
    for inner, value in raw.items():
        full, at = f"{name}.{inner}", f"{where}.{inner}"
        if isinstance(value, Mapping) and "value" not in value:
            out.extend(_unfold(full, value, at))
        else:
            out.append((full, value, at))
    return out


def foreign(data: Any, problems: list[Problem]) -> bool:
    """Say whether a file was never meant as facts: none of its keys is a fact, and most are nothing we know.

    A list may have the name of one of ours (``changes``), and anything may have a ``name``; one misspelt key beside
    lists is a slip to be told.
    """
    if not isinstance(data, Mapping):
        return False
    keys = {str(key) for key in data}
    lists = keys & {*LISTS, *JA_LISTS}
    unknown = keys & {p.value for p in problems if p.id == "facts.unknown-key"}
    return len(unknown) > len(lists) and keys <= unknown | lists | META | {"name"}
