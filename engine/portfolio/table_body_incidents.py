"""What the rows of a table tell of their body's serious incidents, and what they are told in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from ...facts.affair.affair import Affair, Place
from ...facts.affair.body_names import body_key
from ...facts.affair.columns import mask_of
from ...facts.values import Options
from ...facts.vocabulary import Scope, load_vocabulary
from ..evaluation.body_incidents import INCIDENT, UNKNOWN, Word, inform

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..evaluation.body_incidents import Says, Told
    from ..executors.frames.run import BatchEvaluation

__all__ = ["TEXTS", "inform_rows", "words_of_rows"]

#: The columns of words that a row may be told.
TEXTS: Final = tuple(
    f"{of}_{what}"
    for of, parts in (
        ("body_incident", ("said", "affair", "source")),
        ("similar_body", ("name", "affair", "source")),
    )
    for what in parts
)
_MAY: Final = f"{INCIDENT}.may"
_CONFLICT: Final = f"{INCIDENT}.conflict.may"
#: Masks of a conflict that is certain, or possible because what was told contradicts itself.
_CONTRADICTS: Final = (1, 3)
_SAYS: Final[dict[int, Says]] = {1: "yes", 2: "no"}


def words_of_rows(done: BatchEvaluation, frame: pl.DataFrame) -> Iterator[Word]:
    """Yield what each row with a body tells; its ``owner`` is the row's number.

    The day of a row's answer is the one it was published on, where the table has it.
    """
    facts = done.frames[Scope.AFFAIR]
    days = ("published.lo", "published.hi")
    wanted = [c for c in (_MAY, _CONFLICT, *days) if c in facts.columns]
    form = [pl.col("form.may")] if "form.may" in frame.columns else []
    rows = pl.concat(
        [frame.select("affair", "organization", "source", *form), facts.select(wanted)], how="horizontal"
    )
    for n, row in enumerate(rows.iter_rows(named=True)):
        if not body_key(row["organization"]):
            continue
        low, high = (row.get(d) for d in days)
        unknown = UNKNOWN if low is not None or row.get("form.may") is not None else None
        says: Says | None = (
            "conflict" if row.get(_CONFLICT) in _CONTRADICTS else _SAYS.get(row.get(_MAY) or 0)
        )
        yield Word(
            owner=n,
            organization=row["organization"],
            says=says,
            day=high if low is not None and low == high else unknown,
            affair=row["affair"] or row["source"],
            source=row["source"],
            place=Place(row["source"]),
        )


def inform_rows(frame: pl.DataFrame, told: Mapping[int, Told]) -> pl.DataFrame:
    """Return a table whose rows know what other affairs of their body tell, as :func:`..bodies.inform` says it."""
    vocabulary = load_vocabulary()
    masks = {name: vocabulary[name] for name in (INCIDENT, "body_incident", "similar_body")}
    columns: dict[str, list[object]] = {
        f"{name}.may": frame[f"{name}.may"].to_list()
        if f"{name}.may" in frame.columns
        else [None] * frame.height
        for name in masks
    }
    columns |= {name: [None] * frame.height for name in (_CONFLICT, *TEXTS)}
    own = columns[_MAY]
    for n, one in told.items():
        before = own[n]
        values = {} if before is None else {INCIDENT: _options(int(str(before)))}
        after = inform(Affair(values=values), one)
        for name, fact in masks.items():
            value = after.values.get(name)
            if isinstance(value, Options):
                columns[f"{name}.may"][n] = mask_of(fact, value.members)
        for name in TEXTS:
            columns[name][n] = after.text(name)
        if len(after.sources.get((INCIDENT, ()), ())) > 1:
            columns[_CONFLICT][n] = 1
    return frame.with_columns(
        pl.Series(name, values, dtype=pl.String if name in TEXTS else pl.UInt32)
        for name, values in columns.items()
    )


def _options(mask: int) -> Options:
    return Options(frozenset(o for i, o in enumerate(("yes", "no")) if mask >> i & 1))
