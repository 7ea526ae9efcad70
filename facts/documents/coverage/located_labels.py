"""Which fields of a form have their labels in a document: an alignment of the form's order with the document's."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...budget import spend

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from .expected_fields import Expected
    from .label_tokens import Token

__all__ = ["Match", "locate"]

_LEAD: Final = re.compile(
    r"^[#*\-・\s|]*(?:\[?[^\[\]]?\]|[□☐■☑☒○])?(?:\(別添\d?\)|リスク[\d\u2460-\u2469]{0,2}[:.、]|[IVX]{1,4}[.、]?(?=[^\x00-\x7f])|"
    r"\(?\d{1,2}[).、](?=\D))?"
)
#: An option as a form lists it: numbered, perhaps with a box.
_LISTED: Final = re.compile(r"^(?:\[?[^\[\]]?\]|[□☐■☑☒○])?\d{1,2}\)")
_CIRCLE: Final = re.compile(r"^[\u2460-\u2473]")
#: What may follow a label at once: a mark of importance, a bracket, an option, a number of cases.
_FOLLOW: Final = re.compile(r"^(?:[※*\[(<:\u2610\u2611□☑☒■【]|\d{1,2}[).]|$)")
_DIGIT: Final = re.compile(r"^\d")
#: Labels of fewer letters stand in running text too; they must end where a cell, a line or a space does.
_TELLING: Final = 8
_KEY: Final = 2
#: Lines of cells that a broken label may span.
_WRAPPED: Final = 10
_SHORTEST_PIECE: Final = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A label found: its token (by number), how many tokens it spans, and what follows it in the last one."""

    token: int
    tokens: int
    rest: str


def locate(
    expected: Sequence[Expected],
    tokens: Sequence[Token],
    options: Container[str],
    near: Callable[[int, int], tuple[int, int]],
) -> dict[int, Match]:
    """Return, by the number of the expected field or heading, where its label stands.

    The labels of a form repeat (「リスクへの対策は十分か」 stands at every risk). So the labels found in the document are
    aligned with those of the form: of all alignments that keep both orders, one that places most of them. Pages are
    drawn in other orders than they are read, so a label is then also taken out of its order, among the tokens that
    ``near`` gives for the tokens of the fields before and after it. An option of the form is no label.
    """
    spend()
    index = _index(expected)
    pairs: list[tuple[int, int]] = []
    found: dict[tuple[int, int], Match] = {}
    for n, token in enumerate(tokens):
        if (listed := _LISTED.match(token.text)) and token.text[listed.end() :] in options:
            continue
        hits: list[int] = []
        for label, tokens_used, rest in _labels_at(tokens, n, index, options):
            for e in index[label[:_KEY]][label]:
                if (n, e) not in found:
                    found[n, e] = Match(n, tokens_used, rest)
                    hits.append(e)
        pairs += [(n, e) for e in sorted(hits, reverse=True)]
    chain = _longest(pairs)
    out = {e: found[n, e] for n, e in chain}
    _out_of_order(pairs, found, near, out)
    return out


def _index(expected: Sequence[Expected]) -> dict[str, dict[str, list[int]]]:
    index: dict[str, dict[str, list[int]]] = {}
    for e, item in enumerate(expected):
        for label in dict.fromkeys(item.labels):
            if label:
                index.setdefault(label[:_KEY], {}).setdefault(label, []).append(e)
    return index


def _labels_at(
    tokens: Sequence[Token], n: int, index: dict[str, dict[str, list[int]]], options: Container[str]
) -> list[tuple[str, int, str]]:
    """Return the labels that begin at a token, longest first, with the tokens they span and what follows them."""
    token = tokens[n]
    if not token.text:
        return []
    out = []
    lead = _LEAD.match(token.text)
    starts = {0, lead.end() if lead else 0}
    if _CIRCLE.match(token.text):
        starts.add(1)
    for start in sorted(starts):
        text = token.text[start:]
        head = text[:_TELLING]
        for label in index.get(text[:_KEY], ()):
            if text.startswith(label):
                rest = text[len(label) :]
                if _ends(token, start + len(label), label, rest):
                    out.append((label, 1, rest))
            elif label.startswith(text) and (piece := _wrapped(tokens, n, text, label)) is not None:
                out.append((label, *piece))
            elif (
                label.startswith(head)
                and (length := _torn(token, start, text, label, index))
                and text[:length] not in options
            ):
                out.append((label, 1, text[length:]))
    return sorted(out, key=lambda one: -len(one[0]))


def _ends(token: Token, at: int, label: str, rest: str) -> bool:
    if label[-1:].isdigit() and _DIGIT.match(rest):
        return False
    if not rest or at in token.gaps or _FOLLOW.match(rest):
        return True
    return len(label) >= _TELLING and not token.cell


def _wrapped(tokens: Sequence[Token], n: int, text: str, label: str) -> tuple[int, str] | None:
    """Return how many tokens a label spans that a narrow cell broke over lines, and what follows it.

    The token is a beginning of the label. Pieces of the cells beside it may stand between its own pieces, each of which is a whole line of its cell.
    """
    if len(text) < _SHORTEST_PIECE:
        return None
    got, skipped = text, 0
    for at in range(n + 1, min(n + _WRAPPED, len(tokens))):
        piece, rest = tokens[at].text, label[len(got) :]
        if piece.startswith(rest) and (len(rest) > 1 or not skipped):
            after = piece[len(rest) :]
            return (at - n + 1, after) if not after or _FOLLOW.match(after) else None
        if rest.startswith(piece) and (len(piece) > 1 or not skipped):
            got += piece
        elif len(got) < _TELLING:
            return None
        else:
            skipped += 1
    return None


def _torn(
    token: Token, start: int, text: str, label: str, index: Mapping[str, Mapping[str, object]]
) -> int | None:
    """Return how many letters of a label stand at a token when the rest was torn off, and no other label begins so."""
    if text[:_TELLING] != label[:_TELLING]:
        return None
    length = next((k for k, (a, b) in enumerate(zip(text, label, strict=False)) if a != b), len(text))
    if length < max(_TELLING, len(label) // 2) or length >= len(label):
        return None
    if length != len(text) and start + length not in token.gaps:
        return None
    alike = [x for x in index[label[:_KEY]] if x[:length] == label[:length]]
    return length if len(alike) == 1 else None


def _longest(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a longest chain of pairs in which both numbers grow (Hunt and Szymanski)."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, e) in enumerate(pairs):
        k = bisect_left(tails, e)
        before.append(last[k - 1] if k else -1)
        if k == len(tails):
            tails.append(e)
            last.append(at)
        else:
            tails[k] = e
            last[k] = at
    out: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        out.append(pairs[at])
        at = before[at]
    return out[::-1]


def _out_of_order(
    pairs: Sequence[tuple[int, int]],
    found: Mapping[tuple[int, int], Match],
    near: Callable[[int, int], tuple[int, int]],
    out: dict[int, Match],
) -> None:
    """Add the fields whose label was found out of order, on the pages where the fields around them stand."""
    used = {m.token for m in out.values()}
    placed = sorted(out)
    last = max((n for n, _ in pairs), default=0)
    waiting: dict[int, list[int]] = {}
    for n, e in pairs:
        if e not in out and n not in used:
            waiting.setdefault(e, []).append(n)
    for e in sorted(waiting):
        k = bisect_left(placed, e)
        before = out[placed[k - 1]].token if k else 0
        after = out[placed[k]].token if k < len(placed) else last
        first, end = near(min(before, after), max(before, after))
        for n in waiting[e]:
            if n not in used and first <= n <= end:
                out[e] = found[n, e]
                used.add(n)
                break
