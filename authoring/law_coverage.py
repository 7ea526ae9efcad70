"""What of the law is encoded: each fact of the law, and the rules that hold it or the reason why none does.

The facts stand in ``coverage.yaml`` beside the rules, by the ids of the fact sheet the rules were written from.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final, Self

from pydantic import Field, model_validator

from ..facts.frozen import Frozen
from ..facts.yaml_source import read_yaml
from ..rulesets.language.grammar import Confidence, Decide, Expect
from ..rulesets.loader import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ..rulesets.loader import Ruleset

__all__ = ["COVERAGE", "Beyond", "Coverage", "LawFact", "load_coverage", "rule_ids"]

COVERAGE: Final = DEFAULT.parent / "coverage.yaml"


class LawFact(Frozen):
    """One fact of the law. ``rules`` are ids, or patterns with ``*``; without any, ``reason`` says why.

    ``note`` says what of the fact is less sure than the rest, or left out of the rules.
    """

    id: str = Field(pattern=r"^F[0-9]+[.][0-9]+$")
    title: str = Field(min_length=1)
    confidence: Confidence
    rules: tuple[str, ...] = ()
    reason: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if bool(self.rules) is bool(self.reason):
            raise ValueError(f"{self.id} needs rules, or a reason why there are none")
        return self


class Beyond(Frozen):
    """Rules that hold no fact of the sheet, and what they rest on instead."""

    rules: tuple[str, ...] = Field(min_length=1)
    reason: str = Field(min_length=1)


class Coverage(Frozen):
    """All facts, and the rules beyond them."""

    facts: tuple[LawFact, ...]
    beyond: tuple[Beyond, ...] = ()

    def missing(self, ruleset: Ruleset) -> tuple[str, ...]:
        """Return every id or pattern that names no rule."""
        known = rule_ids(ruleset)
        return tuple(p for p in self._patterns() if not any(fnmatchcase(r, p) for r in known))

    def unreached(self, ruleset: Ruleset) -> tuple[str, ...]:
        """Return every rule that no fact names and nothing explains; measures are held by their own basis."""
        measures = {s.id for s in ruleset.of(Expect)}
        patterns = tuple(self._patterns())
        return tuple(
            r for r in rule_ids(ruleset) if r not in measures and not any(fnmatchcase(r, p) for p in patterns)
        )

    def _patterns(self) -> Iterable[str]:
        yield from (rule for fact in self.facts for rule in fact.rules)
        yield from (rule for beyond in self.beyond for rule in beyond.rules)

    def table(self) -> str:
        """Write the facts as a Markdown table."""
        rows = ["| fact | what it says | confidence | rules, or why there are none |", "|---|---|---|---|"]
        for fact in self.facts:
            held = ", ".join(f"`{r}`" for r in fact.rules) or f"— {fact.reason}"
            rows.append(
                f"| {fact.id} | {fact.title} | {fact.confidence} | {held}{f' ({fact.note})' if fact.note else ''} |"
            )
        rows += ["", "Rules beyond the sheet, and what they rest on:", ""]
        rows += [f"- {', '.join(f'`{r}`' for r in b.rules)}: {b.reason}" for b in self.beyond]
        return "\n".join(rows) + "\n"


def rule_ids(ruleset: Ruleset) -> tuple[str, ...]:
    """Return the id of every statement and of every row of a table."""
    ids: dict[str, None] = {}
    for s in ruleset.statements:
        ids[s.id] = None
        if isinstance(s, Decide):
            ids |= dict.fromkeys(row.id for row in s.rows)
    return tuple(ids)


def load_coverage(path: Path = COVERAGE) -> Coverage:
    """Load the coverage of the ruleset that ships with the package."""
    return Coverage.model_validate(read_yaml(path.read_text(encoding="utf-8"), path.name).data)
