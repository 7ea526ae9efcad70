"""Load a ruleset from a folder of YAML files; every error names file and line, all are collected.

A folder holds ``ruleset.yaml`` (id, title, versions) and files with a list of ``rules`` or ``numbering``; law that
is no longer in force stands in its folder ``earlier``. A second folder can be laid over the first: its statements
are added, and a statement with ``replaces: ID`` takes the place of that one on the days it is in force.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..facts.arguments import instance_of, path_of
from ..facts.errors import Problem, RulesetError, ShikiiError, UsageError
from ..facts.forms.model import load_forms
from ..facts.kept_yaml import read_kept_yaml
from ..facts.shared import made_once
from ..facts.vocabulary import shipped_vocabulary
from ..facts.yaml_source import Located, read_yaml
from .form_completeness import completeness_checks, form_versions
from .language.grammar import Force, Statement
from .lexicon import KEYS, Lexicon
from .overlays.layers import Layer
from .overlays.overlays import Placed, judged
from .own_facts import FACT_KEYS, OwnFacts
from .patterns.guarded import check_own
from .program.derived_facts import vocabulary_of
from .ruleset import Ruleset
from .statements import many, problem_at, statements_of
from .timeline import Numbering, Unread, Version, pieces

if TYPE_CHECKING:
    from collections.abc import Sequence


__all__ = [
    "DEFAULT",
    "FORMS",
    "Ruleset",
    "is_whole",
    "load_ruleset",
    "read_ruleset",
    "ruleset_or_default",
    "stands_alone",
]

ROOT: Final = Path(__file__).parent
#: The official forms, as data.
FORMS: Final = ROOT / "my-number-pia" / "forms"
DEFAULT: Final = ROOT / "my-number-pia" / "rules"


def load_ruleset(
    *misplaced: object, over: Iterable[Path | str] = (), replacing_national: Path | str | None = None
) -> Ruleset:
    """Load the national ruleset that ships with the package, with folders of own rules laid over it.

    Args:
        misplaced: nothing; a folder given without a name is refused, since it may be meant either way.
        over: folders whose rules are added to the national ones, the later over the earlier.
        replacing_national: a folder that holds a ruleset of its own, applied *instead of* the national law.

    >>> load_ruleset().id
    'my-number-pia'

    Raises:
        RulesetError: every problem found, with file and line.
        UsageError: a folder given without saying what it is for, or that is not there.

    """
    if misplaced:
        raise UsageError(
            Problem(
                "argument.unnamed",
                "load_ruleset",
                str(misplaced[0]),
                "a folder without a name",
                "write `over=[…]` to lay it over the national law, `replacing_national=…` to put it in its place",
            )
        )
    if isinstance(over, (str, bytes, Path)) or not isinstance(over, Iterable):
        remedy = "write `over=[…]`"
        raise UsageError(Problem("argument.type", "over", str(over), "not a list of folders", remedy))
    folders = [path_of(one, f"over[{n}]", folder=True) for n, one in enumerate(over)]
    base = (
        DEFAULT
        if replacing_national is None
        else path_of(replacing_national, "replacing_national", folder=True)
    )
    return _cached((base, *folders))


def ruleset_or_default(ruleset: object) -> Ruleset:
    """Return a ruleset that was given, or the national one for None.

    Raises:
        UsageError: no ruleset; a path must be loaded first.
    """
    if ruleset is None:
        return load_ruleset()
    return instance_of(ruleset, Ruleset, "ruleset", "give what `load_ruleset` returns, or leave it out")


def stands_alone(directory: Path) -> bool:
    """Whether the header of a folder says ``stands_alone: true``: a law of its own, not laid over the national one."""
    header = directory / "ruleset.yaml"
    if not header.is_file():
        return False
    data = read_yaml(header.read_text(encoding="utf-8"), header.name).data
    said = data.get("ruleset") if isinstance(data, dict) else None
    return isinstance(said, dict) and said.get("stands_alone") is True


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
    layers: list[list[tuple[str, str]]] = []
    names: list[str] = []
    own: set[str] = set()
    for directory in directories:
        found = [*sorted(directory.glob("*.yaml")), *sorted((directory / "earlier").glob("*.yaml"))]
        beside = directory.parent if directory == DEFAULT else directory
        found += [p for room in ("lexicon", "evidence") for p in sorted((beside / room).glob("*.yaml"))]
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
        twice = names.count(directory.name)
        names.append(directory.name)
        folder = f"{directory.name}#{twice + 1}" if twice else directory.name
        layers.append([(f"{folder}/{_within(p, directory)}", p.read_text(encoding="utf-8")) for p in found])
        if directory != DEFAULT:
            own |= {name for name, _ in layers[-1]}
    read, placed = _read(layers, shipped=directories[0] == DEFAULT)
    check_own(s for s in read.statements if s.file in own)
    whole = read if read.stands_alone else _with_forms(read)
    if len(layers) == 1:
        return whole
    problems, weaker = judged(_cached(directories[:1]), whole, placed)
    if problems:
        raise RulesetError(problems)
    return replace(whole, weaker=weaker)


def _within(path: Path, directory: Path) -> str:
    """Name a file by its place in a ruleset's folder; the national lexicon stands beside the folder of rules."""
    return (
        path.relative_to(directory) if path.is_relative_to(directory) else path.relative_to(directory.parent)
    ).as_posix()


