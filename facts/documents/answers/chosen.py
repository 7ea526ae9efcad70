"""Find chosen answers: an option that stands in a cell by itself, not in the printed list of options."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..form_words import bare
from ..text.lines import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..form_words import Vocabulary
    from ..text.lines import Line

__all__ = ["Answer", "find_answers", "is_noise", "stripped"]

_MENU = re.compile(r"<\s?選択肢\s?>")
_SPLIT = re.compile(r"[\[\]\s\0]+")
_NOISE = re.compile(r"^[\[\]\s\0()○]*(?:\d{1,2}[).]?[\[\]\s\0()]*)?$")
_LISTED = re.compile(r"[).\u2460-\u2469・]")
_TAIL = re.compile(r"[※*]$")
# Lines a label may be broken into inside a narrow cell.
_LABEL_LINES = 6
_CELL = 24


@dataclass(frozen=True, slots=True)
class Answer:
    """An option chosen on a line; ``before`` is the label-like text directly in front of it.

    ``at`` is the index of the line. ``after`` is the text of the next line, where a broken label may go on.
    """

    at: int
    value: str
    before: str
    after: str
    joined: bool


def stripped(text: str, vocab: Vocabulary) -> str:
    """Cut the printed option lists out of a line."""
    if "選択肢" in text:
        text = _MENU.sub("\0", text)
    return vocab.listed.sub("\0", text) if _LISTED.search(text) else text


def is_noise(text: str, vocab: Vocabulary) -> bool:
    """Whether a line holds only brackets, option lists and numbers."""
    return bool(_NOISE.match(stripped(text, vocab)))


def _before(lines: Sequence[Line], at: int, head: str) -> str:
    """Give the text in front of a value: its own line, and the short lines above of a broken label."""
    parts = [head]
    for i in range(at - 1, max(-1, at - _LABEL_LINES), -1):
        text = lines[i].text
        if lines[i].blank or len(text) > _CELL or ")" in text or "]" in text or "[" in text:
            break
        parts.append(text)
    return compact("".join(reversed(parts))).translate({ord("["): None, ord("]"): None})


def _checked(text: str, vocab: Vocabulary) -> list[str] | None:
    """Options drawn as boxes: the ticked ones, or nothing when the line is not such a list."""
    boxes = vocab.drawn_boxes.findall(text)
    if len({o for _, o in boxes}) < 2 or len(boxes) != text.count("["):
        return None
    sets = set.intersection(*(set(vocab.sets_of[o]) for _, o in boxes))
    return [o for m, o in boxes if m] if sets else None


def find_answers(lines: Sequence[Line], start: int, end: int, vocab: Vocabulary) -> list[Answer]:
    """Give the chosen answers in a stretch of lines, in text order."""
    out: list[Answer] = []
    words = vocab.sets_of
    for at in range(start, end):
        text = lines[at].text
        if not text or ("い" not in text and "る" not in text and "し" not in text and not _hinted(text)):
            continue
        checked = _checked(text, vocab) if "[" in text else None
        if checked is not None:
            cut = text.index("[")
            out.extend(_answer(lines, at, o, text[:cut], end) for o in checked)
            continue
        work = stripped(text, vocab)
        for found in re.finditer(r"[^\[\]\s\0]+", work):
            value, stop = found.group(), found.end()
            if value not in words:
                # 再委託 is printed top down beside this row; its first character may be drawn onto it.
                if not (value.endswith("再") and value[:-1] in words):
                    continue
                value, stop = value[:-1], stop - 1
            left, right = work[: found.start()], work[stop:]
            if _stands_alone(left, right, value, vocab):
                out.append(_answer(lines, at, value, left, end))
    return out


def _hinted(text: str) -> bool:
    return any(
        w in text
        for w in (
            "以上",
            "未満",
            "の全体",
            "の一部",
            "未定",
            "発生あり",
            "有料",
            "無料",
            "年",
            "ファイル",
            "基礎",
        )
    )


def _answer(lines: Sequence[Line], at: int, value: str, left: str, end: int) -> Answer:
    left = left.replace("\0", " ")
    after = compact(lines[at + 1].text) if at + 1 < end else ""
    joined = bool(compact(left.replace("[", "").replace("]", "").replace("○", "")))
    return Answer(at, value, _TAIL.sub("", _before(lines, at, left)), after, joined)


def _stands_alone(left: str, right: str, value: str, vocab: Vocabulary) -> bool:
    near_left, near_right = left.rstrip(), right.lstrip()
    # A box before the word makes it a tick of that word, not an answer in brackets.
    if value == "委託しない" and near_left.endswith("]"):
        return False
    if re.search(r"\[\s*○\s*\]$", near_left):
        return True
    bracketed = near_left.endswith(("[", "]")) or near_right.startswith(("]", "["))
    rest = [p for p in _SPLIT.split(f"{left}\0{right}") if p and p != "○"]
    if bracketed:
        # What else stands on the line must not be a sentence.
        return all(len(p) <= _CELL or _is_label(p, vocab) for p in rest)
    return all(_is_label(p, vocab) or p in vocab.sets_of for p in rest)


def _is_label(piece: str, vocab: Vocabulary) -> bool:
    piece = bare(piece)
    return not piece or piece in vocab.label_pieces or piece in ("その妥当性", "再", "委", "託")
