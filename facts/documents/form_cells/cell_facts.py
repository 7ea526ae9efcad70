"""Put what the cells of an assessment say on its sheet: facts, blank fields, and which fields were seen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ..document_facts import SeenField
from ..sections.file_chapters import in_turn
from ..text.lines import compact
from ..text.listed_names import FILE_ENDS, SYSTEM_ENDS, listed_names
from .cell_values import prints_lists, read_count, read_value, spaced
from .flat_rows import flat_rows
from .form_gaps import mark_doubtful
from .form_labels import FormLabels
from .located import locate
from .marked_values import BLANK, UNREADABLE, Read, left_unmarked, read_tick
from .marked_words import find_marked
from .walk_steps import Located

if TYPE_CHECKING:
    from ..collector import Sheet
    from ..doors.as_lines import LaidOut
    from ..form_words import Vocabulary
    from .walk_steps import Head, Walk

__all__ = ["CellReading", "read_cells"]

#: More systems or entrustments than any affair has.
_MOST: Final = 100
#: Share of the fields of a section by which it counts as located.
_MOSTLY: Final = 0.5
_NUMBER: Final = re.compile(r"^\(?\d{1,2}[).]|^[\u2460-\u2473]")


@dataclass(slots=True)
class CellReading:
    """What the other readers need to know: whether the cells tell of several files in a form for one."""

    several: bool = False


@dataclass(slots=True)
class _Facts:
    """Values by path while they are gathered; two values of one path settle nothing."""

    values: dict[str, Read] = field(default_factory=dict)
    clash: set[str] = field(default_factory=set)

    def put(self, path: str, read: Read) -> None:
        known = self.values.setdefault(path, read)
        if (read.state, read.value) != (known.state, known.value):
            self.clash.add(path)


def read_cells(laid_out: LaidOut, vocab: Vocabulary, sheet: Sheet, first: int, last: int) -> CellReading:
    """Read the fields of one assessment, printed on the lines ``first`` to ``last``, by their cells."""
    labels = FormLabels(vocab.form)
    walk = locate(flat_rows(laid_out, first, last), vocab.form, labels)
    mark_doubtful(walk, labels)
    return _Reader(walk, labels, vocab, sheet).read()


class _Reader:
    def __init__(self, walk: Walk, labels: FormLabels, vocab: Vocabulary, sheet: Sheet) -> None:
        self.walk = walk
        self.labels = labels
        self.vocab = vocab
        self.sheet = sheet
        self.facts = _Facts()
        lists = prints_lists(walk, vocab)
        self.reads = [
            (found, UNREADABLE if found.doubtful else read_value(found, vocab, lists=lists))
            for found in walk.located
        ]
        drawn = {r.drawn_empty for _, r in self.reads if r.state == "read"} - {None}
        #: Whether this document draws its empty boxes, told by its groups of boxes.
        self.drawn_empty = drawn.pop() if len(drawn) == 1 else None
        if self.drawn_empty is False:
            self.reads = [(found, self._unmarked(found, read)) for found, read in self.reads]
        boxes = [f.stream.text for f in walk.located if f.slot.field.kind == "ticks"]
        #: Whether what is chosen is drawn as ● and what is not as ○, told by its groups of boxes.
        self.radio = any("●" in text and "○" in text for text in boxes)
        self.names = self._files()
        self.owners = self._owners()

    def read(self) -> CellReading:
        for found, read in self.reads:
            prefix = self._prefix(found.slot.section.id, found.instance, once=found.slot.part.once)
            path = self._path(found)
            if prefix is not None and path is not None and found.number != 0:
                self._put(prefix, path, read)
                if found.doubtful:
                    self.facts.clash.add(prefix + path)
                if path == "entrusts":
                    count = read_count(found.stream)
                    if read.value is True and count.state == "read":
                        self.facts.put(f"{prefix}entrustments", count)
            self._see(found, read, prefix, path)
        for head in self.walk.heads:
            self._head(head)
        self._applicable()
        self._write()
        self._bar_rest()
        return CellReading(several=self._several())

    def _unmarked(self, found: Located, read: Read) -> Read:
        options = found.slot.field.options
        if read.state != "unreadable" or found.doubtful or options is None:
            return read
        return BLANK if left_unmarked(found.stream, tuple(self.vocab.options[options])) else read

    def _put(self, prefix: str, path: str, read: Read) -> None:
        self.facts.put(prefix + path, read)
        if self.vocab.form.id == "full" and path.startswith("answers[") and prefix == "":
            # section Ⅳ is answered once, for all files alike
            for name in self.names:
                self.facts.put(f"files[{name}].{path}", read)

    def _several(self) -> bool:
        return self.vocab.form.id == "key" and any(
            n > 0 for s, n in self.owners if s in ("overview", "measures")
        )

    def _printed_apart(self) -> bool:
        """Whether the whole form is printed for each file, with what it asks once at the end of each printing."""
        ends = {f.instance for f, _ in self.reads if f.slot.section.id == "measures" and f.slot.part.once}
        return self._several() and len(ends) > 1

    def _files(self) -> list[str]:
        """Read the names of the files, and in form 2 those of the systems."""
        names: list[str] = []
        for found, read in self.reads:
            target = found.slot.field.path
            if found.slot.field.kind != "list" or read.state != "read":
                continue
            stream = found.stream
            ends = FILE_ENDS if target == "files" else SYSTEM_ENDS
            listed = listed_names(spaced(stream), ends)
            if listed is None:
                continue
            if target == "files":
                names = list(listed)
                self.facts.put("files", Read("read", tuple(sorted(listed)), stream.pieces[0]))
            else:
                for n, name in enumerate(listed, 1):
                    at = stream.text.find(name)
                    piece = stream.pieces[max(at, 0)]
                    self.facts.put(f"systems[{n}].name", Read("read", name, piece))
        return names

    def _owners(self) -> dict[tuple[str, int], str | None]:
        """Return the file of each printing of a section."""
        owners: dict[tuple[str, int], str | None] = {}
        for found, _ in self.reads:
            section = found.slot.section
            if not (section.per_file or section.several):
                continue
            key = (section.id, found.instance)
            owners.setdefault(key, None)
            if found.slot.field.id in ("file_name", "measures_file"):
                owners[key] = self._name(found)
        named = dict(owners)
        for section_id in {s for s, _ in owners}:
            mine = [k for k in owners if k[0] == section_id]
            given = [owners[k] for k in mine]
            if len(mine) == len(self.names) == 1:
                owners[mine[0]] = self.names[0]
            for key in mine:
                if owners[key] is not None and given.count(owners[key]) > 1:
                    owners[key] = None
        turn = [owners[k] for k in sorted(owners) if k[0] == "overview"]
        mine = [k for k in sorted(owners) if k[0] == "measures"]
        given = in_turn([owners[k] for k in mine], turn, [named[k] for k in mine])
        return owners | dict(zip(mine, given, strict=True))

    def _name(self, found: Located) -> str | None:
        text = _NUMBER.sub("", found.stream.text)
        if text in self.names:
            return text
        return text if not self.names and re.search(rf"{FILE_ENDS}$", text) else None

    def _prefix(self, section: str, instance: int, *, once: bool = False) -> str | None:
        """Return what stands before the paths of a section; None where its file cannot be told."""
        if (section, instance) not in self.owners:
            return ""
        if once and not (section == "measures" and self._printed_apart()):
            return ""
        if self.vocab.form.id == "key" and not self._several():
            return ""
        owner = self.owners[section, instance]
        return None if owner is None else f"files[{owner}]."

    def _path(self, found: Located) -> str | None:
        slot = found.slot
        if slot.risk is not None and slot.field.id == "adequacy":
            return f"risks[{slot.risk.id}].adequacy"
        if slot.field.question:
            return f"answers[{slot.field.id}]"
        path = slot.field.path
        if path is None or slot.field.kind not in ("choice", "ticks", "date", "text"):
            return None
        if "[i]" in path:
            number = (
                found.number if found.number is not None else 1 if slot.part.repeat == "systems" else None
            )
            return None if number is None else path.replace("[i]", f"[{number}]")
        return path

    def _head(self, head: Head) -> None:
        """Read what stands in the heading of a part: boxes that skip its risks, counts of recipients."""
        prefix = self._prefix(head.section.id, head.instance)
        if prefix is None:
            return
        stream = head.stream
        for skip in head.part.skip:
            read = read_tick(stream, compact(skip.tick), drawn_empty=self.drawn_empty, radio=self.radio)
            if read.state == "read":
                for risk in skip.risks:
                    self.facts.put(
                        f"{prefix}risks[{risk}].applicable", Read("read", not read.value, read.piece)
                    )
        counts = [f for f in head.part.fields if f.kind == "count" and f.path in ("provides", "transfers")]
        if counts:
            words = {compact(f.label): str(f.path) for f in counts}
            self._recipients(prefix, head, words)

    def _recipients(self, prefix: str, head: Head, words: dict[str, str]) -> None:
        stream = head.stream
        marked = find_marked(stream, words)
        for word in marked.words:
            same = [w for w in marked.words if w.name == word.name]
            count = re.match(r"\((\d{0,3})\)件", stream.text[word.end :])
            if len(same) != 1 or count is None:
                continue
            mark = word.mark if word.mark is not None or self.drawn_empty is not False else False
            if mark and count[1]:
                self.facts.put(prefix + word.name, Read("read", int(count[1]), word.piece))
            elif mark is False and not count[1]:
                self.facts.put(prefix + word.name, Read("read", 0, word.piece))

    def _applicable(self) -> None:
        """A risk that no box can switch off applies where the document asks about it."""
        for found, _ in self.reads:
            risk, part = found.slot.risk, found.slot.part
            prefix = self._prefix(found.slot.section.id, found.instance)
            if risk is None or prefix is None or any(risk.id in s.risks for s in part.skip):
                continue
            self.facts.put(f"{prefix}risks[{risk.id}].applicable", Read("read", True, found.label))

    def _bar_rest(self) -> None:
        """Where most of a section was located by its cells, what was not is missing, and no guess may fill it."""
        printings = {(f.slot.section.id, f.instance) for f, _ in self.reads}
        for section, instance in printings:
            prefix = self._prefix(section, instance)
            mine = [f for f, _ in self.reads if (f.slot.section.id, f.instance) == (section, instance)]
            asked = [s for s in self.labels.slots[section] if s.field.kind in ("choice", "ticks", "date")]
            once = [s for s in asked if s.part.repeat is None]
            seen = {f.slot.order for f in mine}
            if prefix is None or not once or sum(s.order in seen for s in once) < _MOSTLY * len(once):
                continue
            for slot in self.labels.slots[section]:
                own = "" if slot.part.once else prefix
                for n in range(1, _MOST if slot.part.repeat else 2):
                    path = self._path(Located(slot, instance, n, mine[0].label))
                    if path is not None and slot.field.kind != "text":
                        self.sheet.bar(own + path)

    def _write(self) -> None:
        off = {
            path.removesuffix(".applicable")
            for path, read in self.facts.values.items()
            if path.endswith(".applicable") and read.value is False
        }
        for path, read in self.facts.values.items():
            if path in self.facts.clash:
                self.sheet.bar(path)
                continue
            if path.endswith(".adequacy") and path.removesuffix(".adequacy") in off and read.state != "read":
                self.sheet.bar(path)
                continue
            if read.state == "read" and read.value is not None and read.piece is not None:
                self.sheet.put_cell(path, read.value, read.piece.line, read.piece.flat, read.piece.place)
            elif read.state == "blank":
                self.sheet.bar(path)
        for seen in self.sheet.seen:
            path = seen.path or ""
            if (
                seen.state == "blank"
                and path
                and path not in self.sheet.facts
                and not path.startswith(tuple(off))
            ):
                self.sheet.blank_line(path, seen.field, seen.line)

    def _see(self, found: Located, read: Read, prefix: str | None, path: str | None) -> None:
        slot = found.slot
        owner = self.owners.get((slot.section.id, found.instance))
        self.sheet.seen.append(
            SeenField(
                slot.section.id,
                slot.part.id,
                slot.risk.id if slot.risk else None,
                slot.field.id,
                owner,
                found.number,
                read.state,
                None if prefix is None or path is None else prefix + path,
                found.label.line,
                (read.piece or found.label).place,
            )
        )
