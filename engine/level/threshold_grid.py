"""The table that decides the level as a grid to look at: bands of its main number against everything else.

Nothing of the law stands here: bands, rows and outcomes are read off the boxes of the table itself.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, cast

from ...facts.values import INF, Options, Range
from ...facts.vocabulary import Kind
from ...rulesets.language.allowed import Intervals, Members
from ..results.assessment import GridBand, GridRow, ThresholdGrid
from ..wording.value_words import show_possible, show_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...facts.values import Possible
    from ...facts.vocabulary import Fact, Vocabulary
    from ...rulesets.program.decision_tables import Table
    from ..evaluation.view import View
    from ..results.assessment import Level

__all__ = ["cells_of", "tests_of", "threshold_grid"]

_MOST: Final = 600  # more combinations than this are no picture any more
Combo = tuple["Possible", ...]


def threshold_grid(view: View, table: Table, order: Iterable[str]) -> ThresholdGrid | None:
    """Draw up the grid of a table, with this affair's place on it; None where a grid would not fit the table.

    ``order`` names the outcomes from the lightest; the lightest row comes first.
    Facts that hold only when claimed (an exemption) are taken as not claimed; where one may be claimed the
    place is not marked, because the grid does not speak of it.
    """
    vocabulary = view.program.vocabulary
    cuts = {name: cells_of(vocabulary[name], sets) for name, sets in tests_of(table).items()}
    numbers = [n for n in cuts if vocabulary[n].kind is Kind.COUNT]
    if not numbers:
        return None
    axis = max(numbers, key=lambda n: len(cuts[n]))
    claims = {n: vocabulary[n].unsaid for n in cuts if vocabulary[n].presume is not None}
    others = [n for n in cuts if n != axis and n not in claims]
    size = 1
    for name in others:
        size *= len(cuts[name])
    if size * len(cuts[axis]) > _MOST:
        return None
    rows = _grouped(table, axis, cuts, others, claims)
    if rows is None:
        return None
    here = all(view.get(n) == claim for n, claim in claims.items())
    fact = vocabulary[axis]
    ranks = {outcome: i for i, outcome in enumerate(order)}
    return ThresholdGrid(
        fact=axis,
        label=fact.ja,
        label_en=fact.en,
        bands=tuple(
            _band(fact, cast("Range", cell), here=here and _meets(view.get(axis), cell))
            for cell in cuts[axis]
        ),
        rows=tuple(
            GridRow(
                label=_label(vocabulary, cuts, others, combos, english=False),
                label_en=_label(vocabulary, cuts, others, combos, english=True),
                outcomes=outcomes,
                here=here and any(_all_meet(view, others, c) for c in combos),
            )
            for outcomes, combos in sorted(rows, key=lambda row: [ranks[o] for o in row[0]])
        ),
    )


def tests_of(table: Table) -> dict[str, list[Intervals | Members]]:
    """Return every set a table tests each of its facts against."""
    found: dict[str, list[Intervals | Members]] = {}
    for row in table.rows:
        for box in row.boxes:
            for name, allowed in box.items():
                found.setdefault(name, []).append(allowed)
    return found


def cells_of(fact: Fact, sets: Sequence[Intervals | Members]) -> list[Possible]:
    """Split the domain of a fact where the table's tests change."""
    whole = fact.anything
    if isinstance(whole, Options):
        order = next(s.domain for s in sets if isinstance(s, Members))
        return [Options.of(o) for o in order]
    edges = {whole.lo} | {
        e for s in sets if isinstance(s, Intervals) for p in s.parts for e in (p.lo, p.hi + 1)
    }
    starts = sorted(e for e in edges if whole.lo <= e <= whole.hi)
    ends = [s - 1 for s in starts[1:]] + [whole.hi]
    return [Range(lo, hi) for lo, hi in zip(starts, ends, strict=True)]


