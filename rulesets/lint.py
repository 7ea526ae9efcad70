"""Check a ruleset as a whole: everything a reader of one file cannot see.

Unknown facts, tests that do not fit, duplicate ids and missing bases are found on loading; cycles, holes,
overlaps and dead rows on compiling; this adds patterns, sample sentences and names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..facts.errors import Problem, RulesetError
from .evidence import shows
from .grammar import Check, Decide, Define, Expect
from .program import compile_program
from .uncovered import uncovered

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from ..facts.vocabulary import Vocabulary
    from .cases import Case
    from .grammar import Mentions, RowRule, Statement
    from .loader import Ruleset

__all__ = ["lint"]

_FIELD = re.compile(r"\{([A-Za-z0-9_.:-]+)\}")


def lint(ruleset: Ruleset, as_of: dt.date, cases: Iterable[Case] | None = None) -> tuple[Problem, ...]:
    """Return every problem of a loaded ruleset for a day; nothing when it is sound.

    With the cases that stand beside the rules, a rule without a case is a problem too.

    >>> import datetime as dt
    >>> from shikii.rulesets.loader import load_ruleset
    >>> lint(load_ruleset(), dt.date(2026, 4, 1))
    ()
    """
    found: list[Problem] = []
    try:
        compile_program(ruleset, as_of)
    except RulesetError as error:
        found.extend(error.problems)
    known = {n.split(".")[2] for n in ruleset.vocabulary.by_name if n.startswith("file.risks.")} | {
        "audit",
        "edu",
        "other",
    }
    for s in ruleset.statements:
        if isinstance(s, Expect):
            found.extend(_expect(s, known))
        elif isinstance(s, Define) and s.by.mentions:
            found.extend(_patterns(s, s.by.mentions))
        elif isinstance(s, Check):
            found.extend(_names(s, (*s.evidence, *_FIELD.findall(s.detail)), ruleset.vocabulary))
        parts: list[Statement | RowRule] = [s, *(s.rows if isinstance(s, Decide) else ())]
        said = [text for part in parts for text in (part.because, part.because_en)]
        found.extend(_names(s, tuple(n for text in said for n in _FIELD.findall(text)), ruleset.vocabulary))
    if cases is not None:
        found.extend(uncovered(ruleset, cases))
    return tuple(sorted(found))


def _expect(s: Expect, known: set[str]) -> Iterator[Problem]:
    for risk in s.risks:
        if risk not in known:
            yield _problem(
                s, "ruleset.unknown-risk", risk, "unknown risk", f"write one of: {', '.join(sorted(known))}"
            )
    broken = list(_patterns(s, s.shown_by))
    yield from broken
    if broken:
        return
    for text in s.shows:
        if not shows(s.shown_by, text):
            yield _problem(
                s,
                "ruleset.not-shown",
                text,
                "a sentence that should show the measure does not",
                "widen the patterns, or mend the sentence",
            )
    for text in s.near_misses:
        if shows(s.shown_by, text):
            yield _problem(
                s,
                "ruleset.near-miss",
                text,
                "a sentence that should not show the measure does",
                "narrow the patterns, or add `unless`",
            )


def _patterns(s: Statement, mentions: Mentions) -> Iterator[Problem]:
    for pattern in (*mentions.patterns, *mentions.unless):
        try:
            re.compile(pattern)
        except re.error as error:
            yield _problem(
                s, "ruleset.pattern", pattern, f"not a regular expression: {error.msg}", "mend the pattern"
            )
        if re.search(r"[*+]\)?[*+]|\.\*|\.\+", pattern):
            yield _problem(
                s,
                "ruleset.pattern",
                pattern,
                "an unbounded pattern can take for ever",
                "bound it, as in `.{0,30}`",
            )


def _names(s: Statement, names: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[Problem]:
    for name in names:
        if name not in vocabulary:
            yield _problem(
                s,
                "ruleset.unknown-fact",
                name,
                "unknown fact",
                "see `shikii facts schema` for the facts there are",
            )


def _problem(s: Statement, id_: str, value: str, message: str, remedy: str) -> Problem:
    return Problem(id_, f"{s.file}:{s.line} {s.id}", value, message, remedy)
