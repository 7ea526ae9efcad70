"""``shikii rules sql``: the level as a query, for data that stays in a database."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from ....engine.executors.sql_program import DIALECTS
from ...common import AS_OF, RULESET, ruleset_of, write_out
from ...language import say
from ...output import OUTPUT

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from ....engine.executors.sql_program import Dialect

__all__ = ["sql"]


class _Name(click.ParamType[str]):
    name = "name"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)?", str(value), re.ASCII):
            self.fail(
                say(f"`{value}` is no name of a table; write it as affairs or schema.affairs"), param, ctx
            )
        return str(value)


@click.command("sql")
@click.option("--dialect", type=click.Choice(DIALECTS), default="duckdb", show_default=True)
@click.option("--table", type=_Name(), default="affairs", show_default=True, help="Where the affairs stand.")
@AS_OF
@OUTPUT
@RULESET
def sql(
    dialect: Dialect, table: str, as_of: dt.date, output: Path | None, ruleset_paths: tuple[Path, ...]
) -> None:
    """Write the level as one query: floor, ceiling, deciding row and missing facts as CASE, AND and OR.

    Both dialects read the same query. Bodies are told by organization_kind, not by their names, and the rows are
    taken one by one: incidents of other affairs of a body are not carried over, as `batch` does.
    """
    from ....engine.assess import program_of
    from ....engine.executors.sql_program import level_query
    from ....engine.level.determination import level_table

    program = program_of(ruleset_of(ruleset_paths), as_of)
    decide, rows = level_table(program)
    text = level_query(program, decide, rows, as_of=as_of, dialect=dialect, source=table)
    write_out(text, output, "sql")
