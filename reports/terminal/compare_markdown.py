"""A comparison as Markdown, for git and mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..comparison.compare_sentences import by_judgement, movement, reason, side, span, tally
from ..layer_lines import stamp_line
from ..wording.words import Words
from .escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...engine.results.version_comparison import Comparison, ComparisonReport

__all__ = ["render_comparison_markdown"]


def render_comparison_markdown(report: ComparisonReport, *, lang: str = "ja") -> str:
    """Render a comparison."""
    words = Words(lang)
    lines = [line for one in report.comparisons for line in _one(one, words)]
    for title, sides in (("only_old", report.only_old), ("only_new", report.only_new)):
        if sides:
            lines += [f"## {words.ui(title)}\n", *(f"- {escaped(s.affair or s.title)}" for s in sides), ""]
    stamp = report.ruleset
    lines += [f"{words.ui('compare_careful')}\n"]
    lines += [f"{words.ui('as_of')} {report.as_of} / {words.ui('ruleset')} {stamp_line(stamp, words.lang)}\n"]
    return "\n".join(lines)


def _one(one: Comparison, words: Words) -> Iterator[str]:
    who = " ".join(p for p in (one.new.organization, one.new.affair or one.old.affair) if p)
    yield f"# {escaped(who or words.ui('compare_title'))}\n"
    yield f"- {words.ui('old')}: {escaped(side(one.old, words))}"
    yield f"- {words.ui('new')}: {escaped(side(one.new, words))}\n"
    t = one.threshold
    yield f"## {words.ui('required_level')}\n"
    yield f"{span(t.before, words)} → {span(t.after, words)}\n"
    yield f"**{movement(t, words)}**\n"
    if t.declared_changed == "yes":
        yield f"{words.ui('declared_changed')} {words.level(t.before.declared)} → {words.level(t.after.declared)}\n"
    if one.consequences:
        yield f"## {words.ui('consequences')}\n"
        for follow in one.consequences:
            title = follow.title_en if words.lang == "en" and follow.title_en else follow.title
            yield f"- **{words.consequence(follow.status)}** {escaped(title)}（{escaped('、'.join(follow.basis))}）"
            yield from (f"  - {escaped(text)}" for text in (follow.detail, follow.advice) if text)
        yield ""
    yield f"## {words.ui('changes')} — {tally(one, words) or words.ui('no_changes')}\n"
    if one.changes:
        heads = [words.ui(k) for k in ("significance", "item", "old", "new", "edit", "reason")]
        yield f"| {' | '.join(heads)} |"
        yield "|---|---|---|---|---|---|"
    for c in by_judgement(one):
        file = f"（{c.file}）" if c.file else ""
        why = "；".join(f"{title}{f'（{basis}）' if basis else ''}" for title, basis in reason(c, words))
        cells = (
            words.significance(c.significance), f"{c.item}{file}（{words.marked(c.marked)}）",
            c.before or "—", c.after or "—", words.edit(c.edit), why,
        )  # fmt: skip
        yield f"| {' | '.join(escaped(cell) for cell in cells)} |"
    yield ""
    if one.uncertain:
        yield f"## {words.ui('uncertain')}\n"
        for u in one.uncertain:
            file = f"（{u.file}）" if u.file else ""
            yield f"- {escaped(u.label + file)}: {escaped(u.before)} → {escaped(u.after)}"
        yield ""
