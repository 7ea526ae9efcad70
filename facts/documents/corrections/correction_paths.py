"""The fact that a path of a reading fills: the same paths as ``shikii import --format jsonl`` writes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...fact_names import by_word
from ...vocabulary import Scope

if TYPE_CHECKING:
    from ...vocabulary import Fact

__all__ = ["fact_at", "file_of"]

_FILE: Final = re.compile(r"files\[([^\]]+)\]\.")
_ROWS: Final = {
    "systems": Scope.SYSTEM,
    "entrustments": Scope.ENTRUSTMENT,
    "changes": Scope.CHANGE,
}
_ROW: Final = re.compile(rf"({'|'.join(_ROWS)})\[[1-9][0-9]?\]\.(\w+)\Z")
_KEYED: Final = re.compile(r"(risks|answers)\[([^\]]+)\](\.(?:applicable|adequacy))?\Z")
#: What decides which form is read is no answer in it.
_NOT_HERE: Final = frozenset({"form"})


def file_of(path: str) -> str | None:
    """Return the file a path speaks of.

    >>> file_of("files[住民ファイル].persons"), file_of("headcount")
    ('住民ファイル', None)
    """
    match = _FILE.match(path)
    return match[1] if match else None


def fact_at(path: str) -> Fact | None:
    """Return the fact of the vocabulary that a path fills; None where it fills none.

    >>> [f.name if (f := fact_at(p)) else None for p in ("headcount", "files[甲].risks[in-1].adequacy", "systems[2].name", "head")]
    ['headcount', 'file.risks.in-1.adequacy', 'system.name', None]
    """
    match = _FILE.match(path)
    short = path[match.end() :] if match else path
    if short in _NOT_HERE:
        return None
    if short == "entrustments":
        short = "entrusted_items"
    if row := _ROW.match(short):
        return by_word(_ROWS[row[1]]).get(row[2])
    if keyed := _KEYED.match(short):
        short = f"{keyed[1]}.{keyed[2]}{keyed[3] or ''}"
    of_file = by_word(Scope.FILE).get(short)
    return of_file if match else by_word(Scope.AFFAIR).get(short) or of_file
