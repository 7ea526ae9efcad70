"""Whether what 変更箇所 says a field became is what the body says: only where both are certain.

Speaks of fields with bands, numbers, options or dates, and of the last change of each alone; older rows may well
differ. Where the order of changes, the field or the file is not settled, nothing is said.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ...facts.reading.numbers import plain
from ...facts.reading.value_reader import Unreadable, read_value
from ...facts.values import NO, YES, Options, Range
from ...facts.vocabulary import Kind, Scope, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...facts.affair.affair import Affair, Thing
    from ...facts.affair.record import Index
    from ...facts.values import Possible
    from ...facts.vocabulary import Fact, Vocabulary

__all__ = ["fields_told", "measured_echoes"]

_STANDS: Final = "change.after_stands"
_KINDS: Final = (Kind.COUNT, Kind.CHOICE, Kind.DATE)
#: Fields of an entrustment or a recipient bear the names of fields of the file.
_ELSEWHERE: Final = re.compile("委託|提供|移転")
_HIRAGANA: Final = re.compile("[ぁ-ん]")


def measured_echoes(affair: Affair, vocabulary: Vocabulary) -> dict[tuple[str, Index], Options]:
    """Say of the last change of each field whether the body still says so."""
    told: dict[tuple[str, int | None], list[tuple[int, Possible]]] = {}
    for i, change in enumerate(affair.changes or ()):
        for fact, value in _values(change, vocabulary):
            told.setdefault((fact.name, _file(affair, fact, change)), []).append((i, value))
    found: dict[tuple[str, Index], Options] = {}
    for (name, file), rows in told.items():
        last = _last(affair, rows)
        body = _body(affair, vocabulary[name], file)
        if last is None or not body:
            continue
        row, value = last
        apart = [_apart(value, b) for b in body]
        if all(apart):
            found[_STANDS, (row,)] = NO
        elif not any(apart):
            found.setdefault((_STANDS, (row,)), YES)
    return found


@lru_cache(maxsize=4)
def _fields(vocabulary: _ById) -> tuple[tuple[str, Fact], ...]:
    facts = (*vocabulary.of.of_scope(Scope.AFFAIR), *vocabulary.of.of_scope(Scope.FILE))
    return tuple(
        (plain(word), fact)
        for fact in facts
        if fact.kind in _KINDS and not fact.derived and len(fact.ja) > 2
        for word in (fact.ja, *fact.also)
    )


class _ById:
    """A vocabulary as a cache key: equal when it is the same one."""

    __slots__ = ("of",)

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.of = vocabulary

    def __hash__(self) -> int:
        return id(self.of)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.of is self.of


def fields_told(change: Thing, name: str) -> Iterator[tuple[Fact, Range | Options]]:
    """Read what a change says of fields with bands, numbers, options or dates, in ``change.before`` or ``change.after``."""
    return _values(change, load_vocabulary(), name)


def _values(
    change: Thing, vocabulary: Vocabulary, name: str = "change.after"
) -> Iterator[tuple[Fact, Range | Options]]:
    """Read what a change says a field became, or was."""
    item, after = plain(change.text("change.item") or ""), plain(change.text(name) or "")
    if not item or not after or "III" in item:
        return
    for word, fact in _fields(_ById(vocabulary)):
        if (
            item.endswith(word)
            and not _ELSEWHERE.search(item)
            and not _HIRAGANA.match(item[-len(word) - 1 :])
        ):
            value = _read(fact, after)
        elif fact.unit == "件" and (count := re.search(rf"{re.escape(word)}\(?(\d{{1,5}})\)?件", after)):
            value = _read(fact, count[1])
        else:
            continue
        if value is not None:
            yield fact, value


def _read(fact: Fact, text: str) -> Range | Options | None:
    try:
        value = read_value(fact, text)
    except Unreadable:
        return None
    return value if isinstance(value, (Range, Options)) else None


def _file(affair: Affair, fact: Fact, change: Thing) -> int | None:
    """Find the file a change names, or the only one there is."""
    if fact.scope is not Scope.FILE:
        return None
    if len(affair.files) == 1:
        return 0
    item = plain(change.text("change.item") or "")
    named = [i for i, f in enumerate(affair.files) if f.name and plain(f.name) in item]
    return named[0] if len(named) == 1 else None


def _last(affair: Affair, rows: list[tuple[int, Possible]]) -> tuple[int, Possible] | None:
    """Return the one change that is certainly the last."""
    if len(rows) == 1:
        return rows[0]
    changes = affair.changes or ()
    dates = [changes[i].range("change.on") for i, _ in rows]
    known = [d.lo for d in dates if d is not None and d.exact]
    if len(known) < len(rows) or known.count(max(known)) > 1:
        return None
    return rows[known.index(max(known))]


def _body(affair: Affair, fact: Fact, file: int | None) -> list[Possible]:
    """Return what the body says of a field: of the file named, else of every file, where all are known."""
    things: tuple[Thing, ...]
    if fact.scope is Scope.AFFAIR:
        things = (affair,)
    else:
        things = affair.files if file is None else (affair.files[file],)
    values = [v for t in things if isinstance(v := t.values.get(fact.name), (Range, Options))]
    return values if len(values) == len(things) else []


def _apart(a: Possible, b: Possible) -> bool:
    if isinstance(a, Range) and isinstance(b, Range):
        return a.hi < b.lo or b.hi < a.lo
    return isinstance(a, Options) and isinstance(b, Options) and not a.members & b.members
