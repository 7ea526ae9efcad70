"""Where a command writes: what it reads is never written over, nor is a file of somebody else without ``--force``."""

from __future__ import annotations

import functools
import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from ..reports.output_formats import format_of_name, mark_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["FORCE", "checked", "forced", "inputs_of", "write_bytes", "write_out"]

_C = TypeVar("_C", bound="Callable[..., Any]")
_OUTPUTS: Final = ("output", "save", "memo", "certificate")
_FORCE: Final = "shikii.force"


def _keep_force(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    ctx.meta[_FORCE] = value


FORCE = click.option(
    "--force",
    is_flag=True,
    expose_value=False,
    callback=_keep_force,
    help="Write over a file that shikii did not write, or that was changed since; never over an input.",
)


def checked(command: _C) -> _C:
    """Add ``--force``, and check the outputs of a command before it begins to work."""

    @functools.wraps(command)
    def call(*args: Any, **named: Any) -> Any:
        _check(click.get_current_context())
        return command(*args, **named)

    return FORCE(call)  # type: ignore[return-value] # click types decorators by the function they return


def _check(ctx: click.Context) -> None:
    targets = tuple(v for n in _OUTPUTS if isinstance(v := ctx.params.get(n), Path))
    if not targets:
        return
    from ..reports.files.targets import check_targets

    check_targets(targets, inputs=inputs_of(ctx), force=forced(ctx), resumed=_resumed(ctx))


def forced(ctx: click.Context) -> bool:
    """Say whether the call allows to write over other files."""
    return bool(ctx.meta.get(_FORCE))


def inputs_of(ctx: click.Context) -> tuple[Path, ...]:
    """Return every file and folder that the call names and that is no output of it.

    Any argument may be a path, and any option of that type: facts, documents, rules, an earlier workbook or profile.
    """
    found: dict[Path, None] = {}
    for param in ctx.command.params:
        if param.name in _OUTPUTS or param.name is None:
            continue
        if isinstance(param, click.Argument) or isinstance(param.type, click.Path):
            for value in _each(ctx.params.get(param.name)):
                found.update(dict.fromkeys(_existing(str(value))))
    return tuple(found)


def _each(value: Any) -> Iterator[Any]:
    if isinstance(value, (tuple, list)):
        for part in value:
            yield from _each(part)
    elif isinstance(value, (str, Path)):
        yield value


def _existing(text: str) -> tuple[Path, ...]:
    try:
        if Path(text).exists():
            return (Path(text),)
        return tuple(Path(p) for p in glob.glob(text, recursive=True))  # noqa: PTH207 - patterns may be absolute
    except (OSError, ValueError):  # too long for a path, or with a zero byte in it
        return ()


def _resumed(ctx: click.Context) -> tuple[Path, ...]:
    """Return ``--save`` where it goes on from the facts that were read: all of them are written again."""
    facts, save = ctx.params.get("facts"), ctx.params.get("save")
    if not isinstance(facts, Path) or not isinstance(save, Path):
        return ()
    try:
        return (save,) if save.exists() and save.samefile(facts) else ()
    except OSError:
        return ()


def write_out(text: str, output: Path | None, format_: str | None = None) -> None:
    """Write a result to stdout, or whole to a file, with the mark of its format."""
    if output is None:
        click.echo(text.rstrip("\n"))
        return
    whole = text if text.endswith("\n") else text + "\n"
    # line ends as they are: iCalendar has its own, and the mark counts bytes
    write_bytes(output, lambda path: path.write_text(whole, encoding="utf-8", newline=""), format_)


def write_bytes(output: Path, write: Callable[[Path], object], format_: str | None = None) -> None:
    """Let ``write`` make a file beside the target and move it there when it is whole."""
    from ..reports.files.targets import write_file

    ctx = click.get_current_context(silent=True)
    inputs = () if ctx is None or output in _resumed(ctx) else inputs_of(ctx)
    named = format_ or format_of_name(output)
    force = ctx is not None and forced(ctx)
    write_file(output, write, mark_of(named), inputs=inputs, force=force)
