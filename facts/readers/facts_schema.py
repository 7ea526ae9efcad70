"""The form of a facts file: JSON Schema, a template with questions, and validation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..errors import Problem, ShikiiError
from ..vocabulary import PARENTS, Fact, Kind, Scope, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["json_schema", "plain_template", "template", "validate"]

_LISTS: Final = {
    Scope.FILE: "files",
    Scope.ENTRUSTMENT: "entrustments",
    Scope.INCIDENT: "incidents",
    Scope.SYSTEM: "systems",
    Scope.PUBLICATION: "publications",
    Scope.CHANGE: "changes",
}
_TABLES: Final = (".csv", ".xlsx", ".parquet")


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a facts file.

    >>> json_schema()["properties"]["headcount"]["title"]
    '対象人数'
    """
    # A basic or key form speaks of one file without naming it: its facts may stand at the top.
    names = _merged(_properties(Scope.FILE), _properties(Scope.AFFAIR))
    names |= {
        "source": {"type": "string"},
        "narratives": {"type": ["object", "array"]},
        "fields": {"type": ["object", "array"]},
        "unknown": {"type": "object"},
        "coverage": {"type": "object", "title": "読み取った範囲"},
    }
    names["files_listed_all"] = {"enum": [True, False, "yes", "no"], "title": "記載したファイルが全部か"}
    names["incidents_listed_all"] = {"enum": [True, False, "yes", "no"], "title": "記載した事故が全部か"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "shikii/facts/1",
        "title": "shikii facts",
        "type": "object",
        "properties": names,
        "additionalProperties": False,
    }