def _with_forms(ruleset: Ruleset) -> Ruleset:
    """Add the versions of the official forms, and the completeness checks that the forms imply."""
    forms = load_forms(FORMS)
    versions = form_versions(forms)
    first = replace(ruleset.layers[0], hash=_with_form_files(ruleset.layers[0].hash))
    vocabulary = ruleset.vocabulary.extended(tuple(f for v in versions if (f := v.declared()) is not None))
    return replace(
        ruleset,
        statements=(*ruleset.statements, *versions, *completeness_checks(forms, vocabulary)),
        vocabulary=vocabulary,
        hash=_with_form_files(ruleset.hash),
        layers=(first, *ruleset.layers[1:]),
    )


def _with_form_files(known: str) -> str:
    digest = hashlib.sha256(known.encode())
    for path in sorted(FORMS.glob("*.yaml")):
        digest.update(path.read_bytes())
    return f"sha256:{digest.hexdigest()}"


def read_ruleset(files: Sequence[tuple[str, str]]) -> Ruleset:
    """Build a ruleset from (name, text) pairs.

    Raises:
        RulesetError: every problem found, with file and line.

    """
    return _read([files])[0]


def _read(
    layers: Sequence[Sequence[tuple[str, str]]], *, shipped: bool = False
) -> tuple[Ruleset, list[Placed]]:
    """Build a ruleset from its layers, the law first; return what the others place, and what that stands for.

    ``shipped`` says that the first layer is that of the package, whose texts are taken apart once (:mod:`..facts.kept_yaml`).
    """
    problems: list[Problem] = []
    stamps: list[Layer] = []
    placed: list[Placed] = []
    law: dict[str, tuple[Statement, ...]] = {}
    stands_for: dict[str, tuple[Statement, ...]] = {}
    header: dict[str, Any] = {"id": "unnamed", "version": "0", "title": ""}
    own: list[str] = []
    history: tuple[Located, str] | None = None
    numbering: list[Numbering] = []
    statements: dict[str, list[Statement]] = {}
    digest = hashlib.sha256()
    lexicon = Lexicon()
    own_facts = OwnFacts(shipped_vocabulary())
    for layer, name, text in ((n, *file) for n, files in enumerate(layers) for file in files):
        digest.update(name.encode() + b"\0" + text.encode() + b"\0")
        if layer == len(stamps):
            law = law or ({i: tuple(same) for i, same in statements.items()} if layer else {})
            stamps.append(_layer(layers[layer]))
        try:
            located = (read_kept_yaml if shipped and not layer else read_yaml)(text, name)
        except ShikiiError as error:
            problems.extend(error.problems)
            continue
        if not isinstance(located.data, dict):
            problems.append(
                problem_at("ruleset.shape", name, 1, "", "not a rule file", "write `rules:` and a list")
            )
            continue
        unknown = sorted(set(located.data) - {"ruleset", "rules", "numbering", *KEYS, *FACT_KEYS})
        for key in unknown:
            line = located.line(f"$.{key}")
            problems.append(
                problem_at(
                    "ruleset.unknown-key",
                    name,
                    line,
                    key,
                    "unknown key",
                    "use `ruleset`, `rules` or `numbering`",
                )
            )
        lexicon.read(located, name, problems)
        own_facts.read(located, name, problems)
        said = _header(located, name, header, problems)
        if layer or ("versions" in header and "versions" not in said):
            own += [str(said["version"])] if "version" in said else []
        history = (located, name) if "versions" in said else history
        header |= said if not layer else {}
        if "ruleset" in located.data:
            known = stamps[-1]
            stamps[-1] = replace(
                known,
                id=str(said.get("id", known.id)),
                title=str(said.get("title", known.title)),
                version=str(said.get("version", known.version)),
            )
        numbering += many(Numbering, located.data.get("numbering"), located, "$.numbering", name, problems)
        for statement, replaces in statements_of(located, name, problems):
            _place(statement, replaces, statements, problems)
            if layer:
                national = (*law.get(replaces or "", ()), *stands_for.get(replaces or "", ()))
                stands_for[statement.id] = (*stands_for.get(statement.id, ()), *national)
                placed.append(Placed(statement, replaces, national))
    versions, unread = _history(*history, problems) if history else ((), ())
    listed = lexicon.given_to((s for same in statements.values() for s in same), problems)
    vocabulary = vocabulary_of(listed, problems, own_facts.vocabulary)
    if problems:
        raise RulesetError(problems)
    base = versions[-1].id if versions else str(header["version"])
    stamps[0] = replace(stamps[0], version=base)
    whole = Ruleset(
        id=header["id"],
        version="+".join((base, *own)),
        title=header["title"],
        hash=f"sha256:{digest.hexdigest()}",
        in_force=Force.model_validate(header.get("in_force") or {}),
        statements=listed,
        vocabulary=vocabulary,
        versions=versions,
        numbering=tuple(numbering),
        unread=unread,
        own="+".join(own),
        layers=tuple(stamps),
        given=own_facts.vocabulary,
        stands_alone=header.get("stands_alone") is True,
    )
    return whole, placed


