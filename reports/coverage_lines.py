"""How much of a document was read, in one line and in a warning, for every view of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .wording.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..engine.results.assessment import Assessment
    from ..facts.affair.form_coverage import FormCoverage

__all__ = [
    "coverage_line",
    "coverage_warning",
    "is_whole",
    "left_rows",
    "note_lines",
    "nothing_found",
    "unread_parts",
]

#: Parts of the form that a line names before it only counts the rest.
_MOST_PARTS: Final = 12


def coverage_line(coverage: FormCoverage, lang: str = "ja") -> str:
    """Say how many of the form's fields were read.

    >>> from ..facts.affair.form_coverage import FieldLeft, FormCoverage, SectionCoverage
    >>> section = SectionCoverage(id="measures", asked=312, read=302, blank=9, unreadable=1)
    >>> left = FieldLeft(section="measures", part="Ⅲ6", label="リスクへの対策は十分か", status="unreadable")
    >>> form = FormCoverage(form="full", number="様式4", form_version="令和7年5月様式4", sections=(section,), left=(left,))
    >>> coverage_line(form)
    '様式4 令和7年5月：312項目中 302項目を読み取り、空欄9、読み取れず1（Ⅲ6）'
    """
    total = coverage.total
    words = Words(lang)
    name = " ".join(p for p in (coverage.number, _version(coverage)) if p)
    parts = unread_parts(coverage, lang)
    where = f"（{parts}）" if parts and lang == "ja" else f" ({parts})" if parts else ""
    told: str = words.coverage("line").format(
        name=name,
        asked=f"{total.asked:,}",
        read=f"{total.read:,}",
        blank=f"{total.blank:,}",
        unread=f"{total.unread:,}",
        where=where,
    )
    return told


def _version(coverage: FormCoverage) -> str:
    version = coverage.form_version or ""
    return version.removesuffix(coverage.number).strip()


def unread_parts(coverage: FormCoverage, lang: str = "ja") -> str:
    """Name the parts of the form in which something was not read, each once, in the form's order.

    A section of which nothing was found is named as a whole.
    """
    lost = {s.id for s in coverage.sections if s.not_found and s.not_found == s.asked + s.not_applicable}
    parts = list(
        dict.fromkeys(
            one.part.rstrip("0123456789") if one.section in lost else one.part for one in coverage.left
        )
    )
    shown = ("、" if lang == "ja" else ", ").join(parts[:_MOST_PARTS])
    rest = len(parts) - _MOST_PARTS
    return shown + (Words(lang).coverage("more").format(n=rest) if rest > 0 else "")


def coverage_warning(result: Assessment, lang: str = "ja") -> str:
    """Return the warning that stands first where a part of the document was not read; nothing where all was."""
    coverage = result.coverage
    if coverage is None or coverage.whole:
        return ""
    return str(Words(lang).coverage("warning")).format(parts=unread_parts(coverage, lang))


def note_lines(coverage: FormCoverage, lang: str = "ja") -> list[str]:
    """Say what stands in the document outside what can be read, or is hidden and was read; a line for each kind.

    >>> from ..facts.affair.form_coverage import DocumentNote, FormCoverage
    >>> notes = tuple(DocumentNote(id="images", place=f"{n}頁", place_en=f"page {n}") for n in (3, 5))
    >>> note_lines(FormCoverage(form="full", sections=(), notes=notes))
    ['画像だけの頁があり、その文字は読み取れません：3頁、5頁']
    """
    words = Words(lang)
    places: dict[str, list[str]] = {}
    for note in coverage.notes:
        place = note.place_en if lang == "en" else note.place
        shown = f"{place}（{note.value}）" if note.value and place and note.id != "images" else place
        places.setdefault(note.id, []).append(shown or note.value)
    join, mark = ("、", "：") if lang == "ja" else (", ", ": ")
    return [
        f"{words.document_note(id_)}{mark}{join.join(found[:_MOST_PARTS])}{'…' if len(found) > _MOST_PARTS else ''}"
        for id_, found in places.items()
    ]


def is_whole(row: Mapping[str, Any]) -> bool:
    """Say whether a document of a batch was read in whole, by its row in ``summary.json``."""
    return not any(s["unreadable"] or s["not_found"] for s in row["sections"])


def nothing_found(result: Assessment, lang: str = "ja") -> str:
    """Say that there is no finding, or where parts were not read, that there is none in what was read."""
    words = Words(lang)
    if result.coverage is None or result.coverage.whole:
        return str(words.ui("no_findings"))
    return str(words.coverage("no_findings_in_part"))


def left_rows(coverage: FormCoverage, lang: str = "ja") -> Iterator[tuple[str, str, str, str]]:
    """Yield every field that was not read: its place in the form, its label, what became of it, its place in the file."""
    words = Words(lang)
    for one in coverage.left:
        file = f"（{one.file}）" if one.file else ""
        yield (
            one.part,
            f"{one.label}{file}",
            words.coverage(one.status),
            one.place_en if lang == "en" else one.place,
        )
