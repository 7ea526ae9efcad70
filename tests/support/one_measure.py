"""What one sentence says of one measure of the shipped ruleset."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from shikii.facts.affair.affair import Note
from shikii.rulesets.language.grammar import Expect
from shikii.rulesets.loader import load_ruleset
from shikii.rulesets.program.program import compile_program, measure_fact
from shikii.texts.evidence import measure_states

PROGRAM = compile_program(load_ruleset(), dt.date(2026, 4, 1))
MEASURES = {s.id: s for s in PROGRAM.statements if isinstance(s, Expect)}


def state(measure, text):
    """What one sentence in the field of a measure says of it."""
    note = Note("甲", measure.shown_by.sections[0], ((1, text),))
    states = measure_states(replace(PROGRAM, statements=(measure,)), [note], ["甲"])
    value, _ = states[measure_fact(measure.id), (0,)]
    return "possible" if value is None else next(iter(value.members))
