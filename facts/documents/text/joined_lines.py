"""Give a text its lines back that a tool ran together: a page, or the whole document, on one line.

Such a tool sets a space for every line break, so each space may be one. The words of the form tell which are
not: a label, a chosen option and a date stay in one piece. Labels of a cover are cut out even where nothing
parts them. All pieces keep the number of the line they were on.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..form_words import bare, vocabulary
from .bundle import CUES
from .lines import compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...forms.model import Forms
    from .lines import Line

__all__ = ["unfolded"]

_COVER = re.compile(
    r"(?:(?<!\s)\s+)?((?:特定個人情報保護評価書\s?\(?\s?(?:基礎|重点|全)項目評価書\s?\)?)|評価書番号|評価書名"
    r"|個人のプライバシー等の権利利益の保護の宣言|特記事項|評価実施機関名|(?:特定)?個人情報保護委員会\s?承認日"
    r"|公表日|項目一覧)(?![はがをにのでも、。])\s*"
)
_MARK = re.compile(r"\[?\s?(?:平成|令和)\s?(?:元|\d{1,2})\s?年\s?\d{1,2}\s?月\s?様式\s?[234]\s?\]?")
_DATE = re.compile(
    r"(?:明治|大正|昭和|平成|令和|\d{2})\s?(?:元|\d{1,2})\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?"
)
_MENU = re.compile(r"<\s?選択肢\s?>")
_PAGE = re.compile(r"^(\d{1,3})\s+(?=\S)")
_PREFIX = re.compile(r"^(?:[IVX]{1,4}|\d{1,2}|\(\d{1,2}\))[.、:]?(?=\D)")
_COUNT = re.compile(r"\(\s?\d{0,3}\s?\)\s?件(?=\s|$)")
_COUNTED = 4
_MARKER = re.compile(r"^(?:\(\d{1,2}\)|\d{1,2}[).]|[\u2460-\u2473・●])$")
_LABELS = re.compile(r"(?:^|(?<=\s))[\u2460-\u2473][^\s\[\]]{3,24}(?=\s|$)")
_LISTED = re.compile(r"^\(?\d{1,2}[).]$")
_FEW = 10
_FOLDED = 100
_LONG = 80
_NEEDED = 4
#: Pieces a label may have been written in, and tokens a bracket may hold.
_PIECES = 5
_HELD = 4


def unfolded(lines: list[Line], forms: Forms) -> list[Line]:
    r"""Cut the long lines of a text whose cover stands on one line; any other text is given back as it is.

    >>> from pathlib import Path
    >>> from shikii.facts.forms.model import load_forms
    >>> from .lines import lines_of
    >>> forms = load_forms(Path(__file__).parents[3] / "rulesets" / "my-number-pia" / "forms")
    >>> cover = "特定個人情報保護評価書（基礎項目評価書） 評価書番号 7 評価書名 予防接種事務 基礎項目評価書 "
    >>> cover += "個人のプライバシー等の権利利益の保護の宣言 宣言する。 特記事項 評価実施機関名 みどり市長 公表日 "
    >>> [line.text for line in unfolded(lines_of(cover + "令和 7 年 4 月 1 日 ①事務の名称 予防接種"), forms)][-4:]
    ['公表日', '令和7年4月1日', '①事務の名称', '予防接種']
    """
    folded = any(_is_cover(line.text) for line in lines)
    parted = sum(bool(_LISTED.match(line.text)) for line in lines) >= _FEW
    if not folded and not parted and not any(_several(line.text) for line in lines):
        return lines
    lines = _with_numbers(lines, _words(forms)) if parted else lines
    words, listed = _words(forms), vocabulary(forms, "full").listed
    out: list[Line] = []
    page, paged = 0, False
    for n, line in enumerate(lines):
        text = line.text
        number = _PAGE.match(text) if folded and (not n or paged or lines[n - 1].blank) else None
        paged = False
        if number and (int(number[1]) == page + 1 or (int(number[1]) == 1 and _is_cover(text))):
            # A tool that gives every page a line numbers it.
            page, paged = int(number[1]), True
            text = text[number.end() :]
            out.extend(replace(line, raw="", text="", indent=0) for _ in range(3))
        elif not (_is_joined(text, words) if not folded else len(text) >= _LONG):
            out.append(line)
            continue
        out.extend(replace(line, raw=piece, text=piece, indent=0) for piece in _cut(text, words, listed))
    return out


def _with_numbers(lines: list[Line], words: frozenset[str]) -> list[Line]:
    """Put the number of a printed option before it again where it stands on a row of its own."""
    out: list[Line] = []
    held: Line | None = None
    for line in lines:
        if held is not None and not line.blank:
            whole = f"{held.text} {line.text}"
            if compact(line.text) in words:
                out.append(replace(line, raw=whole, text=whole))
                held = None
                continue
            out.append(held)
            held = None
        if _LISTED.match(line.text):
            held = line
        elif held is None:
            out.append(line)
    return out if held is None else [*out, held]


def _is_cover(text: str) -> bool:
    return len(text) >= _FOLDED and sum(cue in text for cue in CUES) >= _NEEDED


def _several(text: str) -> bool:
    return len(_LABELS.findall(text)) > 1


def _is_joined(text: str, words: frozenset[str]) -> bool:
    """Whether several cells of a column stand on one row: two of its numbered labels, each behind a space."""
    return _several(text) and sum(bare(label) in words for label in _LABELS.findall(text)) > 1


def _words(forms: Forms) -> frozenset[str]:
    found: set[str] = {"行政機関等のみ", "承認日", "項目一覧", "<選択肢>"}
    for form in ("basic", "key", "full"):
        vocab = vocabulary(forms, form)
        found |= vocab.labels | set(vocab.headings) | set(vocab.sets_of) | vocab.boxes
    # Some tools drop all punctuation.
    return frozenset(found | {word.replace("、", "") for word in found})


def _cut(text: str, words: frozenset[str], listed: re.Pattern[str]) -> Iterator[str]:
    text = _MARK.sub(lambda m: f" {compact(m[0])} ", text)
    text = _DATE.sub(lambda m: compact(m[0]), text)
    if _is_cover(text):
        # Behind the mark of the form's version the body begins, whose sentences use these words too.
        mark = next(
            (m.end() for m in re.finditer(r"様式[234]\]?", text) if _is_cover(text[: m.end()])), len(text)
        )
        text = _COVER.sub(lambda m: f" {compact(m[1])} ", text[:mark]) + text[mark:]
    # A printed option keeps its number, or it would look like the chosen one.
    text = listed.sub(lambda m: f" {compact(m[0])} ", _MENU.sub(" <選択肢> ", text))
    tokens = text.split()
    at = 0
    while at < len(tokens):
        width = _width(tokens, at, words)
        yield " ".join(tokens[at : at + width])
        at += width


def _width(tokens: Sequence[str], at: int, words: frozenset[str]) -> int:
    """How many tokens belong together from here: a label, a numbered option, or a bracket with its word."""
    if tokens[at].startswith("["):
        end = next((k for k in range(at, min(at + _HELD, len(tokens))) if tokens[k].endswith("]")), None)
        if end is not None:
            inside = "".join(tokens[at : end + 1]).strip("[]")
            # A box goes with the word behind it; a chosen option stands in the bracket itself.
            follows = end + 1 < len(tokens) and not tokens[end + 1].startswith(("[", "<"))
            width = end + 1 - at + (inside in ("", "○") and follows)
            counted = _COUNT.match(" ".join(tokens[at + width : at + width + _COUNTED]))
            return width + (counted[0].count(" ") + 1 if counted else 0)
    for width in range(min(_PIECES, len(tokens) - at), 1, -1):
        whole = compact("".join(tokens[at : at + width]))
        if bare(whole) in words or bare(_PREFIX.sub("", whole)) in words:
            return width
    # A mark of a list never stands alone.
    return 1 + bool(_MARKER.match(tokens[at]) and at + 1 < len(tokens))
