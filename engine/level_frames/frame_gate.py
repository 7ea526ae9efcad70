"""What a frame of affairs must be before it is concluded: columns known, cells readable, bounds the right way round.

A data frame is checked at once, with the rows that are wrong; a lazy one while it is collected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from ...facts.affair.columns import columns_of
from ...facts.errors import InputError, Problem, UsageError, shorten
from ...facts.readers.gate import bounds_wrong, encode, match_columns, why_not
from ...facts.values import INF, Range
from ...facts.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...facts.vocabulary import Fact, Vocabulary

__all__ = ["RESULT", "Read", "admit", "bounds_in"]

#: The columns a result adds.
RESULT: Final = ("level_floor", "level_ceiling", "level_rule", "phrase")
_MOST: Final = 200
_PARTS: Final = (".lo", ".hi", ".may")
_KEYS: Final = ("row", "source", "出典")
_UNREADABLE: Final = (pl.Binary, pl.Object, pl.Time, pl.Duration)


@dataclass(frozen=True)
class Read:
    """Where a fact stands in an admitted frame: its bounds (``high`` None where the value is exact), or its mask.

    Null is not known; a bound that is null is open.
    """

    low: pl.Expr
    high: pl.Expr | None = None


def admit(
    frame: pl.DataFrame | pl.LazyFrame, facts: Sequence[Fact], vocabulary: Vocabulary
) -> tuple[pl.LazyFrame, dict[str, Read]]:
    """Return the frame, with columns added whose names begin with ``#``, and where each fact stands in it.

    Raises:
        UsageError: the columns are not those of facts.
        InputError: cells of a data frame cannot be read; in a lazy frame this is found when it is collected.
    """
    schema = frame.collect_schema()
    found = _columns(schema, facts, vocabulary)
    reads: dict[str, Read] = {}
    added: list[pl.Series] = []
    promised: list[pl.Expr] = []
    problems: list[Problem] = []
    for fact, columns in found:
        gate = _Gate(fact, columns)
        if isinstance(frame, pl.DataFrame):
            own = frame.select(columns)
            plain = gate.plain(schema)
            if not (plain and gate.sound(own)):
                made, wrong = gate.read(own)
                problems += gate.problems(own, wrong, rows=True)
            if not plain:
                added += [series.alias(f"#{name}") for name, series in made.items()]
        elif not gate.plain(schema) or schema[columns[0]].is_integer():
            promised.append(gate.promised())
        reads[fact.name] = gate.where(schema, lazy=isinstance(frame, pl.LazyFrame))
    if problems:
        raise InputError(problems[:_MOST])
    if isinstance(frame, pl.DataFrame):
        return frame.with_columns(added).lazy(), reads
    return frame.with_columns(promised), reads


def bounds_in(schema: Mapping[str, object], facts: Iterable[Fact]) -> dict[str, Read]:
    """Return where facts stand in a frame that this package made, which needs no gate."""
    reads = {}
    for fact in facts:
        names = columns_of(fact)
        if names[0] in schema:
            reads[fact.name] = Read(*(pl.col(name) for name in names))
    return reads


@dataclass(frozen=True)
class _Gate:
    """One fact and the columns it stands in: one written as in a table, or its bounds."""

    fact: Fact
    columns: tuple[str, ...]

    @property
    def bounds(self) -> bool:
        return self.columns[0] in columns_of(self.fact)

    def plain(self, schema: Mapping[str, pl.DataType]) -> bool:
        """Whether the column is read as it is: whole numbers of a count, booleans."""
        dtype = schema[self.columns[0]]
        return not self.bounds and (
            dtype.is_integer() if self.fact.kind is Kind.COUNT else dtype == pl.Boolean
        )

    def sound(self, own: pl.DataFrame) -> bool:
        """Whether a plain column holds nothing wrong, told by its ends alone."""
        if self.fact.kind is not Kind.COUNT:
            return True
        least, most = own.select(pl.first().min().alias("least"), pl.first().max().alias("most")).row(0)
        return least is None or (least >= 0 and most < INF)

    def read(self, own: pl.DataFrame) -> tuple[dict[str, pl.Series], pl.Series]:
        """Return the bound columns of the fact, and which rows are wrong."""
        if not self.bounds:
            return encode(own[self.columns[0]], self.fact)
        dtype = pl.Int64 if isinstance(self.fact.anything, Range) else pl.UInt32
        nothing = pl.Series([None], dtype=dtype).new_from_index(0, own.height)
        made = {
            c: own[c].cast(dtype, strict=False) if c in own.columns else nothing
            for c in columns_of(self.fact)
        }
        return made, bounds_wrong(self.fact, own)

    def where(self, schema: Mapping[str, pl.DataType], *, lazy: bool) -> Read:
        if self.plain(schema):
            column = pl.col(self.columns[0])
            if self.fact.kind is Kind.COUNT:
                low = pl.col(f"#{self.fact.name}").struct.field(columns_of(self.fact)[0])
                return Read(low if lazy else column.cast(pl.Int64))
            yes, no = pl.lit(1, dtype=pl.UInt32), pl.lit(2, dtype=pl.UInt32)
            return Read(pl.when(column).then(yes).when(~column).then(no))
        names = columns_of(self.fact)
        if lazy:
            ends = [pl.col(f"#{self.fact.name}").struct.field(name) for name in names]
        else:
            ends = [pl.col(f"#{name}") for name in names]
        return Read(ends[0], ends[1] if len(ends) > 1 else None)

    def promised(self) -> pl.Expr:
        """Return the column that reads the fact while a lazy frame is collected."""
        name = f"#{self.fact.name}"
        one = pl.Int64 if isinstance(self.fact.anything, Range) else pl.UInt32
        dtype = pl.Struct(dict.fromkeys(columns_of(self.fact), one))
        whole = pl.struct([pl.col(c) for c in self.columns])
        return whole.map_batches(self._checked, return_dtype=dtype, is_elementwise=True).alias(name)

    def _checked(self, cells: pl.Series) -> pl.Series:
        own = cells.struct.unnest()
        made, wrong = self.read(own)
        if wrong.any():
            raise InputError(self.problems(own, wrong, rows=False))
        return pl.DataFrame(made).to_struct()

    def problems(self, own: pl.DataFrame, wrong: pl.Series, *, rows: bool) -> list[Problem]:
        """Name the cells that are wrong; the rows of a lazy frame have no numbers."""
        shown = own.with_row_index("#").filter(wrong).head(_MOST)
        out = []
        for number, *values in shown.iter_rows():
            place = f"{'row ' + str(number) + ' ' if rows else ''}{' '.join(self.columns)}"
            value = "..".join("" if v is None else shorten(v) for v in values)
            if self.bounds:
                message, remedy = (
                    "bounds that leave no value",
                    "the lower end is not above the upper one; a mask has bits of options only",
                )
                out.append(Problem("frame.bounds", place, value, message, remedy))
            else:
                message = f"not a value of {self.fact.ja}"
                out.append(Problem("frame.value", place, value, message, why_not(self.fact, values[0])))
        return out


def _columns(
    schema: pl.Schema, facts: Sequence[Fact], vocabulary: Vocabulary
) -> list[tuple[Fact, tuple[str, ...]]]:
    """Find the columns of each fact; complain of those near a known word, told twice, or of a kind nobody reads."""
    names = list(schema)
    problems = [
        Problem(
            "frame.taken", name, "", "the result has a column of this name", "drop the column, or rename it"
        )
        for name in RESULT
        if name in schema
    ]
    ours = {c for name in names for c in (name,) if _base(name) in vocabulary or name.startswith("complete:")}
    others = ["" if n in ours and "." in n else n if n in ours else _base(n) for n in names]
    matched = match_columns(others, (*_KEYS, *RESULT))
    for place, near in matched.near.items():
        if names[place] not in ours:
            remedy = f"did you mean `{near}`? rename the column, or drop it"
            problems.append(Problem("frame.unknown-column", names[place], "", "unknown column", remedy))
    known = [(f, names[p]) for p, f in (*matched.facts.items(), *matched.twice.items())]
    if not ours and not known and not problems:
        remedy = "name columns as `shikii facts schema` does, such as headcount, handlers, incident_within_1y"
        problems.append(
            Problem("frame.no-columns", ", ".join(names[:8]) or "frame", "", "no column is a fact", remedy)
        )
    out = []
    for fact in facts:
        bounds = tuple(c for c in columns_of(fact) if c in schema)
        plain = [name for known_fact, name in known if known_fact.name == fact.name]
        if fact.name in schema and fact.name not in plain:
            plain.append(fact.name)
        if len(plain) + bool(bounds) > 1:
            columns = ", ".join((*plain, *bounds))
            problems.append(
                Problem(
                    "frame.twice", columns, "", f"{fact.ja} stands in several columns", "keep one of them"
                )
            )
        elif plain or bounds:
            columns_ = bounds or (plain[0],)
            problems += _kinds(schema, fact, columns_, bounds=bool(bounds))
            out.append((fact, columns_))
    if problems:
        raise UsageError(problems)
    return out


def _base(name: str) -> str:
    return next((name.removesuffix(p) for p in _PARTS if name.endswith(p)), name)


def _kinds(schema: pl.Schema, fact: Fact, columns: Sequence[str], *, bounds: bool) -> Iterator[Problem]:
    for column in columns:
        dtype = schema[column]
        if bounds and not (dtype.is_integer() or dtype == pl.Null):
            remedy = "cast the column to whole numbers"
            yield Problem(
                "frame.dtype", column, str(dtype), f"{fact.ja} has bounds that are no whole numbers", remedy
            )
        elif dtype.is_nested() or dtype in _UNREADABLE:
            remedy = "give one value a row: a number, a band or an option word"
            yield Problem(
                "frame.dtype", column, str(dtype), f"{fact.ja} cannot be read from this column", remedy
            )
