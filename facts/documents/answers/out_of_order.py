"""Deal answers out to questions, when the text was drawn in another order than the form.

On one page everything stays together, and pages keep the order of the form. So the choices of a section, in
form order, are dealt out to its pages in order, each page taking as many as it has answers, of their kinds.
Every way of dealing that fits is a possible reading; a choice is settled only when all readings agree on its
answer. One answer too many or too few, and nothing fits: then nothing is said.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..form_words import Slot
    from .chosen import Answer

__all__ = ["Dealing", "deal", "families_of"]


@dataclass(slots=True)
class Dealing:
    """What every fitting way of dealing says: possible answers of each choice, and its pages."""

    values: dict[str, set[str]] = field(default_factory=dict)
    pages: dict[str, set[int]] = field(default_factory=dict)
    fits: bool = False


def families_of(slots: Sequence[Slot], options: Mapping[str, frozenset[str]]) -> list[frozenset[str]]:
    """Join option sets that share a word: an answer among them may belong to either."""
    families: list[set[str]] = []
    for name in dict.fromkeys(s.options for s in slots):
        touching = [f for f in families if any(options[name] & options[o] for o in f)]
        merged = {name}.union(*touching) if touching else {name}
        families = [f for f in families if f not in touching]
        families.append(merged)
    return [frozenset(f) for f in families]


class _Page:
    """The answers of one page, and which choices it can serve."""

    def __init__(self, answers: Sequence[Answer], options: Mapping[str, frozenset[str]]) -> None:
        self.values = Counter(a.value for a in answers)
        self.options = options

    def serve(
        self, slots: Sequence[Slot], families: Sequence[frozenset[str]], fixed: Mapping[str, str]
    ) -> dict[str, set[str]] | None:
        """Give possible answers of each choice when exactly these are on the page; None if impossible."""
        if len(slots) != self.values.total():
            return None
        out = {s.path: {fixed[s.path]} for s in slots if s.path in fixed}
        free = self.values - Counter(fixed[path] for path in out)
        for family in families:
            members = [s for s in slots if s.options in family and s.path not in out]
            words = {w for name in family for w in self.options[name]}
            pool = Counter({v: n for v, n in free.items() if v in words})
            if len(members) != pool.total():
                return None
            if members and not self._fill(members, pool, out):
                return None
        return out

    def _fill(self, members: Sequence[Slot], pool: Counter[str], out: dict[str, set[str]]) -> bool:
        sets = {s.options for s in members}
        if len(sets) == 1:
            if any(v not in self.options[members[0].options] for v in pool):
                return False
            for slot in members:
                out[slot.path] = set(pool)
            return True
        # Few choices share words with another kind; try each word for each of them.
        for slot in members:
            possible = {
                v for v in pool if v in self.options[slot.options] and self._rest(members, pool, slot, v)
            }
            if not possible:
                return False
            out[slot.path] = possible
        return True

    def _rest(self, members: Sequence[Slot], pool: Counter[str], taken: Slot, value: str) -> bool:
        left = pool - Counter([value])
        kinds = Counter(s.options for s in members if s is not taken)
        return _matches(kinds, left, self.options)


def _matches(kinds: Counter[str], pool: Counter[str], options: Mapping[str, frozenset[str]]) -> bool:
    """Whether words can be given to kinds one to one: every group of words must have room (Hall)."""
    words = list(pool)
    for mask in range(1, 1 << min(len(words), 10)):
        group = {w for i, w in enumerate(words) if mask >> i & 1}
        room = sum(n for kind, n in kinds.items() if options[kind] & group)
        if sum(pool[w] for w in group) > room:
            return False
    return kinds.total() == pool.total()


def deal(
    slots: Sequence[Slot],
    pages: Sequence[Sequence[Answer]],
    options: Mapping[str, frozenset[str]],
    first: Mapping[str, int],
    last: Mapping[str, int],
    fixed: Mapping[str, str],
) -> Dealing:
    """Deal the choices out to the pages in every way that fits.

    ``first`` and ``last`` bound the page of a choice whose label was seen; ``fixed`` are tied answers.
    Pages without answers are passed over.
    """
    result = Dealing()
    families = families_of(slots, options)
    n = len(slots)
    decks = [_Page(answers, options) for answers in pages]
    # reach[k] holds how many choices can be dealt after k pages.
    reach: list[set[int]] = [{0}]
    steps: list[list[tuple[int, int, dict[str, set[str]]]]] = []
    for k, deck in enumerate(decks):
        size = deck.values.total()
        here = []
        for i in reach[-1]:
            j = i + size
            if j > n:
                continue
            if any(not first.get(s.path, 0) <= k <= last.get(s.path, k) for s in slots[i:j]):
                continue
            served = deck.serve(slots[i:j], families, fixed)
            if served is not None:
                here.append((i, j, served))
        steps.append(here)
        reach.append({j for _, j, _ in here})
    alive = {n} & reach[-1]
    result.fits = bool(alive)
    for k in range(len(decks) - 1, -1, -1):
        kept = [(i, j, served) for i, j, served in steps[k] if j in alive]
        for i, j, served in kept:
            for slot in slots[i:j]:
                result.values.setdefault(slot.path, set()).update(served[slot.path])
                result.pages.setdefault(slot.path, set()).add(k)
        alive = {i for i, _, _ in kept}
    return result
