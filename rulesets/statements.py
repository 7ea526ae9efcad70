"""Statements and other models of one rule file; what does not fit becomes problems with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import ValidationError

from ..facts.errors import Problem, shorten
from .language.each_expansion import expand
from .language.grammar import Check, Decide, Define, Expect, Judge, Oblige, Statement
from .timeline import Numbering, Unread, Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..facts.yaml_source import Located

__all__ = ["many", "problem_at", "statements_of"]

_M = TypeVar("_M", Numbering, Unread, Version)
_KINDS: Final[dict[str, type[Statement]]] = {
    model.kind: model for model in (Define, Decide, Oblige, Expect, Check, Judge)
}


def many(
    model: type[_M], raw: Any, located: Located, path: str, name: str, problems: list[Problem]
) -> Iterator[_M]:
    """Read a list of models; what does not fit becomes problems."""
    if raw is None:
        return
    if not isinstance(raw, list):
        problems.append(
            problem_at(
                "ruleset.shape", name, located.line(path), "", "not a list", "start each entry with `- `"
            )
        )
        return
    for i, one in enumerate(raw):
        try:
            yield model.model_validate(one)
        except ValidationError as error:
            problems.extend(
                model_problems(error, located, f"{path}[{i}]", name, path.rsplit(".", maxsplit=1)[-1])
            )


def statements_of(
    located: Located, name: str, problems: list[Problem]
) -> Iterator[tuple[Statement, str | None]]:
    """Read the rules of a file, each with the id of the one it replaces."""
    rules = located.data.get("rules") or []
    if not isinstance(rules, list):
        problems.append(
            problem_at(
                "ruleset.shape",
                name,
                located.line("$.rules"),
                "",
                "`rules` is no list",
                "start each rule with `- `",
            )
        )
        return
    for i, raw in enumerate(rules):
        path = f"$.rules[{i}]"
        line = located.line(path)
        kinds = [k for k in _KINDS if isinstance(raw, dict) and k in raw]
        if len(kinds) != 1:
            problems.append(
                problem_at(
                    "ruleset.kind",
                    name,
                    line,
                    str(raw),
                    "a rule needs exactly one kind",
                    f"start it with one of: {', '.join(_KINDS)}",
                )
            )
            continue
        for one in expand(raw):
            replaces = one.pop("replaces", None)
            try:
                yield _KINDS[kinds[0]].model_validate({**one, "file": name, "line": line}), replaces
            except ValidationError as error:
                problems.extend(model_problems(error, located, path, name, kinds[0]))
                break


def model_problems(
    error: ValidationError, located: Located, path: str, name: str, kind: str
) -> Iterator[Problem]:
    for detail in error.errors():
        where = path + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in detail["loc"])
        line = located.line(where)
        message = {
            "extra_forbidden": "unknown key",
            "missing": f"a {kind} rule lacks `{detail['loc'][-1] if detail['loc'] else ''}`",
        }.get(detail["type"], detail["msg"].removeprefix("Value error, ").lower())
        rule = "ruleset.missing-basis" if detail["loc"] and detail["loc"][-1] == "basis" else "ruleset.field"
        value = "" if detail["type"] == "missing" else shorten(detail.get("input", ""))
        yield problem_at(
            rule, name, line, value, message, "see docs/writing-rulesets.md for the fields of each kind"
        )


def problem_at(id_: str, name: str, line: int, value: str, message: str, remedy: str) -> Problem:
    """Make a problem with a line of a rule file as its place."""
    return Problem(id_, f"{name}:{line}", value, message, remedy)
