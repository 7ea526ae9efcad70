"""Find which assessment of one input is the older record of which assessment of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...facts.reading.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...facts.affair.affair import Affair

__all__ = ["Pairs", "pair"]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Assessments with their counterparts, in the order of the newer input, and those without."""

    both: tuple[tuple[Affair, Affair], ...]
    only_old: tuple[Affair, ...]
    only_new: tuple[Affair, ...]


def pair(old: Sequence[Affair], new: Sequence[Affair]) -> Pairs:
    """Match by affair or title and form, then by affair or title alone, within one body, each only where there is no choice.

    One assessment against one is taken as meant, whatever they are called.

    >>> from shikii import read_affair
    >>> a = [read_affair({"affair": n, "form": "key"}, "old") for n in ("予防接種", "国民年金")]
    >>> b = [read_affair({"affair": n, "form": "key"}, "new") for n in ("国民年金", "介護保険")]
    >>> pairs = pair(a, b)
    >>> [x.affair for x, _ in pairs.both], pairs.only_old[0].affair, pairs.only_new[0].affair
    (['国民年金'], '予防接種', '介護保険')
    """
    if len(old) == len(new) == 1:
        return Pairs(((old[0], new[0]),), (), ())
    left, right = list(range(len(old))), list(range(len(new)))
    found: dict[int, int] = {}
    tests: tuple[Callable[[Affair, Affair], bool], ...] = (
        lambda a, b: a.form == b.form and _same_name(a, b),
        _same_name,
        lambda a, b: a.form == b.form and not (_names(a) and _names(b)),
    )
    for same in tests:
        links = {j: [i for i in left if same(old[i], new[j])] for j in right}
        for j, candidates in links.items():
            rivals = [k for k in right if candidates and candidates[0] in links[k]]
            if len(candidates) == 1 and rivals == [j]:
                found[j] = candidates[0]
        right = [j for j in right if j not in found]
        left = [i for i in left if i not in found.values()]
    both = tuple((old[i], new[j]) for j, i in sorted(found.items()))
    return Pairs(both, tuple(old[i] for i in left), tuple(new[j] for j in right))


def _names(affair: Affair) -> set[str]:
    return {plain(affair.affair), plain(affair.title)} - {""}


def _same_name(a: Affair, b: Affair) -> bool:
    return bool(_names(a) & _names(b)) and not _other_bodies(a, b)


def _other_bodies(a: Affair, b: Affair) -> bool:
    """Whether both name their body, and neither name is a part of the other (長野市, 長野市長)."""
    left, right = plain(a.organization), plain(b.organization)
    return bool(left and right) and left not in right and right not in left
