"""A comparison on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel

from ..comparison.compare_sentences import by_judgement, movement, reason, side, span, tally
from ..layer_lines import stamp_line
from ..wording.words import Words
from .assessment_text import print_parts
from .cell_width import Folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from ...engine.results.version_comparison import Comparison, ComparisonReport, ItemChange

__all__ = ["render_comparison_text"]

_COLOUR = {"significant": "bold red", "human": "yellow", "not_significant": "green"}
#: Items of which it is not known whether they differ.
_MOST_UNCERTAIN = 20
_LONG = 160


def render_comparison_text(
    report: ComparisonReport, *, width: int = 80, colour: bool = False, lang: str = "ja"
) -> str:
    """Render a comparison for a terminal."""
    words = Words(lang)
    parts = [part for one in report.comparisons for part in _one(one, words)]
    for title, sides in (("only_old", report.only_old), ("only_new", report.only_new)):
        if sides:
            parts.append(Folded(f"\n{words.ui(title)}", style="bold"))
            parts += [_inner(f"・{s.affair or s.title}（{side(s, words)}）") for s in sides]
    stamp = report.ruleset
    end = f"\n{words.ui('as_of')} {report.as_of}  {words.ui('ruleset')} {stamp_line(stamp, words.lang)}\n"
    return print_parts(
        [*parts, Folded(words.ui("compare_careful"), style="dim"), Folded(end, style="dim")], width, colour
    )


def _one(one: Comparison, words: Words) -> Iterator[RenderableType]:
    who = " / ".join(
        p for p in (one.new.organization or one.old.organization, one.new.affair or one.old.affair) if p
    )
    if who:
        yield Folded(who, style="bold")
    yield Folded(f"{words.ui('old')}: {side(one.old, words)}", style="dim", hang=4)
    yield Folded(f"{words.ui('new')}: {side(one.new, words)}", style="dim", hang=4)
    yield _threshold(one, words)
    if one.consequences:
        yield Folded(f"\n{words.ui('consequences')}", style="bold")
    for c in one.consequences:
        title = c.title_en if words.lang == "en" and c.title_en else c.title
        yield Folded(f"[{words.consequence(c.status)}] {title}（{'、'.join(c.basis)}）", hang=4)
        yield from (_inner(text) for text in (c.detail, c.advice) if text)
    count = tally(one, words)
    yield Folded(f"\n{words.ui('changes')} — {count or words.ui('no_changes')}", style="bold")
    for change in by_judgement(one):
        yield from _change(change, words)
    if one.uncertain:
        yield Folded(f"\n{words.ui('uncertain')}", style="bold")
        for u in one.uncertain[:_MOST_UNCERTAIN]:
            file = f"（{u.file}）" if u.file else ""
            yield _inner(f"・{u.label}{file}: {_cut(u.before)} → {_cut(u.after)}", hang=2)
        if len(one.uncertain) > _MOST_UNCERTAIN:
            yield _inner(f"… +{len(one.uncertain) - _MOST_UNCERTAIN}（{words.ui('all_in_md')}）")


def _threshold(one: Comparison, words: Words) -> RenderableType:
    t = one.threshold
    lines = [
        Folded(f"{words.ui('old')}: {span(t.before, words)}"),
        Folded(f"{words.ui('new')}: {span(t.after, words)}"),
        Folded(movement(t, words), style="bold"),
    ]
    if t.declared_changed == "yes" and t.before.declared and t.after.declared:
        change = f"{words.level(t.before.declared)} → {words.level(t.after.declared)}"
        lines.append(Folded(f"{words.ui('declared_changed')} {change}"))
    return Panel(Group(*lines), title=words.ui("required_level"), title_align="left", padding=(0, 1))


def _change(change: ItemChange, words: Words) -> Iterator[RenderableType]:
    head = Folded(hang=4)
    head.append(f"[{words.significance(change.significance)}] ", style=_COLOUR[change.significance])
    head.append(change.item)
    if change.file:
        head.append(f"（{change.file}）", style="dim")
    yield head
    yield _inner(f"{_cut(change.before) or '—'} → {_cut(change.after) or '—'}")
    yield _inner(f"{words.marked(change.marked)} ・ {words.edit(change.edit)}")
    for title, basis in reason(change, words):
        yield _inner(f"{words.ui('reason')}: {title}{f'（{basis}）' if basis else ''}")


def _inner(text: str, hang: int = 0) -> RenderableType:
    return Padding(Folded(text, hang=hang), (0, 0, 0, 4))


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
