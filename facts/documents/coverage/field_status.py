"""What became of every field a form asks for: read, blank, not applicable, unreadable or not found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ...fact_names import by_word
from ...vocabulary import Scope
from ..text.lines import compact
from .answer_shown import shown
from .expected_fields import expected_fields
from .label_tokens import tokens_of
from .list_entries import entries_of, file_order
from .located_labels import locate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...forms.model import FormField
    from ..collector import Sheet
    from ..document_facts import Reading
    from ..doors.as_lines import LaidOut
    from ..form_words import Vocabulary
    from ..sections.layout import Layout
    from .expected_fields import Expected
    from .label_tokens import Token
    from .located_labels import Match

__all__ = ["FieldRead", "Status", "fields_read", "form_version"]

Status = Literal["read", "blank", "not_applicable", "unreadable", "not_found"]
#: How many lines before and after a field another may be drawn.
_AROUND: Final = 80
_MARKED: Final = frozenset({"choice", "ticks", "date", "period", "count"})


@dataclass(frozen=True, slots=True)
class FieldRead:
    """What became of one field of the form; ``line`` is where its answer, or else its label, stands.

    ``marked`` fields hold a mark, a date or a number and no sentence: one that cannot be read hides no words.
    """

    section: str
    file: str | None
    part: str
    number: int | None
    label: str
    path: str | None
    risk: str | None
    status: Status
    line: int | None
    label_line: int | None
    marked: bool = False


def fields_read(
    layout: Layout, vocab: Vocabulary, sheet: Sheet, files: Sequence[str], laid_out: LaidOut | None
) -> tuple[FieldRead, ...]:
    """Return what became of every field that this form, in this version, asks for in this document."""
    tokens = [t for t in tokens_of(layout, laid_out, layout.end) if t.text]
    entries = entries_of(layout, vocab, sheet, files, tokens)
    version = form_version(layout, sheet)
    expected = list(expected_fields(vocab.form, version, entries, file_order(layout, vocab, entries.files)))
    lines = [t.at for t in tokens]

    def near(first: int, last: int) -> tuple[int, int]:
        a, b = lines[first], lines[last]
        start, end = max(layout.page(a)[0], a - _AROUND), min(layout.page(b)[1], b + _AROUND)
        return bisect_left(lines, start), bisect_left(lines, end) - 1

    found = locate(expected, tokens, vocab.sets_of, near)
    reader = _Reader(layout, vocab, sheet, tokens, expected, found, cells=laid_out is not None)
    return tuple(reader.fields())


def form_version(layout: Layout, sheet: Sheet) -> str | None:
    """Return the version that the document names."""
    stated = sheet.facts.get("form_version")
    return str(stated.value) if stated else layout.version[0] if layout.version else None


@dataclass(frozen=True, slots=True)
class _Settled:
    item: Expected
    field: FormField
    status: Status
    match: Match | None
    reading: Reading | None


class _Reader:
    """Tells of each expected field what became of it, from where its label stands and what was read."""

    def __init__(
        self,
        layout: Layout,
        vocab: Vocabulary,
        sheet: Sheet,
        tokens: Sequence[Token],
        expected: Sequence[Expected],
        found: Mapping[int, Match],
        *,
        cells: bool,
    ) -> None:
        self.layout, self.vocab, self.sheet, self.tokens = layout, vocab, sheet, tokens
        self.expected, self.found, self.cells = expected, found, cells
        self.starts = sorted(m.token for m in found.values())
        #: Which file a label belongs to, by its line.
        self.owners = {(tokens[m.token].at, expected[e].labels): expected[e].file for e, m in found.items()}
        self.numbers = [line.number for line in layout.lines]

    def fields(self) -> Iterator[FieldRead]:
        settled = list(self._settled())
        unasked = _not_printed([(s.status == "not_found", self._asked(s.item)) for s in settled])
        for n, s in enumerate(settled):
            at = self.numbers[self.tokens[s.match.token].at] if s.match else None
            if s.item.section == "changes" and self.layout.changes is not None:
                at = self.numbers[self.layout.changes]
            yield FieldRead(
                section=s.item.section,
                file=s.item.file,
                part=s.item.part.id,
                number=s.item.part.number,
                label=s.field.label,
                path=s.item.paths[0] if s.item.paths else None,
                risk=s.item.risk,
                status="not_applicable" if n in unasked else s.status,
                line=s.reading.line if s.reading else at,
                label_line=at,
                marked=s.field.kind in _MARKED,
            )

    def _settled(self) -> Iterator[_Settled]:
        matches: dict[tuple[str, str | None, str], Match] = {}
        for e, item in enumerate(self.expected):
            if item.field is None:
                continue
            where = (item.section, item.file)
            beside = item.field.beside
            match = matches.get((*where, beside)) if beside else self.found.get(e)
            if match:
                matches[*where, item.field.id] = match
            if item.told_by and match is None and (*where, item.told_by) in matches:
                continue  # the document says how many there are, and this is none of them
            reading = next((self.sheet.facts[p] for p in item.paths if p in self.sheet.facts), None)
            if reading is not None and match is None and self._of_another(item, reading):
                reading = None
            if match is None and reading is None and not item.sure and item.section != "changes":
                continue
            yield _Settled(item, item.field, self._status(item, item.field, match, reading), match, reading)

    def _status(
        self, item: Expected, field: FormField, match: Match | None, reading: Reading | None
    ) -> Status:
        if item.section == "changes":
            return self._changes()
        if reading is not None:
            return "blank" if reading.value == () else "read"
        if match is None:
            return "not_found"
        if not self._asked(item):
            return "not_applicable"
        return "unreadable" if field.beside else self._without_reading(item, field, match)

    def _changes(self) -> Status:
        if self.layout.changes is None:
            return "not_found"
        if any(path.startswith("changes[") for path in self.sheet.facts):
            return "read"
        return "unreadable" if "changes" in self.sheet.open else "blank"

    def _without_reading(self, item: Expected, field: FormField, match: Match) -> Status:
        """Tell of a field whose label stands there and whose answer is no fact: read as text, blank or unreadable."""
        after = bisect_right(self.starts, match.token)
        end = self.starts[after] if after < len(self.starts) else len(self.tokens)
        said = [match.rest, *(t.text for t in self.tokens[match.token + match.tokens : end])]
        answer = shown(said, field, self.vocab)
        if answer == "something":
            return "unreadable" if field.kind in _MARKED and _fills_fact(field) else "read"
        if answer == "unclear":
            return "unreadable"
        known = any(p in self.sheet.blanks for p in (*item.paths, field.id))
        # Without cells, what was written may stand elsewhere: only a dash or an empty mark shows an empty field.
        if answer == "empty" or known or self.cells or _may_be_empty(field):
            return "blank"
        return "unreadable"

    def _of_another(self, item: Expected, reading: Reading) -> bool:
        """Whether the label on the line of a reading belongs to another file, as the order of the document has it."""
        if item.file is None or reading.line is None:
            return False
        lines = range(bisect_left(self.numbers, reading.line), bisect_right(self.numbers, reading.line))
        owners = [self.owners[n, item.labels] for n in lines if (n, item.labels) in self.owners]
        return any(owner != item.file for owner in owners)

    def _asked(self, item: Expected) -> bool:
        """Whether the answers of the form itself call for a field, as far as they are known."""
        prefix = f"files[{item.file}]." if item.file is not None else ""
        facts = self.sheet.facts
        if item.risk:
            applicable = facts.get(f"{prefix}risks[{item.risk}].applicable")
            if applicable is not None and applicable.value is False:
                return False
        for required in (item.part.required, item.field.required if item.field else None):
            if not isinstance(required, dict):
                continue
            for name, value in required.items():
                names = [prefix + name, name, f"{prefix}answers[{name}]", f"answers[{name}]"]
                if item.entry is not None:
                    names.insert(0, f"{prefix}entrustments[{item.entry}].{name}")
                answer = next((facts[n] for n in names if n in facts), None)
                if answer is not None and not _same(answer.value, value):
                    return False
        return True


def _not_printed(fields: Sequence[tuple[bool, bool]]) -> set[int]:
    """Return the fields that a document leaves out because they are not asked, given whether each is missing and asked.

    Where all fields missing between two that were found are such, none is lost; a run with others is text that is lost.
    """
    out: set[int] = set()
    run: list[int] = []
    for n, (missing, _) in enumerate(fields):
        if missing:
            run.append(n)
            continue
        if run and run[0] and not any(fields[k][1] for k in run):
            out |= {*run}
        run = []
    return out


def _may_be_empty(field: FormField) -> bool:
    """Whether a field may be left empty, or is asked of bodies of another kind, which the form does not tell."""
    return field.required is None or (isinstance(field.required, dict) and "body_is_local" in field.required)


def _fills_fact(field: FormField) -> bool:
    """Whether a field fills a fact of the vocabulary; what others hold is read as text."""
    path = field.path or ""
    if field.question or field.id == "adequacy" or path.startswith("systems"):
        return True
    scope = Scope.ENTRUSTMENT if path.startswith("entrustments[") else Scope.FILE
    return path.rpartition(".")[2] in by_word(scope) or path in by_word(Scope.AFFAIR)


def _same(answer: object, wanted: str | bool) -> bool:
    if isinstance(answer, bool) or isinstance(wanted, bool):
        return answer == wanted
    return compact(str(answer)) == compact(wanted)
