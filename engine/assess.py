"""Assess one affair: facts in, everything concluded out. No clock, no files: the day is an argument."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..facts.arguments import Executor, affair_of, day_of, executor_of
from ..facts.budget import LINES, MOST_PAGES, budget
from ..rulesets.language.grammar import Decide
from ..rulesets.loader import ruleset_or_default
from ..rulesets.program.law_of_day import law_of_day
from .duties.duties import obligations
from .evaluation.body_incidents import word_of
from .evaluation.prepare import prepare
from .evaluation.record_lines import fact_lines, unread_lines
from .evaluation.view import View
from .executors.reference import evaluate
from .explanations.conflicts import conflicts
from .explanations.explanation_tree import Explainer
from .findings.adequacy_doubts import doubtful
from .findings.findings import findings
from .findings.order import worth_first
from .findings.risk_sheets import part_sheets, risk_lines
from .law_change.law_ahead import changes_ahead
from .level.determination import determine, level_table
from .portfolio.cross_affair_checks import traits
from .results.assessment import SCHEMA, Assessment, LayerStamp, OpenLaw, RulesetStamp, WeakerRule
from .results.placing import placed
from .results.weaker import weaker_finding

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from ..facts.affair.affair import Affair
    from ..facts.affair.record import Record
    from ..rulesets.loader import Ruleset
    from ..rulesets.program.program import Program
    from .evaluation.body_incidents import Word
    from .evaluation.evaluation import Evaluation
    from .portfolio.cross_affair_checks import Trait
    from .results.assessment import Finding, Obligation

__all__ = ["Full", "assess", "assess_in_full", "executor_name", "program_of", "stamp_of"]

_CONFIRMED: Final = "confirmed"


def assess(
    affair: Affair, *, as_of: dt.date, ruleset: Ruleset | None = None, executor: Executor = "auto"
) -> Assessment:
    """Determine level, duties, risks and gaps of one affair on a day.

    Args:
        affair: the facts, from a reader, an importer or built in Python.
        as_of: the day the law and every period are counted from.
        ruleset: the law to apply; the one that ships with the package by default.
        executor: ``session`` (durable_rules), ``reference``, or ``auto``. They give identical results.

    Returns:
        A frozen value; ``to_json`` renders it by the contract.

    Raises:
        UsageError: an argument of another kind, or a day before the first version of the law.
    """
    return assess_in_full(affair, as_of=as_of, ruleset=ruleset, executor=executor).result


@dataclass(frozen=True, slots=True)
class Full:
    """A result with what the affair brings to the others of a run: :mod:`.across` and :mod:`.bodies`."""

    result: Assessment
    traits: tuple[Trait, ...]
    word: Word | None


def assess_in_full(
    affair: Affair,
    *,
    as_of: dt.date,
    ruleset: Ruleset | None = None,
    executor: Executor = "auto",
    owner: int = 0,
) -> Full:
    """Assess one affair, and say what it brings to the others of a run.

    Raises:
        InputError: its text takes more than the time a document has (:mod:`shikii.facts.budget`).
    """
    affair_of(affair), executor_of(executor)
    with budget(affair.source, pages(affair), "assessing"):
        return _in_full(affair, as_of, ruleset, executor, owner)


def pages(affair: Affair) -> int:
    """Estimate the pages of the document an affair was read from, by the lines of its narratives."""
    return min(MOST_PAGES, sum(len(note.lines) for note in affair.passages) // LINES)


def _in_full(affair: Affair, as_of: dt.date, ruleset: Ruleset | None, executor: Executor, owner: int) -> Full:
    chosen = ruleset_or_default(ruleset)
    program = program_of(chosen, as_of)
    prepared = prepare(program, affair)
    name, run = _executor(executor)
    evaluation = run(program, prepared.record)
    view = View(program, prepared.record, evaluation)
    level, stamp = determine(view, affair.form), stamp_of(chosen, as_of)
    risks = risk_lines(view, prepared)
    found = worth_first([*findings(view, prepared), *doubtful(view, prepared, risks), *weaker_finding(stamp)])
    duties = obligations(view, prepared, level.missing, as_of=as_of)
    result = Assessment(
        schema_=SCHEMA,
        as_of=as_of,
        ruleset=stamp,
        executor=name,
        affair=affair.affair or affair.title or "",
        organization=affair.organization or "",
        form=affair.form,
        source=affair.source,
        coverage=affair.coverage,
        corrections=affair.corrections,
        level=level,
        obligations=duties,
        risks=(*(line.sheet for line in risks), *part_sheets(view, prepared)),
        findings=found,
        facts=tuple(fact_lines(view, prepared)),
        unread=tuple(unread_lines(prepared.affair, program.vocabulary)),
        open_law=(
            *_open_version(chosen, as_of),
            *_later_law(chosen, as_of),
            *_open_law(program, level.rules, found, duties),
        ),
        changes_ahead=changes_ahead(chosen, affair, as_of),
        conflicts=tuple(conflicts(view, prepared.affair)),
        explanation=Explainer(view, prepared).level(*level_table(program), level),
    )
    return Full(
        placed(result, affair.laid_out), traits(view, prepared, owner), word_of(view, prepared, owner)
    )


def program_of(ruleset: Ruleset, as_of: dt.date) -> Program:
    """Return the program of the law in force on a day, compiled once (see :mod:`shikii.rulesets.program.law_of_day`)."""
    return law_of_day(ruleset, day_of(as_of))


def stamp_of(ruleset: Ruleset, as_of: dt.date) -> RulesetStamp:
    """Name the law that was applied: the version in force on the day."""
    version = ruleset.version_on(as_of)
    return RulesetStamp(
        id=ruleset.id,
        version=ruleset.version_id(as_of),
        hash=ruleset.hash,
        title=version.title if version and version is not ruleset.versions[-1] else ruleset.title,
        layers=tuple(
            LayerStamp(id=x.id, title=x.title, version=x.version, hash=x.hash) for x in ruleset.layers
        )
        if len(ruleset.layers) > 1
        else (),
        weaker=tuple(
            WeakerRule(rule=w.rule, replaces=w.replaces, title=w.title, why=w.why, basis=w.basis)
            for w in ruleset.weaker_on(as_of)
        ),
    )


def executor_name() -> str:
    """Name the executor that ``auto`` runs here."""
    return _executor("auto")[0]


def _executor(name: str) -> tuple[str, Callable[[Program, Record], Evaluation]]:
    if name == "reference":
        return "reference", evaluate
    from .executors.durable import evaluate_session, session_name

    return session_name(), evaluate_session


def _open_version(ruleset: Ruleset, as_of: dt.date) -> Iterator[OpenLaw]:
    """Say that a past day is judged by a version whose text was not read."""
    version = ruleset.version_on(as_of)
    if version and not version.read:
        title = f"{as_of} の法令（{version.title}）"
        yield OpenLaw(
            rule=f"{ruleset.id}/{version.id}",
            title=title,
            title_en=f"law of {as_of} ({version.title_en})",
            confidence="known",
            note=version.note,
        )


def _later_law(ruleset: Ruleset, as_of: dt.date) -> Iterator[OpenLaw]:
    """Say that nothing is known of amendments after the newest one that the ruleset names."""
    newest = max([*(v.from_ for v in ruleset.versions), *(u.on for u in ruleset.unread)], default=None)
    if newest is None or as_of <= newest:
        return
    unread = "、".join(f"{u.on} {u.title}" for u in ruleset.unread if u.on <= as_of)
    yield OpenLaw(
        rule=f"{ruleset.id}/later",
        title=f"{newest} より後の法令・指針の改正は確認していない",
        title_en=f"amendments after {newest} have not been looked for",
        confidence="unsure",
        note=f"内容を確認できていない改正: {unread}。" if unread else "",
    )


def _open_law(
    program: Program, rows: tuple[str, ...], found: tuple[Finding, ...], duties: tuple[Obligation, ...]
) -> Iterator[OpenLaw]:
    """Rules behind this result whose basis could not be confirmed."""
    used = {f.rule for f in found} | {o.id for o in duties if o.status != "not_applicable"} | set(rows)
    for s in program.statements:
        if isinstance(s, Decide):
            bases = [(r.id, r.title, r.confidence, r.note) for r in s.rows if r.id in used]
        else:
            bases = [(s.id, s.title, s.confidence, s.note)] if s.id in used else []
        for rule, title, confidence, note in bases:
            if confidence != _CONFIRMED:
                yield OpenLaw(rule=rule, title=title, confidence=confidence, note=note)
