"""Analysis in words: changes, lines and reasons as sentences of the ruleset, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ...facts.reading.numbers import write_number
from ...facts.values import INF, Options, Range
from ...facts.vocabulary import Kind
from ..results.assessment import Change, Counterfactual, Threshold
from ..wording.phrases import listing, say
from ..wording.value_words import show_possible
from .smallest_changes import gap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...facts.vocabulary import Fact
    from .grid import Grid
    from .smallest_changes import Line, Move

    Look = Callable[[str, Index], Possible]

__all__ = ["LevelWords", "counterfactual", "threshold", "value_of"]


class LevelWords:
    """The words of a table's outcomes, and their order."""

    def __init__(self, outcomes: Sequence[tuple[str, str, str]]) -> None:
        self.order = [o for o, _, _ in outcomes]
        self.words = {o: {"ja": ja, "en": en} for o, ja, en in outcomes}

    def one(self, outcome: str, lang: str) -> str:
        """Return the words of an outcome."""
        return self.words[outcome][lang]

    def span(self, outcomes: Sequence[str], lang: str) -> str:
        """Return the words of one outcome, or of the first and last of several."""
        if len(outcomes) == 1:
            return self.one(outcomes[0], lang)
        return say(
            "levels_between", lang, floor=self.one(outcomes[0], lang), ceiling=self.one(outcomes[-1], lang)
        )


def value_of(fact: Fact, possible: Possible, lang: str) -> str:
    """Write what is possible for a fact."""
    return show_possible(fact, possible, lang)


def amount(fact: Fact, number: int, lang: str) -> str:
    """Write a difference: people for a count, days for a date."""
    if lang == "en":
        return f"{number:,} days" if fact.kind is Kind.DATE else f"{number:,}"
    return write_number(number, "日" if fact.kind is Kind.DATE else fact.unit)


def counterfactual(
    grid: Grid, move: Move, look: Look, order: Sequence[str], current: Sequence[str]
) -> Counterfactual:
    """Turn a move into a result."""
    changes = tuple(_change(grid, n, to, look) for n, to in move.to)
    rank, ranks = order.index(move.outcome), [order.index(o) for o in current]
    direction: Literal["raises", "lowers", "moves"] = (
        "raises" if rank > max(ranks) else "lowers" if rank < min(ranks) else "moves"
    )
    return Counterfactual(
        fact=changes[0].fact,
        label=listing([c.label for c in changes]),
        change=say("move_and").join(
            c.change if len(changes) == 1 else f"{c.label} {c.change}" for c in changes
        ),
        level=move.outcome,
        distance=changes[0].distance if len(changes) == 1 else None,
        direction=direction,
        changes=changes,
    )


def _change(grid: Grid, factor: int, to: Possible, look: Look) -> Change:
    fact, index = grid.factors[factor].fact, grid.factors[factor].index
    here = look(fact.name, index)
    moved = gap(here, to)
    exact = moved is not None and isinstance(here, Range) and here.exact
    words = {lang: value_of(fact, to, lang) for lang in ("ja", "en")}
    if exact and moved is not None and isinstance(to, Range) and isinstance(here, Range):
        key = "move_up" if to.lo > here.lo else "move_down"
        words = {
            lang: say(key, lang, distance=amount(fact, moved[0], lang), value=word)
            for lang, word in words.items()
        }
    return Change(
        fact=fact.name,
        label=fact.ja,
        change=words["ja"],
        change_en=words["en"],
        lo=to.lo if isinstance(to, Range) else None,
        hi=to.hi if isinstance(to, Range) and to.hi < INF else None,
        options=tuple(sorted(to.members)) if isinstance(to, Options) else (),
        distance=moved[0] if exact and moved else None,
        between=None if exact or moved is None else (moved[0], moved[1] if moved[1] < INF else None),
    )


def threshold(grid: Grid, line: Line, look: Look, levels: LevelWords) -> Threshold:
    """Turn a line into a result."""
    fact, index = grid.factors[line.factor].fact, grid.factors[line.factor].index
    here = look(fact.name, index)
    moved = gap(here, line.cell)
    exact = isinstance(here, Range) and here.exact and moved is not None
    at = line.cell.lo if line.above else line.cell.hi + 1
    key = ("line_above" if line.above else "line_below") + ("" if exact else "_band")
    texts = {}
    for lang in ("ja", "en"):
        texts[lang] = say(
            key,
            lang,
            label=fact.ja if lang == "ja" else fact.en,
            distance=amount(fact, moved[0], lang) if moved else "",
            line=value_of(fact, Range(at, at), lang),
            levels=levels.span(line.possible, lang),
        )
    return Threshold(
        fact=fact.name,
        label=fact.ja,
        side="above" if line.above else "below",
        line=at,
        distance=moved[0] if exact and moved else None,
        possible=line.possible,
        text=texts["ja"],
        text_en=texts["en"],
    )
