"""The fact that a path of a reading fills: the same paths as ``shikii import --format jsonl`` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...fact_names import by_word
from ...vocabulary import Scope
from ..reading_paths import ANSWER, OF_FILE, RISK, ROW, ROW_SCOPES

if TYPE_CHECKING:
    from ...vocabulary import Fact

__all__ = ["fact_at", "file_of"]

#: No form has room for more rows of a list than two digits count.
_MOST_DIGITS: Final = 2
#: What decides which form is read is no answer in it.
_NOT_HERE: Final = frozenset({"form"})


def file_of(path: str) -> str | None:
    """Return the file a path speaks of.

    >>> file_of("files[住民ファイル].persons"), file_of("headcount")
    ('住民ファイル', None)
    """
    match = OF_FILE.match(path)
    return match[1] if match else None


def fact_at(path: str) -> Fact | None:
    """Return the fact of the vocabulary that a path fills; None where it fills none.

    >>> [f.name if (f := fact_at(p)) else None for p in ("headcount", "files[甲].risks[in-1].adequacy", "systems[2].name", "head")]
    ['headcount', 'file.risks.in-1.adequacy', 'system.name', None]
    """
    match = OF_FILE.match(path)
    short = path[match.end() :] if match else path
    if short in _NOT_HERE:
        return None
    if short == "entrustments":
        short = "entrusted_items"
    if row := ROW.match(short):
        return by_word(ROW_SCOPES[row[1]]).get(row[3]) if len(row[2]) <= _MOST_DIGITS else None
    if risk := RISK.match(short):
        short = f"risks.{risk[1]}.{risk[2]}"
    elif answer := ANSWER.match(short):
        short = f"answers.{answer[1]}"
    of_file = by_word(Scope.FILE).get(short)
    return of_file if match else by_word(Scope.AFFAIR).get(short) or of_file
