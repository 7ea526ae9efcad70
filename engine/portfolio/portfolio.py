"""Tables of affairs concluded in full: levels, findings and duties of every row, as tables again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from ...facts.affair.columns import columns_of, possible_of
from ...facts.vocabulary import Kind, Scope
from ...rulesets.language.allowed import Intervals
from ...rulesets.language.conditions import atoms
from ...rulesets.language.grammar import Check
from ..assess import program_of, stamp_of
from ..executors.frames.run import evaluate_frames
from ..findings.findings import FIELD, TOLD_BY
from ..level.determination import LEVEL
from ..level_frames.derived_columns import with_mentions
from ..level_frames.level_table import assess_frame
from ..results.weaker import weaker_finding
from ..wording.value_words import show_possible
from .nearest_lines import questions, watch
from .row_crosschecks import compared_rows
from .row_duties import row_duties
from .rows_ahead import count_ahead
from .table_body_incidents import TEXTS, inform_rows, words_of_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from ...facts.values import Range
    from ...rulesets.language.allowed import Allowed
    from ...rulesets.loader import Ruleset
    from ...rulesets.program.program import Program
    from ..evaluation.body_incidents import Told, Word
    from ..executors.frames.run import BatchEvaluation
    from ..results.assessment import ChangeAhead, Finding
    from .cross_affair_checks import Trait

__all__ = ["Portfolio", "assess_table"]

_KEYS = ("affair", "organization", "source")
#: Of a finding across affairs: whose record contradicts, and where.
_OTHER: Final[dict[str, pl.DataType]] = {
    "other_affair": pl.String(), "other_form": pl.String(), "other_source": pl.String(), "other_document": pl.String(),
    "other_line": pl.UInt32(), "other_text": pl.String(),
}  # fmt: skip


@dataclass(frozen=True)
class Portfolio:
    """Rows of a table with what was concluded: ``affairs``, ``findings``, ``duties`` (see reports.tables).

    ``ahead`` counts the rows that each change of the law within a year bears on.
    ``compared`` holds, per row that takes part in a check across affairs, what it is compared by; ``words`` what
    each row tells of its body's incidents (their ``owner`` is the row's number); ``frame`` what was read.
    """

    affairs: pl.DataFrame
    findings: pl.DataFrame
    duties: pl.DataFrame
    ahead: Mapping[ChangeAhead, int] = field(default_factory=dict)
    compared: tuple[Trait, ...] = ()
    words: tuple[Word, ...] = ()
    frame: pl.DataFrame | None = None

    def traits(self, first: int) -> Iterator[Trait]:
        """Yield what the rows are compared by, the rows numbered from ``first``."""
        return (replace(t, owner=t.owner + first) for t in self.compared)

    def informed(self, told: Mapping[int, Told], *, ruleset: Ruleset, as_of: dt.date) -> Portfolio:
        """Return the table concluded again, its rows knowing what other affairs of their body tell."""
        if not told or self.frame is None:
            return self
        frame = inform_rows(self.frame, told)
        return assess_table(frame, program=program_of(ruleset, as_of), ruleset=ruleset, as_of=as_of)

    def with_findings(self, more: Sequence[tuple[int, Finding]]) -> Portfolio:
        """Return the table with further findings of its rows."""
        if not more:
            return self
        keys = self.affairs.select(_KEYS)
        rows = [(*keys.row(n), *_row_of(finding)) for n, finding in more]
        added = pl.DataFrame(rows, schema=self.findings.schema, orient="row")
        counted = pl.DataFrame(
            [(n, f.severity) for n, f in more], schema={"#": pl.UInt32, "severity": pl.String}, orient="row"
        )
        affairs = self.affairs.with_row_index("#")
        for severity in ("error", "warning", "note"):
            name = f"findings_{severity}"
            extra = counted.filter(severity=severity).group_by("#").len("+")
            affairs = (
                affairs.join(extra, on="#", how="left", maintain_order="left")
                .with_columns(pl.col(name) + pl.col("+").fill_null(0))
                .drop("+")
            )
        return replace(self, affairs=affairs.drop("#"), findings=pl.concat([self.findings, added]))


def _row_of(f: Finding) -> tuple[object, ...]:
    place = f.evidence[0] if f.evidence else None
    other = f.other
    there = other.evidence[0] if other and other.evidence else None
    return (
        f.rule, f.kind, f.severity, f.file, f.risk, f.title, f.detail, place.document if place else None,
        place.line if place else None, place.text if place else "", "、".join(f.basis), f.advice, f.confidence,
        *((other.affair, other.form, other.source) if other else (None,) * 3),
        *((there.document, there.line, there.text) if there else (None,) * 3),
    )  # fmt: skip


def assess_table(frame: pl.DataFrame, *, program: Program, ruleset: Ruleset, as_of: dt.date) -> Portfolio:
    """Conclude every row of a table that a reader made.

    Facts of files, incidents and so on are not in such a table and stay unknown; what stands in it is judged by
    the same rules as a single affair.
    """
    own = with_mentions(program, frame.lazy()).collect()
    own = _with_stated(program, own.drop("affair", "organization", "source", *TEXTS, strict=False))
    done = evaluate_frames(program, {Scope.AFFAIR: own})
    levels = assess_frame(done.frames[Scope.AFFAIR], as_of=as_of, ruleset=ruleset).collect()
    findings = _findings(program, done, frame, weaker_finding(stamp_of(ruleset, as_of)))
    duties = row_duties(program, done, frame, as_of)
    counts = findings.group_by("source").agg(
        (pl.col("severity") == s).sum().alias(f"findings_{s}") for s in ("error", "warning", "note")
    )
    unmet = (
        duties.filter((pl.col("status") == "unmet") & (pl.col("strength") == "duty"))
        .group_by("source")
        .len("obligations_unmet")
    )
    affairs = pl.concat(
        [frame.select(_KEYS), levels.select("level_floor", "level_ceiling", "level_rule", "phrase")],
        how="horizontal",
    )
    affairs = affairs.join(counts, on="source", how="left", maintain_order="left").join(
        unmet, on="source", how="left", maintain_order="left"
    )
    affairs = affairs.with_columns(
        pl.col("^findings_.*$").fill_null(0), pl.col("obligations_unmet").fill_null(0)
    )
    full = done.frames[Scope.AFFAIR]
    affairs = affairs.with_columns(_missing(program, done, levels), questions(program, full))
    affairs = pl.concat([affairs, watch(program, full)], how="horizontal")
    return Portfolio(
        affairs,
        findings,
        duties,
        count_ahead(own, ruleset, as_of),
        tuple(compared_rows(program, done, frame)),
        tuple(words_of_rows(done, frame)),
        frame,
    )


def _missing(program: Program, done: BatchEvaluation, levels: pl.DataFrame) -> pl.Series:
    """Name, per unsettled row, the facts of the table that are not known."""
    table = next(p.table for stratum in program.strata for p in stratum if p.fact == LEVEL)
    assert table is not None  # noqa: S101 - LEVEL is concluded by a table
    rows = done.rows[LEVEL]
    frame = done.frames[Scope.AFFAIR]
    parts = []
    for name in sorted({n for row in table.rows for box in row.boxes for n in box}):
        fact = program.vocabulary[name]
        if fact.presume is not None:
            continue
        reads = [row.id for row in table.rows if any(name in box for box in row.boxes)]
        at_stake = pl.any_horizontal(rows[r] for r in reads)
        columns = columns_of(fact)
        if columns[0] not in frame.columns:
            open_ = pl.lit(True)
        elif len(columns) == 2:
            # a band matters only where it reaches over a line of the table
            lines = {
                p.lo for row in table.rows for box in row.boxes if name in box for p in _parts(box[name])
            }
            low, high = pl.col(columns[0]), pl.col(columns[1])
            open_ = low.is_null() | pl.any_horizontal(
                [(low < line) & (high >= line) for line in sorted(lines)]
            )
        else:
            open_ = (pl.col(columns[0]).bitwise_count_ones() != 1).fill_null(value=True)
        parts.append(pl.when(open_ & at_stake).then(pl.lit(fact.ja)))
    unsettled = levels["level_floor"] != levels["level_ceiling"]
    text = pl.concat_str(parts, separator="、", ignore_nulls=True)
    return frame.select(pl.when(unsettled).then(text).alias("missing"))["missing"]


def _parts(allowed: Allowed) -> tuple[Range, ...]:
    return allowed.parts if isinstance(allowed, Intervals) else ()


def _findings(
    program: Program, done: BatchEvaluation, frame: pl.DataFrame, of_all: Sequence[Finding]
) -> pl.DataFrame:
    truths = done.truths[Scope.AFFAIR]
    found = []
    for s in program.statements:
        if not isinstance(s, Check) or s.across or s.scope is not Scope.AFFAIR:
            continue
        hits = frame.filter(truths[f"{s.id}/when"] == 1)
        if hits.height:
            details = _details(program, done, s.detail, hits)
            found.append(
                hits.select(
                    *_KEYS,
                    pl.lit(s.id).alias("rule"),
                    pl.lit(s.check).alias("kind"),
                    pl.lit(s.severity).alias("severity"),
                    pl.lit(None, dtype=pl.String).alias("file"),
                    pl.lit(s.risk, dtype=pl.String).alias("risk"),
                    pl.lit(s.title).alias("title"),
                    pl.Series("detail", details, dtype=pl.String),
                    pl.col("source").alias("document"),
                    pl.lit(None, dtype=pl.UInt32).alias("line"),
                    pl.lit("").alias("text"),
                    pl.lit("、".join(s.basis)).alias("basis"),
                    pl.lit(s.advice).alias("advice"),
                    pl.lit(s.confidence).alias("confidence"),
                    *_elsewhere(s.evidence, frame),
                )
            )
    names = (
        *_KEYS,
        "rule",
        "kind",
        "severity",
        "file",
        "risk",
        "title",
        "detail",
        "document",
        "line",
        "text",
        "basis",
        "advice",
        "confidence",
    )
    types: dict[str, pl.DataType] = {n: pl.UInt32() if n == "line" else pl.String() for n in names}
    empty = pl.DataFrame(schema=types | _OTHER)
    rows = [(*keys, *_row_of(f)) for f in of_all for keys in frame.select(_KEYS).iter_rows()]
    return pl.concat([empty, *found, pl.DataFrame(rows, schema=empty.schema, orient="row")])


def _elsewhere(evidence: Sequence[str], frame: pl.DataFrame) -> Iterator[pl.Expr]:
    """Name the other affair that a finding rests on, where there is one."""
    told = next((TOLD_BY[n] for n in evidence if n in TOLD_BY and TOLD_BY[n][0] in frame.columns), None)
    found = dict(zip(("other_affair", "other_source"), told, strict=True)) if told else {}
    found |= {"other_document": told[1]} if told else {}
    for name, dtype in _OTHER.items():
        yield (pl.col(found[name]) if name in found else pl.lit(None, dtype=dtype)).alias(name)


def _details(program: Program, done: BatchEvaluation, text: str, hits: pl.DataFrame) -> list[str]:
    """Fill the values read into a finding's text; rows with the same values get the same words."""
    words = [n for n in dict.fromkeys(FIELD.findall(text)) if n in hits.columns]
    filled = _valued(program, done, text, hits["row"])
    for name in words:
        filled = [t.replace("{" + name + "}", w or "空欄") for t, w in zip(filled, hits[name], strict=True)]
    return filled


