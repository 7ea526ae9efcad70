"""The level of many affairs: each fact becomes a small code, the codes together an index into a table of answers.

What a decision table can tell apart of a fact is in which of its cells the possible values begin and end (numbers)
or which options are left (choices). All combinations are answered once, by the boxes; a million affairs are then
one look-up each. Elementwise throughout, so that it streams from file to file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from ...facts.affair.columns import mask_of, options_of
from ...facts.errors import Problem, UsageError
from ...facts.shared import made_once
from ...facts.values import INF, Options, Range
from ...rulesets.language.allowed import Intervals
from ...rulesets.language.grammar import Decide
from ..assess import program_of
from ..evaluation.body_incidents import INCIDENT
from ..executors.frames.expressions import conjunction, disjunction, overlaps
from ..level.determination import LEVEL
from .arrow import polars_frame
from .derived_columns import inputs_of, with_derived
from .frame_body_incidents import columns_of_bodies, shared_incident
from .frame_gate import admit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from ...facts.vocabulary import Fact, Vocabulary
    from ...rulesets.loader import Ruleset
    from ...rulesets.program.decision_tables import Table
    from ...rulesets.program.program import Program
    from .arrow import ArrowStream
    from .frame_body_incidents import BodyColumns
    from .frame_gate import Read

__all__ = ["Answers", "Coder", "answers_of", "assess_frame", "code_of"]

_MOST_CODES: Final = 2_000_000


def assess_frame(
    frame: pl.DataFrame | pl.LazyFrame | ArrowStream, *, as_of: dt.date, ruleset: Ruleset | None = None
) -> pl.LazyFrame:
    """Add the level to every row of a table of affairs.

    Args:
        frame: facts of affairs as columns named and written as in a table file (``headcount`` or 対象人数; numbers,
            bands, booleans, option words; null is not known), or as bounds (``headcount.lo``, ``headcount.hi``,
            ``incident_within_1y.may``; a bound that is null is open). Other columns pass through.
            A polars frame, or anything that gives an Arrow stream, as a pandas frame or a DuckDB relation does.
        as_of: the day the law is taken from.
        ruleset: the law; the one that ships with the package by default.

    Returns:
        The frame, lazy, with ``level_floor``, ``level_ceiling``, ``level_rule`` (null while not settled) and
        ``phrase``. Rows are independent and it streams, unless the frame has a text column ``organization`` (評価実施機関): then
        the rows of one body share its serious incidents (規則第4条第8号ロ; see docs/writing-rulesets.md), and a date
        column ``published`` says of which day an answer speaks.

    Raises:
        UsageError: a column near a known word, a fact in two columns, a kind of column that no fact has, no column
            of a fact at all, a column that the result would replace, or an argument of another kind.
        InputError: cells that cannot be read, with their rows; of a lazy frame when it is collected.

    >>> import datetime as dt
    >>> df = pl.DataFrame({"headcount": [250_000, 999], "incident_within_1y": [False, None]})
    >>> assess_frame(df, as_of=dt.date(2026, 4, 1)).collect()["level_ceiling"].to_list()
    ['full', 'none']

    """
    from ...rulesets.loader import ruleset_or_default

    program = program_of(ruleset_or_default(ruleset), as_of)
    answers = answers_of(program)
    facts = dict.fromkeys((*(coder.fact for coder in answers.coders), *inputs_of(program)))
    lazy, reads = admit(polars_frame(frame), tuple(facts), program.vocabulary)
    columns = columns_of_bodies(lazy.collect_schema())
    lazy, reads = with_derived(program, lazy, reads)
    code = code_of(answers, reads, (columns, as_of) if columns and INCIDENT in reads else None)
    looked_up = [
        code_name.map_batches(_Lookup(series), return_dtype=series.dtype, is_elementwise=True).alias(name)
        for name, series in answers.columns.items()
        for code_name in (pl.col("#code"),)
    ]
    return lazy.with_columns(code.alias("#code")).with_columns(looked_up).select(pl.exclude(r"^#.*$"))


def code_of(
    answers: Answers, reads: Mapping[str, Read], shared: tuple[BodyColumns, dt.date] | None = None
) -> pl.Expr:
    """Return which case of the table every row is; ``shared`` lets the rows of one body share its incidents."""
    code: pl.Expr = pl.lit(0, dtype=pl.UInt32)
    for coder in answers.coders:
        own = coder.expression(reads.get(coder.fact.name))
        if shared is not None and coder.fact.name == INCIDENT:
            own = shared_incident(own, *shared)
        code = code + own * pl.lit(coder.radix, dtype=pl.UInt32)
    return code


class _Lookup:
    """Takes the answers at given codes; a class, so that the plan can be shown and compared."""

    def __init__(self, series: pl.Series) -> None:
        self.series = series

    def __call__(self, codes: pl.Series) -> pl.Series:
        return self.series.gather(codes)


@dataclass(frozen=True)
class Coder:
    """Turns what is possible for one fact into a number from 0 to ``size`` - 1."""

    fact: Fact
    starts: tuple[int, ...]
    size: int
    radix: int

    def expression(self, read: Read | None) -> pl.Expr:
        """Return the number for every row of a frame, from where the fact stands in it."""
        if not isinstance(self.fact.anything, Range):
            unsaid = self.fact.unsaid
            assert isinstance(unsaid, Options)  # noqa: S101 - the other kind of possible value
            nothing = pl.lit(mask_of(self.fact, unsaid.members), dtype=pl.UInt32)
            return nothing if read is None else read.low.fill_null(nothing)
        n = len(self.starts)
        if read is None:
            return pl.lit(n - 1, dtype=pl.UInt32)  # begins in the first cell, ends in the last
        if read.high is None:
            return (self.cell(read.low) * (n + 1)).fill_null(n - 1)
        return self.cell(read.low).fill_null(0) * n + self.cell(read.high).fill_null(n - 1)

    def cell(self, value: pl.Expr) -> pl.Expr:
        """Return the cell of a value: count the cell starts at or below a value."""
        out: pl.Expr | None = None
        for start in self.starts[1:]:
            step = (value >= start).cast(pl.UInt32)
            out = step if out is None else out + step
        return out if out is not None else pl.lit(0, dtype=pl.UInt32)


@dataclass(frozen=True)
class Answers:
    """What every case of the table answers, and how to tell which case an affair is."""

    coders: tuple[Coder, ...]
    columns: dict[str, pl.Series]


@made_once(8)
def _cached(key: _Key) -> Answers:
    return _make(key.program)


class _Key:
    """A program as a cache key; programs are made once per ruleset and day."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def __hash__(self) -> int:
        return id(self.program)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.program is other.program