def _merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Join the properties of two schemas; of two alike the second holds, but groups are joined."""
    out = under | over
    for name in under.keys() & over.keys():
        if "properties" in under[name] and "properties" in over[name]:
            out[name] = over[name] | {"properties": under[name]["properties"] | over[name]["properties"]}
    return out


def _properties(scope: Scope) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for fact in load_vocabulary().of_scope(scope):
        _put(out, fact.short.split("."), _one(fact))
    for child, above in PARENTS.items():
        if above is scope:
            item = {"type": "object", "properties": _properties(child), "additionalProperties": False}
            out[_LISTS[child]] = {"type": "array", "items": item, "title": _LISTS[child]}
    if scope is Scope.FILE:
        out["measures"] = {
            "type": "object",
            "additionalProperties": {"enum": ["done", "not_done", "not_stated", "unknown"]},
        }
        out["narratives"] = {"type": "object", "additionalProperties": {"type": "string"}}
        out["fields"] = {"type": "object", "additionalProperties": {"type": "string"}}
        out["listed_all"] = {"enum": [True, False, "yes", "no"], "title": "記載した委託事項が全部か"}
    return out


def _put(out: dict[str, Any], path: list[str], schema: dict[str, Any]) -> None:
    """Place a fact, both as a dotted name and as nested groups."""
    if len(path) > 1:
        out[".".join(path)] = schema
    if len(path) == 2 or path[0] not in ("risks", "answers"):
        here = out
        for name in path[:-1]:
            here = here.setdefault(name, {"type": "object", "properties": {}, "additionalProperties": False})[
                "properties"
            ]
        here[path[-1]] = schema
    elif path[0] == "risks":
        risks = out.setdefault("risks", {"type": "object", "properties": {}, "additionalProperties": False})[
            "properties"
        ]
        risk = risks.setdefault(path[1], {"type": "object", "properties": {}, "additionalProperties": False})
        risk["properties"][path[2]] = schema
    else:
        answers = out.setdefault(
            "answers", {"type": "object", "properties": {}, "additionalProperties": False}
        )
        answers["properties"][".".join(path[1:])] = schema


def _one(fact: Fact) -> dict[str, Any]:
    about = {
        "title": fact.ja,
        "description": " ".join(p for p in (fact.ask, f"[{fact.form}]" if fact.form else "") if p),
    }
    match fact.kind:
        case Kind.COUNT:
            value: dict[str, Any] = {"type": ["integer", "string", "array", "null", "object"], "minimum": 0}
        case Kind.YESNO:
            value = {"type": ["boolean", "string", "null", "object", "array"]}
        case Kind.CHOICE:
            words = sorted({w for o in fact.options for w in (o.id, o.ja, *o.also)})
            value = {
                "anyOf": [{"enum": [*words, "不明", "空欄", None]}, {"type": ["object", "boolean", "array"]}]
            }
        case Kind.TICKS:
            value = {"type": ["array", "string", "null", "object"], "items": {"type": ["string", "object"]}}
        case _:
            value = {"type": ["string", "integer", "null", "object", "array"]}
    return {**about, **value}


def template(form: str) -> str:
    """Return an empty facts file in YAML, each fact with its question.

    >>> print(template("basic").splitlines()[2])
    form: basic
    """
    lines = [
        "# shikii の事実ファイル。分からない項目は空のままにしてください（不明として扱います）。",
        "# 数は 12345、12,345、10万人以上30万人未満 のいずれでも書けます。書類の欄が空であることは 空欄 と書きます。",
        f"form: {form}",
    ]
    skip = {"form"}
    for fact in load_vocabulary().of_scope(Scope.AFFAIR):
        if fact.name in skip or "." in fact.name:
            continue
        lines += _lines(fact, "")
    lines += ["hearing:", *_words("  ", "hearing.from", "hearing.to")]
    lines += ["third_party:", *_words("  ", "third_party.on")]
    indent = "    " if form == "full" else ""
    if form == "full":
        lines += ["files:", "  - name:   # 特定個人情報ファイル名"]
    for fact in load_vocabulary().of_scope(Scope.FILE):
        if "." not in fact.short and fact.short not in ("name", "entrusted_items", "exemption"):
            lines += _lines(fact, indent)
    lines += [f"{indent}# entrustments:", *_row(indent, "entrustment.handlers", "entrustment.re_entrusts")]
    lines += ["# incidents:   # 過去の事故。なければ []"]
    lines += _row(
        "", *(f"incident.{n}" for n in ("occurred", "learned", "persons", "intentional", "my_number"))
    )
    return "\n".join(lines) + "\n"


def plain_template(facts: Iterable[Fact]) -> str:
    """Return an empty facts file with these facts of the affair alone, each with its question.

    >>> print(plain_template([load_vocabulary()["organization"]]).splitlines()[1])
    organization:   # 評価実施機関はどこですか
    """
    return (
        "\n".join(
            [
                "# 分からない項目は空のままにしてください（不明として扱います）。",
                *(line for f in facts for line in _lines(f, "")),
            ]
        )
        + "\n"
    )


def _words(indent: str, *names: str) -> list[str]:
    vocabulary = load_vocabulary()
    return [f"{indent}{name.rpartition('.')[2]}:   # {vocabulary[name].ja}" for name in names]


def _row(indent: str, *names: str) -> list[str]:
    """Write the facts of one row of a list, commented out."""
    first, *others = _words("", *names)
    return [f"{indent}#   - {first}", *(f"{indent}#     {line}" for line in others)]


def _lines(fact: Fact, indent: str) -> list[str]:
    options = f"（{'・'.join(o.ja for o in fact.options)}）" if fact.options else ""
    return [f"{indent}{fact.short}:   # {fact.ask or fact.ja}{options}"]


def validate(path: Path, notes: list[str] | None = None) -> tuple[Problem, ...]:
    """Return every problem of a facts file or table; nothing when it is right.

    What was left out of a table and is no mistake is added to ``notes``.
    """
    try:
        if path.suffix.lower() in _TABLES:
            from .affair_tables import read_table

            table = read_table(path)
            (notes if notes is not None else []).extend(table.notes)
            return table.problems
        if path.suffix.lower() == ".txt":
            remedy = "read it with `shikii import`; facts files and tables are checked here"
            return (Problem("input.kind", str(path), path.suffix, "a document holds no facts yet", remedy),)
        from .facts_files import read_facts

        read_facts(path)
    except ShikiiError as error:
        return error.problems
    return ()
