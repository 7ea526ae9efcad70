"""Fields that rows missing from the document leave in doubt.

Where the rows between two labels are gone, a label that the form prints many times (リスクへの対策は十分か) may be that of
any of the fields passed over. Its value is then nobody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .form_labels import FormLabels
    from .walk_steps import Step, Walk

__all__ = ["mark_doubtful"]


#: The repeated parts whose fields are facts.
_TOLD_APART: Final = ("systems", "entrustments")


def mark_doubtful(walk: Walk, labels: FormLabels) -> None:
    """Mark the fields located that may as well be another of the same label between their neighbours."""
    printings: dict[tuple[str, int], list[Step]] = {}
    for step in walk.steps:
        printings.setdefault((step.section, step.instance), []).append(step)
    for (section, _), steps in printings.items():
        _gaps(section, steps, labels)
        _repeated(steps, labels)


def _gaps(section: str, steps: Sequence[Step], labels: FormLabels) -> None:
    for i, step in enumerate(steps):
        located = step.located
        if located is None or located.slot.part.repeat or i + 1 == len(steps):
            continue
        before = steps[i - 1].order if i else -1.0
        after = steps[i + 1].order
        alike = labels.by_label[section].get(located.slot.label, ())
        own = located.slot.risk
        for other in alike:
            # a label that names its risk is only that of risks with the same words
            named = located.names_risk and own and other.risk and own.label != other.risk.label
            if (
                before < other.order < after
                and other is not located.slot
                and not other.part.repeat
                and not named
            ):
                located.doubtful = True


def _repeated(steps: Sequence[Step], labels: FormLabels) -> None:
    """In a repeated part every field follows the one before it, or rows of the next one may have moved up.

    So they have where the fields begin again under one number, and where the next number is nowhere.
    """
    told = [(s.located.slot.part.id, s.word, s.number) for s in steps if s.located and s.number]
    seen: dict[tuple[str, str, int | None], list[int]] = {}
    begun_again: set[tuple[str, str, int | None]] = set()
    for step in steps:
        located = step.located
        if located is None or located.slot.part.repeat not in _TOLD_APART:
            continue
        slot = located.slot
        key = (slot.part.id, step.word, step.number)
        orders = seen.setdefault(key, [])
        mine = [s.order for s in labels.slots[slot.section.id] if s.part is slot.part]
        at = mine.index(slot.order)
        if orders and slot.order <= max(orders):
            begun_again.add(key)
        orders.append(slot.order)
        later = [n for *part, n in told if part == [*key[:2]] and step.number and n and n > step.number]
        skipped = bool(later) and min(later) != (step.number or 0) + 1
        if key in begun_again or skipped or (at and mine[at - 1] not in orders):
            located.doubtful = True
