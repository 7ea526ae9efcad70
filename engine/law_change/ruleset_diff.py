"""Differences in meaning between two rulesets, or between the law of two days.

Both sides read their conditions for the same day, so that what differs is the law and not the calendar. Tables are
compared region by region, conditions with a record on which they differ; what only reads otherwise (words, basis)
is told apart from what means something else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from ...rulesets.language.conditions import ALWAYS
from ...rulesets.language.grammar import Check, Decide, Define, Expect, Judge, Mentions, Oblige, Statement
from ...rulesets.program.decision_tables import meet
from ...rulesets.program.program import Aggregate, ByCondition, Extremum, compile_program
from ...texts.evidence import shows
from .condition_equivalence import NEVER, Comparison, compare, some_record

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from ...facts.values import Possible
    from ...facts.vocabulary import Vocabulary
    from ...rulesets.language.conditions import Condition
    from ...rulesets.language.grammar import RowRule
    from ...rulesets.program.decision_tables import Box, Table
    from ...rulesets.program.program import Derive, Program
    from ...rulesets.ruleset import Ruleset

__all__ = ["Difference", "Part", "Region", "RulesetDiff", "Side", "diff_rulesets"]

What = Literal["added", "removed", "meaning", "basis", "words"]
#: What is only read by people, where a rule stands, and what is compared in its own way; a change of anything else
#: that a rule says changes what follows.
_READ: Final = frozenset(
    {
        "title",
        "title_en",
        "detail",
        "detail_en",
        "advice",
        "advice_en",
        "note",
        "note_en",
        "because",
        "because_en",
        "evidence",
    }
    | {"shows", "near_misses", "fact"}
)
_PLACE: Final = frozenset({"id", "file", "line", "in_force"})
_APART: Final = frozenset({"when", "met", "by", "rows", "outcomes", "shown_by"})
_BASIS: Final = ("basis", "confidence")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a ruleset and the day whose law is taken."""

    label: str
    ruleset: Ruleset
    day: dt.date


@dataclass(frozen=True, slots=True)
class Region:
    """Part of the space of facts on which a table decides otherwise: its boxes, the rows and their outcomes."""

    before: str
    after: str
    row_before: str
    row_after: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a rule that differs: a condition with a record that shows it, or a value.

    ``decided`` is false where it was not proved whether the meaning differs.
    """

    part: str
    before: str = ""
    after: str = ""
    record: Mapping[str, Possible] = field(default_factory=dict)
    decided: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule that differs."""

    rule: str
    kind: str
    title: str
    title_en: str
    what: What
    parts: tuple[Part, ...] = ()
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class RulesetDiff:
    """All differences between two sides; ``vocabulary`` names the facts of either."""

    before: Side
    after: Side
    differences: tuple[Difference, ...]
    vocabulary: Vocabulary

    def of(self, *what: What) -> tuple[Difference, ...]:
        """Return the differences of some kinds."""
        return tuple(d for d in self.differences if d.what in what)


def diff_rulesets(before: Side, after: Side) -> RulesetDiff:
    """Compare two sides, on the later of their days.

    >>> import datetime as dt
    >>> from shikii.rulesets.loader import load_ruleset
    >>> law = load_ruleset()
    >>> old, new = (Side(str(d), law, d) for d in (dt.date(2024, 9, 30), dt.date(2024, 10, 1)))
    >>> [d.rule for d in diff_rulesets(old, new).of("meaning")]
    ['incident.serious', 'incident.serious-personal']

    Raises:
        RulesetError: a side does not compile.
        UsageError: a day before the first version of the law.
    """
    as_of = max(before.day, after.day)
    old = compile_program(before.ruleset, as_of, law_of=before.day)
    new = compile_program(after.ruleset, as_of, law_of=after.day)
    a, b = _Sheet(old), _Sheet(new)
    found = [one for rule in dict.fromkeys((*a.rules, *b.rules)) for one in _compare(rule, a, b)]
    extra = tuple(f for f in old.vocabulary.facts if f.name not in new.vocabulary)
    return RulesetDiff(before, after, tuple(found), new.vocabulary.extended(extra))


class _Sheet:
    """A program looked up by rule."""

    def __init__(self, program: Program) -> None:
        self.rules: dict[str, Statement] = {s.id: s for s in program.statements}
        self.derives = dict(program.derives)
        self.tables: dict[str, Table] = {
            p.table.id: p.table for stratum in program.strata for p in stratum if p.table
        }
        self.leaves: dict[str, dict[str, Condition]] = {}
        for leaf in program.leaves:
            if leaf.part != "gap":  # made of the measure's own condition and its state
                self.leaves.setdefault(leaf.rule, {})[leaf.part] = leaf.when


def _compare(rule: str, a: _Sheet, b: _Sheet) -> Iterator[Difference]:
    old, new = a.rules.get(rule), b.rules.get(rule)
    if old is None or new is None:
        sheet, one = (a, old) if new is None else (b, new)
        assert one is not None  # noqa: S101 - the id comes from one of the two
        record = _some(rule, sheet)
        example = (Part("example", record=record),) if record else ()
        yield _difference(one, "removed" if new is None else "added", example)
        return
    if type(old) is not type(new):
        yield _difference(new, "meaning", (Part("kind", old.kind, new.kind),))
        return
    regions = _regions(a.tables[rule], b.tables[rule]) if rule in a.tables and rule in b.tables else ()
    parts = (*_said(old, new), *_conditions(rule, a, b), *_texts(old, new))
    if regions or parts:
        yield _difference(new, "meaning", parts, regions)
    elif any(getattr(old, n) != getattr(new, n) for n in _BASIS) or _rows(old, _BASIS) != _rows(new, _BASIS):
        yield _difference(new, "basis", tuple(_bases(old, new)))
    elif _all(old) != _all(new):
        yield _difference(new, "words")