def _grouped(
    table: Table,
    axis: str,
    cuts: Mapping[str, list[Possible]],
    others: list[str],
    claims: Mapping[str, Possible],
) -> list[tuple[tuple[Level, ...], list[Combo]]] | None:
    """Join the combinations of the other facts that give the same outcome in every band."""
    rows: dict[tuple[Level, ...], list[Combo]] = {}
    for combo in product(*(cuts[n] for n in others)):
        outcomes = []
        for cell in cuts[axis]:
            point = {**claims, **dict(zip(others, combo, strict=True)), axis: cell}
            found = {row.outcome for row in table.rows if any(_inside(box, point) for box in row.boxes)}
            if len(found) != 1:
                return None
            outcomes.append(found.pop())
        rows.setdefault(tuple(outcomes), []).append(combo)
    return list(rows.items())


def _inside(box: Mapping[str, Intervals | Members], point: Mapping[str, Possible]) -> bool:
    return all(allowed.holds_all(point[name]) for name, allowed in box.items())


def _meets(possible: Possible, cell: Possible) -> bool:
    if isinstance(possible, Range) and isinstance(cell, Range):
        return possible.meet(cell) is not None
    assert isinstance(possible, Options)  # noqa: S101 - the kinds match
    assert isinstance(cell, Options)  # noqa: S101
    return possible.meet(cell) is not None


def _all_meet(view: View, names: list[str], combo: Combo) -> bool:
    return all(_meets(view.get(n), cell) for n, cell in zip(names, combo, strict=True))


def _band(fact: Fact, cell: Range, *, here: bool) -> GridBand:
    return GridBand(
        label=show_range(fact, cell.lo, cell.hi),
        label_en=show_possible(fact, cell, "en"),
        lo=cell.lo,
        hi=None if cell.hi >= INF else cell.hi,
        here=here,
    )


def _words(fact: Fact, cell: Possible, *, english: bool) -> str:
    if not english:
        return f"{fact.ja}{'' if isinstance(cell, Range) else ' '}{show_possible(fact, cell)}"
    if isinstance(cell, Range):
        return f"{fact.en} {show_possible(fact, cell, 'en')}"
    option = next(iter(cell.members))
    return f"{fact.en}: {next((o.en for o in fact.options if o.id == option), option)}"


def _label(
    vocabulary: Vocabulary,
    cuts: Mapping[str, list[Possible]],
    names: list[str],
    combos: list[Combo],
    *,
    english: bool,
) -> str:
    """Say which combinations a row stands for: all of some values, or any of some values."""
    if not names or len(combos) == _size(cuts, names):
        return ""

    def say(at: int, cells: Iterable[Possible]) -> str:
        joiner = " or " if english else "又は"
        return joiner.join(_words(vocabulary[names[at]], c, english=english) for c in cells)

    inside = [list(dict.fromkeys(c[i] for c in combos)) for i in range(len(names))]
    if _product(inside) == len(combos):
        narrowed = [say(i, cells) for i, cells in enumerate(inside) if len(cells) < len(cuts[names[i]])]
        return ("; " if english else "、").join(narrowed)
    sure = [[c for c in cuts[n] if _whole(cuts, names, combos, i, c)] for i, n in enumerate(names)]
    covered = {c for c in combos if any(c[i] in cells for i, cells in enumerate(sure))}
    if len(covered) == len(combos):
        return (" or " if english else "又は").join(say(i, cells) for i, cells in enumerate(sure) if cells)
    return "otherwise" if english else "上記以外"


def _size(cuts: Mapping[str, list[Possible]], names: list[str]) -> int:
    return _product([cuts[n] for n in names])


def _product(lists: Sequence[Sequence[object]]) -> int:
    size = 1
    for cells in lists:
        size *= len(cells)
    return size


def _whole(
    cuts: Mapping[str, list[Possible]], names: list[str], combos: list[Combo], at: int, cell: Possible
) -> bool:
    """Whether every combination with this value belongs to the row."""
    return sum(c[at] == cell for c in combos) * len(cuts[names[at]]) == _size(cuts, names)
