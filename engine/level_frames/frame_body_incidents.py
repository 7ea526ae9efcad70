"""Serious incidents of one body on columns: what :mod:`..bodies` says of words, as expressions over ``organization``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from ...facts.affair.body_names import SPACE
from ...facts.fact_names import by_word
from ...facts.reading.numbers import plain
from ...facts.vocabulary import Scope
from ...rulesets.language.test_values import shift

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["BodyColumns", "columns_of_bodies", "shared_incident"]

_YES: Final = pl.lit(1, dtype=pl.UInt32)
_NO: Final = pl.lit(2, dtype=pl.UInt32)
_BOTH: Final = pl.lit(3, dtype=pl.UInt32)


@dataclass(frozen=True, slots=True)
class BodyColumns:
    """The columns of a frame that name a row's body and, where there is one, the day its answers were published."""

    organization: str
    published: str | None


def columns_of_bodies(schema: pl.Schema) -> BodyColumns | None:
    """Find the columns by the words of the vocabulary; None where no text column names the bodies."""
    words = by_word(Scope.AFFAIR)
    named = {
        fact.name: (c, dtype) for c, dtype in schema.items() if (fact := words.get(plain(c))) is not None
    }
    organization, dtype = named.get("organization", ("", None))
    if dtype != pl.String:
        return None
    published, kind = named.get("published", (None, None))
    return BodyColumns(organization, published if kind == pl.Date else None)


def shared_incident(own: pl.Expr, columns: BodyColumns, as_of: dt.date) -> pl.Expr:
    """Return the mask of the incident of every row, its body's other rows considered.

    ``own`` is the mask each row has by itself.
    """
    body = pl.col(columns.organization).str.normalize("NFKC").str.replace_all(SPACE, "")
    first, last = shift(as_of, years=-1), as_of
    day = pl.col(columns.published) if columns.published else pl.lit(None, dtype=pl.Date)
    undated, in_year = day.is_null(), day.is_between(first, last)
    yes, no = own == _YES, own == _NO
    yes_now, no_now = (yes & undated).any().over(body), (no & undated).any().over(body)
    newest = pl.when(yes & in_year).then(day).max().over(body)
    same_yes = (yes & in_year).any().over(body, day) & in_year
    same_no = (no & in_year).any().over(body, day) & in_year
    said_yes = pl.when(no_now | same_no).then(_BOTH).otherwise(_YES)
    said_no = (
        pl.when(undated & (yes_now | newest.is_not_null()))
        .then(_BOTH)
        .when(undated)
        .then(_NO)
        .when(same_yes)
        .then(_BOTH)
        .when(yes_now)
        .then(_YES)
        .when(newest > day)
        .then(_BOTH)
        .otherwise(_NO)
    )
    any_yes = yes_now | newest.is_not_null()
    silent = (
        pl.when(any_yes & no_now).then(_BOTH).when(any_yes).then(_YES).when(no_now).then(_NO).otherwise(_BOTH)
    )
    shared = pl.when(yes).then(said_yes).when(no).then(said_no).otherwise(silent)
    return pl.when(body.is_null() | (body == "")).then(own).otherwise(shared)
