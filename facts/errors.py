"""Errors: what is wrong, where, with which value, and what to do about it.

Every error is a :class:`Problem`; an exception carries all problems of its input, never only the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from .printable import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["InputError", "Problem", "RulesetError", "ShikiiError", "UsageError", "shorten"]

_SHOWN = 60


def shorten(value: object) -> str:
    """Show a value in one short line, whatever it is.

    >>> shorten("a" * 100)[-3:]
    '…aa'
    """
    text = " ".join(str(value)[:4000].split())
    text = "".join(c if c.isprintable() else "�" for c in visible(text))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "…" + text[-2:]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with an input.

    ``id`` is stable and has a golden case under ``tests/bad``; ``place`` is ``file:line`` or ``file $.path``;
    ``value`` is what stood there; ``message`` and ``remedy`` are lower-case sentences in domain words, in English;
    :meth:`text` says all of it in Japanese too.

    >>> print(Problem("facts.value", "a.yaml:3 $.headcount", "-1", "a count below zero", "write 0 or more"))
    a.yaml:3 $.headcount: a count below zero: `-1` [facts.value]
      remedy: write 0 or more
    """

    id: str
    place: str
    value: str
    message: str
    remedy: str

    def __post_init__(self) -> None:
        for name in ("place", "value", "message", "remedy"):
            object.__setattr__(self, name, visible(getattr(self, name)))

    def __str__(self) -> str:
        shown = f": `{shorten(self.value)}`" if self.value else ""
        return f"{self.place}: {self.message}{shown} [{self.id}]\n  remedy: {self.remedy}"

    def text(self, lang: str = "en") -> str:
        """Say the problem in a language, as a command writes it.

        >>> print(Problem("file.missing", "a.yaml", "", "there is no such file", "check the path").text("ja"))
        a.yaml：ファイルが見つかりません [file.missing]
          対処：パスを確認してください
        """
        if lang == "en":
            return str(self)
        told = self.spoken(lang)
        shown = f"：「{shorten(told.value)}」" if told.value else ""
        return f"{told.place}：{told.message}{shown} [{self.id}]\n  対処：{told.remedy}"

    def spoken(self, lang: str) -> Problem:
        """Return the problem with value, message and remedy in a language."""
        if lang == "en":
            return self
        from .messages.catalogue import errors_in_japanese

        say = errors_in_japanese().say
        return Problem(self.id, self.place, say(self.value), say(self.message), say(self.remedy))


_REMEDY: Final = "  remedy: "


def _read(text: str) -> Iterator[Problem]:
    """Read problems from the text of an error, which :meth:`Problem.__str__` made."""
    for told, remedy in pairwise(text.split("\n")):
        if remedy.startswith(_REMEDY):
            place, _, rest = told.partition(": ")
            rest, _, name = rest.removesuffix("]").rpartition(" [")
            message, _, value = rest.partition(": `")
            yield Problem(name, place, value.removesuffix("`"), message, remedy.removeprefix(_REMEDY))


class ShikiiError(Exception):
    """Base of every error this package raises; ``problems`` holds all that was found.

    An error may be built again from its own text: polars does so with one that is raised while a frame is collected.
    """

    def __init__(self, problems: Problem | Iterable[Problem] | str) -> None:
        if isinstance(problems, str):
            problems = _read(problems)
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(sorted(problems))
        )
        super().__init__("\n".join(str(p) for p in self.problems))


class InputError(ShikiiError):
    """A facts file, table or document cannot be read; mend the places named."""


class RulesetError(ShikiiError):
    """A ruleset cannot be used; mend the rule at the file and line named."""


class UsageError(ShikiiError):
    """The call itself is wrong; see the remedy."""
