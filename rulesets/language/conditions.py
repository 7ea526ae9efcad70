"""Conditions: tests on single facts against constants, joined by all, any and not.

A condition is written as YAML: a mapping of facts to tests means all of them; ``any``, ``all`` and ``not``
nest; a list means all. Nothing else exists, which is what keeps bounds and executors exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .allowed import both
from .problems import nearest
from .test_values import TestError, read_test

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from ...facts.vocabulary import Fact, Vocabulary
    from .allowed import Allowed

__all__ = ["ALWAYS", "All", "AnyOf", "Atom", "Condition", "Not", "atoms", "boxes", "normal", "read_condition"]


@dataclass(frozen=True, slots=True)
class Atom:
    """One fact tested against a set of values."""

    fact: str
    allowed: Allowed


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts, always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds; without parts, never."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Atom | All | AnyOf | Not
ALWAYS = All(())


def read_condition(
    raw: Any,
    vocabulary: Vocabulary,
    as_of: dt.date,
    *,
    readable: Callable[[Fact], bool] = lambda _fact: True,
    path: str = "$",
    problems: list[tuple[str, str, str, str]] | None = None,
) -> Condition:
    """Read a condition as written in a ruleset, with dates counted from ``as_of``.

    ``readable`` says which facts the rule's scope can see. Wrong parts are added to ``problems`` as
    (path, value, message, remedy) and read as "always", so that all of them are found in one pass.

    >>> from datetime import date
    >>> from shikii.facts.vocabulary import load_vocabulary
    >>> c = read_condition({"headcount": ">= 1000", "not": {"handlers": "< 500"}}, load_vocabulary(), date(2025, 4, 1))
    >>> [a.fact for a in atoms(c)]
    ['headcount', 'handlers']

    Raises:
        ValueError: something is wrong and no ``problems`` list was given.

    """
    found: list[tuple[str, str, str, str]] = []
    condition = _Reader(vocabulary, as_of, readable, found).read(raw, path)
    if found and problems is None:
        raise ValueError("; ".join(f"{where}: {message}: `{value}`" for where, value, message, _ in found))
    if problems is not None:
        problems.extend(found)
    return condition


@dataclass(frozen=True, slots=True)
class _Reader:
    vocabulary: Vocabulary
    as_of: dt.date
    readable: Callable[[Fact], bool]
    problems: list[tuple[str, str, str, str]]

    def read(self, raw: Any, path: str) -> Condition:
        if isinstance(raw, list):
            return All(tuple(self.read(part, f"{path}[{i}]") for i, part in enumerate(raw)))
        if not isinstance(raw, dict) or not raw:
            self.problems.append(
                (path, str(raw), "not a condition", "write facts with their tests, or any/all/not")
            )
            return ALWAYS
        parts = tuple(self._entry(key, value, f"{path}.{key}") for key, value in raw.items())
        return parts[0] if len(parts) == 1 else All(parts)

    def _entry(self, key: str, value: Any, path: str) -> Condition:
        if key in ("any", "all"):
            if not isinstance(value, list) or not value:
                self.problems.append(
                    (path, str(value), f"`{key}` needs a list of conditions", "write one condition per line")
                )
                return ALWAYS
            parts = tuple(self.read(part, f"{path}[{i}]") for i, part in enumerate(value))
            return AnyOf(parts) if key == "any" else All(parts)
        if key == "not":
            return Not(self.read(value, path))
        return self._test(key, value, path)

    def _test(self, name: str, value: Any, path: str) -> Condition:
        target, spec = _companion(name, value)
        if target not in self.vocabulary:
            self.problems.append((path, name, "unknown fact", nearest(name, self.vocabulary)))
            return ALWAYS
        fact = self.vocabulary[target]
        if not self.readable(fact):
            self.problems.append(
                (
                    path,
                    name,
                    f"a fact of the {fact.scope} cannot be read here",
                    "set `for:` to that scope or define a fact over it",
                )
            )
            return ALWAYS
        try:
            return Atom(target, read_test(fact, spec, self.as_of))
        except TestError as error:
            self.problems.append((path, str(value), f"the test does not fit a {fact.kind}", str(error)))
            return ALWAYS


def _companion(name: str, value: Any) -> tuple[str, Any]:
    """Turn ``blank``/``stated`` and ``includes X``/``excludes X`` into tests of the fact that means it."""
    if isinstance(value, str):
        if value in ("blank", "stated"):
            return f"{name}.stated", "yes" if value == "stated" else "no"
        word, _, option = value.partition(" ")
        if word in ("includes", "excludes") and option:
            return f"{name}:{option.strip()}", "yes" if word == "includes" else "no"
    return name, value


def atoms(condition: Condition) -> Iterator[Atom]:
    """Yield every test of a condition, left to right."""
    match condition:
        case Atom():
            yield condition
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from atoms(part)
        case Not(part):
            yield from atoms(part)


def normal(condition: Condition, *, negate: bool = False) -> Condition:
    """Push every ``not`` into the tests. Kleene's meaning stays the same, test by test."""
    match condition:
        case Atom(fact, allowed):
            return Atom(fact, allowed.complement()) if negate else condition
        case Not(part):
            return normal(part, negate=not negate)
        case All(parts) | AnyOf(parts):
            inner = tuple(normal(part, negate=negate) for part in parts)
            return All(inner) if isinstance(condition, All) is not negate else AnyOf(inner)


def boxes(condition: Condition, limit: int = 4096) -> tuple[dict[str, Allowed], ...]:
    """Split a condition into boxes: per fact one set of values, all facts independent.

    A complete record fulfils the condition when it lies in some box, so a partial record can fulfil it when
    each fact's possible values meet some box: exact, unlike Kleene's tables, even when a fact is tested twice.

    Raises:
        ValueError: more than ``limit`` boxes.

    """
    found = _boxes(normal(condition), limit)
    unique: list[dict[str, Allowed]] = []
    for box in found:
        if box not in unique:
            unique.append(box)
    return tuple(unique)


def _boxes(condition: Condition, limit: int) -> list[dict[str, Allowed]]:
    match condition:
        case Atom(fact, allowed):
            return [{fact: allowed}] if allowed else []
        case AnyOf(parts):
            out = [box for part in parts for box in _boxes(part, limit)]
        case All(parts):
            out = [{}]
            for part in parts:
                merged = (_meet(a, b) for a in out for b in _boxes(part, limit))
                out = [box for box in merged if box is not None]
        case Not():  # pragma: no cover - normal() leaves none
            raise AssertionError
    if len(out) > limit:
        raise ValueError(f"the condition splits into more than {limit} cases")
    return out


def _meet(a: dict[str, Allowed], b: dict[str, Allowed]) -> dict[str, Allowed] | None:
    out = dict(a)
    for fact, allowed in b.items():
        out[fact] = both(out[fact], allowed) if fact in out else allowed
        if not out[fact]:
            return None
    return out
