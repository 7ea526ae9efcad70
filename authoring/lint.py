"""Check a ruleset as a whole: everything a reader of one file cannot see.

Unknown facts, tests that do not fit, duplicate ids and missing bases are found on loading; cycles, holes,
overlaps and dead rows on compiling; this adds patterns, sample sentences and names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..facts.errors import Problem, RulesetError
from ..rulesets.language.conditions import atoms
from ..rulesets.language.crosscheck_grammar import (
    Again,
    Cites,
    Dated,
    Differs,
    Doubled,
    Figures,
    Foreign,
    Listed,
    Mutual,
    Names,
    Near,
    Numbered,
    Varies,
)
from ..rulesets.language.grammar import Check, Decide, Define, Expect, Judge
from ..rulesets.language.problems import problem_of, unknown_fact
from ..rulesets.patterns.guarded import problems_of
from ..rulesets.program.measure_counts import LISTS
from ..rulesets.program.program import compile_program, reads
from ..texts.evidence import shows
from .untested_rules import uncovered

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from ..facts.vocabulary import Vocabulary
    from ..rulesets.language.crosscheck_grammar import Comparison
    from ..rulesets.language.grammar import RowRule, Statement
    from ..rulesets.loader import Ruleset
    from ..rulesets.program.program import Program
    from .cases import Case

__all__ = ["lint"]

_FIELD = re.compile(r"\{([A-Za-z0-9_.:-]+)\}")


def lint(ruleset: Ruleset, as_of: dt.date, cases: Iterable[Case] | None = None) -> tuple[Problem, ...]:
    """Return every problem of a loaded ruleset, on a day and on every day on which it changes; nothing when sound.

    With the cases that stand beside the rules, a rule without a case is a problem too.

    >>> import datetime as dt
    >>> from shikii.rulesets.loader import load_ruleset
    >>> lint(load_ruleset(), dt.date(2026, 4, 1))
    ()
    """
    found: list[Problem] = []
    for day in dict.fromkeys((as_of, *_beginnings(ruleset))):
        try:
            program = compile_program(ruleset, day)
        except RulesetError as error:
            found.extend(error.problems)
        else:
            found.extend(_not_in_force(program, day))
    known = {n.split(".")[2] for n in ruleset.vocabulary.by_name if n.startswith("file.risks.")} | {
        "audit",
        "edu",
        "other",
    }
    for s in ruleset.statements:
        found.extend(problems_of(s))
        if isinstance(s, Expect):
            found.extend(_expect(s, known))
        elif isinstance(s, Define) and s.by.mentions:
            found.extend(_patterns(s, s.by.mentions.patterns, s.by.mentions.unless))
        elif isinstance(s, Define) and s.by.comparison:
            found.extend(_comparison(s, s.by.comparison, ruleset.vocabulary))
        elif isinstance(s, Judge):
            found.extend(_listed(s))
        elif isinstance(s, Check):
            found.extend(_names(s, (*s.evidence, *_FIELD.findall(s.detail)), ruleset.vocabulary))
        parts: list[Statement | RowRule] = [s, *(s.rows if isinstance(s, Decide) else ())]
        said = [text for part in parts for text in (part.because, part.because_en)]
        found.extend(_names(s, tuple(n for text in said for n in _FIELD.findall(text)), ruleset.vocabulary))
    if cases is not None:
        found.extend(uncovered(ruleset, cases))
    return tuple(sorted(dict.fromkeys(found)))


def _beginnings(ruleset: Ruleset) -> Iterator[dt.date]:
    """Return the first day of every span on which the same rules stand, from the first version on."""
    first = ruleset.versions[0].from_ if ruleset.versions else None
    if first:
        yield first
    yield from (day for day in ruleset.days_of_change() if first is None or day > first)


def _not_in_force(program: Program, day: dt.date) -> Iterator[Problem]:
    """Find rules that read a derived fact which no rule in force on the day concludes."""
    concluded = {fact for fact, _, _ in (*program.mentions, *program.comparisons)}
    for stratum in program.strata:
        for produce in stratum:
            concluded |= {produce.fact, f"{produce.fact}.conflict"}
    by_id = {s.id: s for s in program.statements}
    missing = {
        (leaf.rule, atom.fact)
        for leaf in program.leaves
        for atom in atoms(leaf.when)
        if program.vocabulary[atom.fact].derived
        and atom.fact not in concluded
        and not atom.fact.startswith("file.measures.")
        and not atom.fact.endswith(".conflict")
    }
    for stratum in program.strata:
        for produce in stratum:
            for fact in reads(produce):
                if (
                    program.vocabulary[fact].derived
                    and fact not in concluded
                    and not fact.endswith(".conflict")
                ):
                    missing |= {
                        (s.id, fact)
                        for s in program.statements
                        if getattr(s, "define", getattr(s, "decide", None)) == produce.fact
                    }
    for rule, fact in sorted(missing):
        yield problem_of(
            by_id[rule],
            "ruleset.not-in-force",
            fact,
            f"no rule in force on {day} concludes this fact",
            "give both rules the same days in force",
        )


def _expect(s: Expect, known: set[str]) -> Iterator[Problem]:
    for risk in s.risks:
        if risk not in known:
            yield problem_of(
                s, "ruleset.unknown-risk", risk, "unknown risk", f"write one of: {', '.join(sorted(known))}"
            )
    broken = [
        problem
        for mentions in (s.shown_by, s.may_show)
        if mentions
        for problem in _patterns(s, mentions.patterns, mentions.unless)
    ]
    yield from broken
    if broken:
        return
    for text in s.shows:
        if not shows(s.shown_by, text):
            yield problem_of(
                s,
                "ruleset.not-shown",
                text,
                "a sentence that should show the measure does not",
                "widen the patterns, or mend the sentence",
            )
    for text in s.near_misses:
        if shows(s.shown_by, text):
            yield problem_of(
                s,
                "ruleset.near-miss",
                text,
                "a sentence that should not show the measure does",
                "narrow the patterns, or add `unless`",
            )


def _comparison(s: Statement, how: Comparison, vocabulary: Vocabulary) -> Iterator[Problem]:
    match how:
        case Names():
            yield from _patterns(s, how.patterns, how.unless, groups=1)
            facts = how.facts
        case Cites():
            yield from _patterns(s, (how.pattern,), (), groups=2)
            facts = ()
        case Differs():
            yield from _patterns(s, (), how.ignore)
            facts = (how.left, how.right)
        case Mutual():
            yield from _patterns(s, tuple(how.ticks.values()), ())
            facts = (how.name, how.text, how.open, *how.ticks)
        case _:
            yield from _groups(s, how)
            facts = _facts_beside(how)
    for name in facts:
        if name not in vocabulary:
            yield unknown_fact(s, name, vocabulary)


#: The groups that the pattern of a comparison must have.
_GROUPS: Final[dict[type, tuple[str, ...]]] = {
    Figures: ("n",), Dated: ("day",), Varies: ("value",), Numbered: ("n",), Again: ("item",),
}  # fmt: skip


def _groups(s: Statement, how: Comparison) -> Iterator[Problem]:
    """Yield what is wrong with the patterns of figures, days, rows and names of fields."""
    if isinstance(how, Near):
        yield from _patterns(s, how.patterns, (), groups=1)
    elif isinstance(how, Listed):
        yield from _patterns(s, (how.heading,), ())
    elif isinstance(how, (Figures, Dated, Varies, Numbered, Again)) and how.pattern:
        yield from _patterns(s, (how.pattern,), getattr(how, "unless", ()))
        for group in _GROUPS[type(how)]:
            if f"(?P<{group}>" not in how.pattern:
                message = f"has no group {group}"
                yield problem_of(s, "ruleset.pattern", how.pattern, message, f"write `(?P<{group}>…)`")


def _facts_beside(how: Comparison) -> tuple[str, ...]:
    match how:
        case Figures():
            return tuple(name for name in (how.fact, how.minus) if name)
        case Dated() | Listed():
            return (how.fact,)
        case Foreign():
            return (how.name,)
        case Near() | Doubled():
            return how.facts
        case _:
            return ()


def _patterns(
    s: Statement, patterns: tuple[str, ...], unless: tuple[str, ...], groups: int | None = None
) -> Iterator[Problem]:
    for pattern in (*patterns, *unless):
        try:
            found = re.compile(pattern)
            if groups is not None and pattern in patterns and found.groups != groups:
                yield problem_of(
                    s,
                    "ruleset.pattern",
                    pattern,
                    f"has {found.groups} groups, not {groups}",
                    "use `(?:…)` for the rest",
                )
        except re.error:
            pass  # told by `problems_of`, as of every statement
        if re.search(r"[*+]\)?[*+]|\.\*|\.\+", pattern):
            yield problem_of(
                s,
                "ruleset.pattern",
                pattern,
                "an unbounded pattern can take for ever",
                "bound it, as in `.{0,30}`",
            )


def _names(s: Statement, names: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[Problem]:
    across = isinstance(s, Check) and s.across is not None
    for name in names:
        if (name.removeprefix("across.") if across else name) not in vocabulary:
            yield unknown_fact(s, name, vocabulary)


def _listed(s: Judge) -> Iterator[Problem]:
    """Find what the text or the evidence of a finding names and no risk has."""
    for name in (*_FIELD.findall(s.detail), *s.evidence):
        if name not in LISTS:
            remedy = f"use one of: {', '.join(sorted(LISTS))}"
            yield problem_of(s, "ruleset.unknown-fact", name, "unknown fact", remedy)
