"""The required level with its reasons: bounds, deciding row, what is missing, why not another level.

Everything is read off the boxes of the table, so it is exact for partial facts too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ...facts.values import Options
from ...rulesets.language.conditions import atoms
from ...rulesets.language.grammar import Decide
from ..analysis.fact_sources import askable
from ..analysis.open_level import LevelGrid, analyse
from ..results.assessment import Determination, Level, Reason, WhyNot, WhyNotRow
from ..wording.value_words import show_possible, show_test
from .missing import question
from .threshold_grid import threshold_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ...facts.values import Possible
    from ...rulesets.language.grammar import Phrase, RowRule
    from ...rulesets.program.decision_tables import Row, Table
    from ...rulesets.program.program import Program
    from ..evaluation.view import View
    from ..results.assessment import Missing

__all__ = ["LEVEL", "determine", "level_table", "reached"]

#: The fact whose table gives the level.
LEVEL = "required_level"


def determine(view: View, form: str | None = None) -> Determination:
    """Say which level is required, as far as the facts settle it.

    ``form`` chooses the official phrase of that form where it has one of its own.
    """
    decide, table = level_table(view.program)
    still = view.evaluation.rows.get((LEVEL, ()))
    rows = [r for r in table.rows if r.id in still] if still else reached(table, view.get)
    order = {outcome.id: outcome for outcome in decide.outcomes}
    ids = {row.outcome for row in rows}
    possible = tuple(o for o in order if o in ids)
    settled = len(possible) == 1
    rules = {r.id: r for r in decide.rows}
    deciding = [rules[row.id] for row in rows]
    phrases = tuple(_phrase(order[o], form) for o in possible)
    declared = view.get("declared_result")
    analysis = analyse(LevelGrid.of(view.program, decide, table), view.get)
    asked = {m.fact: _askable(view, m) for m in analysis.missing}
    return Determination(
        floor=possible[0],
        ceiling=possible[-1],
        possible=possible,
        phrase=phrases[0] if settled else None,
        phrases=phrases,
        rule=deciding[0].id if settled else None,
        rules=tuple(r.id for r in deciding),
        title="又は".join(r.title for r in deciding) if settled else _between(order, possible),
        basis=tuple(dict.fromkeys(b for r in deciding for b in r.basis)),
        confidence=_weakest(deciding),
        reasons=tuple(_all_reasons(view, rows)),
        not_needed=tuple(_not_needed(view, table, rows)),
        why_not=tuple(_why_not(view, table, rules, ids)),
        missing=tuple({q.fact: q for m in analysis.missing for q in asked[m.fact]}.values()),
        counterfactuals=analysis.counterfactuals,
        settling=tuple(
            tuple(dict.fromkeys(q.fact for n in names for q in asked[n])) for names in analysis.settling
        ),
        settled_by=analysis.settled_by,
        irrelevant=analysis.irrelevant,
        thresholds=analysis.thresholds,
        not_computed=analysis.not_computed,
        grid=threshold_grid(view, table, order),
        declared=next(iter(declared.members)) if isinstance(declared, Options) and declared.exact else None,
    )


def level_table(program: Program) -> tuple[Decide, Table]:
    """Return the statement and the table that conclude the level."""
    decide = next(s for s in program.statements if isinstance(s, Decide) and s.decide == LEVEL)
    table = next(p.table for stratum in program.strata for p in stratum if p.fact == LEVEL)
    assert table is not None  # noqa: S101 - LEVEL is concluded by a table
    return decide, table


def reached(table: Table, get: Callable[[str], Possible]) -> list[Row]:
    """Return the rows that some completion of the facts reaches."""
    return [
        row
        for row in table.rows
        if any(all(allowed.holds_any(get(name)) for name, allowed in box.items()) for box in row.boxes)
    ]


def _askable(view: View, missing: Missing) -> tuple[Missing, ...]:
    """Return what a person can answer: for a concluded fact, the open facts that it is concluded from."""
    from_ = askable(view.program, view.program.vocabulary[missing.fact])
    if not from_:
        return (missing,)
    return tuple(question(f) for f in from_ if not view.get(f.name).exact)


def _phrase(outcome: Phrase, form: str | None) -> str:
    return outcome.phrases.get(form or "", outcome.phrase)


def _between(order: dict[str, Phrase], possible: tuple[Level, ...]) -> str:
    return f"少なくとも{order[possible[0]].ja}、最大で{order[possible[-1]].ja}"


def _weakest(rows: list[RowRule]) -> str:
    ranks = ("unsure", "known", "confirmed")
    return min((r.confidence for r in rows), key=ranks.index)


def _reasons(view: View, row: Row) -> Iterator[Reason]:
    tests = dict.fromkeys(atoms(row.when))
    facts = {atom.fact: view.program.vocabulary[atom.fact] for atom in tests}
    presumed = [f for f in facts.values() if f.presume is not None]
    claimed = any(view.get(f.name) != f.unsaid for f in presumed)
    for atom in tests:
        fact = facts[atom.fact]
        possible = view.get(atom.fact)
        if fact.derived and fact in presumed and not claimed:
            continue  # nothing is claimed, which the claim itself says
        truth: Literal["true", "false", "unknown"] = "unknown"
        if atom.allowed.holds_all(possible):
            truth = "true"
        elif not atom.allowed.holds_any(possible):
            truth = "false"
        yield Reason(
            fact=atom.fact,
            label=fact.ja,
            test=show_test(fact, atom.allowed),
            value=show_possible(fact, possible),
            truth=truth,
            label_en=fact.en,
            test_en=show_test(fact, atom.allowed, "en"),
            value_en=show_possible(fact, possible, "en"),
        )


def _all_reasons(view: View, rows: list[Row]) -> list[Reason]:
    return list(dict.fromkeys(reason for row in rows for reason in _reasons(view, row)))


def _facts(table: Table) -> list[str]:
    return list(dict.fromkeys(name for row in table.rows for box in row.boxes for name in box))


def _not_needed(view: View, table: Table, rows: list[Row]) -> Iterator[str]:
    """Facts of the table that no row still in play reads."""
    read = {name for row in rows for box in row.boxes for name in box}
    return (view.program.vocabulary[n].ja for n in _facts(table) if n not in read)


def _why_not(view: View, table: Table, rules: dict[str, RowRule], ids: set[str]) -> Iterator[WhyNot]:
    for outcome in dict.fromkeys(row.outcome for row in table.rows):
        if outcome in ids:
            continue
        rows = [(row, tuple(_reasons(view, row))) for row in table.rows if row.outcome == outcome]
        near = [(row, tuple(r for r in reasons if r.truth == "false")) for row, reasons in rows]
        row, failing = min(near, key=lambda pair: (any(_presumed(view, r) for r in pair[1]), len(pair[1])))
        yield WhyNot(
            level=outcome,
            rule=row.id,
            title=rules[row.id].title,
            reasons=failing,
            rows=tuple(WhyNotRow(rule=r.id, title=rules[r.id].title, reasons=all_) for r, all_ in rows),
        )


def _presumed(view: View, reason: Reason) -> bool:
    return view.program.vocabulary[reason.fact].presume is not None
