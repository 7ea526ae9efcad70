"""Labels of columns and words of the workbook and the check sheet, in the language asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ...facts.yaml_source import read_beside

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["column_label", "columns", "say", "words_file"]


@lru_cache(maxsize=8)
def words_file(name: str) -> Mapping[str, Any]:
    """Read a file of words that stands beside this module."""
    data: dict[str, Any] = read_beside(__file__, name)
    return data


def columns() -> Mapping[str, Mapping[str, str]]:
    """Return label and meaning of every column of the tables."""
    return words_file("columns.yaml")


def column_label(name: str, lang: str, sheet: str = "") -> str:
    """Return the header of a column, in the words of the sheet where it has words of its own.

    >>> column_label("severity", "ja"), column_label("owner", "en"), column_label("title", "ja", "findings")
    ('重要度', 'owner', '指摘')
    """
    known = columns()
    return str(known.get(f"{name}.{sheet}", known[name])[lang])


def say(file: str, group: str, key: str, lang: str, /, **values: object) -> str:
    """Return a word or sentence with values filled in.

    >>> say("workbook.yaml", "sheet", "findings", "ja")
    '指摘'
    """
    text = str(words_file(file)[group][key][lang])
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text
