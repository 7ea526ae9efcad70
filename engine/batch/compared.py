"""What the rows of a table bring to checks across affairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ...facts.columns import columns_of, possible_of
from ...facts.vocabulary import Kind, Scope
from ..across import OTHER, Trait, across_checks, settled
from ..findings import FIELD
from ..results import Evidence
from ..wording import show_possible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...rulesets.grammar import Check
    from ...rulesets.program import Program
    from .run import BatchEvaluation

__all__ = ["compared_rows"]


def compared_rows(program: Program, done: BatchEvaluation, frame: pl.DataFrame) -> Iterator[Trait]:
    """Yield one trait per check and row whose value, group and date are settled."""
    for check in across_checks(program):
        across = check.across
        if across is None or check.scope is not Scope.AFFAIR:
            continue
        dates = [name for name in (across.following, across.latest) if name]
        dates += [across.apart] if across.apart else []
        wanted = [across.differ, *dates, *(n for n in across.same if n not in frame.columns)]
        if not all(_present(program, done, name) for name in wanted):
            continue
        truths = done.truths[Scope.AFFAIR]
        counts = (truths[f"{check.id}/there"] == 1).fill_null(value=False).alias("#counts")
        facts = done.frames[Scope.AFFAIR].with_row_index("#").with_columns(counts)
        holds = truths[f"{check.id}/when"] == 1
        rows = pl.concat([frame.select("affair", "organization", "source"), facts], how="horizontal")
        for row in rows.filter(holds.fill_null(value=False)).iter_rows(named=True):
            trait = _trait(program, check, row)
            if trait is not None:
                yield trait


def _present(program: Program, done: BatchEvaluation, name: str) -> bool:
    fact = program.vocabulary[name]
    return fact.kind is not Kind.TEXT and columns_of(fact)[0] in done.frames[Scope.AFFAIR].columns


def _value(program: Program, row: Mapping[str, object], name: str) -> str | None:
    if name in ("affair", "organization"):
        return "".join(str(row[name] or "").split()) or None
    fact = program.vocabulary[name]
    values = [row.get(c) for c in columns_of(fact)]
    possible = possible_of(fact, [v if isinstance(v, int) else None for v in values])
    return settled(possible) if possible is not None else None


def _trait(program: Program, check: Check, row: Mapping[str, object]) -> Trait | None:
    across = check.across
    assert across is not None  # noqa: S101 - only such checks come here
    value = _value(program, row, across.differ)
    group = tuple(_value(program, row, name) or "" for name in across.same)
    asked = (across.following, across.latest, across.apart)
    day, latest, apart = (_value(program, row, name) if name else None for name in asked)
    lacks = any(name and said is None for name, said in zip(asked, (day, latest, apart), strict=True))
    if value is None or "" in group or lacks:
        return None
    words = {n: _shown(program, row, n) for n in FIELD.findall(check.detail)}
    detail = check.detail
    for name, word in words.items():
        detail = detail if name.startswith(OTHER) else detail.replace("{" + name + "}", word)
    number = row["#"]
    assert isinstance(number, int)  # noqa: S101 - the row's number, made above
    return Trait(
        rule=check.id,
        owner=number,
        group=group,
        affair=str(row["affair"] or row["source"]),
        value=value,
        words={n.removeprefix(OTHER): w for n, w in words.items() if n.startswith(OTHER)},
        detail=detail,
        day=int(day) if day else None,
        latest=int(latest) if latest else None,
        apart=apart or "",
        evidence=(Evidence(document=str(row["source"])),),
        counts=bool(row["#counts"]),
        source=str(row["source"]),
    )


def _shown(program: Program, row: Mapping[str, object], name: str) -> str:
    name = name.removeprefix(OTHER)
    if name in ("affair", "organization"):
        return str(row[name] or "")
    if name not in program.vocabulary:
        return ""
    fact = program.vocabulary[name]
    values = [row.get(c) for c in columns_of(fact)]
    possible = possible_of(fact, [v if isinstance(v, int) else None for v in values])
    return show_possible(fact, possible or fact.unsaid)
