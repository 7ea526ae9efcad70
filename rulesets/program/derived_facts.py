"""The facts a ruleset adds to the vocabulary: derived facts, outcomes of tables, states of measures, conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from ...facts.errors import Problem
from ...facts.vocabulary import Fact, Kind, Option, Scope
from ..language.grammar import Decide, Define, Expect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...facts.vocabulary import Vocabulary
    from ..language.grammar import Statement

__all__ = ["vocabulary_of"]

_STATES: Final = (
    Option(id="done", ja="記載あり", en="stated"),
    Option(id="not_done", ja="行わないとの記載", en="stated as not done"),
    Option(id="not_stated", ja="記載が見当たらない", en="not stated"),
)


def vocabulary_of(
    statements: Sequence[Statement], problems: list[Problem], vocabulary: Vocabulary
) -> Vocabulary:
    """Return the vocabulary with the facts that statements add; what does not fit becomes problems."""
    added = _declared(statements, vocabulary, problems)
    for statement in statements:
        if isinstance(statement, Expect):
            fact = _state_of(statement)
            added[fact.name] = fact
        elif isinstance(statement, Define) and statement.fact is None:
            if statement.define in vocabulary:
                fact = _conflict_of(vocabulary[statement.define])
                added[fact.name] = fact
            elif statement.define not in added:
                remedy = "add `fact:` with its kind and words, or correct the name"
                problems.append(
                    _problem("ruleset.unknown-fact", statement, statement.define, "unknown fact", remedy)
                )
    return vocabulary.extended(tuple(added.values()))


def _declared(
    statements: Sequence[Statement], vocabulary: Vocabulary, problems: list[Problem]
) -> dict[str, Fact]:
    """Return the facts that definitions and tables declare, each once."""
    added: dict[str, Fact] = {}
    for statement in statements:
        if not isinstance(statement, (Define, Decide)):
            continue
        try:
            fact = statement.declared()
        except ValidationError as error:
            message = error.errors()[0]["msg"]
            problems.append(_problem("ruleset.field", statement, "", message, "mend the `fact`"))
            continue
        if fact is None:
            continue
        known = added.get(fact.name) or vocabulary.by_name.get(fact.name, fact)
        if known != fact:
            message = "a fact is declared twice in different words"
            remedy = "leave out `fact:` to narrow a fact that exists"
            problems.append(_problem("ruleset.fact-twice", statement, fact.name, message, remedy))
            continue
        added[fact.name] = fact
    return added


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


def _problem(id_: str, statement: Statement, value: str, message: str, remedy: str) -> Problem:
    return Problem(id_, f"{statement.file}:{statement.line}", value, message, remedy)
