"""The required level with its reasons: bounds, deciding row, what is missing, why not another level.

Everything is read off the boxes of the table, so it is exact for partial facts too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from ..facts.values import Options, Range
from ..rulesets.allowed import Intervals, Members
from ..rulesets.conditions import atoms
from ..rulesets.grammar import Decide
from .results import Counterfactual, Determination, Level, Missing, Reason, WhyNot
from .threshold_grid import threshold_grid
from .wording import show_number, show_possible, show_test

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..facts.values import Possible
    from ..rulesets.grammar import Phrase, RowRule
    from ..rulesets.tables import Row, Table
    from .view import View

__all__ = ["LEVEL", "determine", "reached"]

#: The fact whose table gives the level.
LEVEL = "required_level"
Lookup = "Callable[[str], Possible]"


def determine(view: View, form: str | None = None) -> Determination:
    """Say which level is required, as far as the facts settle it.

    ``form`` chooses the official phrase of that form where it has one of its own.
    """
    decide = next(s for s in view.program.statements if isinstance(s, Decide) and s.decide == LEVEL)
    table = next(p.table for stratum in view.program.strata for p in stratum if p.fact == LEVEL)
    assert table is not None  # noqa: S101 - LEVEL is concluded by a table
    rows = reached(table, view.get)
    order = {outcome.id: outcome for outcome in decide.outcomes}
    ids = {row.outcome for row in rows}
    possible = tuple(cast("Level", o) for o in order if o in ids)
    settled = len(possible) == 1
    rules = {r.id: r for r in decide.rows}
    deciding = [rules[row.id] for row in rows]
    phrases = tuple(_phrase(order[o], form) for o in possible)
    declared = view.get("declared_result")
    return Determination(
        floor=possible[0],
        ceiling=possible[-1],
        possible=possible,
        phrase=phrases[0] if settled else None,
        phrases=phrases,
        rule=deciding[0].id if settled else None,
        rules=tuple(r.id for r in deciding),
        title=deciding[0].title if settled else _between(order, possible),
        basis=tuple(dict.fromkeys(b for r in deciding for b in r.basis)),
        confidence=_weakest(deciding),
        reasons=tuple(_reasons(view, rows[0])) if settled else tuple(_all_reasons(view, rows)),
        not_needed=tuple(_not_needed(view, table, rows)),
        why_not=tuple(_why_not(view, table, rules, ids)),
        missing=() if settled else tuple(_missing(view, table, ids)),
        counterfactuals=tuple(_counterfactuals(view, table, possible[0])) if settled else (),
        grid=threshold_grid(view, table, order),
        declared=next(iter(declared.members)) if isinstance(declared, Options) and declared.exact else None,
    )


def reached(table: Table, get: Callable[[str], Possible]) -> list[Row]:
    """Return the rows that some completion of the facts reaches."""
    return [
        row
        for row in table.rows
        if any(all(allowed.holds_any(get(name)) for name, allowed in box.items()) for box in row.boxes)
    ]


def _phrase(outcome: Phrase, form: str | None) -> str:
    return outcome.phrases.get(form or "", outcome.phrase)


def _between(order: dict[str, Phrase], possible: tuple[Level, ...]) -> str:
    return f"少なくとも{order[possible[0]].ja}、最大で{order[possible[-1]].ja}"


def _weakest(rows: list[RowRule]) -> str:
    ranks = ("unsure", "known", "confirmed")
    return min((r.confidence for r in rows), key=ranks.index)


def _reasons(view: View, row: Row) -> Iterator[Reason]:
    for atom in dict.fromkeys(atoms(row.when)):
        fact = view.program.vocabulary[atom.fact]
        possible = view.get(atom.fact)
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
        near = [
            (row, [r for r in _reasons(view, row) if r.truth == "false"])
            for row in table.rows
            if row.outcome == outcome
        ]
        row, failing = min(near, key=lambda pair: (any(_presumed(view, r) for r in pair[1]), len(pair[1])))
        yield WhyNot(level=outcome, rule=row.id, title=rules[row.id].title, reasons=tuple(failing))


def _presumed(view: View, reason: Reason) -> bool:
    return view.program.vocabulary[reason.fact].presume is not None


def _cells(view: View, table: Table, name: str) -> list[Possible]:
    """Split what is possible for a fact where the table's tests change."""
    possible = view.get(name)
    sets = [box[name] for row in table.rows for box in row.boxes if name in box]
    if isinstance(possible, Options):
        return [Options.of(o) for o in sorted(possible.members)]
    starts = {possible.lo}
    for allowed in sets:
        if isinstance(allowed, Intervals):
            starts |= {edge for part in allowed.parts for edge in (part.lo, part.hi + 1)}
    inside = sorted(s for s in starts if possible.lo <= s <= possible.hi)
    return [
        Range(lo, (inside[i + 1] - 1) if i + 1 < len(inside) else possible.hi) for i, lo in enumerate(inside)
    ]


