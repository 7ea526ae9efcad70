"""Differences between rulesets as text, Markdown and JSON: what means something else, with an example for each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ...engine.wording.phrases import listing
from ...engine.wording.value_words import show_possible, show_test
from ...facts.values import Options, Range
from ...facts.vocabulary import Kind
from ...rulesets.language.allowed import Intervals
from ...rulesets.program.decision_tables import example
from ..wording.words import Words
from .escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...engine.law_change.ruleset_diff import Difference, Part, Region, RulesetDiff
    from ...facts.values import Possible
    from ...facts.vocabulary import Fact, Vocabulary
    from ...rulesets.program.decision_tables import Box

__all__ = ["render_diff_json", "render_diff_markdown", "render_diff_text"]

SCHEMA = "shikii/rules-diff/1"
_ORDER = ("meaning", "added", "removed", "basis", "words")
_MOST_BOXES = 4


def render_diff_text(diff: RulesetDiff, *, lang: str = "ja") -> str:
    """Render for a terminal."""
    words = Words(lang)
    return "\n".join((_head(diff), *_body(diff, words, lambda text: text, "", "  ")))


def render_diff_markdown(diff: RulesetDiff, *, lang: str = "ja") -> str:
    """Render as Markdown."""
    words = Words(lang)
    return "\n".join((f"# {escaped(_head(diff))}\n", *_body(diff, words, escaped, "## ", "- ")))


def _head(diff: RulesetDiff) -> str:
    return " → ".join(
        f"{side.label} ({side.ruleset.id} {side.ruleset.version_id(side.day)})"
        for side in (diff.before, diff.after)
    )


def _body(diff: RulesetDiff, words: Words, clean: Any, head: str, item: str) -> Iterator[str]:
    if not diff.differences:
        yield f"{words.ui('diff_none')}"
    for what in _ORDER:
        found = [d for d in diff.differences if d.what == what]
        if not found:
            continue
        yield f"\n{head}{words.diff(what)} ({len(found)})" + ("\n" if head else "")
        for d in found:
            title = d.title if words.lang == "ja" else d.title_en
            yield f"{item}{clean(d.rule)} [{d.kind}] {clean(title)}"
            yield from (
                f"    {item if head else ''}{clean(line)}" for line in _lines(d, diff.vocabulary, words)
            )


def _lines(d: Difference, vocabulary: Vocabulary, words: Words) -> Iterator[str]:
    for region in d.regions:
        yield f"{_outcome(region.before, words)} → {_outcome(region.after, words)} ({region.row_before} → {region.row_after})"
        yield from (f"  {_box(box, vocabulary, words)}" for box in region.boxes[:_MOST_BOXES])
        if len(region.boxes) > _MOST_BOXES:
            yield f"  … +{len(region.boxes) - _MOST_BOXES}"
        yield f"  {words.ui('example')}: {_point(region, vocabulary, words)}"
    for part in d.parts:
        yield _part(part, vocabulary, words)


def _outcome(outcome: str, words: Words) -> str:
    return str(words.level(outcome))


def _part(part: Part, vocabulary: Vocabulary, words: Words) -> str:
    shown = _record(part.record, vocabulary, words)
    if part.part == "example":
        return f"{words.ui('example')}: {shown}"
    name, _, rest = part.part.partition(" ")
    label = " ".join(p for p in (words.part(name), rest) if p)
    if not part.decided:
        return f"{label}: {words.ui('undecided')}" + (f" ({shown})" if shown else "")
    turn = f"{words.answer(part.before)} → {words.answer(part.after)}"
    return f"{label}: {turn}" + (f" — {words.ui('example')}: {shown}" if shown else "")


def _record(record: Mapping[str, Possible], vocabulary: Vocabulary, words: Words) -> str:
    return listing(
        [f"{_label(vocabulary[n], words)}={_value(vocabulary[n], p, words)}" for n, p in record.items()],
        words.lang,
    )


def _label(fact: Fact, words: Words) -> str:
    return fact.ja if words.lang == "ja" else fact.name


def _value(fact: Fact, possible: Possible, words: Words) -> str:
    if words.lang == "ja":
        return show_possible(fact, possible)
    if isinstance(possible, Options):
        return "|".join(sorted(possible.members))
    low, high = _plain(fact, possible.lo), _plain(fact, possible.hi)
    return low if low == high else f"{low}..{high}"


def _plain(fact: Fact, value: int) -> str:
    import datetime as dt

    return dt.date.fromordinal(value).isoformat() if fact.kind is Kind.DATE else str(value)


def _box(box: Box, vocabulary: Vocabulary, words: Words) -> str:
    if words.lang == "ja":
        return "、".join(f"{vocabulary[n].ja} {show_test(vocabulary[n], a)}" for n, a in sorted(box.items()))
    return ", ".join(f"{n}={_allowed(vocabulary[n], a)}" for n, a in sorted(box.items()))


def _allowed(fact: Fact, allowed: Any) -> str:
    if isinstance(allowed, Intervals):
        return "|".join(f"{_plain(fact, p.lo)}..{_plain(fact, p.hi)}" for p in allowed.parts)
    return "|".join(o for o in allowed.domain if o in allowed.chosen)


def _point(region: Region, vocabulary: Vocabulary, words: Words) -> str:
    text = example(region.boxes[0], vocabulary)
    if words.lang != "ja":
        return text
    pairs = (pair.split("=", 1) for pair in text.split(", "))
    return "、".join(f"{vocabulary[n].ja}={_words(vocabulary[n], v)}" for n, v in pairs)


def _words(fact: Fact, value: str) -> str:
    """Write a plain value in the words of the forms."""
    if isinstance(fact.anything, Options):
        return show_possible(fact, Options.of(value))
    if fact.kind is Kind.DATE:
        return value
    return show_possible(fact, Range(int(value), int(value)))


def render_diff_json(diff: RulesetDiff) -> str:
    """Render as JSON, ``shikii/rules-diff/1``."""
    data = {
        "schema": SCHEMA,
        "before": _side(diff, "before"),
        "after": _side(diff, "after"),
        "differences": [_difference(d, diff.vocabulary) for d in diff.differences],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _side(diff: RulesetDiff, name: str) -> dict[str, str]:
    side = getattr(diff, name)
    return {
        "label": side.label,
        "day": side.day.isoformat(),
        "id": side.ruleset.id,
        "version": side.ruleset.version_id(side.day),
        "hash": side.ruleset.hash,
    }


def _difference(d: Difference, vocabulary: Vocabulary) -> dict[str, Any]:
    plain = Words("en")
    return {
        "rule": d.rule,
        "kind": d.kind,
        "title": d.title,
        "title_en": d.title_en,
        "what": d.what,
        "regions": [
            {
                "before": r.before,
                "after": r.after,
                "row_before": r.row_before,
                "row_after": r.row_after,
                "boxes": [{n: _allowed(vocabulary[n], a) for n, a in sorted(box.items())} for box in r.boxes],
                "example": dict(pair.split("=", 1) for pair in example(r.boxes[0], vocabulary).split(", ")),
            }
            for r in d.regions
        ],
        "parts": [
            {
                "part": p.part,
                "before": p.before,
                "after": p.after,
                "decided": p.decided,
                "example": {n: _value(vocabulary[n], v, plain) for n, v in p.record.items()},
            }
            for p in d.parts
        ],
    }
