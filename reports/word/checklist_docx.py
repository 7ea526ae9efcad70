"""The check sheet as a Word document, to be laid before a committee: cover, overview, viewpoints, open points."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import docx
from docx.enum.section import WD_SECTION
from docx.shared import Mm, Pt

from ..checklist import (
    counted,
    cover,
    fact_label,
    found,
    notes,
    nothing,
    open_points,
    place,
    risk_name,
    short,
    tell,
    title_of,
)
from ..wording.labels import say
from ..wording.words import Words
from .docx_parts import CENTRE, fields, grid, new_page, new_row, page_number, saved, shade, style_of, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document

    from ...engine.results.assessment import Assessment
    from ..checklist import Checklist, Item

__all__ = ["render_checklist_docx"]

_MOST_FINDINGS: Final = 80
_MOST_FACTS: Final = 24
_BOX: Final = "□"
_COLOURS: Final = {"error": "F8D7DA", "warning": "FFF3CD", "note": "E2ECF5"}
_OVERVIEW: Final = (11, 69, 28, 15, 17, 30)
_FINDINGS: Final = (15, 66, 24, 23, 9, 13, 20)
_COVER: Final = (50, 120)


def render_checklist_docx(checklists: Sequence[Checklist], *, lang: str = "ja") -> bytes:
    """Render check sheets, each with a cover of its own, as one document."""
    document = docx.Document()
    style_of(document)
    first = checklists[0].assessment
    properties = document.core_properties
    properties.title, properties.author, properties.language = tell("title", lang), "shikii", f"{lang}-JP"
    properties.comments = f"{first.ruleset.id} {first.ruleset.version} {first.ruleset.hash}"
    properties.created = properties.modified = dt.datetime.combine(first.as_of, dt.time())
    properties.last_modified_by = "shikii"
    for n, checklist in enumerate(checklists):
        if n:
            section = document.add_section(WD_SECTION.NEW_PAGE)
            section.header.is_linked_to_previous = False
        _running(document, checklist.assessment, lang, footer=n == 0)
        _cover(document, checklist, lang)
        _overview(document, checklist, lang)
        _details(document, checklist, lang)
        _open(document, checklist, lang)
    return saved(document)


def _running(document: Document, a: Assessment, lang: str, *, footer: bool) -> None:
    """Set the head line with the affair, and the page numbers."""
    section = document.sections[-1]
    head = section.header.paragraphs[0]
    names = "　".join(p for p in (short(a.organization, 40), short(a.affair, 60)) if p)
    head.text = f"{tell('title', lang)}　　{names}"
    head.runs[0].font.size = Pt(8)
    if footer:
        foot = section.footer.paragraphs[0]
        foot.alignment = CENTRE
        page_number(foot)


def _cover(document: Document, checklist: Checklist, lang: str) -> None:
    title = document.add_paragraph(tell("title", lang), style="Title")
    title.alignment = CENTRE
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(36), Pt(24)
    table = grid(document, _COVER)
    for label, value in cover(checklist, lang):
        _pair(table, label, value)
    document.add_paragraph().paragraph_format.space_after = Pt(6)
    table = grid(document, _COVER)
    for key in ("reviewed_by", "reviewed_on"):
        _pair(table, tell(key, lang), "")
        table.rows[-1].height = Mm(13)
    document.add_heading(tell("how", lang), level=3).paragraph_format.space_before = Pt(18)
    for text in notes(checklist, lang):
        paragraph = document.add_paragraph(f"・{text}")
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(4), Mm(-4)
        paragraph.paragraph_format.space_after = Pt(2)
    new_page(document)


def _pair(table: docx.table.Table, label: str, value: str) -> None:
    row = new_row(table)
    fields(row, (label, value), _COVER, size=10)
    shade(row.cells[0], "EEF2F7")


def _overview(document: Document, checklist: Checklist, lang: str) -> None:
    document.add_heading(tell("summary", lang), level=1)
    header = [tell(k, lang) for k in ("number", "viewpoint", "found", "pass", "improve", "remark")]
    table = grid(document, _OVERVIEW, header)
    group = ""
    for item in checklist.items:
        v = item.viewpoint
        if v.group != group:
            group = v.group
            _band(table, say("checklist.yaml", "group", group, lang))
        row = new_row(table)
        row.height = Mm(13)
        fields(row, (f"({v.number})", _title(item, lang), counted(item, lang), _BOX, _BOX, ""), _OVERVIEW)
        for at in (0, 3, 4):
            row.cells[at].paragraphs[0].alignment = CENTRE


def _band(table: docx.table.Table, text: str) -> None:
    """Add a row over the whole width that names the rows below; it stays with them."""
    row = new_row(table)
    merged = row.cells[0].merge(row.cells[-1])
    write(merged, text, bold=True)
    merged.paragraphs[0].paragraph_format.keep_with_next = True
    shade(merged, "F4F6F9")


def _title(item: Item, lang: str) -> str:
    return item.viewpoint.title if lang == "ja" else item.viewpoint.title_en


def _details(document: Document, checklist: Checklist, lang: str) -> None:
    new_page(document)
    document.add_heading(tell("details", lang), level=1)
    for item in checklist.items:
        v = item.viewpoint
        document.add_heading(f"({v.number}) {_title(item, lang)}", level=2)
        told = [say("checklist.yaml", "group", v.group, lang).split("（")[0].split(" (")[0]]
        if v.confidence != "confirmed":
            told.append(say("checklist.yaml", "confidence", v.confidence, lang))
        if v.look:
            told.append(f"{tell('look', lang)}：{v.look}")
        line = document.add_paragraph("　".join(told))
        line.runs[0].font.size = Pt(8.5)
        line.paragraph_format.keep_with_next = True
        _facts(document, checklist, item, lang)
        _duties(document, item, lang)
        _findings(document, checklist, item, lang)


def _facts(document: Document, checklist: Checklist, item: Item, lang: str) -> None:
    if not item.facts:
        return
    widths = (56, 60, 54)
    table = grid(document, widths, [tell(k, lang) for k in ("facts", "value", "place")])
    for f in item.facts[:_MOST_FACTS]:
        fields(
            new_row(table),
            (fact_label(f), short(f.value), place(f.place, lang, checklist.assessment.source)),
            widths,
            size=8.5,
        )
    _more(document, len(item.facts) - _MOST_FACTS, lang)


def _duties(document: Document, item: Item, lang: str) -> None:
    if not item.duties:
        return
    words = Words(lang)
    widths = (82, 20, 14, 22, 32)
    table = grid(document, widths, [tell(k, lang) for k in ("duty", "subject", "status", "due", "basis")])
    for o in item.duties:
        due = Words(lang).day(o.due)
        texts = (
            title_of(o, lang),
            words.strength(o.strength),
            words.status(o.status),
            due,
            short("、".join(o.basis)),
        )
        fields(new_row(table), texts, widths, size=8.5)
    _more(document, 0, lang)


def _findings(document: Document, checklist: Checklist, item: Item, lang: str) -> None:
    if not item.findings:
        said = document.add_paragraph(nothing(checklist, item, lang))
        said.paragraph_format.keep_with_next = True
        _blank(document, lang)
        return
    words = Words(lang)
    header = [tell(k, lang) for k in ("severity", "finding", "place", "basis", "pass", "improve", "remark")]
    table = grid(document, _FINDINGS, header)
    about: str | None = None
    for f in item.findings[:_MOST_FINDINGS]:
        if f.kind == "measure" and f.risk != about:
            about = f.risk
            _band(table, f"{tell('risk', lang)}：{risk_name(checklist.assessment, about, lang)}")
        row = new_row(table)
        where = place(f.evidence[0] if f.evidence else None, lang, checklist.assessment.source)
        texts = (words.severity(f.severity), found(f, lang), where, short("、".join(f.basis)), _BOX, _BOX, "")
        fields(row, texts, _FINDINGS, size=8.5)
        shade(row.cells[0], _COLOURS[f.severity])
        for at in (0, 4, 5):
            row.cells[at].paragraphs[0].alignment = CENTRE
    _more(document, len(item.findings) - _MOST_FINDINGS, lang)


def _blank(document: Document, lang: str) -> None:
    """Add a line to fill in where there is no finding to judge."""
    widths = (20, 24, 20, 106)
    table = grid(document, widths)
    row = new_row(table)
    row.height = Mm(12)
    fields(
        row,
        (f"{_BOX} {tell('pass', lang)}", f"{_BOX} {tell('improve', lang)}", tell("remark", lang), ""),
        widths,
    )
    shade(row.cells[2], "EEF2F7")
    _more(document, 0, lang)


def _more(document: Document, left: int, lang: str) -> None:
    """Say how many are left out; else leave some air behind a table."""
    paragraph = document.add_paragraph(tell("more", lang, n=left) if left > 0 else "")
    paragraph.paragraph_format.space_after = Pt(2)
    if left <= 0:
        paragraph.paragraph_format.line_spacing = 0.6


def _open(document: Document, checklist: Checklist, lang: str) -> None:
    rows = list(open_points(checklist, lang))
    if not rows:
        return
    document.add_heading(tell("open", lang), level=1)
    widths = (30, 62, 78)
    table = grid(document, widths, [tell("subject", lang), tell("fact", lang), tell("reason", lang)])
    for texts in rows:
        fields(new_row(table), texts, widths, size=8.5)
