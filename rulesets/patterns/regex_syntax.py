"""How Python itself reads a regular expression; the only module that touches those private parts.

They have had this form since Python 3.11. Where another Python has them no more, :func:`parsed` returns None and
whoever asks knows nothing of a pattern: it is searched everywhere, and under a time limit.
"""

from __future__ import annotations

import re
from typing import Any, Final

try:
    from re import _constants as sre  # type: ignore[attr-defined]  # private, so without types
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover - no such Python is known
    sre = parser = None

__all__ = ["Item", "parsed", "sre"]

#: An operation and its argument.
Item = tuple[Any, Any]
#: Flags under which letters stand for more than themselves.
_LOOSE: Final = re.IGNORECASE | re.VERBOSE


def parsed(pattern: str) -> tuple[list[Item], bool] | None:
    """Return the items of a pattern, and whether its letters stand for themselves alone.

    >>> items, literal = parsed("監査")
    >>> [chr(value) for _, value in items], literal
    (['監', '査'], True)

    Raises:
        re.error: no regular expression.
    """
    if parser is None:  # pragma: no cover - see above
        re.compile(pattern)
        return None
    tree = parser.parse(pattern)
    return list(tree), not tree.state.flags & _LOOSE
