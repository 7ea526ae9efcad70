"""Where the headers of a table stand, as offices write them: below a title, over two rows, with units behind the words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from ..fact_names import by_word
from ..reading.glyphs import word_key
from ..vocabulary import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MOST_ABOVE", "find_headers", "plain_header"]

#: How many rows a title and its remarks may take.
MOST_ABOVE: Final = 15
_SPACE: Final = re.compile(r"\s+")
_UNIT: Final = re.compile(
    r"(?:[(\[](?:単位[:：]?)?(?:人|名|件|人数|年月日|西暦|和暦|日付|有無|有・無|有/無|必須|任意|※\d?)[)\]]|[*※]\d?)+\Z"
)
_NUMBERED: Final = re.compile(r"\A(?:[①-⑳]|\(\d{1,2}\)|\d{1,2}[.．])")


def plain_header(name: str) -> str:
    r"""Return a header without line breaks, its number, and the unit behind it.

    >>> plain_header("対象人数\n（人）"), plain_header("①事務の名称"), plain_header("対象人数（計数時点）")
    ('対象人数', '事務の名称', '対象人数（計数時点）')
    """
    flat = _SPACE.sub("", name)
    plain = _NUMBERED.sub("", flat)
    folded = unicodedata.normalize("NFKC", plain)
    return _UNIT.sub("", folded) if _UNIT.search(folded) else plain


def find_headers(rows: Sequence[Sequence[str | None]]) -> tuple[int, int, tuple[str, ...]]:
    """Return the row of the headers (from 0), how many rows they take, and the headers.

    The first row that is not empty holds them, unless it names at most one fact and a row below names more. A second row
    belongs to them where it stands only under headers that are empty or span several columns.

    >>> find_headers([["一覧", None], ["事務名", "対象人数"], ["甲", "5"]])
    (1, 1, ('事務名', '対象人数'))
    >>> find_headers([["事務名", "しきい値判断項目", None], [None, "対象人数", "取扱者数"], ["甲", "5", "1"]])
    (0, 2, ('事務名', '対象人数', '取扱者数'))
    """
    used = [n for n, row in enumerate(rows) if any(row)][:MOST_ABOVE]
    if not used:
        return 0, 1, ()
    best = (0, used[0], 1, _texts(rows[used[0]]))
    for n in used:
        for depth in (1, 2):
            names = _texts(rows[n]) if depth == 1 else _joined(rows, n)
            count = len(set(_known(names)))
            least = 1 if n == used[0] else 2
            if count >= least and count > best[0]:
                best = (count, n, depth, names)
        if best[0] > 1:
            break
    return best[1:]


def _texts(row: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(cell or "" for cell in row)


def _known(names: Sequence[str]) -> list[str]:
    words = by_word(Scope.AFFAIR)
    return [fact.name for name in names if (fact := words.get(word_key(plain_header(name))))]


def _joined(rows: Sequence[Sequence[str | None]], n: int) -> tuple[str, ...]:
    """Return the headers of two rows read together; nothing where the second is no part of them."""
    if n + 1 >= len(rows):
        return ()
    above, below = _texts(rows[n]), _texts(rows[n + 1])
    width = max(len(above), len(below))
    above, below = above + ("",) * (width - len(above)), below + ("",) * (width - len(below))
    if not any(below):
        return ()
    names, group = [], ""
    for i in range(width):
        spans = above[i] and i + 1 < width and not above[i + 1] and below[i + 1]
        if below[i] and above[i] and not spans:
            return ()  # a value under its header
        group = above[i] if spans else group if not above[i] else ""
        options = (group + below[i], below[i]) if below[i] else (above[i],)
        names.append(next((o for o in options if _known([o])), options[0]))
    if tuple(names) == below:
        return ()  # what stands above is a title and adds nothing
    return tuple(names)
