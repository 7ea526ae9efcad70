"""A batch arranged for its page: numbers, levels, what falls due, frequent gaps, differences, the table of affairs."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ...facts.messages.catalogue import errors_in_japanese
from ..coverage_lines import is_whole
from ..tables.due_tables import due_groups, missing_dates, undated, without_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..run_diff import RunDiff
    from ..tables.result_tables import BatchResult

__all__ = ["PortfolioView", "levels_of", "top_findings", "view_of"]

_ORDER: Final = ("none", "basic", "key", "full")
_SEVERITIES: Final = ("error", "warning", "note")
_PLAIN_ROWS: Final = 200
_MOST_FINDINGS: Final = 1_000
_MOST_DUE: Final = 60
_MOST_ACROSS: Final = 40
_MOST_DIFFERENT: Final = 100
_MOST_LEFT_OUT: Final = 200
_MOST_UNDATED: Final = 60
COLUMNS: Final = (
    "affair", "organization", "level_floor", "level_ceiling", "findings_error", "findings_warning", "findings_note",
    "obligations_unmet", "source",
)  # fmt: skip


@dataclass(frozen=True)
class PortfolioView:
    """What the page of a batch shows; ``data`` holds all affairs, packed, for the table on the page."""

    total: int
    counts: dict[str, int]
    unmet: int
    levels: list[tuple[str, str, int]]
    due: dict[str, list[dict[str, Any]]]
    due_counts: dict[str, int]
    undated: int
    missing_dates: list[dict[str, Any]]
    without_date: list[dict[str, Any]]
    without_date_count: int
    across: list[dict[str, Any]]
    top: list[dict[str, Any]]
    groups: list[tuple[dict[str, Any], list[dict[str, Any]]]]
    left: int
    rows: list[dict[str, Any]]
    data: str
    diff: dict[str, Any] | None
    left_out: list[tuple[str, str, str]]
    unread: list[tuple[str, str]]


def view_of(
    result: BatchResult,
    names: Mapping[str, str],
    pages: Mapping[int, str] | None = None,
    diff: RunDiff | None = None,
) -> PortfolioView:
    """Arrange a batch; ``pages`` names the page of its own for a row of the affairs, ``names`` the levels in words."""
    affairs, findings = result.affairs, result.open_findings
    due, dateless = due_groups(result), without_date(result)
    linked = affairs.select(COLUMNS).with_row_index("row").with_columns(
        pl.col("row").replace_strict(dict(pages or {}), default="", return_dtype=pl.String).alias("page")
    )  # fmt: skip
    return PortfolioView(
        total=affairs.height,
        counts={s: findings.filter(severity=s).height for s in _SEVERITIES},
        unmet=int(affairs["obligations_unmet"].sum() or 0),
        levels=levels_of(affairs),
        due={name: list(g.head(_MOST_DUE).iter_rows(named=True)) for name, g in due.items()},
        due_counts={name: g.height for name, g in due.items()},
        undated=undated(result).height,
        missing_dates=missing_dates(result),
        without_date=list(dateless.head(_MOST_UNDATED).iter_rows(named=True)),
        without_date_count=dateless.height,
        across=_across(findings, linked),
        top=top_findings(findings),
        groups=_groups(_gravest(findings)),
        left=max(0, findings.height - _MOST_FINDINGS),
        rows=list(linked.head(_PLAIN_ROWS).iter_rows(named=True)),
        data=_packed(linked, names),
        diff=_difference(diff) if diff else None,
        left_out=[(p, errors_in_japanese().say(why), why) for p, why in result.left_out[:_MOST_LEFT_OUT]],
        unread=[(c["source"], c["line"]) for c in result.coverage if not is_whole(c)],
    )


def levels_of(affairs: pl.DataFrame) -> list[tuple[str, str, int]]:
    """Count affairs by floor and ceiling of their level, the lowest ceiling first."""
    rank = {name: i for i, name in enumerate(_ORDER)}
    found = affairs.group_by("level_floor", "level_ceiling").len().iter_rows()
    return sorted(found, key=lambda row: (rank.get(row[1], 9), rank.get(row[0], 9)))


def _across(findings: pl.DataFrame, linked: pl.DataFrame) -> list[dict[str, Any]]:
    """Gather the contradictions across affairs by rule; each pair of records once, both places side by side.

    Two records that contradict one another have a finding each: that of the first stands for both.
    """
    sides = pl.concat_list(
        pl.concat_str(*(pl.col(c).fill_null("") for c in names), separator="\0")
        for names in (("affair", "form", "source"), ("other_affair", "other_form", "other_source"))
    )
    found = findings.filter(pl.col("other_affair").is_not_null())
    marks = ("line", "other_line")
    found = found.with_columns(
        sides.list.sort().list.join("\1").alias("pair"),
        pl.concat_list(marks).list.sort().cast(pl.List(pl.String)).list.join("-").alias("lines"),
    ).unique(("rule", "pair", "lines"), keep="first", maintain_order=True)
    pages = linked.filter(pl.col("page") != "").unique(("affair", "source"), keep="none")
    for mine in ("", "other_"):
        target = pages.select(
            pl.col("affair").alias(f"{mine}affair"),
            pl.col("source").alias(f"{mine}source"),
            pl.col("page").alias(f"{mine}link"),
        )
        found = found.join(target, on=[f"{mine}affair", f"{mine}source"], how="left", maintain_order="left")
    groups = []
    for rows in found.partition_by("rule", maintain_order=True):
        shown = list(rows.head(_MOST_ACROSS).iter_rows(named=True))
        groups.append({"first": shown[0], "rows": shown, "count": rows.height})
    rank = {"error": 0, "warning": 1, "note": 2}
    return sorted(groups, key=lambda g: (rank[g["first"]["severity"]], g["first"]["rule"]))


def _gravest(findings: pl.DataFrame) -> pl.DataFrame:
    """Return what the page lists, the gravest where there is too much, in the order of the affairs."""
    if findings.height <= _MOST_FINDINGS:
        return findings
    rank = pl.col("severity").replace_strict({"error": 0, "warning": 1, "note": 2}, default=3)
    order = findings.with_row_index("n").select("n", rank.alias("rank")).sort("rank", maintain_order=True)
    return findings[order["n"].head(_MOST_FINDINGS).sort().to_list()]


def top_findings(findings: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the most frequent findings with their number, notes behind all others."""
    grouped = findings.group_by("rule", "kind", "severity", "title", "title_en").len()
    order = grouped.sort(pl.col("severity") == "note", -pl.col("len").cast(pl.Int64), "rule")
    return list(order.head(15).iter_rows(named=True))


