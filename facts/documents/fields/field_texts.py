"""The words of each field of the form, where its label and the labels around it stand in the order of the form.

A field begins behind its label and ends before the next label or heading. That is known only where the labels of a
part follow one another as the form prints them: of a part that a transcription has torn apart no field is given, so
that nothing is concluded from it. A field that is given with no words is blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...budget import spend
from ..document_facts import Passage
from ..form_words import bare
from ..text.lines import compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...forms.model import Part
    from ..form_words import Vocabulary
    from ..sections.layout import Block, Layout

__all__ = ["DASH", "field_texts"]

#: What a field says that a body filled with nothing.
DASH: Final = "―"

#: Sections whose fields are read one by one; the cover, the annexes and the change table have readers of their own.
_SECTIONS: Final = ("basic", "overview", "measures", "others", "requests", "procedure")
_MOST_WORDS: Final = 4
_DASH: Final = re.compile(r"^[-―—–‐‑－ー─=.\s]*$")
#: 「委託事項2」 begins a row of a repeated part; 「委託事項2~5」 only heads a page.
_ROW: Final = re.compile(r"^[#*\-]*(システム|委託事項|提供先|移転先)(\d{1,2})(?![\d~～\-])")
_PAGE: Final = re.compile(r"^[#*\-]*(?:システム|委託事項|提供先|移転先)\d{1,2}[~～\-]\d{1,2}$")
_REPEATED: Final = {
    "システム": "systems",
    "委託事項": "entrustments",
    "提供先": "recipients",
    "移転先": "recipients",
}
_HEADING: Final = re.compile(r"^[#*\-]*\d{1,2}[.、．]?")
_RISK: Final = re.compile(r"^[#*\-]*リスク[\d\u2460-\u2469]{0,2}[:.、]?")
#: An answer in its brackets, which is no tick.
_ANSWER: Final = re.compile(r"^\s*\[(?!\s*[○\]])[^\[\]]*\]")
_GROUPS: Final = frozenset({"再委託", "使用の主体"})
_CHAPTER: Final = re.compile(r"^[IVX]{1,4}[.\s]?\S{0,30}$|^\d{1,3}$|^\(?別[添紙]\d")
_OPTIONS: Final = re.compile(r"[<＜]選択肢[>＞].*$")
_NUMBERED: Final = re.compile(r"^[\u2460-\u2473]")
#: The form prints the words of provisions for transfers too.
_AS_PROVISION: Final = (("移転先", "提供先"), ("移転する", "提供する"), ("移転方法", "提供方法"))
#: So many labels of a part must be in their order for a field of it to be known blank.
_ENOUGH: Final = 2
#: So many pieces a line of the file, on average, come only of lines run together.
_PARTED: Final = 2


@dataclass(frozen=True, slots=True)
class _Slot:
    """A field of the form in its place: part, risk, name and bare label."""

    part: int
    name: str
    label: str
    numbered: bool


@dataclass
class _Found:
    """A field being read: where its label stands and what stands behind it."""

    slot: int
    row: int
    at: int
    lines: list[tuple[int, str]] = field(default_factory=list)


def field_texts(
    layout: Layout, vocab: Vocabulary, names: Mapping[tuple[str, int], str | None]
) -> tuple[Passage, ...]:
    """Give the words of fields; ``names`` tells the file of a block (section, start).

    The section of a passage is the name of its field, with the number of its row where the part is repeated
    (``e_content[2]``).
    """
    out: list[Passage] = []
    if _run_together(layout):
        return ()
    for block in layout.blocks:
        if block.section in _SECTIONS:
            reader = _Reader(layout, vocab, block)
            out.extend(reader.passages(names.get((block.section, block.start))))
    return tuple(out)


def _run_together(layout: Layout) -> bool:
    """Whether a tool ran lines together: where they are parted again is a guess, too weak to say where a field ends."""
    numbers = [line.number for line in layout.lines if not line.blank]
    return len(set(numbers)) * _PARTED < len(numbers)


class _Reader:
    """Reads the fields of one block, label by label."""

    def __init__(self, layout: Layout, vocab: Vocabulary, block: Block) -> None:
        self.layout = layout
        self.vocab = vocab
        self.block = block
        self.parts = vocab.parts(block.section)
        self.slots = tuple(_slots(self.parts))
        self.fits: dict[str, list[int]] = {}
        for n, slot in enumerate(self.slots):
            self.fits.setdefault(slot.label, []).append(n)
        self.heads = [(compact(p.label), tuple(compact(r.label) for r in p.risks)) for p in self.parts]
        self.part_heads = tuple(label for label, _ in self.heads if label)
        self.risk_heads = tuple(label for _, labels in self.heads for label in labels)
        self.torn: set[int] = set()
        self.last = -1
        self.row = 0
        self.row_part = -1
        self.found: list[_Found] = []
        self.open: _Found | None = None

    def passages(self, file: str | None) -> Iterator[Passage]:
        """Read the block and give the fields of the parts whose labels stand in order."""
        for i in range(self.block.start, self.block.end):
            self._line(i)
        counted = [0] * len(self.parts)
        for one in self.found:
            counted[self.slots[one.slot].part] += 1
        for one in self.found:
            slot = self.slots[one.slot]
            if slot.part in self.torn or (not one.lines and counted[slot.part] < _ENOUGH):
                continue
            repeated = self.parts[slot.part].repeat
            name = f"{slot.name}[{one.row}]" if repeated else slot.name
            lines = tuple(one.lines) or ((self.layout.lines[one.at].number, ""),)
            yield Passage(file, name, lines)

    def _line(self, i: int) -> None:
        spend()
        flat = self.layout.flat[i]
        if not flat:
            return
        if _PAGE.match(flat):
            self.open = None
            return
        if self._heading(flat):
            return
        if _CHAPTER.match(flat):
            # The head or the foot of a page says nothing; an annex ends the field.
            self.open = None if "別" in flat[:3] else self.open
            return
        text = self.layout.lines[i].text
        if (begun := _ROW.match(flat)) and self._row(begun[1], int(begun[2])):
            rest = _after(text, begun[0])
            slot = self._first_name()
            if slot is not None and rest:
                self._begin(slot, i, rest)
            else:
                self.open = None
            return
        label = self._label(text)
        if label is not None:
            slot, rest = label
            self._begin(slot, i, rest)
        elif self.open is not None and (kept := _words(text)):
            self.open.lines.append((self.layout.lines[i].number, kept))

    def _heading(self, flat: str) -> bool:
        """Whether a line is a heading of a part or of a risk, which ends the field above it."""
        number, risk = _HEADING.match(flat), _RISK.sub("", flat)
        behind = flat[number.end() :] if number else ""
        is_part = behind.startswith(self.part_heads)
        is_risk = risk != flat and risk.startswith(self.risk_heads)
        if not is_part and not is_risk:
            return False
        for n, (label, risks) in enumerate(self.heads):
            if is_part and label and behind.startswith(label):
                self._enter(n)
                return True
            if is_risk and risk.startswith(risks):
                self.open = None
                return True
        return False

    def _enter(self, part: int) -> None:
        self.open = None
        first = next((n for n, s in enumerate(self.slots) if s.part == part), None)
        if first is not None and first <= self.last and self.slots[self.last].part != part:
            self.torn |= {part, self.slots[self.last].part}
        elif first is not None and self.slots[self.last].part != part:
            self.last = max(self.last, first - 1)

    def _row(self, word: str, number: int) -> bool:
        """Begin a row of a repeated part; its fields come again."""
        repeat = _REPEATED[word]
        part = next((n for n, p in enumerate(self.parts) if p.repeat == repeat), None)
        if part is None:
            return False
        first = next(n for n, s in enumerate(self.slots) if s.part == part)
        if self.row_part != part:
            self.row, self.row_part = 0, part
            if first < self.last and self.slots[self.last].part > part:
                self.torn.add(part)
        if repeat != "recipients" and number != self.row + 1:
            self.torn.add(part)
        self.row += 1
        self.last = first - 1
        return True

    def _first_name(self) -> int | None:
        slot = self.last + 1
        return slot if slot < len(self.slots) and self.slots[slot].name in ("e_name", "r_name") else None

    def _label(self, text: str) -> tuple[int, str] | None:
        """Find the label a line begins with: its field, and the words behind it."""
        words = text.split()
        if len(words) > 1 and bare(words[0]) in _GROUPS:
            # A label of a group of fields stands before the label of its first.
            text = _after(text, words[0])
            words = text.split()
        for n in range(min(len(words), _MOST_WORDS), 0, -1):
            joined = "".join(words[:n])
            head = bare(joined)
            if self.row_part >= 0 and self.parts[self.row_part].repeat == "recipients":
                for old, new in _AS_PROVISION:
                    head = head.replace(old, new)
            fits = self.fits.get(head)
            if not fits:
                continue
            slot = self._next(fits)
            numbered = bool(_NUMBERED.match(compact(joined)))
            if slot is None or (self.slots[slot].numbered and not numbered):
                # A numbered label without its number may be a word of the text.
                if numbered and slot is None:
                    self.torn |= {self.slots[k].part for k in fits}
                    self.open = None
                return None
            return slot, _after(text, joined)
        return None

    def _next(self, fits: Sequence[int]) -> int | None:
        ahead = [k for k in fits if k > self.last]
        part = self.slots[self.last].part if self.last >= 0 else -1
        same = [k for k in ahead if self.slots[k].part == part]
        if same:
            return same[0]
        if self.parts[part].repeat and part == self.row_part:
            again = [k for k in fits if self.slots[k].part == part]
            if again and self.slots[again[0]].name == self.slots[self._start(part)].name:
                self.row += 1
                return again[0]
        return ahead[0] if ahead else None

    def _start(self, part: int) -> int:
        return next(n for n, s in enumerate(self.slots) if s.part == part)

    def _begin(self, slot: int, at: int, rest: str) -> None:
        part = self.slots[slot].part
        if self.parts[part].repeat and self.row_part != part:
            self.row, self.row_part = 1, part
        self.last = slot
        self.open = _Found(slot, self.row, at)
        self.found.append(self.open)
        if kept := _words(rest):
            self.open.lines.append((self.layout.lines[at].number, kept))


def _slots(parts: Sequence[Part]) -> Iterator[_Slot]:
    for n, part in enumerate(parts):
        for risk in part.risks:
            for one in risk.fields:
                name = f"{risk.id}.{one.id}" if one.id in ("adequacy", "measure") else one.id
                yield _Slot(n, name, bare(one.label), bool(_NUMBERED.match(compact(one.label))))
        for one in part.fields:
            if one.label != "件":
                yield _Slot(n, one.id, bare(one.label), bool(_NUMBERED.match(compact(one.label))))


def _after(text: str, head: str) -> str:
    """Return what stands behind the letters of ``head``, which may be written with white space between them."""
    left = len(compact(head))
    for i, char in enumerate(text):
        if not left:
            return text[i:].lstrip("※* \t")
        left -= not char.isspace()
    return ""


def _words(text: str) -> str:
    """Leave out an answer in its brackets and the options printed beside it; of dashes one is left."""
    kept = _OPTIONS.sub("", _ANSWER.sub("", text)).strip().lstrip("|※").strip()
    return DASH if kept and _DASH.match(kept) else kept
