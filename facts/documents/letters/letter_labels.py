"""The rows of a letter: each label with the lines behind it, also where a narrow cell breaks a label."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from ...yaml_source import read_beside
from ..text.lines import compact
from .letter import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..text.lines import Line

__all__ = ["letter_rows"]

_LEAD: Final = re.compile(r"^(?:[\u2460-\u2473]|\(?\d{1,2}[).、]?(?![\d月年日第]|条(?!例)))?")
_PIECES: Final = 4
_SHORTEST: Final = 1


@cache
def _words() -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
    """Return each label with its row, the longest first, and the labels that must stand apart."""
    data = read_beside(__file__, "letter_words.yaml")
    pairs = [(compact(label), row) for row, labels in data["labels"].items() for label in labels]
    return tuple(sorted(pairs, key=lambda p: -len(p[0]))), frozenset(map(compact, data["short"]))


def letter_rows(lines: Sequence[Line]) -> dict[str, list[Said]]:
    r"""Return what stands behind each label of a letter, line by line; of two labels of one row the first counts.

    >>> from ..text.lines import lines_of
    >>> rows = letter_rows(lines_of("1 業 務 名  予防接種事務\n特定個人情報\nファイルの名称\n①甲ファイル\n②乙ファイル"))
    >>> [said.text for said in rows["affair"]], [said.text for said in rows["files"]]
    (['予防接種事務'], ['①甲ファイル', '②乙ファイル'])
    """
    filled = [line for line in lines if not line.blank]
    out: dict[str, list[Said]] = {}
    into: list[Said] | None = None
    k = 0
    while k < len(filled):
        found = _label_at(filled, k)
        if found is None:
            if into is not None:
                into.append(Said(" ".join(filled[k].text.split()), filled[k].number))
            k += 1
            continue
        row, used, rest = found
        known = out.get(row)
        into = []
        if known is None or (not known and rest):
            out[row] = into
        if rest:
            into.append(Said(rest, filled[k + used - 1].number))
        k += used
    return out


def _label_at(filled: Sequence[Line], k: int) -> tuple[str, int, str] | None:
    text = filled[k].text
    flat = compact(text)
    lead = _LEAD.match(flat)
    body = flat[lead.end() :] if lead else flat
    if len(body) < _SHORTEST:
        return None
    labels, short = _words()
    for label, row in labels:
        if body.startswith(label):
            rest = body[len(label) :].lstrip(":")
            if rest and not _apart(text, label, must=label in short):
                continue
            return row, 1, _behind(text, label) if rest else ""
        used = _broken(filled, k, body, label)
        if used:
            last = filled[k + used[0] - 1].text
            return row, used[0], _behind(last, used[1])
    return None


def _spaced(label: str) -> str:
    return r"\s*".join(map(re.escape, label))


def _apart(text: str, label: str, *, must: bool) -> bool:
    """Whether a label ends where a gap, a colon or an opening bracket stands; a word of sentences needs a gap."""
    found = re.search(_spaced(label) + (r"(?=\s|:)" if must else r"(?=\s|:|「|\()"), text)
    return found is not None


def _behind(text: str, label: str) -> str:
    found = re.search(_spaced(label) + r"\s*:?\s*", text)
    return " ".join(text[found.end() :].split()) if found else ""


def _broken(filled: Sequence[Line], k: int, body: str, label: str) -> tuple[int, str] | None:
    """Return how many lines a label spans whose first lines hold nothing else, and its piece on the last of them."""
    if not label.startswith(body):
        return None
    got = body
    for n in range(k + 1, min(k + _PIECES, len(filled))):
        piece, rest = compact(filled[n].text), label[len(got) :]
        if piece.startswith(rest):
            whole = len(piece) == len(rest) or _apart(filled[n].text, rest, must=True)
            return (n - k + 1, rest) if whole else None
        if not rest.startswith(piece):
            return None
        got += piece
    return None
