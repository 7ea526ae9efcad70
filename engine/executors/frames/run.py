"""A program on frames, stratum by stratum: the same steps as the reference, on columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Final

import polars as pl

from ....facts.affair.columns import KEYS, columns_of, mask_of
from ....facts.values import INF, Range
from ....facts.vocabulary import PARENTS, Scope
from ....rulesets.language.conditions import atoms
from ....rulesets.program.program import Aggregate, Bounds, ByCondition, Difference, Extremum, scope_path
from .combined_sources import combined
from .empty_scopes import concluded, judged
from .expressions import certainly, conjunction, disjunction, given, overlaps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ....facts.vocabulary import Fact, Vocabulary
    from ....rulesets.language.conditions import Condition
    from ....rulesets.program.decision_tables import Table
    from ....rulesets.program.program import Produce, Program, Source

__all__ = ["BatchEvaluation", "evaluate_frames"]

_YES, _NO, _BOTH = 1, 2, 3
#: Bounds are saturated before they are added, so that no sum leaves the integers.
_TOP: Final = INF
#: Of taller frames fewer facts are concluded in one pass: the columns between would fill the memory.
_TALL: Final = 20_000
_AT_ONCE: Final = 8


@dataclass
class BatchEvaluation:
    """Frames with every concluded column, and one frame of truths per scope.

    ``truths[scope]`` has the keys and, per leaf, a column ``RULE/PART`` with 1 true, 0 false, null unknown.
    ``rows`` maps a table's fact to its scope's keys and one boolean column per row id: can this row decide?
    """

    frames: dict[Scope, pl.DataFrame]
    truths: dict[Scope, pl.DataFrame] = field(default_factory=dict)
    rows: dict[str, pl.DataFrame] = field(default_factory=dict)


def evaluate_frames(program: Program, frames: dict[Scope, pl.DataFrame]) -> BatchEvaluation:
    """Run a program on many records at once.

    Args:
        program: a compiled ruleset.
        frames: one frame per scope as :func:`shikii.facts.affair.columns.frames_of` makes them; scopes may be left out.

    """
    return _Run(program, frames).result()


class _Run:
    def __init__(self, program: Program, frames: dict[Scope, pl.DataFrame]) -> None:
        self.program = program
        self.vocabulary: Vocabulary = program.vocabulary
        self.out = BatchEvaluation({s: frames.get(s, _empty(s)) for s in Scope})

    def result(self) -> BatchEvaluation:
        for stratum in self.program.strata:
            for scope in dict.fromkeys(p.scope for p in stratum):
                self.conclude(scope, [p for p in stratum if p.scope is scope])
        for scope in dict.fromkeys(leaf.scope for leaf in self.program.leaves):
            self.judge(scope)
        return self.out

    def see(self, scope: Scope, facts: Iterable[str]) -> pl.DataFrame:
        """Return a scope's frame with the columns of some facts, its own and its ancestors', all filled in."""
        frame = self.out.frames[scope]
        by_scope: dict[Scope, list[Fact]] = {}
        for name in dict.fromkeys(facts):
            fact = self.vocabulary[name]
            by_scope.setdefault(fact.scope, []).append(fact)
        for other, wanted in by_scope.items():
            source = self.out.frames[other]
            present = set(source.columns)
            filled = [
                e.alias(c)
                for fact in wanted
                for e, c in zip(given(fact, present), columns_of(fact), strict=True)
            ]
            if other is scope:
                frame = frame.with_columns(filled)
            else:
                keys = KEYS[other]
                frame = frame.join(source.select(*keys, *filled), on=keys, how="left", maintain_order="left")
        return frame

    def conclude(self, scope: Scope, produces: list[Produce]) -> None:
        """Conclude the facts of a stratum, which do not rest on one another, in as few passes as fit the memory."""
        if self.out.frames[scope].is_empty():  # most tables have no entrustments, changes or incidents
            self.out.frames[scope], rows = concluded(self.out.frames[scope], scope, produces, self.vocabulary)
            self.out.rows |= rows
            return
        frame = self.out.frames[scope]
        new = [
            self.decide(produce.table, self.vocabulary[produce.fact], scope)
            for produce in produces
            if produce.table
        ]
        derived = [p for p in produces if not p.table]
        at_once = len(derived) if frame.height <= _TALL else _AT_ONCE
        new += (
            self.combine(derived[start : start + at_once], scope)
            for start in range(0, len(derived), at_once or 1)
        )
        self.out.frames[scope] = frame.with_columns([c for part in new for c in part.get_columns()])

    def combine(self, produces: list[Produce], scope: Scope) -> pl.DataFrame:
        """Put together what all definitions (and the record) say of some facts."""
        frame = self.out.frames[scope]
        conditions: list[tuple[Condition | None, Condition | None, str]] = []
        told = [self.vocabulary[p.fact] for p in produces if p.narrows]
        parts = [
            self.see(scope, [f.name for f in told]).select(
                pl.col(c).alias(f"{c}#told") for f in told for c in columns_of(f)
            )
        ]
        flags = [c for f in told if (c := f"{f.name}.conflict.may") in frame.columns]
        parts.append(frame.select(pl.col(c).alias(f"{c}#told") for c in flags))
        out: list[pl.Expr] = []
        for produce in produces:
            fact = self.vocabulary[produce.fact]
            names = [f"#{i}" for i in range(len(produce.derives))]
            for name, derive in zip(names, produce.derives, strict=True):
                if isinstance(derive, ByCondition):
                    conditions.append((derive.yes, derive.no, f"{fact.name}.may{name}"))
                else:
                    source = self.derive(derive, fact, scope)
                    parts.append(source.rename({c: c + name for c in source.columns}))
            out += combined(fact, [*names, "#told"] if produce.narrows else names, produce, flags)
        parts.append(self.by_conditions(conditions, scope))
        return pl.concat([p for p in parts if p.width], how="horizontal").select(out)

    def decide(self, table: Table, fact: Fact, scope: Scope) -> pl.DataFrame:
        """Every outcome whose row some completion reaches, box by box."""
        reads = {name for row in table.rows for box in row.boxes for name in box}
        seen = self.see(scope, reads)
        can = [
            disjunction(
                [conjunction([overlaps(self.vocabulary[n], a) for n, a in box.items()]) for box in row.boxes]
            ).alias(row.id)
            for row in table.rows
        ]
        reached = _columns(seen, can)
        self.out.rows[fact.name] = pl.concat(
            [self.out.frames[scope].select(KEYS[scope]), reached], how="horizontal"
        )
        bits = [
            pl.when(pl.col(row.id))
            .then(pl.lit(mask_of(fact, frozenset({row.outcome})), dtype=pl.UInt32))
            .otherwise(pl.lit(0, dtype=pl.UInt32))
            for row in table.rows
        ]
        return reached.select(reduce(lambda a, b: a | b, bits).alias(f"{fact.name}.may"))

    def derive(
        self, derive: Aggregate | Bounds | Difference | Extremum, fact: Fact, scope: Scope
    ) -> pl.DataFrame:
        match derive:
            case Aggregate():
                return self.aggregate(derive, fact, scope)
            case Bounds():
                return self.bounds(derive, fact, scope)
            case Difference(left, right, plus):
                return self.difference(left, right, plus, fact, scope)
            case Extremum():
                return self.extremum(derive, fact, scope)

    def by_conditions(
        self, conditions: list[tuple[Condition | None, Condition | None, str]], scope: Scope
    ) -> pl.DataFrame:
        """Return a column per pair of conditions, for yes and for no, and its name."""
        if not conditions:
            return pl.DataFrame()
        seen = self.see(scope, [f for yes, no, _ in conditions for f in _reads(yes, no)])
        return _columns(
            seen,
            [
                _yes_no(
                    certainly(yes, self.vocabulary) if yes is not None else pl.lit(False),
                    certainly(no, self.vocabulary) if no is not None else pl.lit(False),
                ).alias(name)
                for yes, no, name in conditions
            ],
        )

    def below(self, child: Scope, where: Condition, facts: Iterable[str] = ()) -> pl.DataFrame:
        """Return the rows of a scope below with ``#true`` and ``#false`` of a condition and some facts' columns."""
        seen = self.see(child, [*_reads(where), *facts])
        yes = certainly(where, self.vocabulary).alias("#true")
        no = certainly(where, self.vocabulary, negate=True).alias("#false")
        return seen.with_columns(yes, no)

    def whole(self, scope: Scope, child: Scope) -> pl.DataFrame:
        """Return, per row of a scope, whether every row of the child scope below it is listed."""
        path = [] if child is scope else [*_above(child, scope), child]
        keys = KEYS[scope]
        result = self.out.frames[scope].select(*keys, pl.lit(True).alias("#whole"))
        for step in path:
            parent = PARENTS[step]
            assert parent is not None  # noqa: S101 - only the affair has none, and it is no child
            frame = self.out.frames[parent]
            name = f"complete:{step}"
            flag = pl.col(name).fill_null(value=False) if name in frame.columns else pl.lit(False)
            listed = frame.select(*keys, flag.alias("#listed")).group_by(keys).agg(pl.col("#listed").all())
            result = result.join(listed, on=keys, how="left", maintain_order="left").select(
                *keys, pl.col("#whole") & pl.col("#listed").fill_null(value=True)
            )
        return result.select("#whole")

    def gather(self, scope: Scope, grouped: pl.DataFrame) -> pl.DataFrame:
        """Bring aggregates of rows below to the rows of a scope, in their order."""
        keys = KEYS[scope]
        joined = self.out.frames[scope].select(keys).join(grouped, on=keys, how="left", maintain_order="left")
        return joined.drop(keys)

    def aggregate(self, derive: Aggregate, fact: Fact, scope: Scope) -> pl.DataFrame:
        rows = self.below(derive.scope, derive.where)
        counts = rows.group_by(KEYS[scope]).agg(
            pl.col("#true").sum().cast(pl.Int64).alias("#sure"),
            pl.col("#false").sum().cast(pl.Int64).alias("#never"),
            pl.len().cast(pl.Int64).alias("#all"),
        )
        seen = self.gather(scope, counts).with_columns(pl.all().fill_null(0))
        seen = pl.concat([seen, self.whole(scope, derive.scope)], how="horizontal")
        sure, never, total, whole = pl.col("#sure"), pl.col("#never"), pl.col("#all"), pl.col("#whole")
        if derive.how == "count":
            high = pl.when(whole).then(total - never).otherwise(pl.lit(INF, dtype=pl.Int64))
            return seen.select(sure.alias(f"{fact.name}.lo"), high.alias(f"{fact.name}.hi"))
        if derive.how == "any":
            value = _yes_no(sure > 0, whole & (never == total))
        else:
            value = _yes_no(whole & (sure == total), never > 0)
        return seen.select(value.alias(f"{fact.name}.may"))

    def taken(self, source: Source, scope: Scope) -> pl.DataFrame:
        """Return the bounds of a source at every row below, with whether the row counts."""
        rows = self.below(source.scope, source.where, [source.fact])
        lo, hi = columns_of(self.vocabulary[source.fact])
        return rows.select(*KEYS[scope], pl.col(lo).alias("#lo"), pl.col(hi).alias("#hi"), "#true", "#false")

    def bounds(self, bounds: Bounds, fact: Fact, scope: Scope) -> pl.DataFrame:
        domain = fact.anything
        assert isinstance(domain, Range)  # noqa: S101 - kinds are checked when the program is compiled
        keys = KEYS[scope]
        seen = self.out.frames[scope].select(keys)
        if bounds.at_least:
            rows = pl.concat([self.taken(s, scope) for s in bounds.at_least]).filter("#true")
            how = pl.col("#lo").cast(pl.Int128).sum() if bounds.least_is_sum else pl.col("#lo").max()
            seen = seen.join(
                rows.group_by(keys).agg(how.alias("#least")), on=keys, how="left", maintain_order="left"
            )
        if bounds.at_most:
            rows = pl.concat([self.taken(s, scope) for s in bounds.at_most]).filter(~pl.col("#false"))
            how = pl.col("#hi").max() if bounds.most_is_max else pl.col("#hi").cast(pl.Int128).sum()
            seen = seen.join(
                rows.group_by(keys).agg(how.alias("#most"), pl.col("#true").any().alias("#counted")),
                on=keys,
                how="left",
                maintain_order="left",
            )
            for i, s in enumerate(dict.fromkeys(s.scope for s in bounds.at_most)):
                seen = pl.concat(
                    [seen, self.whole(scope, s).rename({"#whole": f"#whole{i}"})], how="horizontal"
                )
            whole = conjunction([pl.col(c) for c in seen.columns if c.startswith("#whole")])
            # what no row certainly counts for has no upper bound
            certain = whole & pl.col("#counted").fill_null(value=False)
            most = pl.when(certain).then(pl.min_horizontal(pl.col("#most"), pl.lit(domain.hi)))
            seen = seen.with_columns(most.otherwise(None).fill_null(domain.hi).cast(pl.Int64).alias("#most"))
        least = pl.col("#least") if bounds.at_least else pl.lit(None, dtype=pl.Int64)
        low = (
            pl.max_horizontal(least, pl.lit(domain.lo))
            .fill_null(domain.lo)
            .clip(upper_bound=_TOP)
            .cast(pl.Int64)
        )
        high = pl.col("#most") if bounds.at_most else pl.lit(domain.hi, dtype=pl.Int64)
        lo, hi = columns_of(fact)
        out = _columns(seen, [low.alias(lo), high.alias(hi)])
        bad = pl.col(lo) > pl.col(hi)
        return out.select(
            pl.when(bad).then(domain.lo).otherwise(pl.col(lo)).alias(lo),
            pl.when(bad).then(domain.hi).otherwise(pl.col(hi)).alias(hi),
        )

    def difference(self, left: str, right: str, plus: int, fact: Fact, scope: Scope) -> pl.DataFrame:
        domain = fact.anything
        assert isinstance(domain, Range)  # noqa: S101 - kinds are checked when the program is compiled
        seen = self.see(scope, [left, right])
        wide = {
            c: pl.col(c).cast(pl.Int128) for name in (left, right) for c in columns_of(self.vocabulary[name])
        }
        lo = (wide[f"{left}.lo"] - wide[f"{right}.hi"] + plus).clip(-INF, INF).cast(pl.Int64)
        hi = (wide[f"{left}.hi"] - wide[f"{right}.lo"] + plus).clip(-INF, INF).cast(pl.Int64)
        out = _columns(seen, [lo.alias("#lo"), hi.alias("#hi")])
        low, high = pl.max_horizontal("#lo", pl.lit(domain.lo)), pl.min_horizontal("#hi", pl.lit(domain.hi))
        bad = low > high
        name_lo, name_hi = columns_of(fact)
        return out.select(
            pl.when(bad).then(domain.lo).otherwise(low).alias(name_lo),
            pl.when(bad).then(domain.hi).otherwise(high).alias(name_hi),
        )

    def extremum(self, extremum: Extremum, fact: Fact, scope: Scope) -> pl.DataFrame:
        domain = fact.anything
        assert isinstance(domain, Range)  # noqa: S101 - kinds are checked when the program is compiled
        keys = KEYS[scope]
        rows = self.taken(extremum.source, scope).filter(~pl.col("#false"))
        sure = pl.col("#true")
        if extremum.latest:
            grouped = rows.group_by(keys).agg(
                pl.col("#lo").filter(sure).max().alias("#lo"), pl.col("#hi").max().alias("#hi")
            )
        else:
            grouped = rows.group_by(keys).agg(
                pl.col("#lo").min().alias("#lo"), pl.col("#hi").filter(sure).min().alias("#hi")
            )
        known = "#lo" if extremum.latest else "#hi"
        seen = pl.concat(
            [self.gather(scope, grouped), self.whole(scope, extremum.source.scope)], how="horizontal"
        )
        settled, whole = pl.col(known).is_not_null(), pl.col("#whole")
        low, high = pl.col("#lo"), pl.col("#hi")
        low = pl.when(settled & (whole | pl.lit(extremum.latest))).then(low).otherwise(domain.lo)
        high = pl.when(settled & (whole | pl.lit(not extremum.latest))).then(high).otherwise(domain.hi)
        lo, hi = columns_of(fact)
        return seen.select(low.cast(pl.Int64).alias(lo), high.cast(pl.Int64).alias(hi))

    def judge(self, scope: Scope) -> None:
        leaves = [leaf for leaf in self.program.leaves if leaf.scope is scope]
        if self.out.frames[scope].is_empty():
            self.out.truths[scope] = judged(self.out.frames[scope], scope, leaves)
            return
        seen = self.see(scope, {f for leaf in leaves for f in _reads(leaf.when)})
        truths = [
            pl.when(certainly(leaf.when, self.vocabulary))
            .then(pl.lit(1, dtype=pl.Int8))
            .when(certainly(leaf.when, self.vocabulary, negate=True))
            .then(pl.lit(0, dtype=pl.Int8))
            .alias(f"{leaf.rule}/{leaf.part}")
            for leaf in leaves
        ]
        self.out.truths[scope] = pl.concat(
            [seen.select(KEYS[scope]), _columns(seen, truths)], how="horizontal"
        )


def _empty(scope: Scope) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(KEYS[scope], pl.UInt32))


def _above(child: Scope, scope: Scope) -> list[Scope]:
    """Return the scopes strictly between a scope and one below it."""
    path = scope_path(child)[:-1]
    return [s for s in path if len(scope_path(s)) > len(scope_path(scope))]


def _reads(*conditions: Condition | None) -> list[str]:
    return list(dict.fromkeys(atom.fact for c in conditions if c is not None for atom in atoms(c)))


def _columns(frame: pl.DataFrame, expressions: list[pl.Expr]) -> pl.DataFrame:
    """Compute columns, as long as the frame even where an expression is a constant."""
    return frame.with_columns(expressions).select([e.meta.output_name() for e in expressions])


def _yes_no(yes: pl.Expr, no: pl.Expr) -> pl.Expr:
    bits = [pl.lit(v, dtype=pl.UInt32) for v in (_YES, _NO, _BOTH)]
    return pl.when(yes & ~no).then(bits[0]).when(no & ~yes).then(bits[1]).otherwise(bits[2])
