"""Facts that a ruleset declares itself: what its affairs are asked beyond the shipped vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from ..facts.reading.glyphs import word_key
from ..facts.vocabulary import Kind, parse_facts
from .statements import problem_at

if TYPE_CHECKING:
    from ..facts.errors import Problem
    from ..facts.vocabulary import Fact, Vocabulary
    from ..facts.yaml_source import Located

__all__ = ["FACT_KEYS", "OwnFacts"]

FACT_KEYS: Final = frozenset({"facts", "option_sets"})


class OwnFacts:
    """Collects the facts of all files of a ruleset, and the vocabulary they make with the shipped one."""

    def __init__(self, shipped: Vocabulary) -> None:
        self.shipped = shipped
        self.facts: list[Fact] = []

    def read(self, located: Located, name: str, problems: list[Problem]) -> None:
        """Read the facts of one file; what does not fit becomes problems with file and line."""
        written, sets = located.data.get("facts") or [], located.data.get("option_sets") or {}
        if not isinstance(written, list) or not isinstance(sets, dict):
            message, remedy = "`facts` is no list", "start each fact with `- `"
            problems.append(problem_at("ruleset.shape", name, located.line("$.facts"), "", message, remedy))
            return
        for i, raw in enumerate(written):
            line = located.line(f"$.facts[{i}]")
            try:
                found = parse_facts([raw], sets)
            except (ValidationError, TypeError, ValueError, KeyError) as error:
                problems.append(
                    problem_at("ruleset.fact", name, line, str(raw), "not a fact", _remedy(error))
                )
                continue
            for fact in found:
                self._add(fact, name, line, problems)

    def _add(self, fact: Fact, name: str, line: int, problems: list[Problem]) -> None:
        """Add a fact whose names and words no other fact of its scope has."""
        prefix = "" if fact.scope.value == "affair" else f"{fact.scope}."
        others = [f for f in (*self.shipped.facts, *self.facts) if f.scope is fact.scope]
        mine = _words(fact)
        taken = next((f for f in others if mine & _words(f)), None)
        if taken is not None or fact.name in self.shipped:
            same = taken or self.shipped[fact.name]
            message = "a fact of this name or these words is there already"
            remedy = f"use `{same.name}` ({same.ja}), or choose other words"
            problems.append(problem_at("ruleset.fact-twice", name, line, fact.name, message, remedy))
        elif fact.kind in (Kind.CHOICE, Kind.TICKS) and len(fact.options) < 2:
            remedy = "list at least two `options`"
            problems.append(
                problem_at("ruleset.fact", name, line, fact.name, "a choice without options", remedy)
            )
        elif fact.derived or not fact.name.startswith(prefix) or not fact.short.isidentifier():
            remedy = (
                f"write `{prefix}NAME` in small Latin letters; what rules conclude is declared by `define`"
            )
            problems.append(
                problem_at("ruleset.fact", name, line, fact.name, "not the name of a given fact", remedy)
            )
        else:
            self.facts.append(fact)

    @property
    def vocabulary(self) -> Vocabulary:
        """The shipped facts and those of the ruleset."""
        return self.shipped.extended(tuple(self.facts)) if self.facts else self.shipped


def _words(fact: Fact) -> set[str]:
    return {word_key(w) for w in (fact.name, fact.short, fact.ja, *fact.also)}


def _remedy(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first: Any = error.errors()[0]
        return f"mend `{'.'.join(str(p) for p in first['loc'])}`: {first['msg']}"
    return "write name, scope, kind, ja and en; options by list or by the name of an option set"
