"""The level as one SQL query: plain CASE, AND and OR over columns, for data that stays in a database.

What is possible stands in columns as everywhere (:mod:`shikii.facts.affair.columns`): ``NAME_lo`` and ``NAME_hi`` bound a
number, ``NAME_may`` has a bit per option still possible, NULL is not known. The query concludes floor, ceiling, deciding
row and the facts that would narrow the level. What a name alone tells of a body is not concluded: give its kind.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, Literal

from ...facts.affair.columns import mask_of, options_of
from ...facts.values import INF, Options, Range
from ...facts.vocabulary import Scope
from ...rulesets.language.allowed import Intervals, Members
from ...rulesets.language.conditions import All, AnyOf, Atom, normal
from ...rulesets.program.program import ByCondition, reads
from ..analysis.open_level import LevelGrid, asked
from ..analysis.settling_facts import settling_sets

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from ...facts.vocabulary import Fact
    from ...rulesets.language.allowed import Allowed
    from ...rulesets.language.conditions import Condition
    from ...rulesets.language.grammar import Decide
    from ...rulesets.program.decision_tables import Table
    from ...rulesets.program.program import Derive, Produce, Program
    from ..analysis.grid import Factor

__all__ = ["DIALECTS", "Dialect", "inputs", "level_query"]

Dialect = Literal["duckdb", "postgres"]
DIALECTS: Final[tuple[Dialect, ...]] = ("duckdb", "postgres")


def inputs(program: Program, table: Table) -> tuple[Fact, ...]:
    """Return the facts of the affair that the query reads, in the order of the vocabulary."""
    steps = _steps(program, table)
    names = _facts_of(table) | {n for step in steps for n in reads(step)}
    known = {step.fact for step in steps}
    wanted = (f for f in program.vocabulary.facts if f.name in names - known)
    return tuple(f for f in wanted if f.scope is Scope.AFFAIR and not f.derived)


def level_query(
    program: Program,
    decide: Decide,
    table: Table,
    *,
    as_of: dt.date,
    dialect: Dialect = "duckdb",
    source: str = "affairs",
) -> str:
    """Return a query over a table of affairs that adds the level to each row.

    It adds ``level_floor``, ``level_ceiling``, ``level_rule`` (NULL while open) and ``missing`` (names of facts that would
    narrow the level, joined by commas; NULL once settled). ``source`` is the name of the table.
    """
    columns = {f.name: f for f in inputs(program, table)}
    steps = _steps(program, table)
    head = [
        f"-- The level required on {as_of.isoformat()}, by `shikii rules sql --dialect {dialect}`.",
        f"-- {source} needs the columns below; NULL is not known.",
        *(f"--   {line}" for f in columns.values() for line in _comment(f)),
    ]
    laterals = [_lateral("known", [_known(f) for f in columns.values()], dialect)]
    for number, step in enumerate(steps, 1):
        own = f"{_concluded(program, step, columns, steps)} AS {_mask(step.fact)}"
        laterals.append(_lateral(f"concluded_{number}", [own], dialect))
    rows = [f"({_or(_box(program, b) for b in row.boxes)}) AS {_row(row.id)}" for row in table.rows]
    grid = LevelGrid.of(program, decide, table).grid
    groups = [f"{_groups(program, f)} AS {_group(f)}" for f in grid.factors]
    laterals.append(_lateral("reached", [*rows, *groups], dialect))
    order = [o.id for o in decide.outcomes]
    can = {o: _or(_row(r.id) for r in table.rows if r.outcome == o) for o in order}
    bounds = [
        "CASE " + " ".join(f"WHEN {can[o]} THEN '{o}'" for o in order) + " END AS level_floor",
        "CASE " + " ".join(f"WHEN {can[o]} THEN '{o}'" for o in reversed(order)) + " END AS level_ceiling",
        "CASE " + " ".join(f"WHEN {_row(r.id)} THEN '{r.id}'" for r in table.rows) + " END AS first_row",
    ]
    laterals.append(_lateral("bounded", bounds, dialect))
    missing = ",\n    ".join(_missing(program, decide, table))
    return "\n".join(
        [
            *head,
            "SELECT t.*, level_floor, level_ceiling,",
            "  CASE WHEN level_floor = level_ceiling THEN first_row END AS level_rule,",
            "  CASE WHEN level_floor <> level_ceiling THEN CONCAT_WS(',',",
            f"    {missing}) END AS missing",
            f"FROM {source} AS t",
            *laterals,
            "",
        ]
    )


def _facts_of(table: Table) -> set[str]:
    return {n for row in table.rows for box in row.boxes for n in box}


def _steps(program: Program, table: Table) -> tuple[Produce, ...]:
    """Return the steps that conclude derived facts of the table from facts of the affair, in order."""
    vocabulary = program.vocabulary
    wanted = {n for n in _facts_of(table) if vocabulary[n].derived}
    found: list[Produce] = []
    for stratum in reversed(program.strata):
        for step in stratum:
            if step.fact in wanted and step.scope is Scope.AFFAIR and not step.table and not step.narrows:
                found.append(step)
                wanted |= {n for n in reads(step) if vocabulary[n].derived}
    return tuple(reversed(found))


def _comment(fact: Fact) -> Iterator[str]:
    if isinstance(fact.anything, Range):
        yield f"{fact.name}_lo, {fact.name}_hi (integers): {fact.ja} / {fact.en}"
    else:
        options = ", ".join(f"{1 << i} {o}" for i, o in enumerate(options_of(fact)))
        yield f"{fact.name}_may (sum of what is possible: {options}): {fact.ja} / {fact.en}"


def _mask(name: str) -> str:
    return f"is_{name.replace('.', '_')}"


def _row(name: str) -> str:
    return '"may ' + name + '"'


def _group(factor: Factor) -> str:
    return f"cells_{factor.fact.name.replace('.', '_')}"


def _lateral(name: str, columns: Sequence[str], dialect: Dialect) -> str:
    """Return one step: columns made of those before it, row by row.

    PostgreSQL would put each step into the next wherever it is named, which grows without bound; OFFSET 0 keeps it apart.
    """
    apart = "\n    OFFSET 0" if dialect == "postgres" else ""
    return "CROSS JOIN LATERAL (SELECT\n    " + ",\n    ".join(columns) + f"{apart}) AS {name}"


def _known(fact: Fact) -> str:
    """Columns of what is possible, with what holds where nothing is said."""
    unsaid, own = fact.unsaid, _mask(fact.name)
    if isinstance(unsaid, Range):
        low, high = (f"COALESCE(t.{fact.name}_{side}, {end})" for side, end in _ends(unsaid))
        return f"{low} AS {own}_lo,\n    {high} AS {own}_hi"
    assert isinstance(unsaid, Options)  # noqa: S101 - the other kind of possible value
    return f"COALESCE(t.{fact.name}_may, {mask_of(fact, unsaid.members)}) AS {own}"


def _ends(unsaid: Range) -> tuple[tuple[str, int], tuple[str, int]]:
    return ("lo", max(unsaid.lo, -INF)), ("hi", min(unsaid.hi, INF))


def _or(parts: Iterable[str]) -> str:
    return " OR ".join(parts) or "FALSE"


def _box(program: Program, box: dict[str, Allowed]) -> str:
    return " AND ".join(_overlaps(program.vocabulary[n], allowed) for n, allowed in box.items()) or "TRUE"


def _overlaps(fact: Fact, allowed: Allowed) -> str:
    """Whether some possible value passes."""
    own = _mask(fact.name)
    if isinstance(allowed, Members):
        return f"({own} & {mask_of(fact, frozenset(allowed.chosen))}) <> 0"
    assert isinstance(allowed, Intervals)  # noqa: S101 - the other kind of test
    parts = [_between(own, p) for p in allowed.parts]
    return parts[0] if len(parts) == 1 else f"({_or(parts)})"


def _between(own: str, part: Range) -> str:
    low = [f"{own}_hi >= {part.lo}"] if part.lo > -INF else []
    high = [f"{own}_lo <= {part.hi}"] if part.hi < INF else []
    return f"({' AND '.join([*low, *high]) or 'TRUE'})"


def _concluded(program: Program, step: Produce, columns: dict[str, Fact], steps: Sequence[Produce]) -> str:
    """Combine the definitions of a fact as every executor does: what all allow, or everything any allows."""
    have = {*columns, *(s.fact for s in steps)}
    masks = [_defined(program, d, have) for d in step.derives]
    masks = [m for m in masks if m != "3"] or ["3"]
    if len(masks) == 1:
        return masks[0]
    meet = " & ".join(masks)
    hull = " | ".join(f"(CASE WHEN {m} = 3 THEN 0 ELSE {m} END)" for m in masks)
    return f"CASE WHEN ({meet}) = 0 THEN ({hull}) ELSE ({meet}) END"


def _defined(program: Program, derive: Derive, have: set[str]) -> str:
    if not isinstance(derive, ByCondition):
        return "3"
    yes, no = (
        "FALSE" if side is None else _certain(program, normal(side, negate=False), have)
        for side in (derive.yes, derive.no)
    )
    return f"(CASE WHEN ({yes}) AND NOT ({no}) THEN 1 WHEN ({no}) AND NOT ({yes}) THEN 2 ELSE 3 END)"


def _certain(program: Program, condition: Condition, have: set[str]) -> str:
    """Whether every possible value passes."""
    match condition:
        case All(parts):
            return f"({' AND '.join(_certain(program, p, have) for p in parts) or 'TRUE'})"
        case AnyOf(parts):
            return f"({_or(_certain(program, p, have) for p in parts)})"
        case Atom(name, Members() as allowed) if name in have:
            outside = frozenset(allowed.domain) - allowed.chosen
            return f"({_mask(name)} & {mask_of(program.vocabulary[name], outside)}) = 0"
        case _:  # what a name tells, or lists below the affair: a query over affairs does not know
            return "FALSE"


def _groups(program: Program, factor: Factor) -> str:
    """Return the groups of cells still possible, one bit each."""
    fact, parts = factor.fact, []
    for group in sorted(set(factor.groups)):
        cells = [c for c, g in zip(factor.cells, factor.groups, strict=True) if g == group]
        meets = _or(_meets(program, fact, cell) for cell in cells)
        parts.append(f"(CASE WHEN {meets} THEN {1 << group} ELSE 0 END)")
    return " + ".join(parts)


def _meets(program: Program, fact: Fact, cell: object) -> str:
    if isinstance(cell, Range):
        return _between(_mask(fact.name), cell)
    assert isinstance(cell, Options)  # noqa: S101 - the other kind of cell
    return f"({_mask(fact.name)} & {mask_of(program.vocabulary[fact.name], cell.members)}) <> 0"


def _missing(program: Program, decide: Decide, table: Table) -> Iterator[str]:
    """Yield, per fact one can ask for, the cases of what is known in which it would narrow the level."""
    from ..analysis.fact_sources import askable

    grid = LevelGrid.of(program, decide, table).grid
    cases: dict[int, set[tuple[int, ...]]] = {n: set() for n in range(len(grid.factors))}
    for region in product(*(_regions(f, full) for f, full in zip(grid.factors, grid.full, strict=True))):
        if grid.possible(region).bit_count() > 1:
            for n in asked(grid, region, settling_sets(grid, region)):
                cases[n].add(region)
    given = {f.name for f in inputs(program, table)}
    for n, factor in enumerate(grid.factors):
        boxes = _boxes(cases[n], len(grid.factors))
        when = _or(f"({_in(grid.factors, box, grid.full)})" for box in boxes)
        from_ = askable(program, factor.fact)
        if not from_:
            yield f"CASE WHEN {when} THEN '{factor.fact.name}' END"
            continue
        for fact in from_:
            own = _mask(fact.name)
            if fact.name in given and not isinstance(fact.anything, Range):
                yield f"CASE WHEN ({when}) AND ({own} & ({own} - 1)) <> 0 THEN '{fact.name}' END"


def _regions(factor: Factor, full: int) -> list[int]:
    """Return the sets of groups that can be what is known: of numbers those of neighbours, of options all."""
    if not isinstance(factor.cells[0], Range):
        return list(range(1, full + 1))
    n = len(factor.cells)
    runs = (factor.groups[i : j + 1] for i in range(n) for j in range(i, n))
    return sorted({sum(1 << g for g in set(run)) for run in runs})


def _boxes(cases: set[tuple[int, ...]], dimensions: int) -> list[tuple[frozenset[int], ...]]:
    """Join cases that differ in one fact only, fact after fact."""
    boxes = {tuple(frozenset({v}) for v in case) for case in cases}
    for d in range(dimensions):
        joined: dict[tuple[frozenset[int], ...], frozenset[int]] = {}
        for box in boxes:
            rest = (*box[:d], *box[d + 1 :])
            joined[rest] = joined.get(rest, frozenset()) | box[d]
        boxes = {(*rest[:d], own, *rest[d:]) for rest, own in joined.items()}
    return sorted(boxes, key=lambda b: [sorted(s) for s in b])


def _in(factors: Sequence[Factor], box: tuple[frozenset[int], ...], full: Sequence[int]) -> str:
    parts = []
    for factor, values, all_ in zip(factors, box, full, strict=True):
        every = frozenset(_regions(factor, all_))
        if values == every:
            continue
        listed = ", ".join(str(v) for v in sorted(values))
        parts.append(f"{_group(factor)} IN ({listed})")
    return " AND ".join(parts) or "TRUE"
