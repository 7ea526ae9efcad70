"""Exact analysis of decision tables: holes, overlaps, rows that can never decide.

A table covers the space of its facts with boxes; taking the boxes away from the whole space leaves the holes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...facts.errors import Problem
from ...facts.values import INF
from ...facts.vocabulary import Kind
from ..language.allowed import Members, both, everything

if TYPE_CHECKING:
    from ...facts.vocabulary import Vocabulary
    from ..language.allowed import Allowed
    from ..language.conditions import Condition

__all__ = ["Box", "Row", "Table", "example", "meet", "table_problems"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table as boxes: it can decide where some box meets what is possible."""

    id: str
    outcome: str
    when: Condition
    boxes: tuple[dict[str, Allowed], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table."""

    id: str
    rows: tuple[Row, ...]


Box = dict[str, "Allowed"]
_MOST = 200_000


def table_problems(table: Table, vocabulary: Vocabulary, place: str) -> list[Problem]:
    """Find every way in which a table fails to let exactly one row hold, each with an example.

    Returns problems ``table.never``, ``table.overlap`` and ``table.hole``.
    """
    found: list[Problem] = []
    found.extend(
        Problem(
            "table.never",
            f"{place} {row.id}",
            "",
            "this row can never decide",
            "remove it, or mend its condition",
        )
        for row in table.rows
        if not row.boxes
    )
    for i, row in enumerate(table.rows):
        for other in table.rows[i + 1 :]:
            both = next((m for a in row.boxes for b in other.boxes if (m := meet(a, b)) is not None), None)
            if both is not None:
                found.append(
                    Problem(
                        "table.overlap",
                        f"{place} {row.id}",
                        example(both, vocabulary),
                        f"rows `{row.id}` and `{other.id}` hold together",
                        "narrow one of them",
                    )
                )
    hole = _hole(table, vocabulary)
    if hole is not None:
        found.append(
            Problem(
                "table.hole",
                place,
                example(hole, vocabulary),
                "no row holds for some facts",
                "add a row for them",
            )
        )
    return found


def example(box: Box, vocabulary: Vocabulary) -> str:
    """Write one point of a box as facts: ``headcount=1000, handlers=0``."""
    return ", ".join(f"{name}={_point(vocabulary, name, allowed)}" for name, allowed in sorted(box.items()))


def _point(vocabulary: Vocabulary, name: str, allowed: Allowed) -> str:
    if isinstance(allowed, Members):
        return next(o for o in allowed.domain if o in allowed.chosen)
    lowest = allowed.parts[0]
    value = lowest.lo if lowest.lo > -INF else min(lowest.hi, 0)
    if vocabulary[name].kind is Kind.DATE:
        import datetime as dt

        return dt.date.fromordinal(value).isoformat()
    return str(value)


def _hole(table: Table, vocabulary: Vocabulary) -> Box | None:
    """Take every box of the table away from the whole space; return a part that is left."""
    names = sorted({name for row in table.rows for box in row.boxes for name in box})
    left: list[Box] = [{n: everything(vocabulary[n].anything, _order(vocabulary, n)) for n in names}]
    for row in table.rows:
        for box in row.boxes:
            left = [piece for part in left for piece in _subtract(part, box)]
            if len(left) > _MOST:
                raise ValueError("the table is too large to be analysed")
    return left[0] if left else None


def _order(vocabulary: Vocabulary, name: str) -> tuple[str, ...]:
    fact = vocabulary[name]
    return tuple(o.id for o in fact.options) if fact.kind is Kind.CHOICE else ("yes", "no")


def _subtract(part: Box, box: Box) -> list[Box]:
    """Return what is left of a part without a box, as disjoint boxes."""
    if meet(part, box) is None:
        return [part]
    out: list[Box] = []
    inside = dict(part)
    for name, allowed in box.items():
        outside = both(inside[name], allowed.complement())
        if outside:
            out.append({**inside, name: outside})
        inside[name] = both(inside[name], allowed)
    return out


def meet(a: Box, b: Box) -> Box | None:
    """Return what lies in both boxes; None when nothing does."""
    out = dict(a)
    for name, allowed in b.items():
        out[name] = both(out[name], allowed) if name in out else allowed
        if not out[name]:
            return None
    return out
