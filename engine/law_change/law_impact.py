"""Whose result changes between two laws, by which rule, and whether the law did it or the passing of time.

Each side is judged on its own day with the same facts. What the old law would have said on the new day tells the
two causes apart: where it already says what the new law says, only time has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from ...rulesets.language.conditions import atoms
from ...rulesets.language.grammar import Decide, Define, Oblige
from ...rulesets.program.program import compile_program, reads
from ..evaluation.prepare import prepare
from ..evaluation.truth import Truth
from ..evaluation.view import View
from ..executors.reference import evaluate
from ..findings.adequacy_doubts import doubtful
from ..findings.findings import file_name, findings
from ..findings.risk_sheets import risk_lines
from ..level.determination import LEVEL, determine
from .ruleset_diff import diff_rulesets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...facts.affair.affair import Affair
    from ...rulesets.program.program import Program
    from ..evaluation.prepare import Prepared
    from .ruleset_diff import Side

__all__ = ["NOTHING", "AffairImpact", "Cause", "Laws", "Said", "Shift", "impact_on", "shifts"]

Cause = Literal["law", "day"]
ShiftKind = Literal["level", "duty", "finding"]
#: What is said of a rule that gives no result on a side.
NOTHING: Final = "none"
#: What one side says: (kind, rule, file) to (value, title).
Said = dict[tuple[ShiftKind, str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shift:
    """One thing that is said otherwise: a level, the state of a duty, a finding.

    ``cause`` is ``law`` where the change of law makes the difference, ``day`` where time does; ``because`` names the
    changed rules it rests on.
    """

    kind: ShiftKind
    rule: str
    title: str
    file: str
    before: str
    after: str
    cause: Cause
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AffairImpact:
    """An affair whose result changes."""

    affair: str
    organization: str
    source: str
    shifts: tuple[Shift, ...]

    @property
    def by_law(self) -> bool:
        """Whether the change of law makes some difference."""
        return any(s.cause == "law" for s in self.shifts)


class Laws:
    """Two sides made ready: the programs before, between (old law, new day) and after, and the rules that differ."""

    def __init__(self, before: Side, after: Side) -> None:
        self.sides = (before, after)
        self.before: Program = compile_program(before.ruleset, before.day)
        self.between: Program = compile_program(before.ruleset, after.day, law_of=before.day)
        self.after: Program = compile_program(after.ruleset, after.day)

    @cached_property
    def changed(self) -> frozenset[str]:
        """Rules that are new, gone, or mean something else."""
        return frozenset(d.rule for d in diff_rulesets(*self.sides).of("added", "removed", "meaning"))

    @cached_property
    def _rules(self) -> dict[str, frozenset[str]]:
        """Per fact, the changed rules that its conclusion rests on, in either law."""
        out: dict[str, frozenset[str]] = {}
        for program in (self.before, self.after):
            own: dict[str, set[str]] = {}
            for s in program.statements:
                if isinstance(s, (Define, Decide)) and s.id in self.changed:
                    own.setdefault(s.define if isinstance(s, Define) else s.decide, set()).add(s.id)
            found: dict[str, frozenset[str]] = {f: frozenset(ids) for f, ids in own.items()}
            for stratum in program.strata:
                for p in stratum:
                    below = (found.get(f.removesuffix(".conflict"), frozenset()) for f in reads(p))
                    found[p.fact] = frozenset(own.get(p.fact, ())).union(*below)
            out = {f: out.get(f, frozenset()) | found.get(f, frozenset()) for f in (*out, *found)}
        return out

    def because(self, kind: ShiftKind, rule: str) -> tuple[str, ...]:
        """Return the changed rules that a result rests on."""
        found = {rule} & self.changed
        if kind == "level":
            return tuple(sorted(found | self._rules.get(LEVEL, frozenset())))
        for program in (self.before, self.after):
            for leaf in program.leaves:
                if leaf.rule == rule:
                    facts = {a.fact.removesuffix(".conflict") for a in atoms(leaf.when)}
                    found |= set().union(*(self._rules.get(f, frozenset()) for f in facts))
        return tuple(sorted(found))


def impact_on(laws: Laws, affair: Affair) -> AffairImpact | None:
    """Return what changes for an affair; None when nothing does."""
    said = [_said(program, affair) for program in (laws.before, laws.between, laws.after)]
    found = shifts(laws, *said)
    if not found:
        return None
    return AffairImpact(affair.affair or affair.title, affair.organization, affair.source, found)


def _said(program: Program, affair: Affair) -> Said:
    prepared = prepare(program, affair)
    view = View(program, prepared.record, evaluate(program, prepared.record))
    level = determine(view, affair.form)
    span = level.floor if level.floor == level.ceiling else f"{level.floor}..{level.ceiling}"
    said: Said = {("level", "", ""): (span, "、".join(level.rules))}
    for duty, state, file in _duties(view, prepared):
        said[_free(said, "duty", duty.id, file)] = (state, duty.title)
    doubted = doubtful(view, prepared, risk_lines(view, prepared))
    for finding in (*findings(view, prepared), *doubted):
        said[_free(said, "finding", finding.rule, finding.file or "")] = (finding.severity, finding.title)
    return said


def _duties(view: View, prepared: Prepared) -> Iterator[tuple[Oblige, str, str]]:
    """Yield the state of every duty that applies or may apply."""
    truths = view.evaluation.truths
    for s in view.program.statements:
        if not isinstance(s, Oblige):
            continue
        for row in view.record.of(s.scope):
            applies, met = truths[s.id, "when", row.index], truths[s.id, "met", row.index]
            if applies is not Truth.FALSE:
                state = (
                    "unknown" if Truth.UNKNOWN in (applies, met) else "met" if met is Truth.TRUE else "unmet"
                )
                yield s, state, file_name(prepared.affair, s.scope, row.index) or ""


def _free(said: Said, kind: ShiftKind, rule: str, file: str) -> tuple[ShiftKind, str, str]:
    """Return a key of its own for each result of a rule: the second about one file is told from the first."""
    number = sum(k == kind and r == rule and f.partition(" #")[0] == file for k, r, f in said)
    return (kind, rule, f"{file} #{number + 1}" if number else file)


def shifts(laws: Laws, before: Said, between: Said, after: Said) -> tuple[Shift, ...]:
    """Compare what three programs say of one affair."""
    out = []
    for key in dict.fromkeys((*before, *after)):
        kind, rule, file = key
        none = (NOTHING, "")
        (old, old_title), (new, new_title) = before.get(key, none), after.get(key, none)
        if old == new:
            continue
        cause: Cause = "day" if between.get(key, none)[0] == new else "law"
        title = new_title or old_title
        if kind == "level":
            rule, title = new_title, ""
        because = laws.because(kind, rule) if cause == "law" else ()
        out.append(Shift(kind, rule, title, file, old, new, cause, because))
    return tuple(out)
