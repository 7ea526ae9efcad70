"""The language of the command line: of messages, notes and help, and of what click itself says."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..facts.errors import Problem

__all__ = ["LANGUAGES", "VARIABLE", "choose", "current", "localized", "say", "short_help", "text_of"]

LANGUAGES: Final = ("ja", "en")
#: The environment variable that names the language where ``--lang`` does not.
VARIABLE: Final = "SHIKII_LANG"
_LANG_HELP: Final = "Language of messages; by default SHIKII_LANG, the configuration, or Japanese."
_CHOSEN: Final = {"lang": "ja"}


def choose(args: Sequence[str], configured: str | None = None) -> str:
    """Choose the language of a call before anything is read: ``--lang``, the variable, the configuration, Japanese.

    >>> choose(["batch", "x", "--lang", "en"]), choose(["batch", "--lang=en"])
    ('en', 'en')
    """
    asked: str | None = None
    for word, following in zip(args, (*args[1:], ""), strict=False):
        if word == "--":
            break
        asked = (
            following if word == "--lang" else word.removeprefix("--lang=") if "--lang=" in word else asked
        )
    wanted = asked or os.environ.get(VARIABLE) or configured
    _CHOSEN["lang"] = wanted if wanted in LANGUAGES else "ja"
    _speak()
    return _CHOSEN["lang"]


def current() -> str:
    """Return the language of this call."""
    return _CHOSEN["lang"]


def say(text: str) -> str:
    """Say a message or note of the code in the language of this call."""
    if current() == "en":
        return text
    from ..facts.messages.catalogue import errors_in_japanese

    return errors_in_japanese().say(text)


def text_of(problem: Problem) -> str:
    """Say a problem in the language of this call."""
    return problem.text(current())


@lru_cache(maxsize=1)
def _help() -> dict[str, Any]:
    from ..facts.yaml_source import read_beside

    data: dict[str, Any] = read_beside(__file__, "help.yaml")
    return data


def localized(command: click.Command, path: str) -> click.Command:
    """Give a command, its options and the commands below it the help of the language of this call."""
    kept: dict[str, str | None] = command.__dict__.setdefault("english", {"": command.help})
    own, common = _help()["commands"].get(path, {}), _help()["options"]
    japanese = current() == "ja"
    command.help = own.get("help", command.help) if japanese else kept[""]
    if not any(param.name == "lang" for param in command.params) and not isinstance(command, click.Group):
        option = click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=_LANG_HELP)
        command.params.append(option)
    for param in command.params:
        if isinstance(param, click.Option):
            english = kept.setdefault(param.name or "", param.help)
            param.help = (own.get(param.name) or common.get(param.name) or english) if japanese else english
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            localized(below, f"{path} {name}")
    return command


def short_help(name: str, english: str) -> str:
    """Return one line on a command, for the list of commands."""
    own: dict[str, str] = _help()["commands"].get(name, {})
    return own.get("short", english) if current() == "ja" else english


def _speak() -> None:
    """Let click speak the language: it takes its words from a function of each of its modules."""
    import click.core
    import click.decorators
    import click.exceptions
    import click.formatting
    import click.parser
    import click.types

    japanese = current() == "ja"
    for module in (
        click.core,
        click.decorators,
        click.exceptions,
        click.formatting,
        click.parser,
        click.types,
    ):
        names = vars(module)
        if "_" in names:
            names["_"] = _gettext if japanese else _same
        if "ngettext" in names:
            names["ngettext"] = _ngettext if japanese else _number


def _gettext(text: str) -> str:
    words: dict[str, str] = _help()["click"]
    return words.get(text, text)


def _ngettext(one: str, many: str, n: int) -> str:
    return _gettext(one if n == 1 else many)


def _same(text: str) -> str:
    return text


def _number(one: str, many: str, n: int) -> str:
    return one if n == 1 else many
