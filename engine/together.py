"""Several affairs of one run: assessed one by one, then compared where a rule says so."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ..rulesets.loader import load_ruleset
from .across import across_checks, compare
from .assess import assess_in_full, program_of
from .findings import gravest_first

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from ..facts.affair import Affair
    from ..rulesets.loader import Ruleset
    from .across import Trait
    from .batch.portfolio import Portfolio
    from .results import Assessment, Finding

__all__ = ["Together", "assess_all"]


class Together:
    """A run: add affairs and tables as they are read, take the results when all are in.

    ``assess`` gives the same as for each affair alone, and besides what the rules find across affairs.
    """

    def __init__(self, ruleset: Ruleset, as_of: dt.date, executor: str = "auto") -> None:
        self.ruleset = ruleset
        self.as_of = as_of
        self.executor = executor
        self._results: list[Assessment] = []
        self._tables: list[Portfolio] = []
        self._traits: list[Trait] = []

    @property
    def empty(self) -> bool:
        """Whether nothing has been added."""
        return not self._results and not self._tables

    def add(self, affair: Affair) -> None:
        """Assess one affair and keep what it is compared by."""
        result, brought = assess_in_full(
            affair,
            as_of=self.as_of,
            ruleset=self.ruleset,
            executor=self.executor,
            owner=len(self._results),
        )
        self._results.append(result)
        self._traits += brought

    def add_table(self, table: Portfolio) -> None:
        """Keep a table of affairs that was concluded on columns."""
        self._tables.append(table)

    def results(self) -> tuple[tuple[Assessment, ...], tuple[Portfolio, ...]]:
        """Compare, and return every single result and every table with what was found put in."""
        starts, total = [], len(self._results)
        brought = list(self._traits)
        for table in self._tables:
            starts.append(total)
            brought += table.traits(total)
            total += table.affairs.height
        found: dict[int, list[Finding]] = defaultdict(list)
        for owner, finding in compare(across_checks(program_of(self.ruleset, self.as_of)), brought):
            found[owner].append(finding)
        results = tuple(_with(r, found[n]) if n in found else r for n, r in enumerate(self._results))
        tables = tuple(
            table.with_findings(
                [
                    (o - start, f)
                    for o in sorted(found)
                    for f in found[o]
                    if start <= o < start + table.affairs.height
                ]
            )
            for start, table in zip(starts, self._tables, strict=True)
        )
        return results, tables


def _with(result: Assessment, more: list[Finding]) -> Assessment:
    return result.model_copy(update={"findings": gravest_first((*result.findings, *more))})


def assess_all(
    affairs: Iterable[Affair], *, as_of: dt.date, ruleset: Ruleset | None = None, executor: str = "auto"
) -> tuple[Assessment, ...]:
    """Assess several affairs, and compare the answers of those that belong to one body.

    >>> import datetime as dt
    >>> from shikii import read_affair
    >>> [r.level.floor for r in assess_all([read_affair({"headcount": 300_000}, "a")], as_of=dt.date(2026, 4, 1))]
    ['full']
    """
    run = Together(ruleset or load_ruleset(), as_of, executor)
    for affair in affairs:
        run.add(affair)
    return run.results()[0]
