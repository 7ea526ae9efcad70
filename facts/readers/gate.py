"""The gate every table and frame of affairs passes: columns matched to facts, cells turned into bounds.

Plain columns (whole numbers, booleans, dates) are read at once, others by unique value; never row by row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

import polars as pl

from ..affair.columns import columns_of, mask_of, options_of
from ..fact_names import by_word
from ..printable import visible
from ..reading.dates import JAPAN
from ..reading.glyphs import word_key
from ..reading.value_reader import Unreadable, read_value
from ..values import INF, Options, Range
from ..vocabulary import Kind, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..vocabulary import Fact

__all__ = ["READABLE", "Matched", "bounds_wrong", "encode", "match_columns", "near_word", "why_not"]

#: The kinds of fact a cell can hold.
READABLE: Final = (Kind.COUNT, Kind.YESNO, Kind.CHOICE, Kind.DATE)
#: What `visible` changes, in the words of polars.
_HIDDEN: Final = r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\x{FDD0}-\x{FDEF}\x{FFFE}\x{FFFF}]"
_NEAR: Final = 0.75
#: How much longer than a known word a header around it may be and still be taken for it.
_AROUND: Final = 4
_SHORTEST: Final = 3
#: Ordinal of 1970-01-01, from which polars counts days.
_EPOCH: Final = 719_163
_MOST_FLOAT: Final = 2**53


@dataclass(frozen=True)
class Matched:
    """Columns by place: those of facts, those said twice, those near a known word, and all others."""

    facts: dict[int, Fact] = field(default_factory=dict)
    twice: dict[int, Fact] = field(default_factory=dict)
    near: dict[int, str] = field(default_factory=dict)
    others: tuple[int, ...] = ()


def match_columns(names: Sequence[str], passed: Iterable[str] = ()) -> Matched:
    """Match the names of columns to facts of an affair; names in ``passed`` are nobody's.

    >>> matched = match_columns(["事務名", "対象人員", "備考"])
    >>> [f.name for f in matched.facts.values()], matched.near, matched.others
    (['affair'], {1: '対象人数'}, (2,))
    """
    words, passed = by_word(Scope.AFFAIR), frozenset(passed)
    out, others = Matched(), []
    for place, name in enumerate(names):
        key = word_key(name)
        if key in passed or not key:
            continue
        fact = words.get(key)
        if fact is None or (fact.kind not in READABLE and fact.kind is not Kind.TEXT):
            near = near_word(name) if fact is None else fact.ja
            if near:
                out.near[place] = near
            else:
                others.append(place)
        elif fact in out.facts.values():
            out.twice[place] = fact
        else:
            out.facts[place] = fact
    return Matched(out.facts, out.twice, out.near, tuple(others))


def near_word(name: str) -> str | None:
    """Return the known word a header may be meant for: misspelt, or with a few characters around it.

    >>> near_word("headcuont"), near_word("重大事故の状況"), near_word("評価書の備考"), near_word("備考")
    ('headcount', '重大事故', None, None)
    """
    key = word_key(name)[:100].lower()
    if len(key) < _SHORTEST:
        return None
    best, ratio = None, _NEAR
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    for fact in by_word(Scope.AFFAIR).values():
        if fact.kind not in READABLE and fact.kind is not Kind.TEXT:
            continue
        for word in (fact.short, fact.ja, *fact.also):
            other = word_key(word).lower()
            least = _SHORTEST if word == fact.ja else _SHORTEST + 1  # a short by-word stands in many others
            if len(other) >= least and other in key and len(key) <= len(other) + _AROUND:
                return word
            matcher.set_seq1(other)
            if matcher.real_quick_ratio() >= ratio and (found := matcher.ratio()) >= ratio:
                best, ratio = word, found
    return best


def encode(cells: pl.Series, fact: Fact) -> tuple[dict[str, pl.Series], pl.Series]:
    """Turn the cells of a fact into its bound columns, or its text; also which cells could not be read."""
    if cells.dtype.is_nested() or cells.dtype in (pl.Binary, pl.Object):
        nothing = pl.Series([None] * len(cells), dtype=pl.String if fact.kind is Kind.TEXT else pl.Int64)
        named = (fact.name,) if fact.kind is Kind.TEXT else columns_of(fact)
        return dict.fromkeys(named, nothing), cells.is_not_null()
    if fact.kind is Kind.TEXT:
        return _text(cells, fact)
    if cells.dtype in (pl.Categorical, pl.Enum):
        cells = cells.cast(pl.String)
    if cells.dtype.is_decimal():
        cells = cells.cast(pl.Float64)
    if fact.kind is Kind.COUNT and cells.dtype.is_numeric():
        return _counts(cells, fact)
    if fact.kind is Kind.DATE and cells.dtype in (pl.Date, pl.Datetime):
        return _days(cells, fact)
    if fact.kind is Kind.YESNO and cells.dtype == pl.Boolean:
        mask = pl.select(pl.when(cells).then(1).when(~cells).then(2).cast(pl.UInt32)).to_series()
        return {columns_of(fact)[0]: mask}, _never(cells)
    if cells.dtype.is_float():
        cells = cells.fill_nan(None)
    return _by_value(cells, fact)


def _never(cells: pl.Series) -> pl.Series:
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(cells))


def _text(cells: pl.Series, fact: Fact) -> tuple[dict[str, pl.Series], pl.Series]:
    text = cells.cast(pl.String, strict=False)
    if text.str.contains(_HIDDEN).any():
        text = text.map_elements(visible, return_dtype=pl.String)
    return {fact.name: text.str.strip_chars()}, text.is_null() & cells.is_not_null()


def _counts(cells: pl.Series, fact: Fact) -> tuple[dict[str, pl.Series], pl.Series]:
    """Read whole numbers, also as floats; NaN is not known."""
    if cells.dtype.is_float():
        cells = cells.fill_nan(None)
        wrong = (cells != cells.floor()) | (cells < 0) | (cells >= _MOST_FLOAT)
    else:
        wrong = (cells < 0) | (cells >= INF) if cells.dtype in _WIDE else cells < 0
    wrong = wrong.fill_null(value=False)
    value = cells.cast(pl.Int64, strict=False)
    return dict(zip(columns_of(fact), (value, value), strict=True)), wrong


_WIDE: Final = (pl.Int64, pl.UInt64, pl.Int128)


def _days(cells: pl.Series, fact: Fact) -> tuple[dict[str, pl.Series], pl.Series]:
    """Read dates and moments; a moment with a zone is the day it is in Japan."""
    if isinstance(cells.dtype, pl.Datetime) and cells.dtype.time_zone is not None:
        hours = JAPAN.utcoffset(None)
        cells = cells.dt.convert_time_zone("UTC").dt.replace_time_zone(None) + hours
    value = cells.cast(pl.Date).cast(pl.Int64) + _EPOCH
    anything = fact.anything
    assert isinstance(anything, Range)  # noqa: S101 - the fact is a date
    wrong = ((value < anything.lo) | (value > anything.hi)).fill_null(value=False)
    return dict(zip(columns_of(fact), (value, value), strict=True)), wrong


def _by_value(cells: pl.Series, fact: Fact) -> tuple[dict[str, pl.Series], pl.Series]:
    """Read every different value once."""
    known: dict[object, tuple[int, ...] | None] = {}
    unreadable: list[object] = []
    for raw in cells.drop_nulls().unique().to_list():
        try:
            known[raw] = _bounds(fact, read_value(fact, raw))
        except Unreadable:
            unreadable.append(raw)
    keys = pl.Series(list(known), dtype=cells.dtype) if known else pl.Series([], dtype=cells.dtype)
    out: dict[str, pl.Series] = {}
    for i, column in enumerate(columns_of(fact)):
        dtype = pl.UInt32 if column.endswith(".may") else pl.Int64
        values = pl.Series([None if v is None else v[i] for v in known.values()], dtype=dtype)
        out[column] = (
            cells.replace_strict(keys, values, default=None, return_dtype=dtype)
            if known
            else pl.Series([None] * len(cells), dtype=dtype)
        )
    if not unreadable:
        return out, _never(cells)
    wrong = cells.is_in(pl.Series(unreadable, dtype=cells.dtype).implode())
    return out, wrong.fill_null(value=False)


def _bounds(fact: Fact, value: object) -> tuple[int, ...] | None:
    if isinstance(value, Range):
        return (value.lo, value.hi)
    if isinstance(value, Options):
        return (mask_of(fact, value.members),)
    return None  # not known, or known to be empty


def bounds_wrong(fact: Fact, frame: pl.DataFrame) -> pl.Series:
    """Say in which rows the bound columns of a fact leave no value, or one it cannot have.

    A bound that is null is open. ``frame`` holds only the bound columns, of whole numbers.
    """
    anything = fact.anything
    if isinstance(anything, Range):
        lo, hi = columns_of(fact)
        ends = [
            pl.col(c).cast(pl.Int128).fill_null(end) if c in frame.columns else pl.lit(end, dtype=pl.Int128)
            for c, end in ((lo, anything.lo), (hi, anything.hi))
        ]
        wrong = (ends[0] > ends[1]) | (ends[0] < anything.lo) | (ends[1] > anything.hi)
    else:
        may = pl.col(columns_of(fact)[0]).cast(pl.Int128)
        wrong = (may < 1) | (may >= 1 << len(options_of(fact)))
    return frame.select(wrong.fill_null(value=False).alias("#wrong")).to_series()


def why_not(fact: Fact, raw: object) -> str:
    """Say what is wrong with a cell that could not be read, and how a value is written."""
    from ..reading.value_reader import remedy_for

    try:
        read_value(fact, raw)
    except Unreadable as error:
        return str(error)
    return remedy_for(fact)
