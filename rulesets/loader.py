"""Load a ruleset from a folder of YAML files; every error names file and line, all are collected.

A folder holds ``ruleset.yaml`` (id, title, versions) and files with a list of ``rules`` or ``numbering``; law that
is no longer in force stands in its folder ``earlier``. A second folder can be laid over the first: its statements
are added, and a statement with ``replaces: ID`` takes the place of that one on the days it is in force.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import ValidationError

from ..facts.errors import Problem, RulesetError, ShikiiError, shorten
from ..facts.forms import load_forms
from ..facts.shared import made_once
from ..facts.yamlio import Located, read_yaml
from .completeness import completeness_checks, form_versions
from .derived import vocabulary_of
from .grammar import Check, Decide, Define, Expect, Force, Judge, Oblige, Statement
from .matching import check_own
from .ruleset import Ruleset
from .timeline import Numbering, Unread, Version, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


__all__ = ["DEFAULT", "FORMS", "Ruleset", "is_whole", "load_ruleset", "read_ruleset"]

_M = TypeVar("_M", Numbering, Unread, Version)
ROOT: Final = Path(__file__).parent
#: The official forms, as data.
FORMS: Final = ROOT / "my-number-pia" / "forms"
DEFAULT: Final = ROOT / "my-number-pia" / "rules"
_KINDS: Final[dict[str, type[Statement]]] = {
    model.kind: model for model in (Define, Decide, Oblige, Expect, Check, Judge)
}


def load_ruleset(directory: Path | None = None, *over: Path) -> Ruleset:
    """Load the ruleset that ships with the package, or one from a folder, with folders laid over it.

    >>> load_ruleset().id
    'my-number-pia'

    Raises:
        RulesetError: every problem found, with file and line.

    """
    return _cached((directory or DEFAULT, *over))


def is_whole(directory: Path) -> bool:
    """Whether a folder is a ruleset of its own: it decides by a table that takes the place of no other."""
    for path in sorted(directory.glob("*.yaml")):
        data = read_yaml(path.read_text(encoding="utf-8"), path.name).data
        rules = data.get("rules") if isinstance(data, dict) else None
        if any(isinstance(r, dict) and "decide" in r and "replaces" not in r for r in rules or ()):
            return True
    return False


@made_once(8)
def _cached(directories: tuple[Path, ...]) -> Ruleset:
    files: list[tuple[str, str]] = []
    own: set[str] = set()
    for directory in directories:
        found = [*sorted(directory.glob("*.yaml")), *sorted((directory / "earlier").glob("*.yaml"))]
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
        if directory != DEFAULT:
            own |= {name for name, _ in files[-len(found) :]}
    ruleset = read_ruleset(files)
    check_own(s for s in ruleset.statements if s.file in own)
    return _with_forms(ruleset)


def _with_forms(ruleset: Ruleset) -> Ruleset:
    """Add the versions of the official forms, and the completeness checks that the forms imply."""
    forms = load_forms(FORMS)
    versions = form_versions(forms)
    digest = hashlib.sha256(ruleset.hash.encode())
    for path in sorted(FORMS.glob("*.yaml")):
        digest.update(path.read_bytes())
    vocabulary = ruleset.vocabulary.extended(tuple(f for v in versions if (f := v.declared()) is not None))
    return replace(
        ruleset,
        statements=(*ruleset.statements, *versions, *completeness_checks(forms, vocabulary)),
        vocabulary=vocabulary,
        hash=f"sha256:{digest.hexdigest()}",
    )


def _name(path: Path, directory: Path) -> str:
    return f"{directory.name}/{path.relative_to(directory).as_posix()}"


def read_ruleset(files: Sequence[tuple[str, str]]) -> Ruleset:
    """Build a ruleset from (name, text) pairs.

    Raises:
        RulesetError: every problem found, with file and line.

    """
    problems: list[Problem] = []
    header: dict[str, Any] = {"id": "unnamed", "version": "0", "title": ""}
    own, history = "", None
    numbering: list[Numbering] = []
    statements: dict[str, list[Statement]] = {}
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
        unknown = sorted(set(located.data) - {"ruleset", "rules", "numbering"})
        for key in unknown:
            line = located.line(f"$.{key}")
            problems.append(
                _problem(
                    "ruleset.unknown-key",
                    name,
                    line,
                    key,
                    "unknown key",
                    "use `ruleset`, `rules` or `numbering`",
                )
            )
        said = _header(located, name, header, problems)
        if "versions" in header and "versions" not in said:
            own = str(said.get("version", own))
        history = (located, name) if "versions" in said else history
        header |= said
        numbering += _many(Numbering, located.data.get("numbering"), located, "$.numbering", name, problems)
        for statement, replaces in _statements(located, name, problems):
            _place(statement, replaces, statements, problems)
    versions, unread = _history(*history, problems) if history else ((), ())
    listed = tuple(s for same in statements.values() for s in same)
    vocabulary = vocabulary_of(listed, problems)
    if problems:
        raise RulesetError(problems)
    return Ruleset(
        id=header["id"],
        version="+".join(p for p in (versions[-1].id, own) if p) if versions else str(header["version"]),
        title=header["title"],
        hash=f"sha256:{digest.hexdigest()}",
        in_force=Force.model_validate(header.get("in_force") or {}),
        statements=listed,
        vocabulary=vocabulary,
        versions=versions,
        numbering=tuple(numbering),
        unread=unread,
        own=own,
    )


def _header(located: Located, name: str, known: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """Return what a file says of the ruleset itself; the versions of the law are listed once."""
    said = located.data.get("ruleset") or {}
    line = located.line("$.ruleset")
    if not isinstance(said, dict):
        problems.append(
            _problem(
                "ruleset.shape",
                name,
                line,
                str(said),
                "not a header",
                "write `ruleset: {id, version, title}`",
            )
        )
        return {}
    if "versions" in said and "versions" in known:
        message, remedy = (
            "the versions of the law are listed twice",
            "give a folder laid over a `version` of its own",
        )
        problems.append(_problem("ruleset.shape", name, line, "versions", message, remedy))
        return {k: v for k, v in said.items() if k != "versions"}
    return said


def _place(
    statement: Statement,
    replaces: str | None,
    statements: dict[str, list[Statement]],
    problems: list[Problem],
) -> None:
    """Put a statement among the others: on its days it takes the place of what it replaces and meets no namesake."""
    if replaces is not None and replaces in statements:
        before = [s for s in statements[replaces] if s.file != statement.file]
        kept = [s for s in statements[replaces] if s.file == statement.file]
        left = [
            s.model_copy(update={"in_force": p}) if p != s.in_force else s
            for s in before
            for p in (
                pieces(s.in_force, statement.in_force)
                if s.in_force.meets(statement.in_force)
                else (s.in_force,)
            )
        ]
        statements[replaces] = [*left, *kept]
    same = statements.setdefault(statement.id, [])
    first = next((s for s in same if s.in_force.meets(statement.in_force)), None)
    if first is not None:
        problems.append(
            Problem(
                "ruleset.duplicate-id",
                f"{statement.file}:{statement.line}",
                statement.id,
                "a rule id stands twice",
                f"the other is at {first.file}:{first.line}; give one a new id, days in force that do not overlap, "
                "or write `replaces:`",
            )
        )
        return
    same.append(statement)


def _history(
    located: Located, name: str, problems: list[Problem]
) -> tuple[tuple[Version, ...], tuple[Unread, ...]]:
    """Read the versions of the law and the changes that could not be read."""
    header = located.data["ruleset"]
    versions = _many(Version, header["versions"], located, "$.ruleset.versions", name, problems)
    unread = _many(Unread, header.get("unread"), located, "$.ruleset.unread", name, problems)
    return tuple(sorted(versions, key=lambda v: v.from_)), tuple(unread)


def _many(
    model: type[_M], raw: Any, located: Located, path: str, name: str, problems: list[Problem]
) -> Iterator[_M]:
    """Read a list of models; what does not fit becomes problems."""
    if raw is None:
        return
    if not isinstance(raw, list):
        problems.append(
            _problem(
                "ruleset.shape", name, located.line(path), "", "not a list", "start each entry with `- `"
            )
        )
        return
    for i, one in enumerate(raw):
        try:
            yield model.model_validate(one)
        except ValidationError as error:
            problems.extend(
                _model_problems(error, located, f"{path}[{i}]", name, path.rsplit(".", maxsplit=1)[-1])
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


def _problem(id_: str, name: str, line: int, value: str, message: str, remedy: str) -> Problem:
    return Problem(id_, f"{name}:{line}", value, message, remedy)
