"""Text of people as it may be shown: what no one can see, and what commands a screen, is not part of it.

Escape sequences, marks that turn the direction of writing, zero-width and unpaired characters mean nothing in a fact,
but could rewrite a terminal, disguise a name, or break a file; so they end where text comes in.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["visible", "visible_lines"]

#: Combining marks that one letter may carry.
_MARKS: Final = 30
_BREAKS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROLS: Final = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_FORMATS: Final = (
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
_HIDDEN: Final = re.compile(f"[{_FORMATS}]+")
_HIDDEN_OR_CONTROL: Final = re.compile(f"[{_FORMATS}{_CONTROLS}]+")
_BROKEN: Final = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def visible(text: str) -> str:
    r"""Give a text on one line, without what cannot be seen; half a character becomes U+FFFD.

    >>> visible("甲\x1b[31m乙\r\n丙\u202e\ud800") == "甲 [31m乙 丙\ufffd"
    True
    """
    text = _few_marks(text)
    if text.isprintable():
        return text
    return _BROKEN.sub("\ufffd", _HIDDEN.sub("", _BREAKS.sub(" ", text)))


def visible_lines(text: str) -> str:
    r"""Take what cannot be seen out of a text and leave its lines and pages as they are.

    >>> visible_lines("甲\u200b\n\x1b乙\f")
    '甲\n乙\x0c'
    """
    return _BROKEN.sub("\ufffd", _HIDDEN_OR_CONTROL.sub("", _few_marks(text)))


def _few_marks(text: str) -> str:
    """Keep 30 combining marks on one letter, as the Stream-Safe Text Format (UAX #15) does.

    No writing has more, and normalising a row of them takes quadratic time.
    """
    if len(text) <= _MARKS or text.isascii():
        return text
    marks = "".join(sorted(c for c in set(text) if unicodedata.combining(c)))
    return re.sub(f"([{marks}]{{{_MARKS}}})[{marks}]+", r"\1", text) if marks else text
