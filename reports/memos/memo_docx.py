"""A memo as a Word document: A4, tables whose head is repeated, a line to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from ..word.docx_parts import clean
from ..wording.words import Words
from .memo import duty_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .memo import Memo

__all__ = ["write_memo_docx"]

_GOTHIC: Final = "游ゴシック"
_LATIN: Final = "Yu Gothic"


def write_memo_docx(memo: Memo, path: Path, *, lang: str = "ja") -> None:
    """Write a memo; the text of facts goes in as text, and characters a document cannot hold are left out."""
    words = Words(lang)
    document = Document()
    _page(document)
    document.core_properties.title = clean(memo.title)
    document.core_properties.author = "shikii"
    document.add_heading(clean(memo.title), level=1)
    _table(document, None, memo.who, (45, 125))
    document.add_heading(words.ui("memo_facts"), level=2)
    if memo.facts:
        _table(
            document, [words.ui("fact"), words.ui("value"), words.ui("counted_on")], memo.facts, (65, 70, 35)
        )
    else:
        document.add_paragraph(words.ui("no_facts"))
    document.add_heading(words.ui("memo_result"), level=2)
    document.add_paragraph().add_run(clean(memo.result)).bold = True
    document.add_paragraph(clean(memo.because))
    document.add_paragraph(clean(f"{words.ui('basis')}：{memo.basis}")).runs[0].font.size = Pt(9)
    if memo.duties:
        document.add_heading(words.ui("memo_duties"), level=2)
        head, rows = duty_table(memo, words)
        _table(document, head, rows, (18, 18, 62, 26, 46) if memo.dated else (18, 18, 74, 60))
    document.add_heading(words.ui("memo_open"), level=2)
    for line in memo.open or (words.ui("nothing_open"),):
        document.add_paragraph(clean(line), style="List Bullet")
    document.add_paragraph()
    _table(document, None, [(words.ui("signature"), ""), (words.ui("signed_on"), "")], (45, 125))
    document.add_paragraph(clean(memo.stamp))
    document.save(str(path))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = _LATIN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _GOTHIC)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    for name, size in (("Heading 1", 16), ("Heading 2", 12)):
        document.styles[name].font.size = Pt(size)
        document.styles[name].font.color.rgb = RGBColor(0x1F, 0x3A, 0x5F)
        document.styles[name].paragraph_format.space_before = Pt(12)
        document.styles[name].paragraph_format.space_after = Pt(4)


def _table(
    document: Any, head: Sequence[str] | None, rows: Sequence[Sequence[str]], widths: Sequence[int]
) -> None:
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for n, row in enumerate([*([head] if head else []), *rows]):
        line = table.add_row()
        line._tr.get_or_add_trPr().append(_on("w:cantSplit"))  # the library offers no other way
        cells = line.cells
        for cell, text, width in zip(cells, row, widths, strict=True):
            cell.width = Mm(width)
            run = cell.paragraphs[0].add_run(clean(text))
            run.font.size = Pt(9.5)
            run.bold = (n == 0) if head else cell is cells[0]
            cell.paragraphs[0].paragraph_format.space_before = Pt(2)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    if head:
        table.rows[0]._tr.get_or_add_trPr().append(_on("w:tblHeader"))


def _on(name: str) -> Any:
    element = OxmlElement(name)
    element.set(qn("w:val"), "true")
    return element