def _groups(findings: pl.DataFrame) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Return the findings of each record, the record with the most grave ones first."""
    who = ("organization", "affair", "source")
    grouped: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in findings.iter_rows(named=True):
        grouped.setdefault(tuple(row[c] or "" for c in who), []).append(row)
    for rows in grouped.values():
        rows.sort(key=_gravity)
    ordered = sorted(grouped.items(), key=lambda group: [-n for n in _numbers(group[1])])
    return [(dict(zip(who, key, strict=True)), rows) for key, rows in ordered]


def _gravity(finding: Mapping[str, Any]) -> int:
    return _SEVERITIES.index(finding["severity"])


def _numbers(findings: Sequence[Mapping[str, Any]]) -> list[int]:
    """Count the findings of each severity, the gravest first."""
    return [sum(f["severity"] == s for f in findings) for s in _SEVERITIES]


def _difference(diff: RunDiff) -> dict[str, Any]:
    def some(frame: pl.DataFrame) -> list[dict[str, Any]]:
        return list(frame.head(_MOST_DIFFERENT).iter_rows(named=True))

    return {
        "counts": diff.counts(),
        "new": some(diff.new),
        "solved": some(diff.solved),
        "moved": some(diff.moved),
        "came": some(diff.came),
        "went": some(diff.went),
    }


def _packed(frame: pl.DataFrame, names: Mapping[str, str]) -> str:
    """Pack the table column by column; words that repeat stand once. Base64 of gzip: nothing in it can be markup."""
    columns: dict[str, Any] = {}
    for name in (*COLUMNS, "page"):
        values = frame[name].to_list()
        if name in ("organization", "source", "level_floor", "level_ceiling"):
            words = list(dict.fromkeys(values))
            index = {word: i for i, word in enumerate(words)}
            columns[name] = {"words": words, "at": [index[v] for v in values]}
        else:
            columns[name] = values
    text = json.dumps({"columns": columns, "levels": dict(names)}, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode(), compresslevel=6, mtime=0)).decode()
