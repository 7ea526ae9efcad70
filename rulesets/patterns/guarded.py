"""Compiling the patterns of rules: those that ship with the package as they are, those of own rules with a guard.

Patterns of own rules are looked at when they are loaded (:mod:`.backtracking`). One whose cost can explode is refused. One
whose cost is not bounded for certain is searched by the package ``regex``, which reads the same language and can give up
after a time; it never stalls a run, and what it finds is what ``re`` finds.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

from ...facts.errors import Problem, RulesetError
from ..language.crosscheck_grammar import Mutual
from ..language.grammar import Define, Expect
from ..language.problems import problem_of
from .backtracking import Cost, cost

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..language.grammar import Statement

__all__ = ["SECONDS", "Limited", "Searched", "check_own", "compiled", "patterns_of", "problems_of", "union"]

#: Processor time that one search of a limited pattern may take.
SECONDS: Final = 1.0


_ESCAPED: Final = re.compile(r"\\.", re.DOTALL)
_CLASS: Final = re.compile(r"\[\^?\]?[^\]]*\]")
_COUNTED: Final = re.compile(r"\{(?:\d{1,9}(?:,\d{0,9})?|,\d{1,9})\}")


class Limited:
    """A pattern that gives up after some time; ``place`` is the rule that has it.

    The methods are those of :class:`re.Pattern` that rules are searched with.
    """

    def __init__(self, pattern: str, place: str, seconds: float = SECONDS) -> None:
        import regex

        self.pattern = pattern
        self.place = place
        self.seconds = seconds
        self._compiled = regex.compile(pattern, regex.VERSION0)

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """Search as :meth:`re.Pattern.search` does.

        Raises:
            RulesetError: the time is over.
        """
        try:
            found = self._compiled.search(text, pos, endpos, timeout=self.seconds)
        except TimeoutError:
            raise self._stalled() from None
        return cast("re.Match[str] | None", found)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find all matches as :meth:`re.Pattern.finditer` does; the time is for all of them together.

        Raises:
            RulesetError: the time is over.
        """
        try:
            for found in self._compiled.finditer(text, timeout=self.seconds):
                yield cast("re.Match[str]", found)
        except TimeoutError:
            raise self._stalled() from None

    def sub(self, replacement: str, text: str) -> str:
        """Replace all matches as :meth:`re.Pattern.sub` does.

        Raises:
            RulesetError: the time is over.
        """
        try:
            return self._compiled.sub(replacement, text, timeout=self.seconds)
        except TimeoutError:
            raise self._stalled() from None

    def _stalled(self) -> RulesetError:
        return RulesetError(
            Problem(
                "ruleset.stalled",
                self.place,
                self.pattern,
                f"the pattern was still searching one text after {self.seconds:g} s",
                "bound its repetitions and let no two of them match the same characters; "
                "see docs/writing-rulesets.md",
            )
        )


Searched = re.Pattern[str] | Limited


@lru_cache(maxsize=2048)
def compiled(pattern: str, own: str = "") -> Searched:
    """Compile a pattern; ``own`` is the place of the own rule that has it, empty for a shipped one."""
    return Limited(pattern, own) if own and cost(pattern) is not Cost.BOUNDED else re.compile(pattern)


@lru_cache(maxsize=2048)
def union(patterns: tuple[str, ...], own: str = "") -> Searched:
    """Compile several patterns of a rule into one that finds what any of them finds."""
    joined = "|".join(f"(?:{p})" for p in patterns) if len(patterns) != 1 else patterns[0]
    if own and any(cost(p) is not Cost.BOUNDED for p in patterns):
        return Limited(joined, own)
    return re.compile(joined)


#: The parts of a comparison that hold patterns. In those of ``foreign`` 「{name}」 stands for a name.
_PATTERNS: Final = ("patterns", "pattern", "unless", "ignore")


def patterns_of(statement: Statement) -> tuple[str, ...]:
    """Return every regular expression of a statement."""
    found: list[str] = []
    if isinstance(statement, Expect):
        for mentions in (statement.shown_by, statement.may_show):
            found += (*mentions.patterns, *mentions.unless) if mentions else ()
    elif isinstance(statement, Define):
        if statement.by.mentions:
            found += (*statement.by.mentions.patterns, *statement.by.mentions.unless)
        if how := statement.by.comparison:
            for name in _PATTERNS:
                told = getattr(how, name, ())
                found += (p.replace("{name}", "x") for p in ([told] if isinstance(told, str) else told))
            found += how.ticks.values() if isinstance(how, Mutual) else ()
    return tuple(dict.fromkeys(found))


def problems_of(statement: Statement) -> Iterator[Problem]:
    """Yield what is wrong with the patterns of a statement: they are none, or their cost can explode."""
    for pattern in patterns_of(statement):
        try:
            re.compile(pattern)
        except re.error as error:
            message = f"not a regular expression: {error.msg}"
            yield problem_of(statement, "ruleset.pattern", pattern, message, "mend the pattern")
            continue
        if cost(pattern) is Cost.EXPLOSIVE:
            yield problem_of(
                statement,
                "ruleset.backtracking",
                pattern,
                "a repetition can match the same text in two ways, so that the time of a search doubles with each character",
                "let the alternatives of a repetition begin with different characters, repeat nothing that is itself repeated, "
                "and bound what is left, as in `.{0,30}`",
            )
        elif cost(pattern) is Cost.UNCERTAIN and _odd(pattern):
            yield problem_of(
                statement,
                "ruleset.pattern",
                pattern,
                "a `{` that begins no repetition, or a `[` within brackets",
                r"write `\{` and `\[`, or bound the repetitions of the pattern",
            )


def _odd(pattern: str) -> bool:
    """Whether ``regex`` would read something else than ``re``: a brace that stands for itself, or classes within classes."""
    bare = _ESCAPED.sub("", pattern)
    return "[[" in bare or "[:" in bare or "{" in _CLASS.sub("", _COUNTED.sub("", bare))


def check_own(statements: Iterable[Statement]) -> None:
    """Refuse own rules whose patterns cannot be used, and mark the others as own.

    Raises:
        RulesetError: every such pattern, with its rule.
    """
    own = tuple(statements)
    problems = [problem for statement in own for problem in problems_of(statement)]
    if problems:
        raise RulesetError(problems)
    for statement in own:
        place = f"{statement.file}:{statement.line} {statement.id}"
        if isinstance(statement, Expect):
            for mentions in (statement.shown_by, statement.may_show):
                if mentions:
                    mentions.set_own(place)
        elif isinstance(statement, Define):
            for how in (statement.by.mentions, statement.by.comparison):
                if how:
                    how.set_own(place)
