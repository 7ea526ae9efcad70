"""The key of a line: what stays the same from run to run, so that a person's judgement finds its line again.

A key names body, affair, form, file, risk and rule; line numbers are no part of it. What the line says is kept as a
digest beside them, so that a line that has changed since can be told from one that has not.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

__all__ = ["PLACE", "RULE", "Key", "key_of", "place_columns", "plain"]

#: The columns that name the place of a line, besides its rule.
PLACE: Final = ("organization", "affair", "form", "file", "risk")
_MARK: Final = "shikii/1"
_LONGEST: Final = 120
_ROW: Final = re.compile(r":\d+$")
#: The column that names the rule, by sheet.
RULE: Final = {"findings": "rule", "duties": "duty", "measures": "measure"}
_SAYS: Final = {
    "findings": ("title", "detail", "text"),
    "duties": ("title", "detail", "status"),
    "measures": ("title", "state"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """Where a line belongs.

    >>> Key.read(Key("findings", "市長", "住基", "full", "", "in-1", "r", "d", "s").text).rule
    'r'
    >>> Key.read("=1+1") is None
    True
    """

    sheet: str
    organization: str
    affair: str
    form: str
    file: str
    risk: str
    rule: str
    says: str
    source: str

    @property
    def text(self) -> str:
        """Write the key as it stands in the hidden column."""
        parts = [getattr(self, name) for name in self.__slots__]  # `astuple` copies each
        return json.dumps([_MARK, *parts], ensure_ascii=False, separators=(",", ":"))

    @property
    def place(self) -> tuple[str, ...]:
        """What names the line, without what it says and without the input it was read from."""
        return (self.sheet, self.organization, self.affair, self.form, self.file, self.risk, self.rule)

    @classmethod
    def read(cls, text: str) -> Key | None:
        """Read a key back; None when it is none."""
        try:
            parts = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if not isinstance(parts, list) or len(parts) != len(cls.__slots__) + 1 or parts[0] != _MARK:
            return None
        return cls(*parts[1:]) if all(isinstance(p, str) for p in parts) else None


def key_of(sheet: str, row: Mapping[str, object]) -> Key:
    """Return the key of a row of the findings, duties or measures table.

    A row of an unnamed affair of an unnamed body is told apart by its input instead.

    >>> key_of("duties", {"affair": "住基", "organization": "市長", "duty": "d", "source": "in/x.txt"}).affair
    '住基'
    """
    source = PurePath(str(row.get("source") or "").replace("\\", "/")).name
    organization, affair = plain(row.get("organization")), plain(row.get("affair"))
    if not organization and not affair:
        affair = plain(f"@{source}")
    says = "\0".join(_bare(row.get(name)) for name in _SAYS[sheet])
    return Key(
        sheet=sheet,
        organization=organization,
        affair=affair,
        form=plain(row.get("form")),
        file=plain(row.get("file")),
        risk=plain(row.get("risk")),
        rule=plain(row.get(RULE[sheet])),
        says=hashlib.sha256(says.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        source=plain(_ROW.sub("", source)),
    )


def place_columns(names: Sequence[str]) -> list[pl.Expr]:
    """Return the same places for whole tables, as columns named ``@name``: equal where the keys are equal.

    >>> import polars as pl
    >>> table = pl.DataFrame({"organization": ["市 長"], "affair": ["ＡＢ"], "source": ["in/x.txt"]})
    >>> table.select(place_columns(["organization", "affair"])).row(0)
    ('市長', 'AB')
    """
    import polars as pl

    def bare(name: str) -> pl.Expr:
        return pl.col(name).fill_null("").str.normalize("NFKC").str.replace_all(r"\s+", "")

    unnamed = (bare("organization") == "") & (bare("affair") == "")
    source = pl.lit("@") + bare("source").str.replace_all(r"^.*[/\\]", "")
    return [
        (pl.when(unnamed).then(source).otherwise(bare(n)) if n == "affair" else bare(n)).alias(f"@{n}")
        for n in names
    ]


def _bare(value: object) -> str:
    text = "" if value is None else str(value)
    return _cached(text) if len(text) <= _LONGEST else _normal(text)


def _normal(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


#: Names come again on every line of an affair; long texts do not, and would fill the memory.
_cached: Final = lru_cache(maxsize=16_384)(_normal)


def plain(value: object) -> str:
    """Return a part of a key: normalised, and of bounded length."""
    return _bounded("" if value is None else str(value))


@lru_cache(maxsize=256)
def _bounded(text: str) -> str:
    """Shorten a part of a key; an affair's parts come again on each of its lines, and there are few affairs at a time."""
    text = _bare(text)
    if not text.isprintable():
        text = "".join(c if c.isprintable() else "?" for c in text)
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}#{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
