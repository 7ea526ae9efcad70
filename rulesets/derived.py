"""The facts a ruleset adds to the vocabulary: derived facts, outcomes of tables, states of measures, conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from ..facts.errors import Problem
from ..facts.vocabulary import Fact, Kind, Option, Scope, load_vocabulary
from .grammar import Decide, Define, Expect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..facts.vocabulary import Vocabulary
    from .grammar import Statement

__all__ = ["vocabulary_of"]

_STATES: Final = (
    Option(id="done", ja="記載あり", en="stated"),
    Option(id="not_done", ja="行わないとの記載", en="stated as not done"),
    Option(id="not_stated", ja="記載が見当たらない", en="not stated"),
)


def vocabulary_of(statements: Sequence[Statement], problems: list[Problem]) -> Vocabulary:
    """Return the vocabulary with the facts that statements add; what does not fit becomes problems."""
    vocabulary = load_vocabulary()
    added: dict[str, Any] = {}
    for statement in statements:
        if not isinstance(statement, (Define, Decide)):
            continue
        try:
            fact = statement.declared()
        except ValidationError as error:
            problems.append(
                _problem(
                    "ruleset.field",
                    statement.file,
                    statement.line,
                    "",
                    error.errors()[0]["msg"],
                    "mend the `fact`",
                )
            )
            continue
        if fact is None:
            continue
        known = added.get(fact.name) or (fact.name in vocabulary and vocabulary[fact.name])
        if known and known != fact:
            problems.append(
                _problem(
                    "ruleset.fact-twice",
                    statement.file,
                    statement.line,
                    fact.name,
                    "a fact is declared twice in different words",
                    "leave out `fact:` to narrow a fact that exists",
                )
            )
            continue
        added[fact.name] = fact
    for statement in statements:
        if isinstance(statement, Expect):
            fact = _state_of(statement)
            added[fact.name] = fact
        if isinstance(statement, Define) and statement.fact is None and statement.define in vocabulary:
            fact = _conflict_of(vocabulary[statement.define])
            added[fact.name] = fact
        if (
            isinstance(statement, Define)
            and statement.fact is None
            and statement.define not in vocabulary
            and statement.define not in added
        ):
            problems.append(
                _problem(
                    "ruleset.unknown-fact",
                    statement.file,
                    statement.line,
                    statement.define,
                    "unknown fact",
                    "add `fact:` with its kind and words, or correct the name",
                )
            )
    return vocabulary.extended(tuple(added.values()))


def _state_of(statement: Expect) -> Fact:
    """Make the fact that holds the state of a measure in one file."""
    return Fact(
        name=f"file.measures.{statement.id}",
        scope=Scope.FILE,
        kind=Kind.CHOICE,
        ja=f"措置「{statement.title}」",
        en=statement.title_en or statement.id,
        options=_STATES,
        derived=True,
    )


def _conflict_of(fact: Fact) -> Fact:
    """Make the yes/no that says whether the sources of a fact contradict one another."""
    return Fact(
        name=f"{fact.name}.conflict",
        scope=fact.scope,
        kind=Kind.YESNO,
        ja=f"{fact.ja}の矛盾",
        en=f"{fact.en} conflict",
        derived=True,
    )


def _problem(id_: str, name: str, line: int, value: str, message: str, remedy: str) -> Problem:
    return Problem(id_, f"{name}:{line}", value, message, remedy)
