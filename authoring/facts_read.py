"""The given facts that a ruleset reads: what its template asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..facts.vocabulary import Scope, load_vocabulary

if TYPE_CHECKING:
    from ..facts.vocabulary import Fact
    from ..rulesets.ruleset import Ruleset

__all__ = ["facts_read"]


def facts_read(ruleset: Ruleset) -> tuple[Fact, ...]:
    """Return affair and organization, and the facts of the affair that its rules name.

    >>> from shikii import load_ruleset
    >>> {"organization", "affair", "headcount"} <= {f.name for f in facts_read(load_ruleset())}
    True
    """
    text = " ".join(s.model_dump_json() for s in ruleset.statements)
    return tuple(
        fact
        for fact in (ruleset.given or load_vocabulary()).of_scope(Scope.AFFAIR)
        if fact.name in ("organization", "affair") or f'"{fact.name}"' in text
    )
