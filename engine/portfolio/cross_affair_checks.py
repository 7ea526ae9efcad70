"""Checks across affairs: answers that must agree among the affairs of one body.

While affairs are assessed one by one, each leaves behind a few :class:`Trait`; when the run is over the traits are
grouped and compared, so that a run over tens of thousands of affairs keeps no more than that.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...facts.values import Options, Range
from ...facts.vocabulary import Kind
from ...rulesets.language.grammar import Check
from ...rulesets.language.test_values import term_end
from ..evaluation.truth import Truth
from ..findings.findings import FIELD, evidence_of, file_name, fill, words_of
from ..results.assessment import Counterpart, Evidence, Finding
from ..wording.value_words import show_possible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...rulesets.language.grammar import Across
    from ...rulesets.program.program import Program
    from ..evaluation.prepare import Prepared
    from ..evaluation.view import View

__all__ = ["OTHER", "Trait", "across_checks", "compare", "settled", "traits"]

#: Before the name of a fact in a text: the fact of the other affair.
OTHER: Final = "across."


@dataclass(frozen=True, slots=True)
class Trait:
    """What one affair brings to one check: its group, its settled value, its date, and how it is spoken of.

    ``affair`` tells the records of one affair from those of another; ``owner`` is the number of the result, by
    which a finding finds its way back. ``words`` are its facts as shown in texts of the others; ``counts`` says
    whether others may be held against it.
    """

    rule: str
    owner: int
    group: tuple[str, ...]
    affair: str
    value: str
    words: Mapping[str, str]
    detail: str
    day: int | None = None
    latest: int | None = None
    apart: str = ""
    file: str | None = None
    evidence: tuple[Evidence, ...] = ()
    counts: bool = True
    source: str = ""
    form: str | None = None


def across_checks(program: Program) -> tuple[Check, ...]:
    """Return the checks that compare affairs."""
    return tuple(s for s in program.statements if isinstance(s, Check) and s.across)


def traits(view: View, prepared: Prepared, owner: int = 0) -> tuple[Trait, ...]:
    """Read off one affair what the checks across affairs need; nothing where a value is not settled."""
    return tuple(
        trait
        for check in across_checks(view.program)
        for row in view.record.of(check.scope)
        if view.evaluation.truths[check.id, "when", row.index] is Truth.TRUE
        and (trait := _trait(view, prepared, check, row.index, owner)) is not None
    )


def _trait(view: View, prepared: Prepared, check: Check, index: Index, owner: int) -> Trait | None:
    across = check.across
    assert across is not None  # noqa: S101 - only such checks come here
    group = tuple(_plain(view, prepared, name, index) for name in across.same)
    value = _plain(view, prepared, across.differ, index) or None
    names = (across.following, across.latest)
    days = [settled(view.get(name, index)) if name else None for name in names]
    apart = _plain(view, prepared, across.apart, index) if across.apart else ""
    unsettled = any(n and d is None for n, d in zip(names, days, strict=True))
    if "" in group or value is None or unsettled or (across.apart and not apart):
        return None
    return Trait(
        rule=check.id,
        owner=owner,
        group=group,
        affair=prepared.affair.affair or prepared.affair.title or prepared.affair.source,
        value=value,
        words={n: _shown(view, prepared, n, index) for n in other_words(check)},
        detail=fill(view, prepared.affair, check.detail, index),
        day=int(days[0]) if days[0] else None,
        latest=int(days[1]) if days[1] else None,
        apart=apart,
        file=file_name(prepared.affair, check.scope, index),
        evidence=tuple(evidence_of(view, prepared, check.evidence, index)),
        counts=view.evaluation.truths[check.id, "there", index] is Truth.TRUE,
        source=prepared.affair.source,
        form=prepared.affair.form,
    )


def other_words(check: Check) -> list[str]:
    """Name the facts of the other affair that a check's text speaks of."""
    return [n.removeprefix(OTHER) for n in FIELD.findall(check.detail) if n.startswith(OTHER)]


