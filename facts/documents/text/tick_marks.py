"""Bring the marks of a text to one manner: ``[ ○ ]`` before a box, ``[ 十分である ]`` for an answer.

How a body draws a tick, a box or the brackets of an answer is its own; a text uses one manner throughout.
A manner is taken for one only where it stands beside words the form prints there, and more than once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .lines import plain

if TYPE_CHECKING:
    from ...forms.model import Forms

__all__ = ["unmarked"]

_TICKS = "●■✓✔✅レﾚ☑◎◉⦿√OoＯｏ0０〇◯"
_GAP = r"[ \t\u3000\xa0]{0,4}"
_PAIRS = (("【", "】"), ("＜", "＞"), ("<", ">"), ("（", "）"), ("(", ")"), ("「", "」"), ("『", "』"))
_FEW = 2
# So many options belong to printed lists; fewer may be the words of a sentence.
_LISTS = 12


@dataclass(frozen=True)
class _Words:
    """Patterns for the words behind boxes and for the options of the forms, in any width."""

    box: str
    option: str


@lru_cache(maxsize=4)
def _words(boxes: frozenset[str], options: frozenset[str]) -> _Words:
    return _Words(_any_of(boxes), _any_of(options))


def _any_of(words: frozenset[str]) -> str:
    wide = str.maketrans("()", "（）")
    spelt = {w for word in words for w in (word, plain(word), word.translate(wide))}
    return "|".join(re.escape(w) for w in sorted(spelt, key=lambda w: (-len(w), w)))


def _of(forms: Forms) -> _Words:
    rows = [x for rows in forms.tick_groups.values() for row in rows for x in row]
    skips = [k.tick for f in forms.forms for s in f.sections for p in s.parts for k in p.skip]
    boxes = frozenset(re.split("[(（]", x, maxsplit=1)[0] for x in (*rows, *forms.tick_aliases, *skips))
    options = frozenset(o for opts in forms.option_sets.values() for o in opts)
    return _words(boxes | {"提供を行っている", "移転を行っている", "行っていない"}, options)


def unmarked(text: str, forms: Forms) -> str:
    """Give the text with its own marks replaced by those of the printed form."""
    words = _of(forms)
    text = _parenthesised(text, words)
    text = _drawn(text, words)
    text = _filled(text, words)
    text = _ticked(text, words)
    text = _listed(text, words)
    return _bracketed(text, words)


def _parenthesised(text: str, words: _Words) -> str:
    """Boxes drawn as ``( ○ )`` and ``( )``: only where ticked ones stand before words of the form."""
    box = re.compile(rf"[(（]({_GAP}[{_TICKS}○]?{_GAP})[)）](?={_GAP}(?:{words.box}))")
    ticked = sum(1 for m in box.finditer(text) if m[1].strip())
    return box.sub(r"[\1]", text) if ticked >= _FEW else text


def _drawn(text: str, words: _Words) -> str:
    """Boxes drawn as one character."""
    empty = len(re.findall(rf"[□☐](?={_GAP}(?:{words.box}))", text))
    if empty < _FEW:
        return text
    text = re.sub(rf"[■☑☒](?={_GAP}(?:{words.box}))", "[ ○ ]", text)
    return re.sub(rf"[□☐](?={_GAP}(?:{words.box}))", "[ ]", text)


def _filled(text: str, words: _Words) -> str:
    """Boxes drawn as ● and ○ without brackets, as filled and empty buttons: both stand before words of the form."""
    button = re.compile(rf"(?:^|(?<=[\s|\u3000]))([●○〇◯])(?={_GAP}(?:{words.box}))", re.MULTILINE)
    drawn = [m[1] == "●" for m in button.finditer(text)]
    bracketed = re.search(rf"[\[［]{_GAP}[{_TICKS}○]?{_GAP}[\]］]{_GAP}(?:{words.box})", text)
    if bracketed or sum(drawn) < _FEW or all(drawn):
        return text
    return button.sub(lambda m: "[ ○ ]" if m[1] == "●" else "[ ]", text)


def _ticked(text: str, words: _Words) -> str:
    """Ticks other than ○: the mark that stands in whole boxes is a tick wherever it stands beside a bracket."""
    whole = re.compile(rf"[\[［]{_GAP}([{_TICKS}]){_GAP}[\]］](?={_GAP}(?:{words.box}))")
    seen = [m[1] for m in whole.finditer(text)]
    for mark in sorted({m for m in seen if seen.count(m) >= _FEW}):
        beside = re.compile(
            rf"(?<![A-Za-z0-9０-９]){mark}(?={_GAP}[\[\]［］])"
            rf"|(?<=[\[\]［］])({_GAP}){mark}(?={_GAP}(?:[\[\]［］]|$))"
            rf"|^({_GAP}){mark}(?={_GAP}$)",
            re.MULTILINE,
        )
        text = beside.sub(lambda m: f"{m[1] or m[2] or ''}○", text)
    return text


def _listed(text: str, words: _Words) -> str:
    """Options numbered in another manner than ``1)``."""
    number = re.compile(
        rf"(?:[（(]([0-9０-９]{{1,2}})[)）]|(?<![0-9０-９])([0-9０-９]{{1,2}})[．.]|([①-⑩])|(・)){_GAP}"
        rf"(?=(?:{words.option})(?:$|[\s\u3000\]\[＜<)）・①-⑩（(]|[0-9０-９]))",
        re.MULTILINE,
    )
    if sum(1 for _ in number.finditer(text)) < _LISTS:
        return text
    return number.sub(lambda m: f"{m[1] or m[2] or (ord(m[3]) - 0x245F if m[3] else 1)}) ", text)


def _bracketed(text: str, words: _Words) -> str:
    """Answers in brackets of another kind, behind a label or alone, never inside a sentence."""
    for left, right in _PAIRS:
        answer = re.compile(
            rf"(?<![、。をはがにとで]){re.escape(left)}({_GAP}(?:{words.option}){_GAP}){re.escape(right)}"
            rf"(?={_GAP}(?:$|[＜<【]{_GAP}選択肢|\t|[0-9０-９]{{1,2}}[)）.．]))",
            re.MULTILINE,
        )
        if len(answer.findall(text)) > _FEW:
            text = answer.sub(r"[\1]", text)
    return text
