"""The rows of 変更箇所 as chains: what a row changes from is what the row before it, of the same field, changed to.

Measured on values, not on paragraphs: short texts that neither abridge nor speak of the change. Rows of one field follow
one another by their days; where days are missing or alike, nothing is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ...facts.reading.numbers import plain
from ...facts.values import NO, YES, Options
from ...facts.vocabulary import Kind, Scope, shipped_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...facts.affair.affair import Affair, Thing
    from ...facts.affair.record import Index

__all__ = ["measured_chains"]

#: What is longer is a paragraph, of which a row gives only the part that changes.
_LONGEST: Final = 60
_SHORTEST: Final = 2
#: A value of so many letters is found in the body by its letters alone.
_TELLING: Final = 6
#: Words that abridge a text or speak of the change.
_NOTE: Final = re.compile(
    r"略|記載なし|同上|追記|追加|削除|変更|修正|新規|新設|なし$|左記|下記|上記|→|…|\.\.\.|以下|別[紙添]|^―|^-"
)
_LETTERS: Final = re.compile(r"[\s・、。,.()（）「」『』【】\[\]<>:：※*\-－―]")
_NUMBER: Final = re.compile(r"\d[\d,]*")
#: Parts of the form that are repeated: an item that does not say which row it means is no one field.
_REPEATED: Final = re.compile("提供|移転|委託|システム")
_ROW: Final = re.compile(r"(?:提供先|移転先|委託事項|システム)\d")
#: An item says which field only with more than the letters of a number.
_ITEM: Final = 4


def measured_chains(affair: Affair) -> dict[tuple[str, Index], Options]:
    """Say of each change whether it begins where the one before ended, stands in order, and fits its question."""
    out: dict[tuple[str, Index], Options] = {}
    changes = affair.changes or ()
    rows: dict[str, list[int]] = defaultdict(list)
    for i, change in enumerate(changes):
        item = _core(change.text("change.item") or "")
        if len(item) >= _ITEM and not (_REPEATED.search(item) and not _ROW.search(item)):
            rows[item].append(i)
        if (odd := _odd_option(change)) is not None:
            out["change.odd_option", (i,)] = odd
        if (falls := _falls(change)) is not None:
            out["change.falls", (i,)] = falls
    for numbers in rows.values():
        for i, fact, value in _chain(changes, numbers):
            out[fact, (i,)] = value
    for i, old in _still_old(affair, changes):
        out["change.body_still_old", (i,)] = old
    return out


def _body(affair: Affair, file: str | None) -> str:
    """Return the letters of everything the body says, or only of what it says of one file."""
    notes = (
        text
        for note in (*affair.passages, *affair.fields)
        for _, text in note.lines
        if file is None or note.file == file
    )
    things: tuple[Thing, ...] = tuple(f for f in affair.files if file in (None, f.name))
    things += tuple(e for f in affair.files if file in (None, f.name) for e in f.entrustments or ())
    things += (affair, *(affair.systems or ())) if file is None else ()
    names = (v for thing in things for v in thing.values.values() if isinstance(v, str))
    return "\n".join(_core(text) for text in (*notes, *names))


def _still_old(affair: Affair, changes: tuple[Thing, ...]) -> Iterator[tuple[int, Options]]:
    """Yield the changes of which one value stands in the body: yes where the old one does and the new one nowhere."""
    texts = [(_value(c, "change.before"), _value(c, "change.after")) for c in changes]
    begun = {before for before, _ in texts if before}
    last = _last_day(changes)
    bodies: dict[str | None, str] = {}
    for i, (before, after) in enumerate(texts):
        if before is None or after is None or before in after or after in before or after in begun:
            continue  # what was changed again may rightly stand no more, and what was changed back stands
        if len(before) < _TELLING or len(after) < _TELLING or any(a and before in a for _, a in texts):
            continue
        day = changes[i].range("change.on")
        if last is not None and (day is None or day.lo != last):
            continue  # a row that was not read may have changed it back
        item = _core(changes[i].text("change.item") or "")
        file = next((f.name for f in affair.files if f.name and _core(f.name) in item), None)
        if file not in bodies:
            bodies[file] = _body(affair, file)
        if after in bodies[file]:
            yield i, NO
        elif before in bodies[file]:
            yield i, YES


def _last_day(changes: tuple[Thing, ...]) -> int | None:
    """Return the one day whose rows nothing can have changed again; None where every row was read.

    Where rows were not read in full and some have no day, no row is the last for certain.
    """
    names = ("change.before", "change.after")
    if all(c.text(n) is not None or n in c.blank for c in changes for n in names):
        return None
    days = [d.hi if (d := c.range("change.on")) is not None else None for c in changes]
    known = [d for d in days if d is not None]
    return max(known) if known and len(known) == len(days) else 0


def _core(text: str) -> str:
    return _LETTERS.sub("", plain(text))


def _value(change: Thing, name: str) -> str | None:
    """Return a text that is a value of its own; None for a paragraph, an abridged one and a note."""
    text = change.text(name)
    if text is None or _NOTE.search(plain(text)):
        return None
    core = _core(text)
    return core if _SHORTEST <= len(core) <= _LONGEST else None


def _chain(changes: tuple[Thing, ...], numbers: list[int]) -> Iterator[tuple[int, str, Options]]:
    dated = [(d.lo, i) for i in numbers if (d := changes[i].range("change.on")) is not None and d.exact]
    if len(dated) < len(numbers) or len({day for day, _ in dated}) < len(dated):
        return
    for (_, first), (_, then) in pairwise(sorted(dated)):
        after, before = _value(changes[first], "change.after"), _value(changes[then], "change.before")
        if after is None or before is None:
            continue
        joined = after == before or after in before or before in after
        if not joined:
            begun, ended = _value(changes[first], "change.before"), _value(changes[then], "change.after")
            if begun is not None and begun == ended:
                yield then, "change.out_of_order", YES
                continue
        yield then, "change.breaks_chain", NO if joined else YES
        if joined:
            yield then, "change.out_of_order", NO


@lru_cache(maxsize=1)
def _questions() -> tuple[tuple[str, frozenset[str]], ...]:
    """Give the words of each question with its options, longest first."""
    vocabulary = shipped_vocabulary()  # a form asks for no facts of a ruleset; this is kept for all of them
    facts = (f for scope in (Scope.AFFAIR, Scope.FILE, Scope.ENTRUSTMENT) for f in vocabulary.of_scope(scope))
    found: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.derived or fact.kind not in (Kind.CHOICE, Kind.YESNO) or len(fact.ja) < _ITEM:
            continue
        options = {_core(w) for o in fact.options for w in (o.ja, *o.also)}
        if fact.kind is Kind.YESNO:
            options = {_core(w) for w in (fact.yes, fact.no) if w}
        found[_core(fact.ja)] |= options
    return tuple(sorted(((w, frozenset(o)) for w, o in found.items() if o), key=lambda q: -len(q[0])))


def _odd_option(change: Thing) -> Options | None:
    """Whether the new value is an option of the forms, but none of the question the row names."""
    item, after = _core(change.text("change.item") or ""), _value(change, "change.after")
    if after is None:
        return None
    own = next((options for word, options in _questions() if item.endswith(word)), None)
    if own is None:
        return None
    if after in own:
        return NO
    return YES if any(after in options for _, options in _questions()) else None


def _falls(change: Thing) -> Options | None:
    """Whether the first number of a row becomes smaller."""
    before, after = (
        _NUMBER.search(plain(change.text(n) or "").replace("万", "0000"))
        for n in ("change.before", "change.after")
    )
    if before is None or after is None:
        return None
    old, new = (int(m[0].replace(",", "")) for m in (before, after))
    return None if old == new else YES if new < old else NO