def _difference(
    s: Statement, what: What, parts: tuple[Part, ...] = (), regions: tuple[Region, ...] = ()
) -> Difference:
    return Difference(s.id, s.kind, s.title, s.title_en or s.id, what, parts, regions)


def _all(s: Statement) -> object:
    return s.model_dump(exclude={"file", "line", "in_force"})


def _rows(s: Statement, names: tuple[str, ...]) -> list[tuple[object, ...]]:
    return [(r.id, *(getattr(r, n) for n in names)) for r in s.rows] if isinstance(s, Decide) else []


def _bases(old: Statement, new: Statement) -> Iterator[Part]:
    before = {r.id: r for r in old.rows} if isinstance(old, Decide) else {}
    after = {r.id: r for r in new.rows} if isinstance(new, Decide) else {}
    pairs: list[tuple[str, Statement | RowRule, Statement | RowRule]] = [("", old, new)]
    pairs += [(f" {i}", before[i], after[i]) for i in after if i in before]
    for name, one, other in pairs:
        if one.basis != other.basis:
            yield Part(f"basis{name}", "、".join(one.basis), "、".join(other.basis))
        if one.confidence != other.confidence:
            yield Part(f"confidence{name}", one.confidence, other.confidence)


def _said(old: Statement, new: Statement) -> Iterator[Part]:
    """Compare what a rule says besides its conditions."""
    known = _READ | _PLACE | _APART | set(_BASIS)
    for name in (n for n in type(new).model_fields if n not in known):
        before, after = getattr(old, name, None), getattr(new, name, None)
        if before != after:
            yield Part(name, _show(before), _show(after))
    if isinstance(old, Decide) and isinstance(new, Decide) and old.outcomes != new.outcomes:
        yield Part("outcomes", _show([o.id for o in old.outcomes]), _show([o.id for o in new.outcomes]))
    if isinstance(old, Judge) and isinstance(new, Judge) and old.when != new.when:
        yield Part("when", _show(old.when), _show(new.when))


def _show(value: object) -> str:
    if hasattr(value, "model_dump"):
        value = value.model_dump(exclude_defaults=True)
    return "" if value is None else str(value)


def _conditions(rule: str, a: _Sheet, b: _Sheet) -> Iterator[Part]:
    before, after = a.leaves.get(rule, {}), b.leaves.get(rule, {})
    for name in dict.fromkeys((*before, *after)):
        yield from _part(name, compare(before.get(name, ALWAYS), after.get(name, ALWAYS)))
    old, new = a.derives.get(rule), b.derives.get(rule)
    if old is not None and new is not None and old != new:
        yield from _derived(old, new)
    elif (old is None) is not (new is None):
        yield Part("by", decided=False)


def _part(name: str, found: Comparison) -> Iterator[Part]:
    if not found.same or not found.decided:
        shown = bool(found.record)
        yield Part(
            name, found.before if shown else "", found.after if shown else "", found.record, found.decided
        )


def _derived(old: Derive, new: Derive) -> Iterator[Part]:
    """Compare two definitions of a fact; other ways than conditions are only told to differ."""
    match old, new:
        case ByCondition(), ByCondition():
            yield from _part("yes", compare(old.yes or NEVER, new.yes or NEVER))
            yield from _part("no", compare(old.no or NEVER, new.no or NEVER))
        case Aggregate(), Aggregate() if (old.how, old.scope) == (new.how, new.scope):
            yield from _part("where", compare(old.where, new.where))
        case Extremum(), Extremum() if (old.latest, old.source.fact) == (new.latest, new.source.fact):
            yield from _part("where", compare(old.source.where, new.source.where))
        case _:
            yield Part("by", type(old).__name__, type(new).__name__, decided=type(old) is not type(new))


def _texts(old: Statement, new: Statement) -> Iterator[Part]:
    """Compare what is searched in texts, with a sentence of the rules that only one side finds."""
    before, after = _mentions(old), _mentions(new)
    if before == after or before is None or after is None:
        return
    samples = [t for s in (old, new) if isinstance(s, Expect) for t in (*s.shows, *s.near_misses)]
    for text in samples:
        if shows(before, text) is not shows(after, text):
            found = ("true", "false") if shows(before, text) else ("false", "true")
            yield Part(f"text 「{text}」", *found)
            return
    yield Part("text", decided=False)


def _mentions(s: Statement) -> Mentions | None:
    return s.shown_by if isinstance(s, Expect) else s.by.mentions if isinstance(s, Define) else None


def _regions(old: Table, new: Table) -> tuple[Region, ...]:
    """Return where two tables decide otherwise, by pair of rows. Each covers the whole space, so nothing is missed."""
    out = []
    for a in old.rows:
        for b in new.rows:
            if a.outcome == b.outcome:
                continue
            shared = tuple(m for x in a.boxes for y in b.boxes if (m := meet(x, y)) is not None)
            if shared:
                out.append(Region(a.outcome, b.outcome, a.id, b.id, shared))
    return tuple(out)


def _some(rule: str, sheet: _Sheet) -> Mapping[str, Possible]:
    """Return facts under which a rule that stands on one side only applies."""
    s = sheet.rules[rule]
    if isinstance(s, (Check, Oblige, Expect)):
        return some_record(sheet.leaves[rule]["when"])
    match sheet.derives.get(rule):
        case ByCondition(yes, _) if yes is not None:
            return some_record(yes)
        case Aggregate(_, _, where):
            return some_record(where)
        case _:
            return {}
