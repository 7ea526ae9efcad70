"""The difference of two runs as text, Markdown and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from ..wording.words import Words
from .assessment_text import COLOUR, print_parts
from .cell_width import Folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl
    from rich.console import RenderableType

    from ..run_diff import RunDiff

__all__ = ["DIFF", "render_diff"]

DIFF = "shikii/run-diff/1"
#: Rows of each part that a terminal shows.
_MOST = 40
_PARTS = ("new", "solved", "moved", "came", "went")


def render_diff(
    diff: RunDiff,
    format_: str,
    *,
    lang: str = "ja",
    width: int = 80,
    colour: bool = False,
    whole: bool = False,
) -> str:
    """Render the difference of two runs as ``text``, ``md`` or ``json``; ``whole`` lists everything as text too."""
    words = Words(lang)
    views = {
        "text": lambda: print_parts(list(_text(diff, words, None if whole else _MOST)), width, colour),
        "json": lambda: json.dumps(_data(diff), ensure_ascii=False, indent=2),
        "md": lambda: "\n".join(_markdown(diff, words)),
    }
    return views[format_]()


def _data(diff: RunDiff) -> dict[str, Any]:
    return {
        "schema": DIFF,
        "counts": diff.counts(),
        **{name: list(getattr(diff, name).iter_rows(named=True)) for name in _PARTS},
    }


def _text(diff: RunDiff, words: Words, most: int | None) -> Iterator[RenderableType]:
    counts = diff.counts()
    wide = max(cell_len(str(words.ui(f"diff_{k}"))) for k in counts)
    for key, n in counts.items():
        label = str(words.ui(f"diff_{key}"))
        yield Folded(f"{label}{' ' * (wide - cell_len(label))}  {n:>8,}", style="bold" if n else "dim")
    for name in _PARTS:
        frame = getattr(diff, name)
        if frame.height:
            yield Folded(f"\n{words.ui(f'diff_{name}')} ({frame.height:,})", style="bold")
        yield from _shown(name, frame[:most], words)
        if most is not None and frame.height > most:
            yield Folded(f"  … +{frame.height - most:,}（{words.ui('all_in_md')}）", style="dim")


def _shown(name: str, frame: pl.DataFrame, words: Words) -> Iterator[RenderableType]:
    """List rows; findings stand under the affair they belong to."""
    before = None
    for row in frame.iter_rows(named=True):
        who = " / ".join(part for part in (row["organization"], row["affair"]) if part)
        if name not in ("new", "solved"):
            yield Folded(f"  {_line(name, row, who, words)}", hang=4)
            continue
        if who != before:
            yield Folded(f"  {who}", hang=4)
            before = who
        head = Folded("    ", hang=6)
        head.append(f"[{words.severity(row['severity'])}] ", style=COLOUR[row["severity"]])
        place = f"（{row['file']}）" if row["file"] else ""
        head.append(f"{_title(row, words)}{place}")
        head.append(f" <{row['rule']}>", style="dim")
        yield head


def _title(row: Mapping[str, Any], words: Words) -> str:
    return str((words.lang == "en" and row.get("title_en")) or row["title"])


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
        yield _line(name, row, " ".join(p for p in (row["organization"], row["affair"]) if p), words)


def _line(name: str, row: Mapping[str, Any], who: str, words: Words) -> str:
    if name in ("new", "solved"):
        place = f"（{row['file']}）" if row["file"] else ""
        return f"{words.severity(row['severity'])} {who}{place}: {_title(row, words)} [{row['rule']}]"
    if name == "moved":
        old = _level(words, row["level_floor_old"], row["level_ceiling_old"])
        return f"{who}: {old} → {_level(words, row['level_floor'], row['level_ceiling'])}"
    return who


def _level(words: Words, floor: str, ceiling: str) -> str:
    ends = [str(words.level(x)) for x in dict.fromkeys((floor, ceiling))]
    return " ～ ".join(ends)
