"""From an affair to a record ready for any executor: facts as rows, texts searched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...facts.affair.record import Record, Row
from ...facts.affair.rows import things, to_record
from ...facts.vocabulary import Scope
from .aged_answers import of_the_day
from .change_chains import measured_chains
from .change_vs_body import measured_echoes
from .clashing_sources import measured_clashes
from .edit_kinds import measured_edits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...facts.affair.affair import Affair, Thing
    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...rulesets.program.program import Program
    from ...texts.evidence import Quote, Texts

__all__ = ["Prepared", "prepare"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An affair with its record; ``quotes`` keep where texts showed what, per (fact, row)."""

    affair: Affair
    record: Record
    quotes: Mapping[tuple[str, Index], tuple[Quote, ...]]


def prepare(program: Program, affair: Affair) -> Prepared:
    """Turn an affair into rows and settle what its narratives show; what a person stated stays as stated."""
    affair = of_the_day(affair, program.as_of)
    record = to_record(affair, program.vocabulary)
    texts = _texts(affair)
    told = affair.passages or affair.fields or any(words for rows in texts.values() for _, words in rows)
    shown = _shown(program, affair, record, texts) if told else {}
    quotes = {key: quotes for key, (_, quotes) in shown.items() if quotes}
    settled = {key: value for key, (value, _) in shown.items() if value is not None}
    settled |= {**measured_clashes(affair)}
    settled |= measured_edits(affair) | measured_echoes(affair, program.vocabulary)
    settled |= measured_chains(affair)
    return Prepared(affair, _with(record, program, settled), quotes)


def _shown(
    program: Program, affair: Affair, record: Record, texts: Mapping[Scope, Sequence[Texts]]
) -> dict[tuple[str, Index], tuple[Possible | None, tuple[Quote, ...]]]:
    """Settle what texts show; what reads them is loaded here, because most affairs asked about have none."""
    from ...texts.crosschecks.field_words import FieldWords
    from ...texts.evidence import measure_states, mentioned, narratives
    from ...texts.text_crosschecks import compared

    names = [f.name for f in affair.files]
    ticks = {(scope, row.index): row.values for scope, rows in record.rows.items() for row in rows}
    told = narratives(program, affair.passages)
    fields = FieldWords(affair.fields, names)
    silent = affair.coverage.is_silent if affair.coverage else None
    found = mentioned(program, told, names, texts, fields, silent)
    found |= compared(program, affair.passages, names, texts, ticks, fields)
    return {**found, **measure_states(program, told, names, silent)}


def _texts(affair: Affair) -> dict[Scope, list[Texts]]:
    """Collect the text facts of every row."""
    out: dict[Scope, list[Texts]] = {scope: [] for scope in Scope}
    for scope, index, thing in things(affair):
        out[scope].append((index, _words(thing)))
    return out


def _words(thing: Thing) -> dict[str, str]:
    """The text facts; a field known to be blank says nothing, which is something known."""
    said = {name: value for name, value in thing.values.items() if isinstance(value, str)}
    return dict.fromkeys(thing.blank, "") | said


def _with(record: Record, program: Program, found: Mapping[tuple[str, Index], Possible]) -> Record:
    added: dict[tuple[Scope, Index], dict[str, Possible]] = {}
    for (name, index), value in found.items():
        added.setdefault((program.vocabulary[name].scope, index), {})[name] = value
    rows = dict(record.rows)
    for scope in {scope for scope, _ in added}:
        rows[scope] = tuple(
            Row(row.index, {**added.get((scope, row.index), {}), **row.values}) for row in record.of(scope)
        )
    return replace(record, rows=rows)
