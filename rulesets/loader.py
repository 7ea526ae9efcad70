"""Load a ruleset from a folder of YAML files; every error names file and line, all are collected.

A folder holds ``ruleset.yaml`` (id, version, title, days in force) and files with a list of ``rules``. A second
folder can be laid over the first: its statements are added, and a statement with ``replaces: ID`` takes the
place of that one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import ValidationError

from ..facts.errors import Problem, RulesetError, ShikiiError, shorten
from ..facts.forms import load_forms
from ..facts.vocabulary import Fact, Kind, Option, Scope, load_vocabulary
from ..facts.yamlio import Located, read_yaml
from .completeness import completeness_checks
from .grammar import Check, Decide, Define, Expect, Force, Judge, Oblige, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..facts.vocabulary import Vocabulary

__all__ = ["DEFAULT", "FORMS", "Ruleset", "load_ruleset", "read_ruleset"]

_STATES: Final = (
    Option(id="done", ja="記載あり", en="stated"),
    Option(id="not_done", ja="行わないとの記載", en="stated as not done"),
    Option(id="not_stated", ja="記載が見当たらない", en="not stated"),
)
_S = TypeVar("_S", bound=Statement)
ROOT: Final = Path(__file__).parent
#: The official forms, as data.
FORMS: Final = ROOT / "my-number-pia" / "forms"
DEFAULT: Final = ROOT / "my-number-pia" / "rules"
_KINDS: Final[dict[str, type[Statement]]] = {
    model.kind: model for model in (Define, Decide, Oblige, Expect, Check, Judge)
}


@dataclass(frozen=True, slots=True)
class Ruleset:
    """All statements of one version, with the vocabulary they speak.

    ``hash`` covers the text of every file, so that two results can be told apart by the law they applied.
    """

    id: str
    version: str
    title: str
    hash: str
    in_force: Force
    statements: tuple[Statement, ...]
    vocabulary: Vocabulary

    def of(self, kind: type[_S]) -> tuple[_S, ...]:
        """Return the statements of one kind, in the order of the files."""
        return tuple(s for s in self.statements if isinstance(s, kind))

    def __getitem__(self, rule_id: str) -> Statement:
        return next(s for s in self.statements if s.id == rule_id)


def load_ruleset(directory: Path | None = None, *over: Path) -> Ruleset:
    """Load the ruleset that ships with the package, or one from a folder, with folders laid over it.

    >>> load_ruleset().id
    'my-number-pia'

    Raises:
        RulesetError: every problem found, with file and line.

    """
    return _cached((directory or DEFAULT, *over))


@lru_cache(maxsize=8)
def _cached(directories: tuple[Path, ...]) -> Ruleset:
    files: list[tuple[str, str]] = []
    for directory in directories:
        found = sorted(p for p in directory.glob("*.yaml"))
        if not found:
            raise RulesetError(
                Problem(
                    "ruleset.empty",
                    str(directory),
                    "",
                    "no rule files here",
                    "name a folder with ruleset.yaml",
                )
            )
        files += [(_name(p, directory), p.read_text(encoding="utf-8")) for p in found]
    return _with_forms(read_ruleset(files))


def _with_forms(ruleset: Ruleset) -> Ruleset:
    """Add the completeness checks that the official forms imply."""
    digest = hashlib.sha256(ruleset.hash.encode())
    for path in sorted(FORMS.glob("*.yaml")):
        digest.update(path.read_bytes())
    checks = completeness_checks(load_forms(FORMS), ruleset.vocabulary)
    return replace(ruleset, statements=(*ruleset.statements, *checks), hash=f"sha256:{digest.hexdigest()}")


def _name(path: Path, directory: Path) -> str:
    return f"{directory.name}/{path.name}"


def read_ruleset(files: Sequence[tuple[str, str]]) -> Ruleset:
    """Build a ruleset from (name, text) pairs.

    Raises:
        RulesetError: every problem found, with file and line.

    """
    problems: list[Problem] = []
    header: dict[str, Any] = {"id": "unnamed", "version": "0", "title": ""}
    statements: dict[str, Statement] = {}
    digest = hashlib.sha256()
    for name, text in files:
        digest.update(name.encode() + b"\0" + text.encode() + b"\0")
        try:
            located = read_yaml(text, name)
        except ShikiiError as error:
            problems.extend(error.problems)
            continue
        if not isinstance(located.data, dict):
            problems.append(
                _problem("ruleset.shape", name, 1, "", "not a rule file", "write `rules:` and a list")
            )
            continue
        unknown = sorted(set(located.data) - {"ruleset", "rules"})
        for key in unknown:
            line = located.line(f"$.{key}")
            problems.append(
                _problem("ruleset.unknown-key", name, line, key, "unknown key", "use `ruleset` or `rules`")
            )
        header |= located.data.get("ruleset") or {}
        for statement, replaces in _statements(located, name, problems):
            if statement.id in statements and replaces != statement.id:
                first = statements[statement.id]
                problems.append(
                    _problem(
                        "ruleset.duplicate-id",
                        name,
                        statement.line,
                        statement.id,
                        "a rule id stands twice",
                        f"the other is at {first.file}:{first.line}; give one a new id, or write `replaces:`",
                    )
                )
                continue
            if replaces is not None:
                statements.pop(replaces, None)
            statements[statement.id] = statement
    vocabulary = _vocabulary(statements.values(), problems)
    if problems:
        raise RulesetError(problems)
    return Ruleset(
        id=header["id"],
        version=str(header["version"]),
        title=header["title"],
        hash=f"sha256:{digest.hexdigest()}",
        in_force=Force.model_validate(header.get("in_force") or {}),
        statements=tuple(statements.values()),
        vocabulary=vocabulary,
    )


def _statements(
    located: Located, name: str, problems: list[Problem]
) -> Iterator[tuple[Statement, str | None]]:
    rules = located.data.get("rules") or []
    if not isinstance(rules, list):
        problems.append(
            _problem(
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
                _problem(
                    "ruleset.kind",
                    name,
                    line,
                    str(raw),
                    "a rule needs exactly one kind",
                    f"start it with one of: {', '.join(_KINDS)}",
                )
            )
            continue
        for one in _expand(raw):
            replaces = one.pop("replaces", None)
            try:
                yield _KINDS[kinds[0]].model_validate({**one, "file": name, "line": line}), replaces
            except ValidationError as error:
                problems.extend(_model_problems(error, located, path, name, kinds[0]))
                break


def _expand(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Repeat a statement for each member of ``each``, with ``{key}`` replaced in every text."""
    each = raw.get("each")
    body = {k: v for k, v in raw.items() if k != "each"}
    if not isinstance(each, dict) or len(each) != 1:
        yield body
        return
    ((key, members),) = each.items()
    for member in members:
        words = member if isinstance(member, dict) else {key: member}
        yield _fill(body, {str(k): str(v) for k, v in words.items()})


def _fill(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, str):
        for key, word in words.items():
            value = value.replace("{" + key + "}", word)
        return value
    if isinstance(value, list):
        return [_fill(v, words) for v in value]
    if isinstance(value, dict):
        return {_fill(k, words): _fill(v, words) for k, v in value.items()}
    return value


def _model_problems(
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
        yield _problem(
            rule, name, line, value, message, "see docs/writing-rulesets.md for the fields of each kind"
        )


def _vocabulary(statements: Any, problems: list[Problem]) -> Vocabulary:
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
    for statement in list(statements):
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
