"""Entry point: commands are imported only when called, so the shell answers fast."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["cli", "main"]

_COMMANDS: Final = {
    "prescreen": (
        "shikii.cli.prescreen",
        "必要な評価の水準をしきい値から判断する (required level from the threshold facts)",
    ),
    "assess": (
        "shikii.cli.assess",
        "一つの事務・評価書をすべての観点で確認する (one affair or document in full)",
    ),
    "compare": (
        "shikii.cli.compare",
        "二つの版を比べ、重要な変更かどうかと必要な手続を示す (what changed, and what follows)",
    ),
    "batch": ("shikii.cli.batch", "事務・評価書をまとめて確認し、報告一式を書く (gap analysis over many)"),
    "schedule": (
        "shikii.cli.schedule",
        "期限の一覧・カレンダーを作る (what falls due, as a list or a calendar)",
    ),
    "import": ("shikii.cli.import_", "公表された評価書から事実を読み取る (facts out of published documents)"),
    "benchmark": (
        "shikii.cli.benchmark",
        "類似の評価書のうち何件が各措置を記載しているかを数える (how many assessments state each measure)",
    ),
    "form": ("shikii.cli.form", "事前確認のページを作る (one page for pre-screening, no install, offline)"),
    "report": ("shikii.cli.report", "前後二回の報告の違い (what changed between two runs)"),
    "rules": ("shikii.cli.rules", "ルールの一覧・表示・検査 (list, show, check the rules)"),
    "impact": (
        "shikii.cli.impact",
        "法令・ルールの変更で結果が変わる事務 (whose result a change of law changes)",
    ),
    "facts": ("shikii.cli.facts", "事実ファイルの書式・ひな形・検証 (schema, template, validate)"),
}


class _Lazy(click.Group):
    """A group that knows its commands by name and loads the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(_COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)  # noqa: S101 - each module names its command so
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0] if args else "", _COMMANDS, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"use one of: {', '.join(_COMMANDS)}"
            raise click.UsageError(f"{error.message.rstrip('.')}; {hint}", ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from .. import __version__
    from ..engine.assess import executor_name

    click.echo(f"shikii {__version__} (executor: {executor_name()})")
    ctx.exit()


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show versions."
)
def cli() -> None:
    """特定個人情報保護評価のルールエンジン: 必要な評価の水準と、不足・矛盾の一覧を、根拠と出典つきで示す。"""


def _open_streams() -> None:
    """Write UTF-8 whatever the locale says; a stream that was closed before the call swallows what it is given."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - lives as long as the process
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line; problems go to stderr with exit code 2, never a traceback."""
    from ..facts.errors import ShikiiError

    # most of what a command builds it keeps; looking through all of it for cycles every 700 objects frees nothing
    gc.set_threshold(500_000)
    _open_streams()
    try:
        status: Any = cli.main(
            args=list(args) if args is not None else None, prog_name="shikii", standalone_mode=False
        )
    except ShikiiError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; nothing was written", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except (OSError, MemoryError, RecursionError) as error:
        click.echo(
            f"{getattr(error, 'filename', None) or 'shikii'}: {type(error).__name__}: {error} [cli.system]\n"
            "  remedy: check the path, its permissions, and free space",
            err=True,
        )
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)
