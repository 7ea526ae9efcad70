"""From an affair to a record ready for any executor: facts as rows, texts searched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..facts.record import Record, Row
from ..facts.rows import to_record
from ..facts.vocabulary import Scope
from ..rulesets.evidence import measure_states, mentioned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..facts.affair import Affair
    from ..facts.values import Possible
    from ..rulesets.evidence import Quote
    from ..rulesets.program import Program

__all__ = ["Prepared", "prepare"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An affair with its record; ``quotes`` keep where texts showed what, per (fact, file index)."""

    affair: Affair
    record: Record
    quotes: Mapping[tuple[str, int], tuple[Quote, ...]]


def prepare(program: Program, affair: Affair) -> Prepared:
    """Turn an affair into rows and settle what its narratives show; what a person stated stays as stated."""
    record = to_record(affair, program.vocabulary)
    names = [f.name for f in affair.files]
    texts = {name: value for name, value in affair.values.items() if isinstance(value, str)}
    found = mentioned(program, affair.passages, names, texts) | measure_states(
        program, affair.passages, names
    )
    quotes = {key: quotes for key, (_, quotes) in found.items() if quotes}
    return Prepared(affair, _with(record, {key: value for key, (value, _) in found.items()}), quotes)


def _with(record: Record, found: Mapping[tuple[str, int], Possible]) -> Record:
    rows = dict(record.rows)
    for scope in (Scope.AFFAIR, Scope.FILE):
        rows[scope] = tuple(
            Row(
                row.index,
                {
                    **{n: v for (n, i), v in found.items() if i == (row.index[0] if row.index else -1)},
                    **row.values,
                },
            )
            for row in record.of(scope)
        )
    return replace(record, rows=rows)
