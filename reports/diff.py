"""What changed between two runs: findings new, solved and still open; affairs whose level moved, came or went.

A finding is the same when body, affair, rule, file and risk are the same; lines may have shifted. Where one rule
speaks several times about the same place, the first of one run meets the first of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ..facts.errors import InputError, Problem
from .tables import AFFAIRS, FINDINGS

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["RunDiff", "diff_runs", "read_run"]

_WHO: Final = ("organization", "affair")
_PLACE: Final = (*_WHO, "rule", "file", "risk")
_LEVEL: Final = ("level_floor", "level_ceiling")


@dataclass(frozen=True)
class RunDiff:
    """The differences as tables with the columns of findings and affairs.

    ``moved`` has the levels of both runs (``level_floor_old`` …); ``came`` and ``went`` are affairs of one run only.
    """

    new: pl.DataFrame
    solved: pl.DataFrame
    still: pl.DataFrame
    moved: pl.DataFrame
    came: pl.DataFrame
    went: pl.DataFrame

    def counts(self) -> dict[str, int]:
        """Return how many rows each table has."""
        return {name: getattr(self, name).height for name in self.__dataclass_fields__}


def read_run(directory: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read the affairs and findings of an earlier ``shikii batch``.

    Raises:
        InputError: the folder holds no such run, or its tables are not of a run.
    """
    problems = []
    frames = []
    for name, schema in (("affairs.parquet", AFFAIRS), ("findings.parquet", FINDINGS)):
        path = directory / name
        try:
            frame = pl.read_parquet(path)
            frames.append(frame.select(pl.col(c).cast(t) for c, t in schema.items() if c in frame.columns))
            missing = [
                c for c in (*_WHO, *(_LEVEL if name[0] == "a" else ("rule",))) if c not in frame.columns
            ]
        except (OSError, pl.exceptions.PolarsError) as error:
            problems.append(
                Problem(
                    "run.unreadable",
                    str(path),
                    type(error).__name__,
                    "no table of an earlier run can be read here",
                    "name the folder that `shikii batch -o` wrote",
                )
            )
            continue
        problems += [
            Problem(
                "run.column",
                str(path),
                c,
                "a column of a run is missing",
                "write the run anew with `shikii batch`",
            )
            for c in missing
        ]
    if problems:
        raise InputError(problems)
    return frames[0], frames[1]


def diff_runs(old: tuple[pl.DataFrame, pl.DataFrame], new: tuple[pl.DataFrame, pl.DataFrame]) -> RunDiff:
    """Compare two runs, each as (affairs, findings).

    >>> run = (pl.DataFrame(schema=AFFAIRS), pl.DataFrame(schema=FINDINGS))
    >>> diff_runs(run, run).counts()
    {'new': 0, 'solved': 0, 'still': 0, 'moved': 0, 'came': 0, 'went': 0}
    """
    before, after = _numbered(old[1], _PLACE), _numbered(new[1], _PLACE)
    a, b = _numbered(old[0], _WHO), _numbered(new[0], _WHO)
    both = _join(b, a, _WHO, "inner", suffix="_old")
    changed = pl.any_horizontal(pl.col(c).ne_missing(pl.col(f"{c}_old")) for c in _LEVEL)
    return RunDiff(
        new=_join(after, before, _PLACE, "anti"),
        solved=_join(before, after, _PLACE, "anti"),
        still=_join(after, before, _PLACE, "semi"),
        moved=both.filter(changed),
        came=_join(b, a, _WHO, "anti"),
        went=_join(a, b, _WHO, "anti"),
    )


def _numbered(frame: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    there = [k for k in keys if k in frame.columns]
    return frame.with_columns(pl.int_range(pl.len()).over(there).alias("_n"))


def _join(
    left: pl.DataFrame, right: pl.DataFrame, keys: tuple[str, ...], how: Any, **more: Any
) -> pl.DataFrame:
    on = [k for k in (*keys, "_n") if k in left.columns and k in right.columns]
    joined = left.join(right, on=on, how=how, nulls_equal=True, maintain_order="left", **more)
    return joined.drop("_n")
