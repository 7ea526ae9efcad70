"""Pieces of a Word document the library has no words for: fonts with fallbacks, shading, repeated rows, page numbers."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final, cast

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

__all__ = [
    "BODY", "CENTRE", "HEAD", "border", "clean", "fields", "grid", "new_page", "new_row", "page_number", "saved", "set_font",
    "shade", "style_of", "write",
]  # fmt: skip

#: Body and heading fonts, each with what stands in for it where it is not installed.
BODY: Final = ("游明朝", "ＭＳ 明朝", "roman")
HEAD: Final = ("游ゴシック", "ＭＳ ゴシック", "swiss")
CENTRE: Final = WD_ALIGN_PARAGRAPH.CENTER
_INK: Final = RGBColor(0x1F, 0x2A, 0x37)


def clean(text: str) -> str:
    """Leave out control characters, which XML cannot hold.

    >>> clean("a" + chr(0) + "b")
    'ab'
    """
    return "".join(
        c
        for c in text
        if c in "\t\n" or (c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and c not in "\ufffe\uffff")
    )


def style_of(document: Document) -> None:
    """Set page, fonts and paragraph styles: A4 upright, 游明朝 for text, 游ゴシック for headings."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    normal = document.styles["Normal"]
    set_font(normal, BODY[0], 10)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = 1.1
    for name, size, before in (
        ("Title", 20, 0),
        ("Heading 1", 14, 14),
        ("Heading 2", 11.5, 12),
        ("Heading 3", 10, 6),
    ):
        style = document.styles[name]
        set_font(style, HEAD[0], size)
        style.font.bold = True
        style.font.color.rgb = _INK
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
    _no_theme_border(document.styles["Title"])
    _font_table(document)


def set_font(style: Any, name: str, size: float) -> None:
    """Give a style one font for Latin and Japanese text."""
    style.font.name = name
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:cs"), name)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "ja-JP")
    style.element.get_or_add_rPr().append(language)


def _no_theme_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for found in properties.findall(qn("w:pBdr")):
        properties.remove(found)


def _font_table(document: Document) -> None:
    """Name the fonts that stand in where ours are not installed."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="80"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, other, family in (BODY, HEAD)
    )
    part = next(p for p in document.part.package.iter_parts() if str(p.partname) == "/word/fontTable.xml")
    xml = part.blob.decode("utf-8")
    part._blob = xml.replace("</w:fonts>", f"{entries}</w:fonts>").encode("utf-8")


def grid(document: Document, widths: Sequence[float], header: Sequence[str] = ()) -> Table:
    """Add a ruled table of fixed widths (mm); a header row is repeated on every page."""
    table: Table = document.add_table(rows=1 if header else 0, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    border(table)
    if header:
        row = table.rows[0]
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        fields(row, header, widths, bold=True, centre=True)
        for cell in row.cells:
            shade(cell, "E3E9F1")
    return table


def new_row(table: Table) -> _Row:
    """Add a row at the end."""
    row: _Row = cast("Any", table).add_row()  # the library leaves this one without types
    return row


def new_page(document: Document) -> None:
    """Go on with a new page."""
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def border(table: Table) -> None:
    """Draw thin grey rules and leave some air inside the cells."""
    properties = table._tbl.tblPr
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8A94A3"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    margins = '<w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
    inside = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>")
    properties.insert_element_before(inside, "w:tblLook")


def fields(
    row: _Row,
    texts: Sequence[str],
    widths: Sequence[float],
    *,
    bold: bool = False,
    centre: bool = False,
    size: float = 9,
) -> None:
    """Fill a row; it is not torn over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = Mm(width)
        write(cell, text, bold=bold, centre=centre, size=size)


def write(cell: _Cell, text: str, *, bold: bool = False, centre: bool = False, size: float = 9) -> None:
    """Write into a cell; the first line of several is not set apart."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.05
    if centre:
        paragraph.alignment = CENTRE
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.bold = bold or None


def shade(cell: _Cell, colour: str) -> None:
    """Fill the ground of a cell."""
    properties = cell._tc.get_or_add_tcPr()
    properties.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'))


def page_number(paragraph: Paragraph) -> None:
    """Write "page / pages" as fields."""
    for instruction in ("PAGE", " / ", "NUMPAGES"):
        if instruction.isupper():
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), instruction)
            paragraph._p.append(field)
        else:
            paragraph.add_run(instruction)


def saved(document: Document) -> bytes:
    """Return the file; the same content gives the same bytes on every day."""
    raw = io.BytesIO()
    document.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
