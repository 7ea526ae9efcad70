"""Statements written once for several members: ``each: {key: [...]}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["expand"]


def expand(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
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
