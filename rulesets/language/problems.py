"""How a problem of a rule is told: by file, line and id of the statement, with the word that may have been meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ...facts.errors import Problem

if TYPE_CHECKING:
    from ...facts.vocabulary import Vocabulary
    from .grammar import Statement

__all__ = ["nearest", "problem_of", "unknown_fact"]


def problem_of(s: Statement, id_: str, value: str, message: str, remedy: str) -> Problem:
    """Tell a problem of a statement, with its place."""
    return Problem(id_, f"{s.file}:{s.line} {s.id}", value, message, remedy)


def unknown_fact(s: Statement, name: str, vocabulary: Vocabulary) -> Problem:
    """Tell that a statement names a fact that is none."""
    return problem_of(s, "ruleset.unknown-fact", name, "unknown fact", nearest(name, vocabulary))


def nearest(name: str, vocabulary: Vocabulary) -> str:
    """Return the remedy for a word that is no fact.

    >>> from shikii.facts.vocabulary import load_vocabulary
    >>> nearest("headcuont", load_vocabulary())
    'did you mean `headcount`?'
    """
    near = get_close_matches(name, vocabulary.by_name, n=1, cutoff=0.5)
    return f"did you mean `{near[0]}`?" if near else "see `shikii facts schema` for the facts there are"
