"""Certificates: the facts behind a level, the rule files with their hashes, and the tests that decided it.

``shikii verify`` concludes the level from them once more, without the engine (see :mod:`.verify`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any, Final

from ...engine.assess import executor_name, program_of
from ...engine.evaluation.prepare import prepare
from ...engine.evaluation.view import View
from ...engine.executors.reference import evaluate
from ...engine.executors.worlds import worlds
from ...engine.level.determination import LEVEL, determine, level_table
from ...facts.values import INF, Options, Range
from ...facts.vocabulary import Kind, Scope
from ...rulesets.language.conditions import atoms
from ...rulesets.language.grammar import Decide, Define
from ...rulesets.program.program import reads, scope_path
from .certificate_check import digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ...facts.affair.affair import Affair
    from ...facts.affair.record import Record
    from ...facts.values import Possible
    from ...rulesets.program.program import Program
    from ...rulesets.ruleset import Ruleset

__all__ = ["SCHEMA", "certificate", "json_schema", "rule_files"]

SCHEMA: Final = "shikii/certificate/1"


def rule_files(folders: Sequence[Path]) -> dict[str, bytes]:
    """Return the rule files of folders by the names that rules know them by, as a ruleset reads them."""
    out: dict[str, bytes] = {}
    for folder in folders:
        for path in (*sorted(folder.glob("*.yaml")), *sorted((folder / "earlier").glob("*.yaml"))):
            out[f"{folder.name}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    return out


def certificate(
    affair: Affair, *, as_of: dt.date, ruleset: Ruleset, files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Certify the level of an affair.

    Args:
        affair: the facts.
        as_of: the day the law and every period are counted from.
        ruleset: the law applied.
        files: the rule files it was read from, see :func:`rule_files`.

    Returns:
        Plain data under ``docs/schema/certificate.json``, to be written as JSON.

    Raises:
        UsageError: a day before the first version of the law.
    """
    program = program_of(ruleset, as_of)
    record = prepare(program, affair).record
    evaluation = evaluate(program, record)
    view = View(program, record, evaluation)
    level = determine(view, affair.form)
    names = _needed(program)
    ruled = names & {p.fact for stratum in program.strata for p in stratum}
    used = sorted({s.file for s in program.statements if _concludes(s) in ruled and s.file in files})
    out: dict[str, Any] = {
        "schema": SCHEMA,
        "as_of": as_of.isoformat(),
        "affair": affair.affair or affair.title,
        "organization": affair.organization,
        "source": affair.source,
        "executor": executor_name(),
        "ruleset": {"id": ruleset.id, "version": ruleset.version_id(as_of), "hash": ruleset.hash},
        "layers": {name: hashlib.sha256(raw).hexdigest() for name, raw in files.items()},
        "texts": {name: files[name].decode() for name in used},
        "fact": LEVEL,
        "vocabulary": {name: _about(program, name, ruled) for name in sorted(names)},
        "cases": [_rows(program, world, names) for world in worlds(program, record)],
        "values": [
            {"fact": name, "index": list(index), "set": _set(program, name, value)}
            for (name, index), value in sorted(evaluation.values.items())
            if name in ruled and name != LEVEL
        ],
        "tests": _tests(view),
        "level": {
            "floor": level.floor,
            "ceiling": level.ceiling,
            "possible": list(level.possible),
            "rows": sorted(level.rules),
        },
    }
    return {**out, "digest": digest(out)}


def _concludes(statement: object) -> str:
    if isinstance(statement, Define):
        return statement.define
    return statement.decide if isinstance(statement, Decide) else ""


def _needed(program: Program) -> frozenset[str]:
    """Return every fact the level rests on."""
    made = {p.fact: p for stratum in program.strata for p in stratum}
    todo, found = [LEVEL], set[str]()
    while todo:
        name = todo.pop().removesuffix(".conflict")
        if name not in found:
            found.add(name)
            todo += reads(made[name]) if name in made else ()
    return frozenset(found)


def _about(program: Program, name: str, ruled: frozenset[str]) -> dict[str, Any]:
    fact = program.vocabulary[name]
    return {
        "label": fact.ja,
        "scope": fact.scope.value,
        "depth": len(scope_path(fact.scope)),
        "all": _set(program, name, fact.anything),
        "unsaid": _set(program, name, fact.unsaid),
        "derived": fact.derived,
        "ruled": name in ruled,
    }


