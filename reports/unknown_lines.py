"""The unknown, the why and the what-if of a result as short lines, the same for every kind of report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..engine.wording.phrases import listing, say
from .terminal.explanation_text import said_place, sentence
from .wording.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..engine.results.assessment import Assessment, Conflict, Missing

__all__ = ["Said", "change_lines", "conflict_lines", "question", "said_of", "settling_lines", "why_lines"]


def why_lines(result: Assessment, words: Words) -> list[str]:
    """Return the reason of the level, why it is no other (by its nearest row), and the facts that no longer matter."""
    top = result.explanation
    if top is None:
        return []
    out = [sentence(top, words.lang)]
    nearest = {w.level: w.rule for w in result.level.why_not}
    for node in top.children:
        if node.kind == "level":
            row = next((c for c in node.children if c.id == nearest.get(node.id)), None)
            gap = "" if words.lang == "ja" else " "
            out.append(sentence(node, words.lang) + (gap + sentence(row, words.lang) if row else ""))
        elif node.kind == "note":
            out.append(sentence(node, words.lang))
    return out


def question(missing: Missing, words: Words, *, lines: bool = True) -> str:
    """Return a question with its label and the values at which the answer changes.

    ``lines=False`` leaves these out, as for duties, whose lines are mostly the day of reference itself.
    """
    if words.lang == "en":
        at = listing(missing.lines_en, "en") if lines else ""
        return f"{missing.label_en}: {missing.question_en}" + (
            say("ask_best_lines", "en", lines=at) if at else ""
        )
    at = listing(missing.lines) if lines else ""
    return f"{missing.label}: {missing.question}" + (say("ask_best_lines", lines=at) if at else "")


def settling_lines(result: Assessment, words: Words) -> list[str]:
    """Return the smallest sets of facts that settle the level, where there is more than one to choose from."""
    level = result.level
    if len(level.settling) < 2:
        return []
    names = {m.fact: m.label_en if words.lang == "en" else m.label for m in level.missing}
    return [listing([names.get(f, f) for f in facts], words.lang) for facts in level.settling]


def change_lines(result: Assessment, words: Words) -> list[str]:
    """Return what would change the level, and the lines beyond which it opens."""
    out, told = [], set()
    for c in result.level.counterfactuals:
        ways = [
            f"{words.fact(p.fact, p.label)} {p.change_en if words.lang == 'en' else p.change}"
            for p in c.changes
        ]
        out.append(f"{say('move_and', words.lang).join(ways)} → {words.level(c.level)}")
        told |= {(p.fact, p.distance) for p in c.changes if len(c.changes) == 1}
    rest = (t for t in result.level.thresholds if (t.fact, t.distance) not in told)
    return [*out, *(t.text_en if words.lang == "en" else t.text for t in rest)]


def conflict_lines(conflict: Conflict, words: Words) -> list[str]:
    """Return every source of a fact whose sources contradict one another, and what was concluded from."""
    out, english = [], words.lang == "en"
    for s in conflict.sources:
        value, where = (s.value_en, s.title_en or s.title) if english else (s.value, s.title)
        if s.place is not None:
            where = said_place(s.place, words.lang)
        if where:
            value = f"{value} ({where})" if english else f"{value}（{where}）"
        out.append(value)
    held = conflict.value_en if english else conflict.value
    key = "conflict_open" if held in ("", words.ui("form_unknown")) else "conflict_holds"
    return [*out, say(key, words.lang, value=held)]


@dataclass(frozen=True, slots=True)
class Said:
    """All of these in both languages, as (Japanese, English), for a page that can switch."""

    why: list[tuple[str, str]]
    questions: list[tuple[str, str]]
    sets: list[tuple[str, str]]
    changes: list[tuple[str, str]]
    conflicts: list[tuple[tuple[str, str], str, list[tuple[str, str]]]]


def said_of(result: Assessment) -> Said:
    """Say everything in both languages."""
    ja, en = Words("ja"), Words("en")

    def both(lines: Callable[[Assessment, Words], list[str]]) -> list[tuple[str, str]]:
        return list(zip(lines(result, ja), lines(result, en), strict=True))

    return Said(
        why=both(why_lines),
        questions=[(question(m, ja), question(m, en)) for m in result.level.missing],
        sets=both(settling_lines),
        changes=both(change_lines),
        conflicts=[
            (
                (ja.fact(c.fact, c.label), en.fact(c.fact, c.label)),
                c.path,
                list(zip(conflict_lines(c, ja), conflict_lines(c, en), strict=True)),
            )
            for c in result.conflicts
        ],
    )