def settled(possible: Possible) -> str | None:
    """Return the one value left, None when several are."""
    if isinstance(possible, Range):
        return str(possible.lo) if possible.exact else None
    assert isinstance(possible, Options)  # noqa: S101 - the other kind of possible value
    return next(iter(possible.members)) if possible.exact else None


def _plain(view: View, prepared: Prepared, name: str, index: Index) -> str:
    """Give a value to compare by: the words of a text, white space left out, or the one option; nothing if not known."""
    fact = view.program.vocabulary[name]
    if fact.kind is Kind.TEXT:
        return "".join(words_of(prepared.affair, fact.scope, name, index).split())
    return settled(view.get(name, index)) or ""


def _shown(view: View, prepared: Prepared, name: str, index: Index) -> str:
    fact = view.program.vocabulary[name]
    if fact.kind is Kind.TEXT:
        return words_of(prepared.affair, fact.scope, name, index)
    return show_possible(fact, view.get(name, index))


def compare(checks: Iterable[Check], found: Iterable[Trait]) -> Iterator[tuple[int, Finding]]:
    """Yield findings with the number of the result they belong to."""
    known = {check.id: check for check in checks}
    groups: dict[tuple[str, tuple[str, ...]], list[Trait]] = defaultdict(list)
    for trait in found:
        groups[trait.rule, trait.group].append(trait)
    for (rule, _), members in groups.items():
        check = known[rule]
        assert check.across is not None  # noqa: S101 - only such checks leave traits
        if len({m.value for m in members}) > 1:
            yield from _group(check, check.across, members)


def _group(check: Check, across: Across, members: list[Trait]) -> Iterator[tuple[int, Finding]]:
    current = _current(members) if across.latest else members
    by_value: dict[tuple[str, str], list[Trait]] = defaultdict(list)
    for m in sorted(current, key=lambda m: (m.day or 0, m.affair, m.owner)):
        if m.counts:
            by_value[m.value, m.apart].append(m)
    for here in current:
        if across.here is not None and here.value != across.here:
            continue
        others = [
            list_
            for (value, apart), list_ in by_value.items()
            if value != here.value and (not across.apart or apart != here.apart)
        ]
        nearest = [o for list_ in others if (o := _other(across, here, list_)) is not None]
        if nearest:
            other = min(nearest, key=lambda o: (o.day or 0, o.affair, o.owner))
            yield here.owner, _finding(check, here, other)


def _current(members: list[Trait]) -> list[Trait]:
    """Keep the latest record of each affair: what it replaced may rightly say something else."""
    last: dict[str, int] = {}
    for m in members:
        last[m.affair] = max(last.get(m.affair, 0), m.latest or 0)
    return [m for m in members if m.latest == last[m.affair]]


def _other(across: Across, here: Trait, others: Sequence[Trait]) -> Trait | None:
    """Find the nearest record that can be compared; ``others`` are sorted by day."""
    if across.following is None:
        return next((o for o in others if o.owner != here.owner), None)
    assert here.day is not None  # noqa: S101 - a trait without its day is not made
    start = bisect_left(others, here.day, key=lambda o: o.day or 0)
    last = term_end(dt.date.fromordinal(here.day), years=across.years).toordinal() if across.years else None
    for other in others[start:]:
        if last is not None and (other.day or 0) > last:
            return None
        if other.owner != here.owner:
            return other
    return None


def _finding(check: Check, here: Trait, other: Trait) -> Finding:
    detail = here.detail
    for name, word in other.words.items():
        detail = detail.replace("{" + OTHER + name + "}", word)
    return Finding(
        rule=check.id,
        kind=check.check,
        severity=check.severity,
        file=here.file,
        risk=check.risk,
        title=check.title,
        detail=detail,
        basis=check.basis,
        confidence=check.confidence,
        evidence=(*here.evidence, *other.evidence),
        advice=check.advice,
        other=Counterpart(affair=other.affair, source=other.source, form=other.form, evidence=other.evidence),
    )
