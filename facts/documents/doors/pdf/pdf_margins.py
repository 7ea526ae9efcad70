"""Headers and footers: what is printed alike at the edge of page after page belongs to no field."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..cells import Row

__all__ = ["without_margins"]

_EDGE: Final = 2
#: As often as this a row must stand at the edge of pages to be taken for a header or footer.
_OFTEN: Final = 3
_SHARE: Final = 0.5
_DIGITS: Final = re.compile(r"[0-9０-９]+")
_PAGE: Final = re.compile(
    r"^[-－―‐–—~〜～\s]*(?:p\.?|page|頁|ページ)?\s*#\s*(?:[/／]\s*#|頁|ページ|of\s*#)?[-－―‐–—~〜～\s]*$",
    re.IGNORECASE,
)


def without_margins(pages: Sequence[tuple[Row, ...]]) -> list[tuple[Row, ...]]:
    """Return the pages without page numbers and without rows that recur at their edges."""
    seen = Counter(form for rows in pages for form in {_form(r) for r in (*rows[:_EDGE], *rows[-_EDGE:])})
    often = {form for form, n in seen.items() if n >= max(_OFTEN, _SHARE * len(pages))}
    return [tuple(r for i, r in enumerate(rows) if not _margin(r, i, len(rows), often)) for rows in pages]


def _margin(row: Row, index: int, count: int, often: set[str]) -> bool:
    at_edge = index < _EDGE or index >= count - _EDGE
    if not at_edge or len(row.cells) > 3:
        return False
    form = _form(row)
    return form in often or (index >= count - 1 and bool(_PAGE.match(form)))


def _form(row: Row) -> str:
    return " ".join(_DIGITS.sub("#", c.text) for c in row.cells)
