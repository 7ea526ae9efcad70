"""What a decision table leaves open for one affair: questions, sets that settle it, idle facts, changes, lines.

The facts a table reads are taken as independent, as every executor takes them; a fact that is concluded from others
counts as one fact here, and the question for it names those others.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ...facts.shared import made_once
from ...facts.values import Range
from ..results.assessment import Irrelevant, Missing
from ..wording.phrases import listing, say
from ..wording.value_words import show_possible
from .analysis_words import LevelWords, counterfactual, threshold
from .fact_sources import concluded_from, question_of
from .grid import Grid, Identity, bits, table_grid
from .questions import ranked
from .settling_facts import MOST_PAIRS, idle_because, matters, rests_on, settling_sets
from .smallest_changes import lines, moves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...facts.vocabulary import Fact
    from ...rulesets.language.grammar import Decide
    from ...rulesets.program.decision_tables import Table
    from ...rulesets.program.program import Program
    from ..results.assessment import Counterfactual, Threshold
    from .grid import Factor, Region

    Look = Callable[[str, Index], Possible]

__all__ = [
    "Analysis",
    "LevelGrid",
    "analyse",
    "asked",
    "best_question",
    "line_values",
    "missing_facts",
    "plain_question",
]


@dataclass(frozen=True)
class LevelGrid:
    """A table cut into cells, with the words of its outcomes."""

    program: Program
    decide: Decide
    grid: Grid
    words: LevelWords

    @classmethod
    def of(cls, program: Program, decide: Decide, table: Table) -> LevelGrid:
        """Cut a table, once per program."""
        return _cached(Identity(program), Identity(decide), Identity(table))


@made_once(16)
def _cached(program: Identity, decide: Identity, table: Identity) -> LevelGrid:
    owner, rule = program.value, decide.value
    words = LevelWords([(o.id, o.ja, o.en) for o in rule.outcomes])
    grid = table_grid(table.value, words.order, owner.vocabulary)
    return LevelGrid(owner, rule, grid, words)


@dataclass(frozen=True)
class Analysis:
    """Everything said of one affair and one table."""

    missing: tuple[Missing, ...]
    settling: tuple[tuple[str, ...], ...]
    settled_by: tuple[tuple[str, ...], ...]
    irrelevant: tuple[Irrelevant, ...]
    counterfactuals: tuple[Counterfactual, ...]
    thresholds: tuple[Threshold, ...]
    not_computed: tuple[str, ...]


def analyse(level: LevelGrid, look: Look) -> Analysis:
    """Analyse what is known against a table."""
    grid = level.grid
    region = grid.region(look)
    current = grid.named(grid.possible(region))
    settled = len(current) == 1
    if len(grid.terms) ** 2 > 2 * MOST_PAIRS:
        open_ = (
            ()
            if settled
            else tuple(
                plain_question(level.program, grid.factors[f].fact)
                for f, m in enumerate(region)
                if m.bit_count() > 1
            )
        )
        return Analysis(open_, (), (), (), (), (), ("settling", "irrelevant", "counterfactuals"))
    left_out = []
    sets = settling_sets(grid, region)
    presumed = sum(
        1 << n for n, f in enumerate(grid.factors) if look(*f.key) == f.fact.unsaid and f.fact.presume
    )
    own = rests_on(grid, region, presumed) if settled else ()
    if sets is None or own is None:
        left_out.append("settling")
    changes = moves(grid, region, look, sum(1 << n for n, f in enumerate(grid.factors) if f.fact.presume))
    order = level.words.order
    return Analysis(
        missing=() if settled else missing_facts(level.program, grid, region, sets, look),
        settling=() if settled else tuple(_names(grid, s) for s in _cheapest(grid, sets or ())),
        settled_by=tuple(_names(grid, s) for s in _cheapest(grid, own or ())),
        irrelevant=tuple(_idle(level, region, look, own, presumed)),
        counterfactuals=tuple(counterfactual(grid, m, look, order, current) for m in changes),
        thresholds=tuple(threshold(grid, at, look, level.words) for at in lines(grid, region, look)),
        not_computed=tuple(left_out),
    )


def plain_question(program: Program, fact: Fact) -> Missing:
    """Return the question for a fact, whatever it bears on."""
    question, question_en = question_of(program, fact)
    return Missing(
        fact=fact.name,
        label=fact.ja,
        label_en=fact.en,
        question=question,
        question_en=question_en,
        cost=fact.cost,
        path=fact.name,
        via=tuple(v.ja for v in concluded_from(program, fact.name)),
    )


def _names(grid: Grid, facts: int) -> tuple[str, ...]:
    return tuple(grid.factors[f].fact.name for f in bits(facts))


def _cheapest(grid: Grid, sets: Sequence[int]) -> list[int]:
    return sorted(sets, key=lambda s: (s.bit_count(), sum(grid.factors[f].fact.cost for f in bits(s)), s))


def asked(grid: Grid, region: Region, sets: tuple[int, ...] | None) -> list[int]:
    """Return the facts worth asking: those of the smallest settling sets; without any, all that can matter."""
    union = 0
    for s in sets or ():
        union |= s
    if union:
        return bits(union)
    return [f for f, m in enumerate(region) if m.bit_count() > 1 and matters(grid, region, f)]


def missing_facts(
    program: Program,
    grid: Grid,
    region: Region,
    sets: tuple[int, ...] | None,
    look: Look,
    path: Callable[[Factor], str] = lambda f: f.fact.name,
) -> tuple[Missing, ...]:
    """Return the facts to ask for, the best question first."""
    out = []
    for f, expected in ranked(grid, region, tuple(asked(grid, region, sets))):
        at = list(line_values(grid, region, f, look))
        fact = grid.factors[f].fact
        found = plain_question(program, fact)
        out.append(
            found.model_copy(
                update={
                    "path": path(grid.factors[f]),
                    "expected": None if expected is None else round(float(expected), 3),
                    "lines": tuple(show_possible(fact, Range(n, n)) for n in at),
                    "lines_en": tuple(show_possible(fact, Range(n, n), "en") for n in at),
                }
            )
        )
    return tuple(out)


def best_question(level: LevelGrid, look: Look) -> str | None:
    """Return the best next question as one line, with the values at which the answer changes; None when settled."""
    grid = level.grid
    region = grid.region(look)
    if grid.possible(region).bit_count() < 2 or len(grid.terms) ** 2 > 2 * MOST_PAIRS:
        return None
    found = missing_facts(level.program, grid, region, settling_sets(grid, region), look)
    if not found:
        return None
    best = found[0]
    lines = say("ask_best_lines", lines=listing(best.lines)) if best.lines else ""
    return say("ask_best", label=best.label, question=best.question, lines=lines)


def line_values(grid: Grid, region: Region, factor: int, look: Look) -> Iterator[int]:
    """Yield the values of a number at which the outcome can change, as far as it is still open."""
    own = grid.factors[factor]
    open_ = own.touched(look(*own.key))
    for left, right in pairwise(open_):
        cell = own.cells[right]
        if not isinstance(cell, Range) or own.groups[left] == own.groups[right]:
            continue
        two = 1 << own.groups[left] | 1 << own.groups[right]
        if matters(grid, (*region[:factor], two, *region[factor + 1 :]), factor):
            yield cell.lo


def _idle(
    level: LevelGrid, region: Region, look: Look, own: tuple[int, ...] | None, presumed: int
) -> Iterator[Irrelevant]:
    """Facts that can no longer matter, with the facts that see to it."""
    grid = level.grid
    if own is None:
        return
    if grid.possible(region).bit_count() == 1:
        used = presumed
        for s in own:
            used |= s
        because = _cheapest(grid, own)[0] if own else 0
        for f in range(len(grid.factors)):
            if not used >> f & 1:
                key = "idle_alone" if because.bit_count() < 2 else "idle_together"
                yield _say_idle(grid, look, f, because, key)
        return
    for f, mask in enumerate(region):
        own_cells = grid.factors[f].touched(look(*grid.factors[f].key))
        if len(own_cells) > 1 and (mask.bit_count() < 2 or not matters(grid, region, f)):
            why = idle_because(grid, region, f, presumed)
            yield _say_idle(grid, look, f, _cheapest(grid, why)[0] if why else 0, "idle_given")


def _say_idle(grid: Grid, look: Look, f: int, because: int, key: str) -> Irrelevant:
    fact = grid.factors[f].fact
    said = {}
    for lang in ("ja", "en"):
        known = [grid.factors[b] for b in bits(because)]
        facts = [
            say(
                "test_short",
                lang,
                label=k.fact.ja if lang == "ja" else k.fact.en,
                value=_value(k, look, lang),
            )
            if key == "idle_given"
            else say("quoted", lang, word=k.fact.ja if lang == "ja" else k.fact.en)
            for k in known
        ]
        label = fact.ja if lang == "ja" else fact.en
        said[lang] = say(key if known else "idle", lang, label=label, facts=listing(facts, lang))
    return Irrelevant(fact=fact.name, label=fact.ja, why=said["ja"], why_en=said["en"])


def _value(factor: Factor, look: Look, lang: str) -> str:
    return show_possible(factor.fact, look(*factor.key), lang)