def _outcomes(view: View, table: Table, **changed: Possible) -> set[str]:
    return {row.outcome for row in reached(table, lambda n: changed.get(n) or view.get(n))}


def _missing(view: View, table: Table, ids: set[str]) -> list[Missing]:
    """Facts that could narrow the answer, the one that narrows most on average first, then the cheapest."""
    found: list[tuple[float, int, Missing]] = []
    for name in _facts(table):
        fact = view.program.vocabulary[name]
        cells = _cells(view, table, name)
        left = [len(_outcomes(view, table, **{name: cell})) for cell in cells]
        if len(cells) < 2 or min(left) >= len(ids):
            continue
        missing = Missing(
            fact=name, label=fact.ja, question=fact.ask or f"{fact.ja}を確認してください", cost=fact.cost
        )
        found.append((sum(left) / len(left), fact.cost, missing))
    return [m for _, _, m in sorted(found, key=lambda f: (f[0], f[1], f[2].fact))]


def _counterfactuals(view: View, table: Table, level: str) -> Iterator[Counterfactual]:
    """The nearest change of each single fact that settles another level."""
    for name in _facts(table):
        fact = view.program.vocabulary[name]
        if fact.presume is not None:
            continue  # an exemption is no change of facts that an official would watch for
        here = view.get(name)
        sets = [box[name] for row in table.rows for box in row.boxes if name in box]
        seen: set[str] = set()
        for cell in sorted(_elsewhere(sets, here), key=lambda c: _distance(here, c) or 0):
            outcome = _outcomes(view, table, **{name: cell})
            if len(outcome) != 1 or outcome == {level} or outcome <= seen:
                continue
            seen |= outcome
            distance = _distance(here, cell)
            yield Counterfactual(
                fact=name,
                label=fact.ja,
                change=_change(fact.unit, here, cell, show_possible(fact, cell)),
                level=next(iter(outcome)),
                distance=distance,
            )


def _elsewhere(sets: list[Intervals | Members], here: Possible) -> list[Possible]:
    """The cells of a fact that hold none of its present values."""
    if isinstance(here, Options):
        options = {o for s in sets if isinstance(s, Members) for o in s.domain}
        return [Options.of(o) for o in sorted(options - here.members)]
    domain = next(s.domain for s in sets if isinstance(s, Intervals))
    starts = {domain.lo} | {
        e for s in sets if isinstance(s, Intervals) for p in s.parts for e in (p.lo, p.hi + 1)
    }
    edges = sorted(s for s in starts if domain.lo <= s <= domain.hi)
    cells = [Range(lo, edges[i + 1] - 1 if i + 1 < len(edges) else domain.hi) for i, lo in enumerate(edges)]
    return [c for c in cells if c.meet(here) is None]


def _distance(here: Possible, cell: Possible) -> int | None:
    if not isinstance(here, Range) or not isinstance(cell, Range) or not here.exact:
        return None
    return cell.lo - here.lo if cell.lo > here.lo else here.lo - cell.hi


def _change(unit: str, here: Possible, cell: Possible, words: str) -> str:
    distance = _distance(here, cell)
    if distance is None or not isinstance(here, Range) or not isinstance(cell, Range):
        return words
    return f"あと{show_number(distance, unit)}{'増えて' if cell.lo > here.lo else '減って'}{words}"
