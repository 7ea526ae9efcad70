"""Judgements of earlier workbooks put into the results, so that every output shows and counts them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from ...engine.results.result_parts import Judgement
from ..wording.labels import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...engine.results.assessment import Assessment
    from ..tables.result_tables import BatchResult
    from .judgements import Carried, Words

__all__ = ["with_judgements"]

_COLUMNS: Final = ("judgement", "judged_by", "judged_on", "remark", "dismissed")
_NOT_APPLICABLE: Final = frozenset(
    say("workbook.yaml", "choice", "not_applicable", lang) for lang in ("ja", "en")
)
_WHO: Final = ("affair", "organization", "source", "form")


def with_judgements(
    result: BatchResult, results: Sequence[Assessment], carried: Carried | None
) -> tuple[BatchResult, tuple[Assessment, ...]]:
    """Return the tables and the single results with what people wrote on their lines.

    The first rows of each table are those of the single results, in their order.
    """
    if carried is None or not carried.words:
        return result, tuple(results)
    said = {
        place: _judgement(*words, finding=place[0] == "findings") for place, words in carried.words.items()
    }
    findings, affairs = _tables(result, said)
    return replace(result, findings=findings, affairs=affairs), tuple(_singles(results, said))


def _judgement(words: Words, changed: bool, *, finding: bool) -> Judgement:
    dismisses = (
        finding and not changed and words.judgement.strip() in _NOT_APPLICABLE and bool(words.remark.strip())
    )
    return Judgement(
        judgement=words.judgement,
        owner=words.owner,
        due_by=words.due_by,
        remark=words.remark,
        judged_by=words.judged_by,
        judged_on=words.judged_on,
        changed=changed,
        dismisses=dismisses,
    )


def _tables(result: BatchResult, said: dict[tuple[str, int], Judgement]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Write the words beside the findings, and take what is dismissed out of the counts of its affair."""
    rows = [
        (n, j.judgement or None, j.judged_by or None, j.judged_on or None, j.remark or None, j.dismisses)
        for (sheet, n), j in said.items()
        if sheet == "findings"
    ]
    schema = {"#": pl.UInt32(), **{c: result.findings.schema[c] for c in _COLUMNS}}
    told = pl.DataFrame(rows, schema=schema, orient="row")
    findings = (
        result.findings.drop(_COLUMNS)
        .with_row_index("#")
        .join(told, on="#", how="left", maintain_order="left")
        .with_columns(pl.col("dismissed").fill_null(value=False))
        .select(result.findings.columns)
    )
    gone = findings.filter("dismissed").group_by(*_WHO, "severity").len("n")
    affairs = result.affairs
    for severity in ("error", "warning", "note"):
        column = f"findings_{severity}"
        less = gone.filter(severity=severity).select(*_WHO, "n")
        affairs = affairs.join(less, on=_WHO, how="left", nulls_equal=True, maintain_order="left")
        left = pl.col(column).cast(pl.Int64) - pl.col("n").fill_null(0).cast(pl.Int64)
        affairs = affairs.with_columns(left.clip(lower_bound=0).cast(pl.UInt32).alias(column)).drop("n")
    return findings, affairs


def _singles(results: Sequence[Assessment], said: dict[tuple[str, int], Judgement]) -> Iterator[Assessment]:
    """Put the words into the findings, duties and measures, which are numbered as their tables are."""
    at = {"findings": 0, "duties": 0, "measures": 0}

    def next_of(sheet: str) -> Judgement | None:
        at[sheet] += 1
        return said.get((sheet, at[sheet] - 1))

    for r in results:
        findings = tuple(
            f if (j := next_of("findings")) is None else f.model_copy(update={"judgement": j})
            for f in r.findings
        )
        duties = tuple(
            o
            if o.status == "not_applicable" or (j := next_of("duties")) is None
            else o.model_copy(update={"judgement": j})
            for o in r.obligations
        )
        risks = tuple(
            s.model_copy(
                update={
                    "sheet": tuple(
                        m if (j := next_of("measures")) is None else m.model_copy(update={"judgement": j})
                        for m in s.sheet
                    )
                }
            )
            for s in r.risks
        )
        yield r.model_copy(update={"findings": findings, "obligations": duties, "risks": risks})
