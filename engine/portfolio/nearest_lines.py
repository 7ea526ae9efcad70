"""Tables of affairs: the best question of each, and how far each is from the nearest line that changes its answer.

A line is looked up, like the level itself: the code of an affair with one number taken to another cell is a code again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from ...facts.affair.columns import columns_of, possible_of
from ...facts.values import Range
from ..analysis.open_level import LevelGrid, best_question
from ..level.determination import level_table
from ..level_frames.frame_gate import bounds_in
from ..level_frames.level_table import answers_of, code_of

if TYPE_CHECKING:
    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...rulesets.program.program import Program
    from ..level_frames.level_table import Answers, Coder

__all__ = ["WATCH", "questions", "watch"]

#: The nearest line of an affair: fact, its value, the line, the way to it (below 0: down), what is possible beyond,
#: and the way as a part of the line.
WATCH: Final = pl.Schema(
    {
        "watch_fact": pl.String, "watch_value": pl.Int64, "watch_line": pl.Int64, "watch_distance": pl.Int64,
        "watch_level": pl.String, "watch_share": pl.Float64,
    }
)  # fmt: skip


def questions(program: Program, frame: pl.DataFrame) -> pl.Series:
    """Return the best next question of every row, null where the level is settled.

    Rows of which the same is open share their answer, so the number of different cases counts, not that of rows.
    """
    level = LevelGrid.of(program, *level_table(program))
    answers = answers_of(program)
    codes = frame.select(
        code_of(answers, bounds_in(frame.schema, (c.fact for c in answers.coders))).alias("#code")
    )["#code"]
    open_ = answers.columns["level_floor"] != answers.columns["level_ceiling"]
    first = pl.DataFrame({"#code": codes}).with_row_index("#row").unique("#code", keep="first")
    asked: dict[int, str | None] = {}
    for row, code in first.select("#row", "#code").iter_rows():
        asked[code] = best_question(level, _Look(program, frame, row)) if open_[code] else None
    return codes.replace_strict(
        list(asked), pl.Series(list(asked.values()), dtype=pl.String), return_dtype=pl.String
    ).alias("question")


class _Look:
    """What is possible for a fact in one row of a frame."""

    def __init__(self, program: Program, frame: pl.DataFrame, row: int) -> None:
        self.vocabulary = program.vocabulary
        self.frame = frame
        self.row = row

    def __call__(self, name: str, _index: Index = ()) -> Possible:
        fact = self.vocabulary[name]
        columns = columns_of(fact)
        if columns[0] not in self.frame.columns:
            return fact.unsaid
        return possible_of(fact, [self.frame[c][self.row] for c in columns]) or fact.unsaid


def watch(program: Program, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the nearest line of every row whose number is known exactly; nulls where there is none."""
    answers = answers_of(program)
    codes = frame.select(
        code_of(answers, bounds_in(frame.schema, (c.fact for c in answers.coders))).alias("#code")
    )["#code"].cast(pl.Int64)
    parts = [
        _way(answers, coder, frame, codes, up=up)
        for coder in answers.coders
        if isinstance(coder.fact.anything, Range) and f"{coder.fact.name}.lo" in frame.columns
        for up in (True, False)
    ]
    if not parts:
        return pl.DataFrame(schema=WATCH).clear(frame.height)
    rows = pl.concat(parts).filter(pl.col("watch_distance").is_not_null())
    nearest = rows.sort("watch_share", "watch_fact", "watch_distance").unique("#row", keep="first")
    index = pl.DataFrame({"#row": pl.int_range(frame.height, eager=True)})
    return index.join(nearest, on="#row", how="left", maintain_order="left").select(WATCH.names())


def _way(answers: Answers, coder: Coder, frame: pl.DataFrame, codes: pl.Series, *, up: bool) -> pl.DataFrame:
    """The nearest line of one number on one side, per row."""
    name, starts, step = coder.fact.name, coder.starts, coder.radix * (len(coder.starts) + 1)
    exact = pl.col(f"{name}.lo") == pl.col(f"{name}.hi")
    seen = frame.select(
        pl.when(exact).then(pl.col(f"{name}.lo")).alias("value"),
        pl.when(exact).then(coder.cell(pl.col(f"{name}.lo")).cast(pl.Int64)).alias("cell"),
    ).with_columns(codes.alias("code"))
    floor, ceiling = answers.columns["level_floor"], answers.columns["level_ceiling"]
    line = beyond = nothing = pl.Series([None] * frame.height, dtype=pl.Int64)
    for away in range(1, len(starts)):
        to = seen["cell"] + (away if up else -away)
        there = ((to >= 0) & (to < len(starts)) & line.is_null()).fill_null(value=False)
        code = (seen["code"] + (step * away if up else -step * away)).zip_with(there, nothing)
        changed = (floor.gather(code) != floor.gather(seen["code"])) | (
            ceiling.gather(code) != ceiling.gather(seen["code"])
        )
        hit = changed.fill_null(value=False)
        at = pl.Series(starts, dtype=pl.Int64).gather((to if up else to + 1).zip_with(hit, nothing))
        line = line.zip_with(~hit, at)
        beyond = beyond.zip_with(~hit, code)
    return seen.select(
        pl.int_range(pl.len()).alias("#row"),
        pl.lit(name).alias("watch_fact"),
        pl.col("value").alias("watch_value"),
        line.alias("watch_line"),
        (line - seen["value"] - (0 if up else 1)).alias("watch_distance"),
        _levels(floor.gather(beyond), ceiling.gather(beyond)).alias("watch_level"),
        ((line - seen["value"] - (0 if up else 1)).abs() / line).alias("watch_share"),
    )


def _levels(floor: pl.Series, ceiling: pl.Series) -> pl.Series:
    low, high = floor.cast(pl.String), ceiling.cast(pl.String)
    return low.zip_with(low == high, low + ".." + high)
