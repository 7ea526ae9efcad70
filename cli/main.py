"""Entry point: commands are imported only when called, so the shell answers fast."""

from __future__ import annotations

import errno
import gc
import importlib
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import click

from .configuration import configuration, defaults_of
from .language import LANGUAGES, choose, current, localized, say, short_help, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["cli", "main"]

#: Each command with its module and one line in English; Japanese stands in help.yaml.
_COMMANDS: Final = {
    "prescreen": ("shikii.cli.commands.prescreen", "required level from the threshold facts"),
    "assess": ("shikii.cli.commands.assess", "one affair or document in full"),
    "verify": ("shikii.cli.commands.verify", "check a certificate without the engine"),
    "compare": ("shikii.cli.commands.compare", "what changed between two versions, and what follows"),
    "batch": ("shikii.cli.commands.batch", "gap analysis over many affairs and documents"),
    "schedule": ("shikii.cli.commands.schedule", "what falls due, as a list or a calendar"),
    "import": ("shikii.cli.commands.import_", "facts out of published documents"),
    "correct": ("shikii.cli.commands.correct", "a file to put right what is read in a document"),
    "benchmark": ("shikii.cli.commands.benchmark", "how many assessments state each measure"),
    "form": ("shikii.cli.commands.form", "one page for pre-screening, no install, offline"),
    "report": ("shikii.cli.commands.report", "what changed between two runs"),
    "rules": ("shikii.cli.commands.rules.rules", "list, show, check the rules"),
    "impact": ("shikii.cli.commands.impact", "whose result a change of law changes"),
    "cache": ("shikii.cli.commands.cache", "what was kept of documents that earlier runs read"),
    "config": ("shikii.cli.commands.config", "which settings hold"),
    "facts": ("shikii.cli.commands.facts", "schema, template and validation of facts files"),
}


class _PipeClosed(Exception):
    """Whoever read the output has gone."""


class _Lazy(click.Group):
    """A group that knows its commands by name and loads the one that is called."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:  # click would leave with 1, which is for findings
            raise _PipeClosed from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(_COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)  # noqa: S101 - each module names its command so
        return localized(command, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0] if args else "", _COMMANDS, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"use one of: {', '.join(_COMMANDS)}"
            raise click.UsageError(f"{error.message.rstrip('.。')}; {say(hint)}", ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("コマンド" if current() == "ja" else "Commands"):
            formatter.write_dl([(name, short_help(name, text)) for name, (_, text) in _COMMANDS.items()])


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from .. import __version__
    from ..engine.assess import executor_name

    click.echo(f"shikii {__version__} (executor: {executor_name()})")
    ctx.exit()


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help="Language of messages and reports: ja or en.",
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show versions."
)
def cli() -> None:
    """A rule engine for 特定個人情報保護評価: the required level, and gaps and contradictions with their basis and place."""


class _Closed(io.TextIOBase):
    """A stream that was closed before the call: writing to it is an error of the system, as on a full disk."""

    encoding = "utf-8"

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, "it is closed", "stdout")

    def isatty(self) -> bool:
        return False


def _open_streams() -> None:
    """Write UTF-8 whatever the locale says.

    A stream that was closed before the call has its number taken, so that no file opened later gets what is printed.
    A result cannot be written to a closed stdout; what goes to a closed stderr is dropped.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            taken = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115, PTH123 - lives as long as the process
            _KEPT.append(taken)
            setattr(sys, name, _Closed() if name == "stdout" else taken)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


_KEPT: Final[list[Any]] = []


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line; problems go to stderr with exit code 2, never a traceback.

    The codes: 0 done, 1 a finding reaches ``--fail-on``, 2 anything that went wrong, 130 stopped by hand.
    """
    # most of what a command builds it keeps; looking through all of it for cycles every 700 objects frees nothing
    gc.set_threshold(500_000)
    _open_streams()
    try:
        status = _run(args)
        sys.stdout.flush()
    except _PipeClosed:
        status = _quietly()
    except BrokenPipeError:
        status = _quietly()
    except OSError as error:
        status = _system(error)
    sys.exit(status)


def _run(args: Sequence[str] | None) -> int:
    """Call the command; return the exit code."""
    from ..facts.errors import ShikiiError

    words = sys.argv[1:] if args is None else list(args)
    choose(words)
    try:
        settings = configuration()
        choose(words, settings.lang)
        localized(cli, "shikii")
        status: Any = cli.main(
            args=list(args) if args is not None else None,
            prog_name="shikii",
            standalone_mode=False,
            default_map=defaults_of(settings),
        )
    except ShikiiError as error:
        for problem in error.problems:
            click.echo(text_of(problem), err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("stopped; nothing was written"), err=True)
        return 130
    except (BrokenPipeError, _PipeClosed):
        raise
    except (OSError, MemoryError, RecursionError) as error:
        return _system(error)
    except Exception as error:
        if os.environ.get("SHIKII_TRACEBACK"):
            raise
        return _internal(error)
    return status if isinstance(status, int) else 0


def _quietly() -> int:
    """Drop what is still to be printed: whoever read it has gone."""
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(null, stream.fileno())
    return 0


def _system(error: BaseException) -> int:
    place = getattr(error, "filename", None) or "shikii"
    what = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
    from ..facts.errors import Problem

    remedy = "check the path, its permissions, and free space"
    click.echo(text_of(Problem("cli.system", str(place), "", what, remedy)), err=True)
    with suppress(OSError, ValueError):  # what could not be printed is not tried again at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 2


def _internal(error: Exception) -> int:
    """Tell of a fault of shikii itself in one line; exit code 1 is kept for findings."""
    text = (str(error).splitlines() or [""])[0][:200]
    from ..facts.errors import Problem

    remedy = "this is a fault of shikii, please report it; SHIKII_TRACEBACK=1 shows where it is"
    problem = Problem("cli.internal", "shikii", "", f"{type(error).__name__}: {text}", remedy)
    click.echo(text_of(problem), err=True)
    return 2
