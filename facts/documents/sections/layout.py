"""Cut one assessment into cover, sections (one block per file) and the change table, along page ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from ..text.lines import compact
from ..text.page_ends import page_starts
from ..text.tick_rows import spaced_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...forms.model import Section
    from ..form_words import Vocabulary
    from ..text.bundle import Span
    from ..text.lines import Line

__all__ = ["Block", "Layout", "lay_out"]

_MARKUP = re.compile(r"^[#*\-・\s|]+")
_CHANGES = re.compile(r"^\(?(?:別添\d?\)?)?変更箇所\)?$")
_ARABIC = re.compile(r"^(\d)[.、]?(?=\D)")
_ROMAN = re.compile(r"^(?:VIII|VII|VI|IV|IX|III|II|I|V|X)\.?")


@dataclass(frozen=True, slots=True)
class Block:
    """The lines ``[start, end)`` that belong to one section; for sections per file, of the n-th file."""

    section: str
    start: int
    end: int
    heading: int


@dataclass(frozen=True)
class Layout:
    """One assessment with its places; all places are indexes into ``lines``.

    ``listed`` are the sections that its list of contents (項目一覧) names.
    """

    form: str
    lines: Sequence[Line]
    flat: Sequence[str]
    pages: tuple[int, ...]
    body: int
    end: int
    changes: int | None
    version: tuple[str, int] | None
    spaced: bool
    blocks: tuple[Block, ...] = field(default=())
    listed: frozenset[str] = frozenset()

    def of(self, section: str) -> list[Block]:
        """Give the blocks of a section in document order."""
        return [b for b in self.blocks if b.section == section]

    def page_of(self, at: int) -> int:
        """Give the index of the page a line is on."""
        import bisect

        return bisect.bisect_right(self.pages, at) - 1

    def page(self, at: int) -> tuple[int, int]:
        """Give start and end of the page a line is on."""
        n = self.page_of(at)
        return self.pages[n], self.pages[n + 1] if n + 1 < len(self.pages) else len(self.lines)

    def pages_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """Cut a stretch of lines at the page ends inside it."""
        cuts = [start, *(p for p in self.pages if start < p < end), end]
        return [(a, b) for a, b in pairwise(cuts) if a < b]


def _find_changes(
    own: Sequence[Line],
    flat: Sequence[str],
    body: int,
    pages: tuple[int, ...],
    heads: Sequence[tuple[int, str]],
) -> int | None:
    """Find where the table of changes starts: its heading, or its header row, whichever page comes first."""
    hits = []
    for i in range(body, len(flat)):
        text = _MARKUP.sub("", flat[i])
        if "変更" not in text:
            continue
        header = "変更前の記載" in text and "変更後の記載" in text
        spread = text == "変更前の記載" and any("変更後の記載" in t for t in flat[i : i + 12])
        if (_CHANGES.match(text) and text != "変更箇所)") or header or spread:
            hits.append(i)
    if not hits:
        return None
    first = hits[0]
    start = max(p for p in pages if p <= first)
    # Without page ends the heading itself is the cut; with them, rows may be drawn above it.
    body_heads = any(start <= i < first for i, _ in heads)
    if start > body and first - start <= _MAX_PAGE and not body_heads:
        return start
    return _rows_above(own, flat, max(start, body), first)


_MAX_PAGE = 400
_MAX_ABOVE = 60
_TIMED = re.compile(r"(?:^| )事[前後](?:$| )")


def _rows_above(own: Sequence[Line], flat: Sequence[str], floor: int, first: int) -> int:
    """Find rows drawn above the heading on a page whose first line has only one space to tell.

    Such a line stands directly below the page before and is no label; a row among what follows confirms it.
    """
    for i in range(first - 1, max(floor, first - _MAX_ABOVE), -1):
        if own[i].indent == 1 and flat[i - 1] and not _LABELLED.match(flat[i]):
            return i if any(_TIMED.search(own[k].text) for k in range(i, first)) else first
    return first


_BROKEN = 8
_LIST = 6
_LABELLED = re.compile(r"^[\u2460-\u2473\d(\[\]<※・]")
_MAX_LEAD = 120


def _body_sections(vocab: Vocabulary) -> list[Section]:
    """Give the sections that have a number: those of the body."""
    return [
        s for s in vocab.form.sections if s.id not in ("cover", "changes") and not s.id.startswith("annex")
    ]


def _heading_names(vocab: Vocabulary) -> dict[str, tuple[str, int]]:
    """Give the section and its number by the words of its heading."""
    out = {}
    for number, section in enumerate(_body_sections(vocab), 1):
        name = _ROMAN.sub("", compact(section.label))
        # Some tools drop all punctuation.
        out[name] = out[name.replace("、", "")] = (section.id, number)
    return out


def _headings(
    flat: Sequence[str], start: int, end: int, names: dict[str, tuple[str, int]]
) -> list[tuple[int, str]]:
    """Find the headings of sections; where no Roman number is left, those numbered otherwise."""
    return _numbered(flat, start, end, names, _ROMAN) or _numbered(flat, start, end, names, _ARABIC)


def _numbered(
    flat: Sequence[str], start: int, end: int, names: dict[str, tuple[str, int]], number: re.Pattern[str]
) -> list[tuple[int, str]]:
    out = []
    for i in range(start, end):
        text = flat[i]
        if len(text) > 60 or not text:
            continue
        text = _MARKUP.sub("", text)
        head = number.match(text)
        if not head:
            continue
        rest = text[head.end() :].lstrip("._:、 ")
        if len(rest) >= _BROKEN and any(name.startswith(rest) and name != rest for name in names):
            # A long heading may be broken over two lines.
            rest += next(iter(flat[i + 1 : i + 2]), "")
        rest = _printed_once(rest)
        for name, (section, place) in names.items():
            if number is _ARABIC and int(head[1]) != place:
                continue
            if rest == name or (rest.startswith(name) and rest[len(name)] in "※*("):
                out.append((i, section))
    return out


def _printed_once(text: str) -> str:
    """Return a heading that was printed twice, the second time into the first, as bold letters are; others as they are.

    >>> _printed_once("リスクリスク対策※対策※"), _printed_once("リスク対策※")
    ('リスク対策※', 'リスク対策※')
    """
    half, odd = divmod(len(text), 2)
    if odd:
        return text
    twice = (text[k : k + half] for k in range(half + 1) if text[:k] + text[k + half :] == text[k : k + half])
    return next(twice, text)


def _body_start(flat: Sequence[str], heads: list[tuple[int, str]], pages: tuple[int, ...]) -> int:
    """Find the body: the contents repeat its headings, so it starts at the page that asks for 事務の名称."""
    name = next((i for i, t in enumerate(flat) if "①事務の名称" in t), None)
    basics = [i for i, s in heads if s == "basic"]
    if name is None:
        # Where the next section follows at once this is the list of contents, and the text ends on its cover.
        listed = bool(basics) and any(basics[-1] < i <= basics[-1] + _LIST for i, s in heads if s != "basic")
        return len(flat) if listed else basics[-1] if basics else 0
    near = [i for i in basics if abs(i - name) <= 60]
    start = max(p for p in pages if p <= name)
    others = [i for i, s in heads if s != "basic" and start <= i < name]
    if start and not others:
        return start
    if near:
        return min((i for i in near if i > max(others, default=-1)), default=name)
    return name


def lay_out(lines: Sequence[Line], span: Span, vocab: Vocabulary) -> Layout:
    """Cut the lines of a span into blocks; what cannot be placed stays in the block before it."""
    own = lines[span.start : span.end]
    flat = [compact(line.text) for line in own]
    pages = page_starts(own)
    names = _heading_names(vocab)
    heads = _headings(flat, 0, len(flat), names)
    body = _body_start(flat, heads, pages)
    changes = _find_changes(own, flat, body, pages, heads)
    end = changes if changes is not None else len(own)
    listed = frozenset(s for i, s in heads if i < body)
    heads = [(i, s) for i, s in heads if body <= i < end]
    version = (span.version[0], lines[span.version[1]].number) if span.version else None
    spaced = spaced_style(own[body:end])
    layout = Layout(span.form, own, flat, pages, body, end, changes, version, spaced)
    starts: list[tuple[int, str, int]] = []
    floor = body
    for at, section in heads:
        page = layout.page(at)[0]
        # A page so long that its end was surely missed says nothing about where the section starts.
        near = at - page <= _MAX_LEAD and page >= floor and page > (starts[-1][2] if starts else -1)
        start = page if near else at
        starts.append((max(start, floor), section, at))
        floor = at + 1
    blocks = tuple(
        Block(section, start, starts[n + 1][0] if n + 1 < len(starts) else end, at)
        for n, (start, section, at) in enumerate(starts)
    )
    return Layout(span.form, own, flat, pages, body, end, changes, version, spaced, blocks, listed)
