"""What a document has several of, and in which order it prints the sections of its files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..text.lines import compact
from .expected_fields import Entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..collector import Sheet
    from ..form_words import Vocabulary
    from ..sections.layout import Layout
    from .label_tokens import Token

__all__ = ["entries_of", "file_order"]

#: A declared number of recipients beyond this is told by an annex and not by blocks of the form.
_MOST_BLOCKS: Final = 10
_UNKNOWN: Final = -1
#: How a number of cases is printed, and behind how many cells.
_CASES: Final = re.compile(r"^[^()\[\]①-⑳]{0,9}(?:\[[^\[\]]*\][^()①-⑳]{0,40})?\((\d{1,3})\)件")
_CIRCLED: Final = re.compile(r"^(?:[①-⑳]|$)")
_BEHIND: Final = 8
#: Words of an entry that stands for several, listed elsewhere.
_ELSEWHERE: Final = re.compile(r"別紙|別添|別表|ほか|各|主務省令")


def entries_of(
    layout: Layout, vocab: Vocabulary, sheet: Sheet, files: Sequence[str], tokens: Sequence[Token]
) -> Entries:
    """Count the files of a document, its systems, and for each file the entries of its lists."""
    names, shared = _files(layout, vocab, sheet, files)
    return Entries(names, _systems(sheet), _lists(vocab, sheet, names, tokens, layout), shared)


def _files(
    layout: Layout, vocab: Vocabulary, sheet: Sheet, files: Sequence[str]
) -> tuple[tuple[str | None, ...], bool]:
    """Name the files that have sections of their own, and say whether a form made for one file is used for several."""
    blocks = max(1, len(layout.of("overview")))
    if any(s.per_file for s in vocab.form.sections):
        return tuple(files) or (None,) * max(blocks, len(layout.of("measures"))), False
    named = any(path.startswith("files[") for path in sheet.facts)
    if named and len(files) > 1:
        return tuple(files), True
    return (None,) * blocks, blocks > 1


def file_order(layout: Layout, vocab: Vocabulary, names: tuple[str | None, ...]) -> list[tuple[str, int]]:
    """Name the sections printed per file as the document orders them: section by section, or file by file."""
    own = [s.id for s in vocab.form.sections if s.per_file and not s.id.startswith("annex")]
    if not own and len(names) > 1:
        own = ["overview", "measures"]
    seen = [own.index(b.section) for b in layout.blocks if b.section in own]
    numbers = range(len(names))
    if seen != sorted(seen):
        return [(name, number) for number in numbers for name in own]
    return [(name, number) for name in own for number in numbers]


def _systems(sheet: Sheet) -> int:
    numbers = [int(m[1]) for path in sheet.facts if (m := re.match(r"systems\[(\d+)\]", path))]
    return max(numbers, default=1)


def _lists(
    vocab: Vocabulary, sheet: Sheet, names: tuple[str | None, ...], tokens: Sequence[Token], layout: Layout
) -> list[dict[str, int]]:
    """Count the entries of the lists of each file: those that are printed, or as many as the document says there are."""
    parts = [p for s in vocab.form.sections for p in s.parts if p.counts]
    blocks = layout.of("overview")
    out = []
    for n, name in enumerate(names):
        prefix = f"files[{name}]." if name is not None else ""
        start, end = (blocks[n].start, blocks[n].end) if n < len(blocks) else (layout.end, layout.end)
        if len(names) == 1:
            start, end = 0, layout.end
        inside = [k for k, t in enumerate(tokens) if start <= t.at < end]
        counts = {}
        for part in parts:
            for word, path in zip(part.heads, part.counts, strict=True):
                stated = sheet.facts.get(prefix + path) if prefix or len(names) == 1 else None
                told = (
                    stated.value
                    if stated and type(stated.value) is int
                    else _told(vocab, path, tokens, inside)
                )
                printed, elsewhere = _printed(word, tokens, inside)
                if elsewhere or (told > _MOST_BLOCKS and part.repeat == "recipients"):
                    told = 1 if told else 0
                # Where nothing is known, one may be lost.
                counts[word] = max(printed, told) or (0 if stated else _UNKNOWN)
        out.append(counts)
    return out


def _told(vocab: Vocabulary, path: str, tokens: Sequence[Token], inside: Sequence[int]) -> int:
    """Return the number of cases printed behind the label of a count, where the reader of facts did not settle it."""
    field = next(f for f in vocab.form.fields if f.path == path)
    if field.beside:
        field = next(f for f in vocab.form.fields if f.id == field.beside)
    label = compact(field.label)
    for k in inside:
        if label in tokens[k].text:
            behind = "".join(t.text for t in tokens[k : k + _BEHIND])
            match = _CASES.search(behind.partition(label)[2])
            return int(match[1]) if match else 0
    return 0


def _printed(word: str, tokens: Sequence[Token], inside: Sequence[int]) -> tuple[int, bool]:
    """Return the highest number of a named entry, and whether one stands for several.

    Blocks without a name are printed for everybody.
    """
    head = re.compile(rf"^{word}(\d{{1,3}})(?![\d~〜～])")
    most, elsewhere = 0, False
    for k in inside:
        if match := head.match(tokens[k].text):
            rest = tokens[k].text[match.end() :].strip("※*")
            behind = tokens[k + 1].text[:1] if k + 1 < len(tokens) else ""
            if rest or not _CIRCLED.match(behind):
                most = max(most, int(match[1]))
            named = tokens[k].text + (tokens[k + 1].text if k + 1 < len(tokens) else "")
            elsewhere = elsewhere or bool(_ELSEWHERE.search(named))
    return most, elsewhere
