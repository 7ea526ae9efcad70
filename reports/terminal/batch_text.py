"""What a batch says on the terminal: the numbers, what is urgent, where the reports are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from rich.table import Table

from ...engine.wording.phrases import listing
from ..coverage_lines import is_whole
from ..page.portfolio_view import levels_of, top_findings
from ..tables.due_tables import due_counts, without_date
from ..watch_list import watch_list
from ..wording.words import Words
from .assessment_text import COLOUR, print_parts
from .cell_width import Folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from ..tables.result_tables import BatchResult

__all__ = ["render_batch_text"]

_MOST = 5


def render_batch_text(
    result: BatchResult,
    written: Sequence[Path],
    *,
    width: int = 80,
    colour: bool = False,
    lang: str = "ja",
) -> str:
    """Render the numbers of a batch and the files it wrote."""
    words = Words(lang)
    parts: list[RenderableType] = [_counts(result, words)]
    parts.append(_numbers(result, words))
    top = top_findings(result.open_findings)[:_MOST]
    if top:
        parts.append(Folded(f"\n{words.ui('common')}", style="bold"))
    for row in top:
        line = Folded(f"{row['len']:>7,}  ", hang=9)
        line.append(f"[{words.severity(row['severity'])}] ", style=COLOUR[row["severity"]])
        line.append((lang == "en" and row["title_en"]) or row["title"])
        parts.append(line)
    text = print_parts(parts, width, colour)
    # paths stand on lines of their own, never folded, so that they can be copied
    return "\n".join([text, *(str(path) for path in written)])


def _counts(result: BatchResult, words: Words) -> Folded:
    line = Folded(f"{words.ui('affairs')} {result.affairs.height:,}", "bold")
    for severity in ("error", "warning", "note"):
        n = result.open_findings.filter(severity=severity).height
        line.append(f"   {words.severity(severity)} {n:,}", style=COLOUR[severity] if n else "dim")
    return line


def _numbers(result: BatchResult, words: Words) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for label, value in _rows(result, words):
        table.add_row(label, Folded(value))
    return table


def _rows(result: BatchResult, words: Words) -> Iterator[tuple[str, str]]:
    yield (
        words.ui("required_level"),
        listing(
            [
                f"{words.span(floor if floor == ceiling else f'{floor}..{ceiling}')} {n:,}"
                for floor, ceiling, n in levels_of(result.affairs)
            ],
            words.lang,
        ),
    )
    due = due_counts(result)
    yield (
        words.ui("calendar"),
        listing(
            [f"{words.due_state(name)} {n:,}" for name, n in due.items()],
            words.lang,
        ),
    )
    dateless = without_date(result)
    if dateless.height:
        yield words.ui("without_date"), f"{dateless.height:,} {_named(dateless, words)}"
    unmet = int(result.affairs["obligations_unmet"].sum() or 0)
    yield words.ui("unmet"), f"{unmet:,}"
    if result.watch is not None:
        yield words.ui("watch"), f"{watch_list(result).height:,}（{words.ui('within')} {result.watch:g}%）"
    across = result.open_findings.filter(pl.col("other_affair").is_not_null()).height
    if across:
        yield words.ui("across"), f"{across:,}"
    left = sum(not is_whole(c) for c in result.coverage)
    if left:
        yield words.coverage("title"), words.coverage("not_whole").format(n=left)
    if result.left_out:
        yield words.left("title"), f"{len(result.left_out):,}"
    if result.problems:
        yield words.ui("problems"), f"{len(result.problems):,}"


def _named(affairs: pl.DataFrame, words: Words) -> str:
    """Name the first affairs without a date, and the facts that are missing."""
    named = [a or "" for a in affairs["affair"].head(_MOST)]
    more = f"{'…' if affairs.height > _MOST else ''}"
    column = "date_missing_en" if words.lang == "en" else "date_missing"
    by = ", " if words.lang == "en" else "、"
    facts = affairs[column].str.split(by).explode().unique(maintain_order=True).to_list()
    return f"({listing(named, words.lang)}{more}; {words.ui('missing_facts')}: {listing(facts, words.lang)})"
