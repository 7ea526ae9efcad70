"""Text of people inside Markdown."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["escaped"]

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#])")


def escaped(value: object) -> str:
    r"""Escape what would be markup, on one line.

    >>> print(escaped("a|b <c>"))
    a\|b \<c\>
    """
    return _SPECIAL.sub(r"\\\1", " ".join(str(value).split()))
