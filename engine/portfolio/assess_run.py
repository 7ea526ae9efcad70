"""Several affairs of one run: assessed one by one, then held against one another where law or a rule says so."""

from __future__ import annotations

import pickle
import zlib
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from ...facts.arguments import Executor, affairs_of, day_of, executor_of
from ...rulesets.loader import ruleset_or_default
from ..assess import assess_in_full, program_of
from ..evaluation.body_incidents import inform, settle, word_of
from ..evaluation.prepare import prepare
from ..evaluation.view import View
from ..executors.reference import evaluate
from ..findings.order import worth_first
from .cross_affair_checks import across_checks, compare

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from ...facts.affair.affair import Affair
    from ...rulesets.loader import Ruleset
    from ..assess import Full
    from ..evaluation.body_incidents import Word
    from ..results.assessment import Assessment, Finding
    from .cross_affair_checks import Trait
    from .portfolio import Portfolio

__all__ = ["Together", "assess_all", "informed"]


class Together:
    """A run: add affairs and tables as they are read, take the results when all are in.

    The results are those of each affair alone, except that a serious incident is known for all affairs of its body
    (see :mod:`.bodies`), and that rules which compare affairs add their findings.
    """

    def __init__(self, ruleset: Ruleset, as_of: dt.date, executor: Executor = "auto") -> None:
        self.ruleset = ruleset
        self.as_of = day_of(as_of)
        self.executor = executor_of(executor)
        self._results: list[Assessment] = []
        self._tables: list[Portfolio] = []
        self._traits: list[tuple[Trait, ...]] = []
        self._words: list[Word] = []
        self._kept: dict[int, Callable[[], Affair]] = {}

    @property
    def empty(self) -> bool:
        """Whether nothing has been added."""
        return not self._results and not self._tables

    def add(self, affair: Affair) -> None:
        """Assess one affair and keep what it is compared by."""
        full = self._assess(affair, len(self._results))
        packed = _packed(affair) if full.word is not None else b""
        self.add_full(full, lambda: _unpacked(packed))

    def add_full(self, full: Full, again: Callable[[], Affair]) -> None:
        """Keep what was concluded of one affair elsewhere; ``again`` returns the affair, should others tell it something."""
        owner = len(self._results)
        self._results.append(full.result)
        self._traits.append(tuple(replace(t, owner=owner) for t in full.traits))
        if full.word is not None:
            self._words.append(replace(full.word, owner=owner))
            self._kept[owner] = again

    def add_table(self, table: Portfolio) -> None:
        """Keep a table of affairs that was concluded on columns."""
        self._tables.append(table)

    def results(self) -> tuple[tuple[Assessment, ...], tuple[Portfolio, ...]]:
        """Compare, and return every single result and every table with what was found put in."""
        results, brought, tables = self._of_bodies()
        starts, total = [], len(results)
        listed = [t for one in brought for t in one]
        for table in tables:
            starts.append(total)
            listed += table.traits(total)
            total += table.affairs.height
        found: dict[int, list[Finding]] = defaultdict(list)
        for owner, finding in compare(across_checks(program_of(self.ruleset, self.as_of)), listed):
            found[owner].append(finding)
        whole = tuple(_with(r, found[n]) if n in found else r for n, r in enumerate(results))
        joined = tuple(
            table.with_findings(
                [
                    (o - start, f)
                    for o in sorted(found)
                    for f in found[o]
                    if start <= o < start + table.affairs.height
                ]
            )
            for start, table in zip(starts, tables, strict=True)
        )
        return whole, joined

    def _assess(self, affair: Affair, owner: int) -> Full:
        return assess_in_full(
            affair, as_of=self.as_of, ruleset=self.ruleset, executor=self.executor, owner=owner
        )

    def _of_bodies(self) -> tuple[list[Assessment], list[tuple[Trait, ...]], list[Portfolio]]:
        """Let the affairs of one body know its incidents; only those that learn something are assessed again."""
        words, starts, total = list(self._words), [], len(self._results)
        for table in self._tables:
            starts.append(total)
            words += (replace(w, owner=w.owner + total) for w in table.words)
            total += table.affairs.height
        told = settle(words, self.as_of)
        results, traits = list(self._results), list(self._traits)
        for owner in sorted(o for o in told if o < len(results)):
            full = self._assess(inform(self._kept[owner](), told[owner]), owner)
            results[owner], traits[owner] = full.result, full.traits
        tables = [
            table.informed(
                {o - start: t for o, t in told.items() if start <= o < start + table.affairs.height},
                ruleset=self.ruleset,
                as_of=self.as_of,
            )
            for start, table in zip(starts, self._tables, strict=True)
        ]
        return results, traits, tables


def _packed(affair: Affair) -> bytes:
    """Keep an affair until the run is over: the text of a document takes a tenth of the room so."""
    return zlib.compress(pickle.dumps(affair, pickle.HIGHEST_PROTOCOL), 1)


def _unpacked(packed: bytes) -> Affair:
    affair: Affair = pickle.loads(zlib.decompress(packed))  # noqa: S301 - made by _packed in this process
    return affair


def _with(result: Assessment, more: list[Finding]) -> Assessment:
    return result.model_copy(update={"findings": worth_first((*result.findings, *more))})


def informed(affairs: Sequence[Affair], *, as_of: dt.date, ruleset: Ruleset) -> tuple[Affair, ...]:
    """Return affairs knowing what the others of their body tell of its incidents, as a run assesses them."""
    program = program_of(ruleset, as_of)
    words = []
    for owner, affair in enumerate(affairs):
        prepared = prepare(program, affair)
        view = View(program, prepared.record, evaluate(program, prepared.record))
        word = word_of(view, prepared, owner)
        if word is not None:
            words.append(word)
    told = settle(words, as_of)
    return tuple(inform(a, told[n]) if n in told else a for n, a in enumerate(affairs))


def assess_all(
    affairs: Iterable[Affair], *, as_of: dt.date, ruleset: Ruleset | None = None, executor: Executor = "auto"
) -> tuple[Assessment, ...]:
    """Assess several affairs, and let those of one body share its serious incidents (規則第4条第8号ロ).

    The answers of one body are compared too. An affair given alone gives what :func:`shikii.assess` gives.

    >>> import datetime as dt
    >>> from shikii import read_affair
    >>> body = {"organization": "架空市長", "headcount": 50_000, "handlers": 100}
    >>> affairs = [read_affair(body | {"affair": "国保", "incident_within_1y": "yes"}, "a.yaml"),
    ...            read_affair(body | {"affair": "後期"}, "b.yaml")]
    >>> [r.level.possible for r in assess_all(affairs, as_of=dt.date(2026, 4, 1))]
    [('key',), ('key',)]
    """
    run = Together(ruleset_or_default(ruleset), as_of, executor)
    for affair in affairs_of(affairs):
        run.add(affair)
    return run.results()[0]
