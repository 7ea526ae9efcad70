"""Explanations as text and Markdown: the tree as indented sentences, and the short "why" of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.wording.phrases import say
from .cell_width import fold
from .escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...engine.results.assessment import Evidence, Explanation

__all__ = ["explanation_markdown", "explanation_text", "sentence"]

_MARK = {"true": "○", "false": "×", "unknown": "?"}


def sentence(node: Explanation, lang: str) -> str:
    """Return the sentence of a node in the language asked for."""
    return node.text_en or node.text if lang == "en" else node.text


def explanation_text(title: str, trees: Sequence[Explanation], *, width: int = 80, lang: str = "ja") -> str:
    """Render explanations for a terminal, folded to its width."""
    lines = [title] if title else []
    for tree in trees:
        lines += _text(tree, 0, width, lang)
    return "\n".join(lines) + "\n"


def _text(node: Explanation, depth: int, width: int, lang: str) -> Iterator[str]:
    indent = "  " * min(depth, 12)
    mark = f"{_MARK[node.truth]} " if node.truth and node.kind in ("test", "row", "duty", "finding") else ""
    words = sentence(node, lang) + _where(node, lang)
    first, *rest = fold(words, max(20, width - len(indent) - 2)).split("\n")
    yield f"{indent}{mark or ('・' if depth and lang == 'ja' else '- ' if depth else '')}{first}".rstrip()
    yield from (f"{indent}  {line}" for line in rest)
    for child in node.children:
        yield from _text(child, depth + 1, width, lang)


def _where(node: Explanation, lang: str) -> str:
    """The place of a fact, unless the sentence names it."""
    place = node.place
    if place is None or not (place.line or place.place) or node.kind == "fact":
        return ""
    at = said_place(place, lang)
    return f"〔{at}〕" if lang == "ja" else f" [{at}]"


def said_place(place: Evidence, lang: str) -> str:
    """Name a place with its document."""
    if place.line:
        return say("at_line", lang, document=place.document, line=place.line)
    return f"{place.document} {place.place_en if lang == 'en' else place.place}".rstrip()


def explanation_markdown(title: str, trees: Sequence[Explanation], *, lang: str = "ja") -> str:
    """Render explanations as nested lists."""
    out = [f"# {escaped(title)}\n"] if title else []
    for tree in trees:
        out += [f"{escaped(sentence(tree, lang))}\n", *_markdown(tree, 0, lang), ""]
    return "\n".join(out)


def _markdown(node: Explanation, depth: int, lang: str) -> Iterator[str]:
    for child in node.children:
        mark = f"{_MARK[child.truth]} " if child.truth else ""
        yield f"{'  ' * depth}- {mark}{escaped(sentence(child, lang) + _where(child, lang))}"
        yield from _markdown(child, depth + 1, lang)