def _rows(program: Program, record: Record, names: frozenset[str]) -> list[dict[str, Any]]:
    """Write the rows of a record: what the level may rest on, and which lists below each are whole."""
    wanted = names | {f"{name}.conflict" for name in names}
    return [
        {
            "scope": scope.value,
            "index": list(row.index),
            "facts": {n: _set(program, n, v) for n, v in sorted(row.values.items()) if n in wanted},
            "whole": [s.value for s in Scope if record.is_complete(s, row.index)],
        }
        for scope, rows in record.rows.items()
        for row in rows
    ]


def _set(program: Program, name: str, value: Possible) -> Any:
    """Write possible values: options as a list, others by their two ends, null where open."""
    if isinstance(value, Options):
        return sorted(value.members)
    assert isinstance(value, Range)  # noqa: S101 - there are two kinds of values
    date = program.vocabulary[name].kind is Kind.DATE
    lo, hi = (dt.date.fromordinal(n).isoformat() if date else n for n in (value.lo, value.hi))
    return {"from": None if value.lo <= -INF else lo, "to": None if value.hi >= INF else hi}


def _tests(view: View) -> list[dict[str, Any]]:
    """Write every test of every row, in the words of the rule file, with its truth."""
    decide, table = level_table(view.program)
    out = []
    for rule, row in zip(decide.rows, table.rows, strict=True):
        for (fact, spec), atom in zip(_specs(rule.when), atoms(row.when), strict=True):
            possible = view.get(atom.fact)
            truth = (
                True
                if atom.allowed.holds_all(possible)
                else None
                if atom.allowed.holds_any(possible)
                else False
            )
            out.append({"row": row.id, "fact": fact, "test": spec, "truth": truth})
    return out


def _specs(when: Any) -> list[tuple[str, Any]]:
    """Return the tests of a condition as written, in the order in which they are read."""
    if isinstance(when, list):
        return [one for part in when for one in _specs(part)]
    joints = ("any", "all", "not")
    return [one for k, v in when.items() for one in (_specs(v) if k in joints else [(k, _written(v))])]


def _written(spec: Any) -> Any:
    if isinstance(spec, list):
        return [_written(s) for s in spec]
    return str(spec).lower() if isinstance(spec, bool) else str(spec)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the list that ``assess --certificate`` writes."""
    text, texts = {"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}
    end = {"type": ["integer", "string", "null"]}
    possible = {
        "description": "possible values: options, or the two ends, null where open",
        "anyOf": [{"type": "array", "items": text, "minItems": 1}, _object(**{"from": end, "to": end})],
    }
    index = {"type": "array", "items": {"type": "integer"}}
    row = _object(
        scope=text,
        index=index,
        facts={"type": "object", "additionalProperties": possible},
        whole={
            "type": "array",
            "items": text,
            "description": "scopes whose rows below this one are all listed",
        },
    )
    about = _object(
        label=text, scope=text, depth={"type": "integer"}, all=possible, unsaid=possible,
        derived={"type": "boolean"}, ruled={"type": "boolean"},
    )  # fmt: skip
    test = _object(
        row=text, fact=text, test={"type": ["string", "array"]}, truth={"type": ["boolean", "null"]}
    )
    one = _object(
        schema={"const": SCHEMA},
        as_of={"type": "string", "format": "date"},
        affair=text,
        organization=text,
        source=text,
        executor=text,
        ruleset=_object(id=text, version=text, hash=text),
        layers=texts
        | {"description": "every rule file with its SHA-256, in the order in which they are read"},
        texts=texts | {"description": "the rule files that the level rests on"},
        fact=text,
        vocabulary={"type": "object", "additionalProperties": about},
        cases={"type": "array", "minItems": 1, "items": {"type": "array", "items": row}},
        values={"type": "array", "items": _object(fact=text, index=index, set=possible)},
        tests={"type": "array", "items": test},
        level=_object(
            floor=text,
            ceiling=text,
            possible={"type": "array", "items": text},
            rows={"type": "array", "items": text},
        ),
        digest={"type": "string", "description": "SHA-256 of everything else as JSON with sorted keys"},
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "shikii certificate",
        "type": "array",
        "items": one,
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }
