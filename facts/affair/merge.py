"""Several records of one affair put together: what holds under each of them, every source kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from ..arguments import affairs_of
from ..errors import Problem, UsageError
from ..values import Range
from .affair import Affair, File, Source, Thing, agreed
from .rows import is_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .affair import Place, Value
    from .record import Index

    Sources = Mapping[tuple[str, Index], tuple[Source, ...]]

__all__ = ["merge_affairs"]

_T = TypeVar("_T", bound=Thing)


def merge_affairs(*affairs: Affair) -> Affair:
    """Put records of one affair together, the first for names and texts.

    A fact that several say something of keeps what all agree on; where they contradict one another it keeps
    everything any of them allows, and the result reports the conflict with every source. Files and systems are
    matched by name, other rows where they are alike. A list is whole where a record that says it is names every row.

    >>> from shikii import read_affair
    >>> a = read_affair({"headcount": "10万人以上30万人未満"}, "a.yaml")
    >>> b = read_affair({"headcount": 123_456, "handlers": 40}, "b.yaml")
    >>> merged = merge_affairs(a, b)
    >>> merged.headcount, merged.handlers, len(merged.sources["headcount", ()])
    (Range(lo=123456, hi=123456), Range(lo=40, hi=40), 2)

    Raises:
        UsageError: nothing to merge, or what is no affair.
    """
    if not affairs:
        raise UsageError(
            Problem("argument.type", "affairs", "", "nothing to merge", "give at least one affair")
        )
    out, *others = affairs_of(affairs)
    for other in others:
        out = _Merger(out, other).affair()
    return out


class _Merger:
    """Merges two affairs; rows of the second get new numbers."""

    def __init__(self, a: Affair, b: Affair) -> None:
        self.a, self.b = a, b
        self.places: dict[tuple[str, Index], Place] = dict(a.places)
        self.sources: dict[tuple[str, Index], tuple[Source, ...]] = dict(a.sources)

    def affair(self) -> Affair:
        a, b = self.a, self.b
        own = self.thing(a, b, (), ())
        return replace(
            a,
            values=own.values,
            blank=own.blank,
            source=" + ".join(dict.fromkeys(s for s in (a.source, b.source) if s)),
            known_files=self.files(),
            files_listed_all=_whole(
                _matched(a.known_files, b.known_files, _same_file),
                (a.known_files is not None, a.files_listed_all),
                (b.known_files is not None, b.files_listed_all),
            ),
            systems=self.rows(a.systems, b.systems, _named("system.name")),
            incidents=self.rows(a.incidents, b.incidents, _alike),
            incidents_listed_all=_whole(
                _matched(a.incidents, b.incidents, _alike),
                (a.incidents is not None, a.incidents_listed_all),
                (b.incidents is not None, b.incidents_listed_all),
            ),
            publications=self.rows(a.publications, b.publications, _alike),
            changes=self.rows(a.changes, b.changes, _alike),
            passages=(*a.passages, *b.passages),
            fields=(*a.fields, *b.fields),
            laid_out={**b.laid_out, **a.laid_out},
            places=self.places,
            unknown_reasons={
                k: v for k, v in {**b.unknown_reasons, **a.unknown_reasons}.items() if k not in own.values
            },
            sources=self.sources,
        )

    def thing(self, a: Thing, b: Thing, here: Index, there: Index) -> Thing:
        """Merge two rows; ``there`` is where the second stood."""
        values: dict[str, Value] = {}
        for name in dict.fromkeys((*a.values, *b.values)):
            told = [*self.told(self.a, a, name, here), *self.told(self.b, b, name, there)]
            value, _ = agreed([s.value for s in told])
            if value is not None:
                values[name] = value
            if len(told) > 1:
                self.sources[name, here] = tuple(told)
            place = next((s.place for s in told if s.place), None)
            if place:
                self.places[name, here] = place
        return Thing(values, (a.blank | b.blank) - values.keys())

    def told(self, owner: Affair, thing: Thing, name: str, index: Index) -> list[Source]:
        if (name, index) in owner.sources:
            return list(owner.sources[name, index])
        if name not in thing.values:
            return []
        return [Source(thing.values[name], owner.places.get((name, index)))]

    def rows(
        self,
        left: Sequence[Thing] | None,
        right: Sequence[Thing] | None,
        same: Callable[[Thing, Thing], bool],
        parents: tuple[Index, Index] = ((), ()),
    ) -> tuple[Thing, ...] | None:
        if left is None and right is None:
            return None
        out = list(left or ())
        free = set(range(len(out)))
        for j, thing in enumerate(right or ()):
            i = next((n for n in sorted(free) if same(out[n], thing)), None)
            if i is None:
                out.append(Thing())
                i = len(out) - 1
            free.discard(i)
            out[i] = self.thing(out[i], thing, (*parents[0], i), (*parents[1], j))
        return tuple(out)

    def files(self) -> tuple[File, ...] | None:
        a, b = self.a.known_files, self.b.known_files
        if a is None and b is None:
            return None
        out = list(a or ())
        free = set(range(len(out)))
        for j, file in enumerate(b or ()):
            i = next((n for n in sorted(free) if _same_file(out[n], file)), None)
            if i is None:
                out.append(File(listed_all=file.listed_all))
                i = len(out) - 1
            free.discard(i)
            out[i] = self.file(out[i], file, i, j)
        return tuple(out)

    def file(self, a: File, b: File, i: int, j: int) -> File:
        own = self.thing(a, b, (i,), (j,))
        names = _named("entrustment.name")
        return File(
            values=own.values,
            blank=own.blank,
            entrustments=self.rows(a.entrustments, b.entrustments, names, ((i,), (j,))),
            listed_all=_whole(
                _matched(a.entrustments, b.entrustments, names),
                (a.entrustments is not None, is_whole(a)),
                (b.entrustments is not None, is_whole(b)),
            ),
            measures=_states(a.measures, b.measures),
        )


def _matched(
    left: Sequence[_T] | None, right: Sequence[_T] | None, same: Callable[[_T, _T], bool]
) -> tuple[bool, bool]:
    """Say of each list whether it names every row of the other."""
    rest = list(left or ())
    extra = 0
    for thing in right or ():
        i = next((n for n, one in enumerate(rest) if same(one, thing)), None)
        if i is None:
            extra += 1
        else:
            del rest[i]
    return not extra, not rest


def _whole(every: tuple[bool, bool], *told: tuple[bool, bool]) -> bool:
    """Whether two lists put together are whole: one is told to be, and it names every row of both.

    ``told`` says of each list whether it is given, and whether its source says that it is whole.
    """
    given = [(named, whole) for named, (known, whole) in zip(every, told, strict=True) if known]
    return not given or (len(given) == 1 and given[0][1]) or any(named and whole for named, whole in given)


def _named(name: str) -> Callable[[Thing, Thing], bool]:
    def same(a: Thing, b: Thing) -> bool:
        return a.text(name) is not None and a.text(name) == b.text(name)

    return same


def _alike(a: Thing, b: Thing) -> bool:
    """Whether two rows say the same of everything both speak of, a day or a number among it."""
    both = a.values.keys() & b.values.keys()
    known = [v for n in both if isinstance(v := a.values[n], Range) and v.exact]
    return bool(known) and all(a.values[n] == b.values[n] for n in both)


def _states(a: Mapping[str, str], b: Mapping[str, str]) -> dict[str, str]:
    """Merge states of measures: what one record shows stands over what another does not; contradictions fall away."""
    out = {}
    for name in dict.fromkeys((*a, *b)):
        said = {s for s in (a.get(name), b.get(name)) if s is not None}
        shown = said - {"not_stated"} or said
        if len(shown) == 1:
            out[name] = shown.pop()
    return out


def _same_file(a: File, b: File) -> bool:
    return a.name == b.name
