"""The impact of a change of law as text, Markdown, HTML and JSON."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..page.html import page
from ..wording.words import Words
from .assessment_text import print_parts
from .cell_width import Folded
from .escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...engine.law_change.law_impact import AffairImpact, Shift
    from ...engine.law_change.ruleset_diff import Side

__all__ = ["SCHEMA", "Impact", "render_impact"]

SCHEMA = "shikii/impact/1"
_MOST = 4_000
#: Rules and affairs that a terminal shows.
_MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Impact:
    """The two sides, how many affairs were judged, and those whose result changes."""

    sides: tuple[Side, Side]
    total: int
    affairs: tuple[AffairImpact, ...]

    def rules(self) -> list[tuple[str, str, int]]:
        """Return (rule, cause, number of affairs): changed rules of law-made shifts, results moved by time."""
        count: Counter[tuple[str, str]] = Counter()
        for affair in self.affairs:
            seen = {
                (rule, s.cause) for s in affair.shifts for rule in (s.because or tuple(s.rule.split("、")))
            }
            count.update(seen)
        return [(rule, cause, n) for (rule, cause), n in sorted(count.items(), key=lambda c: (-c[1], c[0]))]


def render_impact(
    impact: Impact,
    format_: str,
    *,
    lang: str = "ja",
    width: int = 80,
    colour: bool = False,
    whole: bool = False,
) -> str:
    """Render as ``text``, ``md``, ``html`` or ``json``; ``whole`` lists everything as text too."""
    words = Words(lang)
    more = {"sides": _head(impact), "impact": impact, "line": Line(words), "most": _MOST}
    views = {
        "text": lambda: print_parts(
            list(_text(impact, words, None if whole else _MOST_SHOWN)), width, colour
        ),
        "json": lambda: json.dumps(_data(impact), ensure_ascii=False, indent=2),
        "html": lambda: page("impact.html.j2", lang, **more),
        "md": lambda: "\n".join(_markdown(impact, words)),
    }
    return views[format_]()


class Line:
    """Writes one shift in the words of a language; templates call it too."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def value(self, kind: str, value: str) -> str:
        """Write a level, a state or a severity."""
        if value == "none" and kind != "level":
            return str(self.words.status("not_applicable") if kind == "duty" else self.words.said(value))
        group = {"level": self.words.level, "duty": self.words.status, "finding": self.words.severity}[kind]
        return " ～ ".join(group(v) for v in value.split(".."))

    def __call__(self, shift: Shift) -> str:
        """Write the whole line."""
        title = f"{shift.title} " if shift.title else ""
        file = f"（{shift.file}）" if shift.file else ""
        turn = f"{self.value(shift.kind, shift.before)} → {self.value(shift.kind, shift.after)}"
        because = f": {'、'.join(shift.because)}" if shift.because else ""
        return f"{self.words.shift(shift.kind)}: {title}{file}{turn}  <{shift.rule}>（{self.words.cause(shift.cause)}{because}）"


def _head(impact: Impact) -> str:
    return " → ".join(
        f"{s.label} ({s.ruleset.id} {s.ruleset.version_id(s.day)}, {s.day})" for s in impact.sides
    )


def _summary(impact: Impact, words: Words) -> str:
    if not impact.affairs:
        return f"{words.ui('impact_none')} (0 / {impact.total:,})"
    return f"{words.ui('impact_affairs')}: {len(impact.affairs):,} / {impact.total:,}"


def _text(impact: Impact, words: Words, most: int | None) -> Iterator[Folded]:
    line = Line(words)
    yield Folded(_head(impact), style="dim", hang=4)
    yield Folded(_summary(impact, words), style="bold")
    rules = impact.rules()
    for rule, cause, n in rules[:most]:
        yield Folded(f"  {n:>7,}  {rule}（{words.cause(cause)}）", hang=11)
    if most is not None and len(rules) > most:
        yield Folded(f"           … +{len(rules) - most:,}", style="dim")
    for a in impact.affairs[:most]:
        yield Folded(f"\n{' / '.join(p for p in (a.organization, a.affair) if p)}", style="bold")
        yield Folded(f"  {a.source}", style="dim")
        yield from (Folded(f"  {line(s)}", hang=4) for s in a.shifts)
    if most is not None and len(impact.affairs) > most:
        yield Folded(f"\n… +{len(impact.affairs) - most:,}（{words.ui('all_in_md')}）", style="dim")


def _markdown(impact: Impact, words: Words) -> Iterator[str]:
    line = Line(words)
    yield f"# {words.ui('impact_title')}\n\n{escaped(_head(impact))}\n\n**{_summary(impact, words)}**\n"
    yield from (f"- {n:,} {escaped(rule)}（{words.cause(cause)}）" for rule, cause, n in impact.rules())
    for a in impact.affairs:
        yield f"\n## {escaped(' / '.join(p for p in (a.organization, a.affair, a.source) if p))}\n"
        yield from (f"- {escaped(line(s))}" for s in a.shifts)


def _data(impact: Impact) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        **{
            name: {
                "label": s.label,
                "day": s.day.isoformat(),
                "id": s.ruleset.id,
                "version": s.ruleset.version_id(s.day),
                "hash": s.ruleset.hash,
            }
            for name, s in zip(("before", "after"), impact.sides, strict=True)
        },
        "affairs": impact.total,
        "rules": [{"rule": r, "cause": c, "affairs": n} for r, c, n in impact.rules()],
        "changed": [dataclasses.asdict(a) for a in impact.affairs],
    }
