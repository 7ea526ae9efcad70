"""Sentences about a comparison that every view shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.wording.phrases import listing

if TYPE_CHECKING:
    from ...engine.results.version_comparison import Comparison, Ground, ItemChange, Side, Span, Threshold
    from ..wording.words import Words

__all__ = ["ORDER", "by_judgement", "movement", "reason", "side", "span", "tally", "titled"]

#: The judgements, what matters most first.
ORDER = ("significant", "human", "not_significant")


def side(one: Side, words: Words) -> str:
    """Name a record: its source, form and date of publication."""
    parts = [one.source, words.level(one.form) if one.form else "", one.form_version, one.published]
    return " ・ ".join(p for p in parts if p)


def span(one: Span, words: Words) -> str:
    """Write the required level, or its bounds."""
    if one.floor == one.ceiling:
        return str(words.level(one.floor))
    return words.bounds(one.floor, one.ceiling)


def movement(threshold: Threshold, words: Words) -> str:
    """Say whether the level rose or fell, as far as that is known."""
    if "yes" in (threshold.raised, threshold.lowered):
        key = "raised" if threshold.raised == "yes" else "lowered"
    elif (threshold.raised, threshold.lowered) == ("no", "no"):
        key = "same" if threshold.before.floor == threshold.before.ceiling else "same_facts"
    elif threshold.lowered == "no":
        key = "perhaps_raised"
    else:
        key = "perhaps_lowered" if threshold.raised == "no" else "perhaps_moved"
    return str(words.movement(key))


def tally(one: Comparison, words: Words) -> str:
    """Count the changes by judgement."""
    return listing([f"{words.significance(key)} {n}" for key in ORDER if (n := one.count(key))], words.lang)


def by_judgement(one: Comparison) -> tuple[ItemChange, ...]:
    """Return the changes, what matters most first, otherwise in the order of the form."""
    return tuple(sorted(one.changes, key=lambda c: ORDER.index(c.significance)))


def reason(change: ItemChange, words: Words) -> tuple[tuple[str, str], ...]:
    """Give each reason with its basis; where no rule speaks, that the record does not settle it."""
    if not change.grounds:
        return ((str(words.ui("undecided_item")), ""),)
    return tuple((titled(g, words), "、".join(g.basis)) for g in change.grounds)


def titled(ground: Ground, words: Words) -> str:
    """Return a rule's title in the language of the report."""
    return ground.title_en if words.lang == "en" and ground.title_en else ground.title