def _valued(program: Program, done: BatchEvaluation, text: str, rows: pl.Series) -> list[str]:
    frame = done.frames[Scope.AFFAIR]
    names = [
        name
        for name in dict.fromkeys(FIELD.findall(text))
        if name in program.vocabulary and program.vocabulary[name].kind is not Kind.TEXT
    ]
    columns = [c for name in names for c in columns_of(program.vocabulary[name])]
    read = frame.select(
        pl.col(c) if c in frame.columns else pl.lit(None, dtype=pl.Int64).alias(c) for c in columns
    )
    told: dict[tuple[int | None, ...], str] = {}
    out = []
    for values in read[rows].iter_rows() if columns else [()] * len(rows):
        if values not in told:
            told[values] = _filled(program, text, names, dict(zip(columns, values, strict=True)))
        out.append(told[values])
    return out


def _filled(program: Program, text: str, names: Sequence[str], values: Mapping[str, int | None]) -> str:
    for name in names:
        fact = program.vocabulary[name]
        possible = possible_of(fact, [values[c] for c in columns_of(fact)])
        text = text.replace("{" + name + "}", show_possible(fact, possible or fact.unsaid))
    return text


def _with_stated(program: Program, own: pl.DataFrame) -> pl.DataFrame:
    """Say which cells hold something, for the rules that ask; an empty cell is not known, not blank."""
    asked = {
        atom.fact for leaf in program.leaves for atom in atoms(leaf.when) if atom.fact.endswith(".stated")
    }
    stated = {
        name: columns_of(program.vocabulary[name.removesuffix(".stated")])[0]
        for name in sorted(asked)
        if program.vocabulary[name.removesuffix(".stated")].kind not in (Kind.TEXT, Kind.TICKS)
    }
    return own.with_columns(
        pl.when(pl.col(column).is_not_null()).then(pl.lit(1, dtype=pl.UInt32)).alias(f"{name}.may")
        for name, column in stated.items()
        if column in own.columns
    )
