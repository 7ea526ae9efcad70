"""What changed between two runs: findings new, solved and still open; affairs whose level moved, came or went.

A finding is the same when its key is (:mod:`.keys`): body, affair, form, file, risk and rule; lines may have shifted.
Where one rule speaks several times about the same place, the first of one run meets the first of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ..facts.errors import InputError, Problem
from .tables.line_keys import PLACE, RULE, place_columns
from .tables.result_tables import AFFAIRS, FINDINGS

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["RunDiff", "diff_runs", "read_run"]

_WHO: Final = ("organization", "affair", "form")
_PLACE: Final = (*PLACE, RULE["findings"])
_NEEDED: Final = ("organization", "affair", "source")
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
                c for c in (*_NEEDED, *(_LEVEL if name[0] == "a" else ("rule",))) if c not in frame.columns
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
    before, after = _keyed(old[1], new[1], _PLACE)
    a, b = _keyed(old[0], new[0], _WHO)
    both = _join(b, a, "inner", suffix="_old")
    changed = pl.any_horizontal(pl.col(c).ne_missing(pl.col(f"{c}_old")) for c in _LEVEL)
    return RunDiff(
        new=_join(after, before, "anti"),
        solved=_join(before, after, "anti"),
        still=_join(after, before, "semi"),
        moved=both.filter(changed),
        came=_join(b, a, "anti"),
        went=_join(a, b, "anti"),
    )


def _keyed(old: pl.DataFrame, new: pl.DataFrame, names: tuple[str, ...]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add the keys both runs can tell, and the number of a row among those of its key."""
    both = [n for n in names if n in old.columns and n in new.columns]
    keys = [f"@{n}" for n in both]

    def keyed(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(place_columns(both)).with_columns(
            pl.int_range(pl.len()).over(keys).alias("@")
        )

    return keyed(old), keyed(new)


def _join(left: pl.DataFrame, right: pl.DataFrame, how: Any, **more: Any) -> pl.DataFrame:
    on = [c for c in left.columns if c.startswith("@")]
    joined = left.join(right, on=on, how=how, maintain_order="left", **more)
    return joined.drop(on)
