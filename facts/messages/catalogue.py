"""Say a message of the code in Japanese: a catalogue from English templates to Japanese ones.

The code writes its messages in English, with values in them. A template is found again by its fixed parts, and the
values are put into the Japanese one; a value that is itself a message of the catalogue is translated too.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Catalogue", "errors_in_japanese"]

_DEPTH: Final = 4


class Catalogue:
    """Japanese for English templates, in which ``{}`` stands for a value; ``{0}`` names it in Japanese.

    >>> Catalogue({"write one of: {}": "次のいずれか：{0}"}).say("write one of: a, b")
    '次のいずれか：a, b'
    """

    def __init__(self, entries: Mapping[str, str]) -> None:
        self.entries = dict(entries)
        self._filled = sorted(
            ((english.split("{}"), japanese) for english, japanese in entries.items() if "{}" in english),
            key=lambda one: -sum(map(len, one[0])),
        )

    def say(self, text: str) -> str:
        """Return the Japanese of a message; the message itself where the catalogue does not have it.

        Of messages joined by `; ` each is looked up.
        """
        return self._find(text, 0) or text

    def has(self, text: str) -> bool:
        """Whether a message has Japanese words."""
        return self._find(text, 0) is not None

    def _find(self, text: str, depth: int) -> str | None:
        if text in self.entries:
            return _fill(self.entries[text], ())
        if depth == _DEPTH:
            return None
        head, joint, rest = text.partition("; ")
        while joint:
            first = self._one(head, depth)
            if first is not None and (second := self._find(rest, depth + 1)) is not None:
                return f"{first}。{second}"
            more, joint, rest = rest.partition("; ")
            head = f"{head}; {more}"
        return self._one(text, depth)

    def _one(self, text: str, depth: int) -> str | None:
        if text in self.entries:
            return _fill(self.entries[text], ())
        for parts, japanese in self._filled:
            values = _values(text, parts)
            if values is not None:
                return _fill(japanese, [self._find(v, depth + 1) or v for v in values])
        return None


def _fill(japanese: str, values: Sequence[str]) -> str:
    """Put values into a template without reading the values as templates."""
    out = japanese.replace("{{", "\0").replace("}}", "\1")
    pieces: list[str] = []
    while "{" in out:
        before, _, rest = out.partition("{")
        name, _, out = rest.partition("}")
        pieces += [before, values[int(name)] if name.isdigit() and int(name) < len(values) else f"{{{name}}}"]
    return "".join([*pieces, out]).replace("\0", "{").replace("\1", "}")


def _values(text: str, parts: Sequence[str]) -> list[str] | None:
    """Return what stands between the fixed parts; none where they are not there, in their order."""
    if not text.startswith(parts[0]) or not text.endswith(parts[-1]):
        return None
    at, end = len(parts[0]), len(text) - len(parts[-1])
    values = []
    for part in parts[1:-1]:
        found = text.find(part, at, end)
        if found < 0:
            return None
        values.append(text[at:found])
        at = found + len(part)
    if at > end:
        return None
    return [*values, text[at:end]]


@lru_cache(maxsize=1)
def errors_in_japanese() -> Catalogue:
    """Return the catalogue of messages, remedies and notes."""
    data: dict[str, dict[str, str]] = _file("errors.yaml")
    return Catalogue(data["errors"])


def _file(name: str) -> Any:
    """Read a file beside this module; plainly, because the reader of YAML with places tells errors by this module."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(Path(__file__).with_name(name).read_text("utf-8"), loader)  # noqa: S506 - a safe loader
