"""The difference of two runs as text, Markdown and JSON."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from rich.console import Console

from .fold import Folded
from .words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .diff import RunDiff

__all__ = ["DIFF", "render_diff"]

DIFF = "shikii/run-diff/1"
_PARTS = ("new", "solved", "moved", "came", "went")


def render_diff(
    diff: RunDiff, format_: str, *, lang: str = "ja", width: int = 80, colour: bool = False
) -> str:
    """Render the difference of two runs in one of the formats ``text``, ``md``, ``json``."""
    if format_ == "json":
        return json.dumps(_data(diff), ensure_ascii=False, indent=2)
    words = Words(lang)
    if format_ == "md":
        return "\n".join(_markdown(diff, words))
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, highlight=False, legacy_windows=False)
    for text, style in _text(diff, words):
        console.print(Folded(text, style=style))
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _data(diff: RunDiff) -> dict[str, Any]:
    return {
        "schema": DIFF,
        "counts": diff.counts(),
        **{name: list(getattr(diff, name).iter_rows(named=True)) for name in _PARTS},
    }


def _text(diff: RunDiff, words: Words) -> Iterator[tuple[str, str]]:
    counts = diff.counts()
    yield " ・ ".join(f"{words.ui(f'diff_{k}')} {n:,}" for k, n in counts.items()), "bold"
    for name in _PARTS:
        lines = list(_lines(diff, name, words))
        if lines:
            yield "", ""
            yield f"{words.ui(f'diff_{name}')} ({counts[name]:,})", "bold"
        for line in lines:
            yield f"  {line}", ""


def _markdown(diff: RunDiff, words: Words) -> Iterator[str]:
    counts = diff.counts()
    yield f"# {words.ui('since_earlier')}"
    yield ""
    yield from (f"- {words.ui(f'diff_{k}')}: {n:,}" for k, n in counts.items())
    for name in _PARTS:
        lines = list(_lines(diff, name, words))
        if lines:
            yield from ("", f"## {words.ui(f'diff_{name}')}", "")
            yield from (f"- {_plain(line)}" for line in lines)


def _plain(text: str) -> str:
    """Keep words of facts from being read as markup."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|" else c for c in text)


def _lines(diff: RunDiff, name: str, words: Words) -> Iterator[str]:
    for row in getattr(diff, name).iter_rows(named=True):
        who = " ".join(part for part in (row["organization"], row["affair"]) if part)
        if name in ("new", "solved"):
            place = f"（{row['file']}）" if row["file"] else ""
            yield f"{words.severity(row['severity'])} {who}{place}: {row['title']} [{row['rule']}]"
        elif name == "moved":
            old = _level(words, row["level_floor_old"], row["level_ceiling_old"])
            yield f"{who}: {old} → {_level(words, row['level_floor'], row['level_ceiling'])}"
        else:
            yield who


def _level(words: Words, floor: str, ceiling: str) -> str:
    ends = [str(words.level(x)) for x in dict.fromkeys((floor, ceiling))]
    return " ～ ".join(ends)
