"""The words of the fields of one record, found by field, file and row, and the sentences of a place that a rule names."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ...facts.vocabulary import Scope
from ..sentences import flatten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...facts.affair.record import Index
    from ...rulesets.language.crosscheck_grammar import Where
    from ..sentences import Passage, Sentence

__all__ = ["FieldWords", "passages_at", "sentences_at"]

_NAME: Final = re.compile(r"(.+?)(?:\[(\d+)\])?\Z")
_ROWS: Final = (Scope.ENTRUSTMENT, Scope.SYSTEM)


class FieldWords:
    """The fields of one record that were read in full.

    >>> from shikii.facts.affair.affair import Note
    >>> words = FieldWords((Note("甲", "place", ((3, "サーバ室"),)), Note("乙", "place", ((9, ""),))), ("甲", "乙"))
    >>> [note.lines for note in words.of("place", Scope.FILE, (1,))]
    [((9, ''),)]
    """

    def __init__(self, notes: Iterable[Passage], files: Sequence[str]) -> None:
        self.files = tuple(files)
        self._notes: dict[str, list[tuple[int, Passage]]] = defaultdict(list)
        for note in notes:
            match = _NAME.match(note.section)
            if match:
                self._notes[match[1]].append((int(match[2] or 0), note))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields that were read."""
        return tuple(self._notes)

    def of(self, name: str, scope: Scope, index: Index) -> list[Passage]:
        """Return the words of a field in a row: of an affair those of all its files and rows."""
        found = self._notes.get(name, [])
        if scope is Scope.AFFAIR:
            return [note for _, note in found]
        if scope in (Scope.FILE, Scope.ENTRUSTMENT):
            found = [(row, note) for row, note in found if self._belongs(note.file, index[0])]
        if scope in _ROWS:
            found = [(row, note) for row, note in found if row in (0, index[-1] + 1)]
        return [note for _, note in found]

    def _belongs(self, file: str | None, at: int) -> bool:
        if len(self.files) <= 1:
            return True
        return file is not None and file == self.files[at]


def sentences_at(
    how: Where, scope: Scope, index: Index, passages: Sequence[Passage], words: FieldWords
) -> list[Sentence] | None:
    """Return the sentences of the place a comparison names; None where it, or a field of it, was not read."""
    if how.within and not all(words.of(one, scope, index) for one in how.within):
        return None
    found = [s for p in passages_at(how, scope, index, passages, words) for s in flatten(p)]
    return found if how.within else found or None


def passages_at(
    how: Where, scope: Scope, index: Index, passages: Sequence[Passage], words: FieldWords
) -> list[Passage]:
    """Return the passages of the place a comparison names, or the fields of it that were read, each by itself."""
    if how.within:
        return [note for one in how.within for note in words.of(one, scope, index)]
    name: str | None = None
    if scope in (Scope.FILE, Scope.ENTRUSTMENT) and words.files:
        name = words.files[index[0]]
    return [
        p
        for p in passages
        if ("all" in how.sections or p.section in how.sections) and (name is None or p.file == (name or None))
    ]