def _layer(files: Sequence[tuple[str, str]]) -> Layer:
    """Name a layer by its folder, until its header is read; the hash is that of the ruleset it would be alone."""
    digest = hashlib.sha256()
    for name, text in files:
        digest.update(name.encode() + b"\0" + text.encode() + b"\0")
    folder = files[0][0].partition("/")[0] if files else ""
    return Layer(folder, "", "", f"sha256:{digest.hexdigest()}")


def _header(located: Located, name: str, known: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """Return what a file says of the ruleset itself; the versions of the law are listed once."""
    said = located.data.get("ruleset") or {}
    line = located.line("$.ruleset")
    if not isinstance(said, dict):
        problems.append(
            problem_at(
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
        problems.append(problem_at("ruleset.shape", name, line, "versions", message, remedy))
        return {k: v for k, v in said.items() if k != "versions"}
    return said


def _place(
    statement: Statement,
    replaces: str | None,
    statements: dict[str, list[Statement]],
    problems: list[Problem],
) -> None:
    """Put a statement among the others: on its days it takes the place of what it replaces and meets no namesake."""
    if replaces is not None and replaces not in statements:
        near = get_close_matches(replaces, statements, n=1)
        remedy = f"did you mean `{near[0]}`?" if near else "see `shikii rules list`"
        place = f"{statement.file}:{statement.line}"
        problems.append(
            Problem("ruleset.replaces", place, replaces, "no rule has this id to replace", remedy)
        )
    elif replaces is not None:
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
    versions = many(Version, header["versions"], located, "$.ruleset.versions", name, problems)
    unread = many(Unread, header.get("unread"), located, "$.ruleset.unread", name, problems)
    return tuple(sorted(versions, key=lambda v: v.from_)), tuple(unread)
