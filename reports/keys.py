"""The key of a line: what stays the same from run to run, so that a person's judgement finds its line again.

A key names body, affair, form, file, risk and rule; line numbers are no part of it. What the line says is kept as a
digest beside them, so that a line that has changed since can be told from one that has not.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import astuple, dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Key", "key_of"]

_MARK: Final = "shikii/1"
_LONGEST: Final = 120
_ROW: Final = re.compile(r":\d+$")
_RULE: Final = {"findings": "rule", "duties": "duty", "measures": "measure"}
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
        return json.dumps([_MARK, *astuple(self)], ensure_ascii=False, separators=(",", ":"))

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
    organization, affair = _part(row.get("organization")), _part(row.get("affair"))
    if not organization and not affair:
        affair = _part(f"@{source}")
    says = "\0".join(_plain(row.get(name)) for name in _SAYS[sheet])
    return Key(
        sheet=sheet,
        organization=organization,
        affair=affair,
        form=_part(row.get("form")),
        file=_part(row.get("file")),
        risk=_part(row.get("risk")),
        rule=_part(row.get(_RULE[sheet])),
        says=hashlib.sha256(says.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        source=_part(_ROW.sub("", source)),
    )


def _plain(value: object) -> str:
    return "" if value is None else "".join(unicodedata.normalize("NFKC", str(value)).split())


def _part(value: object) -> str:
    """Return a part of a key: normalised, and of bounded length."""
    text = "".join(c if c.isprintable() else "?" for c in _plain(value))
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}#{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
