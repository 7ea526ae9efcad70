"""Characters people type for digits and dashes: which may be folded to plain ones, and which mean something else.

Unicode's compatibility folding (NFKC) turns ``④`` into ``4``, ``10²`` into ``102`` and ``½`` into ``1/2``. Only width
and the forms that a font or a PDF gives a character may be folded in a number; everything else is refused here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["DASHES", "NUMERALS", "WAVES", "Unclear", "fold", "plain", "unclear_glyphs_out", "word_key"]

#: Characters used as a dash besides ``-``: hyphens, dashes, the minus sign, the long vowel mark, box drawing.
DASHES: Final = (
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u207b\u208b\ufe58\ufe63\uff0d\u30fc\uff70\u2500\u2501"
)
#: Characters used as a wave dash besides ``~``.
WAVES: Final = "\u301c\uff5e\u223c\u223e\u2053\u02dc\u3030"
#: The numerals a count or a date may be written in.
NUMERALS: Final = "〇一二三四五六七八九十百千万億"

_AS_DASH: Final = str.maketrans(dict.fromkeys(DASHES, "-") | dict.fromkeys(WAVES, "~"))
_WIDTH: Final = ("<wide", "<narrow")
#: Circled, raised and lowered ideographs are marks, not the numerals they fold to.
_MARKS: Final = ("<circle", "<super", "<sub")
#: Telegraph symbols for months (㋀) and days (㏠): they stand for a date, and for nothing else.
_OF_DATES: Final = frozenset(chr(c) for c in (*range(0x32C0, 0x32CC), *range(0x33E0, 0x33FF)))
#: Marks laid over or around the character before: a struck or framed digit is no plain one.
_OVERLAYS: Final = re.compile("[\u0300-\u036f\u20d0-\u20ff\ufe0e\ufe0f]")


class Unclear(ValueError):
    """What is written may mean several things, or no value at all; the text says what, and what to write."""


def plain(text: str) -> str:
    """Normalise width and drop white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=4096)
def word_key(text: str) -> str:
    """Return what known words are compared by: width, white space and the kind of dash do not matter.

    >>> word_key("in－1") == word_key("in‑1") == word_key("ｉｎ ー 1")
    True
    """
    return plain(text).translate(_AS_DASH)


@lru_cache(maxsize=4096)
def _misleads(char: str, *, date: bool) -> bool:
    """Whether a character reads as a number only because folding makes it one."""
    if char.isascii() or (date and char in _OF_DATES):
        return False
    folded = unicodedata.normalize("NFKC", char)
    kind = unicodedata.decomposition(char).partition(">")[0]
    if kind in _WIDTH:
        return False
    if len(folded) == 1 and unicodedata.category(folded) == "Lo" and kind not in _MARKS:
        return False  # an ideograph, or a form of one (radicals of a PDF's text layer)
    return char not in NUMERALS and any(unicodedata.numeric(c, None) is not None for c in (char, *folded))


def fold(text: str, *, date: bool = False) -> str:
    """Fold width and dashes of a number (or of a date), white space kept.

    >>> fold("１２，３４５人"), fold("10～30万"), fold("2026−04−01")
    ('12,345人', '10~30万', '2026-04-01')

    Raises:
        Unclear: circled, bracketed, raised, lowered, Roman, overlaid or otherwise adorned digits; fractions.

    >>> fold("④")
    Traceback (most recent call last):
        ...
    shikii.facts.reading.glyphs.Unclear: `④` is no plain digit; write plain digits
    """
    if text.isascii():
        return text
    for char in text:
        if _misleads(char, date=date):
            raise Unclear(f"`{char}` is no plain digit; write plain digits")
    if _OVERLAYS.search(text):
        raise Unclear("a mark lies over a character; write plain digits")
    # dashes first: folding turns a raised minus into a plain one, and a tilde into a space with a mark
    return unicodedata.normalize("NFKC", text.translate(_AS_DASH)).translate(_AS_DASH)


def unclear_glyphs_out(text: str) -> str:
    """Put a mark that is part of no number in the place of every character that folding would make a digit.

    >>> unclear_glyphs_out("令和④年"), unclear_glyphs_out("令和４年")
    ('令和�年', '令和４年')
    """
    if text.isascii():
        return text
    return "".join("\ufffd" if _misleads(c, date=True) else c for c in text)