def answers_of(program: Program) -> Answers:
    """Answer every case of the level's table, once per program."""
    return _cached(_Key(program))


def _make(program: Program) -> Answers:
    table = next(p.table for stratum in program.strata for p in stratum if p.fact == LEVEL)
    decide = next(s for s in program.statements if isinstance(s, Decide) and s.decide == LEVEL)
    assert table is not None  # noqa: S101 - LEVEL is concluded by a table
    coders = _coders(table, program.vocabulary)
    codes = (
        pl.select(pl.int_range(coders[-1].radix * coders[-1].size, dtype=pl.UInt32).alias("#code"))
        if coders
        else pl.DataFrame({"#code": [0]})
    )
    if codes.height > _MOST_CODES:
        raise UsageError(
            Problem(
                "frame.too-large",
                LEVEL,
                f"{codes.height:,}",
                "the table tells too many cases apart for the batch job",
                "test fewer options in one table",
            )
        )
    decoded = codes.with_columns(e for c in coders for e in _decode(c))
    can = [
        disjunction(
            [conjunction([overlaps(program.vocabulary[n], a) for n, a in box.items()]) for box in row.boxes]
        ).alias(row.id)
        for row in table.rows
    ]
    reached = decoded.with_columns(can).select(row.id for row in table.rows)
    order = [o.id for o in decide.outcomes]
    phrases = {o.id: o.phrase for o in decide.outcomes}
    outcome_can = {o: disjunction([pl.col(r.id) for r in table.rows if r.outcome == o]) for o in order}
    floor = pl.coalesce(pl.when(outcome_can[o]).then(pl.lit(o)) for o in order)
    ceiling = pl.coalesce(pl.when(outcome_can[o]).then(pl.lit(o)) for o in reversed(order))
    rule = pl.coalesce(pl.when(pl.col(r.id)).then(pl.lit(r.id)) for r in table.rows)
    answers = reached.with_columns(
        floor.alias("level_floor"), ceiling.alias("level_ceiling"), rule.alias("level_rule")
    )
    settled = pl.col("level_floor") == pl.col("level_ceiling")
    answers = answers.select(
        pl.col("level_floor").cast(pl.Enum(order)),
        pl.col("level_ceiling").cast(pl.Enum(order)),
        pl.when(settled).then("level_rule").cast(pl.Enum([r.id for r in table.rows])).alias("level_rule"),
        pl.when(settled)
        .then(pl.col("level_floor").replace_strict(phrases, default=None))
        .cast(pl.Enum(list(dict.fromkeys(phrases.values()))))
        .alias("phrase"),
    )
    return Answers(tuple(coders), {name: answers[name] for name in answers.columns})


def _coders(table: Table, vocabulary: Vocabulary) -> list[Coder]:
    """Split every fact of the table where its tests change."""
    out: list[Coder] = []
    radix = 1
    for name in sorted({n for row in table.rows for box in row.boxes for n in box}):
        fact = vocabulary[name]
        if isinstance(fact.anything, Range):
            sets = [box[name] for row in table.rows for box in row.boxes if name in box]
            edges = {e for s in sets if isinstance(s, Intervals) for p in s.parts for e in (p.lo, p.hi + 1)}
            starts = tuple(
                sorted({fact.anything.lo} | {e for e in edges if fact.anything.lo < e <= fact.anything.hi})
            )
            size = len(starts) ** 2
        else:
            starts, size = (), 1 << len(options_of(fact))
        out.append(Coder(fact, starts, size, radix))
        radix *= size
    return out


def _decode(coder: Coder) -> list[pl.Expr]:
    """Turn codes back into bounds that stand for them; codes that mean nothing become impossible bounds."""
    own = (pl.col("#code") // coder.radix) % coder.size
    name = coder.fact.name
    if not isinstance(coder.fact.anything, Range):
        return [own.cast(pl.UInt32).alias(f"{name}.may")]
    n = len(coder.starts)
    starts = pl.Series(coder.starts, dtype=pl.Int64)
    ends = pl.Series([*(s - 1 for s in coder.starts[1:]), min(coder.fact.anything.hi, INF)], dtype=pl.Int64)
    return [
        pl.lit(starts).gather(own // n).alias(f"{name}.lo"),
        pl.lit(ends).gather(own % n).alias(f"{name}.hi"),
    ]
