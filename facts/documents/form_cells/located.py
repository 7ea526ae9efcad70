"""Walk through the rows of an assessment and locate each field of its form by the cell of its label.

The value of a field are the cells behind its label, and the rows below up to the next label. Headings tell which of the
fields with one label is meant; where they do not, the field is not located. A label printed again on the next page
goes on with the same field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ..text.lines import compact
from .flat_rows import NONE, FlatRow, Piece
from .form_labels import FormLabels, Slot, label_of
from .walk_steps import Head, Located, Step, Walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...forms.model import Form, Part, Risk, Section

__all__ = ["locate"]

_CIRCLED: Final = re.compile(r"^[\u2460-\u2473]")
_SHORT: Final = 30
#: The most cells of a row that heads a section.
_HEADING: Final = 3
_LONG_LABEL: Final = 6
_MARKS: Final = frozenset("[<□☐☑☒■○●✓")


@dataclass(slots=True)
class _Place:
    """Where in a section the walk has come to."""

    instance: int = 0
    part: Part | None = None
    risk: Risk | None = None
    number: int | None = None
    word: str = ""
    order: int = -1


def locate(rows: Iterable[FlatRow], form: Form, labels: FormLabels) -> Walk:
    """Locate the fields of a form in the rows of one assessment."""
    walker = _Walker(form, labels)
    for row in rows:
        walker.take(row)
    return walker.out


class _Walker:
    def __init__(self, form: Form, labels: FormLabels) -> None:
        self.labels = labels
        self.out = Walk()
        #: Every form begins with its cover.
        self.section: Section = form.sections[0]
        self.places: dict[str, _Place] = {}
        self.field: Located | None = None
        self.head: Head | None = None
        self.page = 0
        #: Labels of a row of labels, until the row of their values.
        self.columns: list[Located] = []

    @property
    def place(self) -> _Place:
        return self.places.setdefault(self.section.id, _Place())

    def take(self, row: FlatRow) -> None:
        """Take the next row."""
        first = row.pieces[0]
        if len(row.pieces) <= _HEADING and (section := self.labels.section(first.flat)):
            self._section(section, first, row)
            return
        if self.section.id in ("cover", "changes"):
            return
        if self._heading(first, row):
            return
        own = self.labels.by_label[self.section.id]
        at = [i for i, piece in enumerate(row.pieces) if label_of(piece.flat) in own]
        if len(at) > 1 and len(at) == len(row.pieces):
            self._header(row)
        elif at:
            for i, end in zip(at, [*at[1:], len(row.pieces)], strict=True):
                self._label(row.pieces[i], own[label_of(row.pieces[i].flat)], row, row.pieces[i + 1 : end])
        elif len(row.pieces) == 1 and (cut := _cut_label(first, own)):
            self._label(cut[0], own[label_of(cut[0].flat)], row, (cut[1],))
        elif len(row.pieces) > 1 and _CIRCLED.match(first.flat) and len(first.flat) <= _SHORT:
            # a label that this form's data does not know: what stands behind it is not the value of the field before
            self._close()
        else:
            self._more(row.pieces)

    def _section(self, section: Section, first: Piece, row: FlatRow) -> None:
        if section is not self.section:
            self._close()
            self.section = section
        rest = row.pieces[1:]
        only = self.labels.slots[section.id]
        if len(section.parts) == 1 and len(only) == 1 and section.parts[0].number is None:
            self._open(only[0], first, row, rest)
        elif rest and self._starts(rest[0]):
            self.take(FlatRow(rest, row.page))

    def _starts(self, piece: Piece) -> bool:
        """Whether a cell beside a heading is a heading or label itself."""
        flat, section = piece.flat, self.section
        return bool(
            label_of(flat) in self.labels.by_label[section.id]
            or self.labels.part(section, flat)
            or self.labels.risk(section, flat)
            or self.labels.head(section, flat)
        )

    def _header(self, row: FlatRow) -> None:
        """Labels side by side with nothing between: the value of each stands below it."""
        own = self.labels.by_label[self.section.id]
        opened: list[Located] = []
        for piece in row.pieces:
            before = len(self.out.located)
            self._label(piece, own[label_of(piece.flat)], row, ())
            opened += self.out.located[before:]
        self._close()
        self.columns = opened if len(opened) == len(row.pieces) else []

    def _more(self, pieces: Sequence[Piece]) -> None:
        if self.columns:
            level = len(pieces) == len(self.columns)
            for found, piece in zip(self.columns, pieces, strict=False):
                found.rows.append([piece])
            for found in self.columns:
                found.doubtful |= not level
            self.columns = []
            return
        if self.head is not None:
            self.head.rows.append(pieces)
        if self.field is not None:
            self.field.rows.append(pieces)

    def _close(self) -> None:
        for found in self.columns:
            found.doubtful = True
        self.columns = []
        self.field = None
        self.head = None

    def _open(self, slot: Slot, label: Piece, row: FlatRow, rest: Sequence[Piece]) -> Located:
        """Begin a field."""
        self._close()
        place = self.place
        place.order = slot.order
        self.page = row.page
        self.field = Located(slot, place.instance, place.number, label, [rest] if rest else [])
        self.out.located.append(self.field)
        self._step(slot.order, self.field)
        return self.field

    def _step(self, order: float, located: Located | None = None) -> None:
        place = self.place
        self.out.steps.append(Step(self.section.id, place.instance, place.number, order, located, place.word))

    def _heading(self, first: Piece, row: FlatRow) -> bool:
        section = self.section
        rest = row.pieces[1:]
        part = self.labels.part(section, first.flat)
        if part is not None and self._enter(part):
            more = bool(rest) and self._starts(rest[0])
            self._close()
            self.head = Head(section, part, self.place.instance, first, [rest] if rest and not more else [])
            self.out.heads.append(self.head)
            if more:
                self.take(FlatRow(rest, row.page))
                return True
            begins = next((s for s in self.labels.slots[section.id] if s.part is part), None)
            if (
                begins is not None
                and not rest
                and label_of(begins.field.label) == label_of(compact(part.label))
            ):
                # heading and label are one: the value stands below
                head = self.head
                self._open(begins, first, row, rest).by_heading = True
                self.head = head
            return True
        repeated = self.labels.head(section, first.flat)
        if repeated is not None:
            begun, number, many, word = repeated
            self._repeat(begun, number, many=many, word=word)
            named = next((s for s in self.labels.slots[section.id] if s.part is begun), None)
            if rest and self._starts(rest[0]):
                self.take(FlatRow(rest, row.page))
            elif rest and named is not None and begun.repeat != "systems":
                self._open(named, first, row, rest)
            return True
        return self._risk_heading(first, row, rest)

    def _risk_heading(self, first: Piece, row: FlatRow, rest: tuple[Piece, ...]) -> bool:
        place = self.place
        found = self.labels.risk(self.section, first.flat)
        here = [f for f in found if f[0] is place.part]
        if not here and len(found) == 1:
            here = list(found) if self._enter(found[0][0], printed=False) else []
        if len(here) != 1:
            if found:
                self._close()
            return bool(found)
        part, risk, own = here[0]
        if place.risk is risk and not own:
            return True
        again = place.risk is risk and bool(rest) and self._starts(rest[0])
        if again:
            # the cell of the risk spans its rows and is printed again
            self.take(FlatRow(rest, row.page))
            return True
        asks = label_of(first.flat).endswith(label_of(risk.fields[0].label)[-4:])
        place.risk = risk
        self._close()
        if asks and risk.fields[0].kind == "choice":
            slot = next(s for s in self.labels.slots[self.section.id] if s.risk is risk and s.part is part)
            self._open(slot, first, row, rest).names_risk = True
        else:
            place.order = next(s.order for s in self.labels.slots[self.section.id] if s.risk is risk) - 1
            self._step(place.order + 0.5)
            if rest and self._starts(rest[0]):
                self.take(FlatRow(rest, row.page))
        return True

    def _enter(self, part: Part, *, printed: bool = True) -> bool:
        """Go to a part; going back begins the section anew where it is printed for several files.

        ``printed`` says whether its heading stands there, or only what belongs to it.
        """
        section, place = self.section, self.place
        parts = section.parts
        at = parts.index(part)
        before = parts.index(place.part) if place.part is not None else -1
        if at < before:
            if not (section.per_file or section.several):
                return False
            self.places[section.id] = place = _Place(instance=place.instance + 1)
        elif at == before and place.number is None and place.order >= 0:
            # printed again on the next page
            return place.part is part
        place.part, place.risk, place.number, place.word = part, None, None, ""
        place.order = -1
        begins = next((s.order for s in self.labels.slots[section.id] if s.part is part), None)
        if begins is not None and printed:
            self._step(begins - 0.5)
        return True

    def _repeat(self, part: Part, number: int, *, many: bool, word: str) -> None:
        place = self.place
        again = place.part is part and place.number == number and place.word == word
        if not again:
            self._close()
            place.part, place.risk, place.word = part, None, word
            place.order = -1
        place.number = 0 if many else number

    def _label(self, piece: Piece, slots: Sequence[Slot], row: FlatRow, rest: Sequence[Piece]) -> None:
        """Take a label with what stands behind it; what stands left of it heads more than this row."""
        slot = self._which(slots, row.page)
        if slot is None:
            self._close()
            return
        current = self.field
        if current is not None and current.slot is slot and self.place.number == current.number:
            if current.by_heading:
                current.rows, current.by_heading = [], False
            if row.page != self.page or not current.rows:
                self.page = row.page
                current.rows += [rest] if rest else []
                self.head = None
                return
            # one label twice with a value between: which of them is the field's cannot be told
            current.doubtful = True
            self._close()
            return
        self._open(slot, piece, row, rest)

    def _which(self, slots: Sequence[Slot], page: int) -> Slot | None:
        """Tell which of the fields with one label is meant here."""
        place = self.place
        if place.part is not None:
            mine = [s for s in slots if s.part is place.part and s.risk is place.risk]
            if place.risk is not None and not mine:
                mine = [s for s in slots if s.part is place.part and s.risk is None]
            if place.risk is None and not mine and len(place.part.risks) == 1:
                mine = [s for s in slots if s.part is place.part]
                if mine:
                    place.risk = mine[0].risk
            if mine:
                return self._next(mine, page)
            # a repeated part follows the part that counts it
            follows = [s for s in slots if s.part is not place.part and s.part.repeat and s.risk is None]
            near = [s for s in follows if self._right_behind(s.part)]
            if len(near) == 1 and len(slots) == 1:
                return self._enter_slot(near[0])
        if len(slots) == 1 and (place.part is None or slots[0].part.number is None or slots[0].risk is None):
            return self._enter_slot(slots[0])
        return None

    def _enter_slot(self, slot: Slot) -> Slot | None:
        place = self.place
        parts = slot.section.parts
        if place.part is not None and parts.index(slot.part) < parts.index(place.part):
            return None
        place.part, place.risk = slot.part, slot.risk
        if slot.part.repeat is None:
            place.number = None
        return slot

    def _right_behind(self, part: Part) -> bool:
        parts = self.section.parts
        at = parts.index(part)
        return at > 0 and parts[at - 1] is self.place.part

    def _next(self, mine: Sequence[Slot], page: int) -> Slot | None:
        """Of the fields of one part with one label, the one the walk comes to next."""
        place = self.place
        if place.part is not None and place.part.repeat == "systems" and mine[0].order <= place.order:
            first = next(s for s in self.labels.slots[mine[0].section.id] if s.part is place.part)
            if mine[0] is first and not place.word:
                # no head parts the systems: each begins with its name
                place.number = (place.number or 1) + 1
                return mine[0]
        later = [s for s in mine if s.order > place.order]
        same = [s for s in mine if s.order == place.order]
        if same and (page != self.page or not later):
            return same[0]
        if later:
            return later[0]
        if place.part is not None and place.part.repeat:
            return mine[0]
        return self._behind(mine)

    def _behind(self, mine: Sequence[Slot]) -> Slot | None:
        """Return a field printed behind what the form asks after it, where its label is its alone and was not met.

        A heading that served as its label gives way to the label itself.
        """
        if len(mine) > 1 or len(self.labels.by_label[self.section.id][mine[0].label]) > 1:
            return None
        met = [f for f in self.out.located if f.slot is mine[0] and f.instance == self.place.instance]
        if not all(f.by_heading for f in met):
            return None
        gone = set(map(id, met))
        self.out.located = [f for f in self.out.located if id(f) not in gone]
        self.out.steps = [replace(s, located=None) if id(s.located) in gone else s for s in self.out.steps]
        return mine[0]


def _cut_label(piece: Piece, labels: dict[str, tuple[Slot, ...]]) -> tuple[Piece, Piece] | None:
    """Part a cell that holds a label and, behind white space, its value."""
    circled = bool(_CIRCLED.match(piece.flat))
    for i in range(2, len(piece.flat)):
        if piece.gaps[i] == NONE or label_of(piece.flat[:i]) not in labels:
            continue
        if circled or (i >= _LONG_LABEL and piece.flat[i] in _MARKS):
            value = replace(piece, flat=piece.flat[i:], gaps=piece.gaps[i:])
            return replace(piece, flat=piece.flat[:i], gaps=piece.gaps[:i]), value
    return None
