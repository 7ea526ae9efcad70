"""What the rows of a table bring to checks across affairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ...facts.affair.columns import columns_of, possible_of
from ...facts.vocabulary import Kind, Scope
from ..findings.findings import FIELD
from ..results.assessment import Evidence
from ..wording.value_words import show_possible
from .cross_affair_checks import OTHER, Trait, across_checks, settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...rulesets.language.grammar import Check
    from ...rulesets.program.program import Program
    from ..executors.frames.run import BatchEvaluation

__all__ = ["compared_rows"]


def compared_rows(program: Program, done: BatchEvaluation, frame: pl.DataFrame) -> Iterator[Trait]:
    """Yield one trait per check and row whose value, group and date are settled."""
    reader = _Reader(program)
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
        shown = [n.removeprefix(OTHER) for n in FIELD.findall(check.detail)]
        read = {c for name in (*wanted, *shown) for c in _columns(program, name)} & set(facts.columns)
        facts = facts.select("#", "#counts", *sorted(read))
        rows = pl.concat([frame.select("affair", "organization", "source"), facts], how="horizontal")
        for row in rows.filter(holds.fill_null(value=False)).iter_rows(named=True):
            trait = _trait(reader, check, row)
            if trait is not None:
                yield trait


def _columns(program: Program, name: str) -> tuple[str, ...]:
    return tuple(columns_of(program.vocabulary[name])) if name in program.vocabulary else ()


def _present(program: Program, done: BatchEvaluation, name: str) -> bool:
    fact = program.vocabulary[name]
    return fact.kind is not Kind.TEXT and columns_of(fact)[0] in done.frames[Scope.AFFAIR].columns


class _Reader:
    """Reads facts of rows back; rows share few values, so that each is read once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._read: dict[tuple[str, tuple[object, ...]], tuple[str | None, str]] = {}

    def value(self, row: Mapping[str, object], name: str) -> str | None:
        """Return the one value left of a fact, None when several are."""
        if name in ("affair", "organization"):
            return "".join(str(row[name] or "").split()) or None
        return self._of(row, name)[0]

    def shown(self, row: Mapping[str, object], name: str) -> str:
        """Return a fact in words, of this affair or of the other."""
        name = name.removeprefix(OTHER)
        if name in ("affair", "organization"):
            return str(row[name] or "")
        return self._of(row, name)[1] if name in self.program.vocabulary else ""

    def _of(self, row: Mapping[str, object], name: str) -> tuple[str | None, str]:
        key = name, tuple(row.get(c) for c in _columns(self.program, name))
        found = self._read.get(key)
        if found is None:
            fact = self.program.vocabulary[name]
            possible = possible_of(fact, [v if isinstance(v, int) else None for v in key[1]])
            value = settled(possible) if possible is not None else None
            found = self._read[key] = value, show_possible(fact, possible or fact.unsaid)
        return found


def _trait(reader: _Reader, check: Check, row: Mapping[str, object]) -> Trait | None:
    across = check.across
    assert across is not None  # noqa: S101 - only such checks come here
    value = reader.value(row, across.differ)
    group = tuple(reader.value(row, name) or "" for name in across.same)
    asked = (across.following, across.latest, across.apart)
    day, latest, apart = (reader.value(row, name) if name else None for name in asked)
    lacks = any(name and said is None for name, said in zip(asked, (day, latest, apart), strict=True))
    if value is None or "" in group or lacks:
        return None
    words = {n: reader.shown(row, n) for n in FIELD.findall(check.detail)}
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
