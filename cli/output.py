"""Where a result goes and how it looks: the options that commands share, and what their words mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from ..reports.output_formats import format_of_name
from .language import text_of
from .writing import checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..facts.errors import Problem

__all__ = [
    "EXECUTOR", "FAIL_ON", "OUTPUT", "formats", "named_format", "only_out_of_time", "output_option", "reaches", "tell_problems",
]  # fmt: skip

_C = TypeVar("_C", bound="Callable[..., Any]")
_SEVERITIES: Final = ("note", "warning", "error")


def output_option(help_: str = "Write to a file instead of stdout.") -> Callable[[_C], _C]:
    """Return the option ``-o FILE``; what stands there is checked before the command begins."""
    option = click.option("-o", "--output", type=click.Path(path_type=Path), help=help_)
    return lambda command: option(checked(command))


OUTPUT = output_option()
EXECUTOR = click.option(
    "--executor",
    type=click.Choice(["auto", "session", "reference"]),
    default="auto",
    help="Which executor runs single affairs; results are identical.",
)
FAIL_ON = click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES[::-1]),
    help="Exit 1 when a finding reaches this severity.",
)


def formats(*names: str, more: str = "") -> Callable[[_C], _C]:
    """Return the option ``--format`` of a command that writes these formats; ``more`` explains some of them."""
    help_ = f"text by default, or what the name of -o says{more}."
    return click.option("--format", "format_", type=click.Choice(names), default=None, help=help_)


def named_format(chosen: str | None, output: Path | None, names: Sequence[str]) -> str:
    """Return the format chosen, or else the one of ``names`` that the name of the file says, or else text.

    >>> named_format(None, Path("a.JSON"), ("text", "json")), named_format(None, Path("a.ics"), ("text", "json"))
    ('json', 'text')
    """
    by_name = format_of_name(output) if output else None
    return chosen or (by_name if by_name in names else None) or "text"


def reaches(severities: Iterable[str], least: str | None) -> bool:
    """Say whether one of the severities reaches the least asked for; none does where none is asked for.

    >>> reaches(["note", "error"], "warning"), reaches(["note"], "warning"), reaches(["error"], None)
    (True, False, False)
    """
    return least is not None and any(_SEVERITIES.index(s) >= _SEVERITIES.index(least) for s in severities)


def only_out_of_time(problems: Iterable[Problem]) -> bool:
    """Whether documents took more than their time, and nothing else is wrong: then the others go on."""
    return all(problem.id == "document.budget" for problem in problems)


def tell_problems(problems: Iterable[Problem]) -> int:
    """Say on stderr what could not be read, and return the exit code: 2 where there was anything, else 0."""
    told = 0
    for problem in problems:
        click.echo(text_of(problem), err=True)
        told = 2
    return told
