"""Names listed in one cell: files and systems, however a body separates them."""

from __future__ import annotations

import re
from typing import Final

from .lines import plain

__all__ = ["FILE_ENDS", "SYSTEM_ENDS", "listed_names"]

#: How the name of a file ends.
FILE_ENDS: Final = r"(?:ファイル|データベース|台帳|DB)"
#: How the name of a system ends.
SYSTEM_ENDS: Final = (
    r"(?:システム|サーバー?|端末|クラウド|ネットワーク|ネット|基盤|データベース|DB|CS|台帳|VRS|ソフト|サービス"
    r"|エルタックス|eLTAX)"
)
_MARK: Final = re.compile(r"^(?:[・\-*]|\(?\d{1,2}[).]|\d{1,2}(?=\s)|[\u2460-\u2473])\s*")
#: Words that white space behind them ends; others (台帳) may go on behind it.
_CLEAR: Final = r"(?:システム|サーバー?|端末|ファイル|データベース)(?:\((?!\d{1,2}\))[^()]{1,40}\))?"

_LONGEST: Final = 60
#: What stands in no name: marks and empty brackets are those of another cell.
_FOREIGN: Final = re.compile(r"[\[\]○●□■☐☑☒✓<>]|\(\)")


def listed_names(text: str, ends: str) -> tuple[str, ...] | None:
    r"""Part a list where a name ends: at a separator behind it, or at a number before the next.

    A separator inside a name parts nothing. None where a part does not end as a name does, or a name stands twice.

    >>> listed_names("児童手当ファイル、扶養手当ファイル", FILE_ENDS), listed_names("年金・保険ファイル", FILE_ENDS)
    (('児童手当ファイル', '扶養手当ファイル'), ('年金・保険ファイル',))
    >>> listed_names("⑴　甲ファイル\n⑵　乙ファイル", FILE_ENDS), listed_names("甲ファイル 及び 乙ファイル", FILE_ENDS)
    (('甲ファイル', '乙ファイル'), ('甲ファイル', '乙ファイル'))
    >>> listed_names("甲に関する記録", FILE_ENDS), listed_names("住民基本台帳 ファイル", FILE_ENDS)
    (None, ('住民基本台帳ファイル',))
    """
    end = rf"(?:{ends})(?:\((?!\d{{1,2}}\))[^()]{{1,40}}\))?"
    between = r"(?:\s*(?:[、,・/;]|及び|並びに|と)\s*|(?<=\x01\x00)\s+|\s*(?=\(?\d{1,2}[).])|\s*(?=[\u2460-\u2473]))"
    names: list[str] = []
    ended = re.sub(
        end,
        lambda m: f"{m[0]}\x01\x00" if re.search(rf"{_CLEAR}$", m[0]) else f"{m[0]}\x00",
        plain(text).strip(),
    )
    for part in re.split(rf"(?<=\x00){between}", ended):
        name = "".join(_MARK.sub("", part.replace("\x00", "").replace("\x01", "").strip()).split())
        if name:
            names.append(name)
    if not names or len(set(names)) != len(names):
        return None
    if not all(re.search(rf".{end}$", n) and len(n) <= _LONGEST and not _FOREIGN.search(n) for n in names):
        return None
    return tuple(names)
