"""The JSON Schema of a rule file, with which an editor completes and checks what is written."""

from __future__ import annotations

from typing import Any, Final

from pydantic import TypeAdapter

from .language.grammar import Check, Decide, Define, Expect, Judge, Oblige

__all__ = ["rule_file_schema"]

_KINDS: Final = (Define, Decide, Oblige, Expect, Check, Judge)
#: Filled in by the loader, and read by it before the statement.
_OWN: Final = ("file", "line")
_BEFORE: Final = {
    "replaces": {"type": "string", "description": "the national rule whose place this one takes"},
    "each": {"description": "repeats the rule for each member"},
}
#: A rule with ``each`` holds the names of its members where values stand.
_TEMPLATE: Final = {"type": "object", "required": ["each", "id"]}


def rule_file_schema() -> dict[str, Any]:
    """Return the schema of a file with ``rules`` or with the header ``ruleset``.

    >>> sorted(rule_file_schema()["properties"])
    ['facts', 'numbering', 'option_sets', 'rules', 'ruleset']
    """
    defs: dict[str, Any] = {}
    kinds = []
    for kind in _KINDS:
        schema = TypeAdapter(kind).json_schema(by_alias=True, ref_template="#/$defs/{model}")
        defs |= schema.pop("$defs", {})
        for name in _OWN:
            schema["properties"].pop(name, None)
        schema["properties"] = {n: _or_single(p) for n, p in schema["properties"].items()} | _BEFORE
        key = kind.__name__.lower()
        schema["required"] = sorted({*schema.get("required", ()), key})
        defs[kind.__name__] = schema
        kinds.append({"$ref": f"#/$defs/{kind.__name__}"})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "shikii rule file",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "ruleset": {"type": "object", "required": ["id"]},
            "rules": {"type": "array", "items": {"anyOf": [*kinds, _TEMPLATE]}},
            "numbering": {"type": "array"},
            "facts": {
                "type": "array",
                "items": {"type": "object", "required": ["name", "scope", "kind", "ja", "en"]},
            },
            "option_sets": {"type": "object"},
        },
        "$defs": defs,
    }


def _or_single(schema: dict[str, Any]) -> dict[str, Any]:
    """Let a list of one be written without brackets, as the loader reads it."""
    if schema.get("type") == "array" and "items" in schema:
        return {"anyOf": [schema, schema["items"]]}
    return schema
