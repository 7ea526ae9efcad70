"""What became certain, or open again, between two states of knowledge: typed values, in a steady order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..results.assessment import Assessment, Obligation

__all__ = [
    "Contradicted", "DutyReopened", "DutySettled", "Event", "FindingGone", "FindingRaised", "Narrowed", "NoLongerMatters",
    "Reconciled", "Reopened", "Settled", "changes",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settled:
    """The level became certain."""

    level: str
    rule: str | None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Fewer levels are possible than before, more than one still."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reopened:
    """A level is possible again that was not: a fact was taken back, told otherwise, or contradicted."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutySettled:
    """A duty became ``met``, ``unmet`` or ``not_applicable``."""

    duty: str
    status: str


@dataclass(frozen=True, slots=True)
class DutyReopened:
    """It is open again whether a duty is met."""

    duty: str


@dataclass(frozen=True, slots=True)
class FindingRaised:
    """A finding now certainly holds."""

    rule: str
    title: str
    file: str | None


@dataclass(frozen=True, slots=True)
class FindingGone:
    """A finding no longer certainly holds."""

    rule: str
    title: str
    file: str | None


@dataclass(frozen=True, slots=True)
class Contradicted:
    """Sources of a fact contradict one another."""

    fact: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Sources of a fact contradict one another no longer."""

    fact: str


@dataclass(frozen=True, slots=True)
class NoLongerMatters:
    """A fact can no longer change the level."""

    fact: str
    why: str


Event = (
    Settled
    | Narrowed
    | Reopened
    | DutySettled
    | DutyReopened
    | FindingRaised
    | FindingGone
    | Contradicted
    | Reconciled
    | NoLongerMatters
)


def changes(before: Assessment, after: Assessment) -> tuple[Event, ...]:
    """Return what became certain or open between two results of one affair: level, facts, duties, findings."""
    return (
        *_level(before, after),
        *_facts(before, after),
        *_duties(before, after),
        *_findings(before, after),
    )


def _level(before: Assessment, after: Assessment) -> Iterator[Event]:
    was, current = before.level.possible, after.level.possible
    if set(current) - set(was):
        yield Reopened(was, current)
    if len(current) == 1 and was != current:
        yield Settled(current[0], after.level.rule)
    elif set(current) < set(was):
        yield Narrowed(was, current)


def _facts(before: Assessment, after: Assessment) -> Iterator[Event]:
    was, current = ({c.path for c in a.conflicts} for a in (before, after))
    yield from (Contradicted(path) for path in sorted(current - was))
    yield from (Reconciled(path) for path in sorted(was - current))
    known = {i.fact for i in before.level.irrelevant}
    yield from (NoLongerMatters(i.fact, i.why) for i in after.level.irrelevant if i.fact not in known)


def _duties(before: Assessment, after: Assessment) -> Iterator[Event]:
    def listed(result: Assessment) -> dict[tuple[str, int], Obligation]:
        seen: dict[str, int] = {}
        out = {}
        for duty in result.obligations:
            seen[duty.id] = seen.get(duty.id, 0) + 1
            out[duty.id, seen[duty.id]] = duty
        return out

    was = listed(before)
    for key, duty in listed(after).items():
        old = was[key].status if key in was else "unknown"
        if duty.status != old:
            yield DutyReopened(duty.id) if duty.status == "unknown" else DutySettled(duty.id, duty.status)


def _findings(before: Assessment, after: Assessment) -> Iterator[Event]:
    was, current = (dict.fromkeys((f.rule, f.title, f.file) for f in a.findings) for a in (before, after))
    yield from (FindingRaised(*f) for f in current if f not in was)
    yield from (FindingGone(*f) for f in was if f not in current)
