"""Word documents (``.docx``): paragraphs and tables in their order; a cell that spans others is one cell."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from ...errors import InputError, Problem
from .archive_limits import bounded_zip
from .cells import Cell, DoorNote, OpenedDocument, Page, Place, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["open_word"]


#: What stands around parts of a document without being one.
_WRAPPERS: Final = frozenset(("sdt", "sdtContent", "customXml", "ins", "smartTag"))


def open_word(data: bytes, source: str) -> OpenedDocument:
    """Open a Word document.

    Raises:
        InputError: it is broken or too large.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    with bounded_zip(data, source):
        pass
    try:
        document: Any = Document(io.BytesIO(data))
        reader = _Reader()
        for part in _headers(document):
            reader.header(part)
        reader.body(document)
    except (PackageNotFoundError, XMLSyntaxError, KeyError, ValueError) as error:
        raise InputError(
            Problem(
                "document.broken",
                source,
                str(error)[:80],
                "the Word document cannot be read",
                "open it in Word and save it again as .docx",
            )
        ) from error
    return OpenedDocument("word", reader.pages(), reader.notes())


def _headers(document: Any) -> Iterator[Any]:
    for section in document.sections:
        if not section.header.is_linked_to_previous:
            yield section.header


class _Reader:
    """Gathers rows while walking through a document; tables are counted from 1, nested ones too."""

    def __init__(self) -> None:
        self.done: list[Page] = []
        self.rows: list[Row] = []
        self.tables = 0
        self.paragraphs = 0
        self.drawn = 0

    def pages(self) -> tuple[Page, ...]:
        return (*self.done, Page(tuple(self.rows))) if self.rows or not self.done else tuple(self.done)

    def notes(self) -> tuple[DoorNote, ...]:
        return (DoorNote("drawn-marks", Place(), str(self.drawn)),) if self.drawn else ()

    def header(self, part: Any) -> None:
        """A header holds at most the number of the form; it is read where it has a table or words."""
        for element in _inside(part._element, "p", "tbl"):
            self._element(element)

    def body(self, document: Any) -> None:
        for element in _inside(document.element.body, "p", "tbl"):
            self._element(element)

    def _element(self, element: Any) -> None:
        if _tag(element) == "tbl":
            self._table(element)
        else:
            self._paragraph(element)

    def _paragraph(self, element: Any) -> None:
        self.paragraphs += 1
        self._shapes(element)
        breaks = element.xpath(
            ".//w:br[@w:type='page'] | .//w:lastRenderedPageBreak | ./w:pPr/w:pageBreakBefore[not(@w:val='0')]"
        )
        if breaks and self.rows:
            self.done.append(Page(tuple(self.rows)))
            self.rows = []
        for text in _text(element).split("\n"):
            self.rows.append(Row((Cell(text, Place(paragraph=self.paragraphs)),) if text else ()))

    def _table(self, table: Any) -> None:
        self.tables += 1
        number = self.tables
        self.rows.append(Row(()))
        for index, row in enumerate(_inside(table, "tr"), start=1):
            cells = []
            columns = []
            following = 0
            nested: list[Any] = []
            for cell in _inside(row, "tc"):
                column, following = following, following + _width(cell)
                # a cell merged with the one above is the same cell
                if cell.xpath("./w:tcPr/w:vMerge[not(@w:val='restart')]"):
                    continue
                self._shapes(cell)
                text = "\n".join(t for p in _inside(cell, "p") if (t := _text(p)))
                if text:
                    cells.append(Cell(text, Place(table=number, row=index)))
                    columns.append(column)
                nested += _inside(cell, "tbl")
            self.rows.append(Row(tuple(cells), tuple(columns)))
            for inner in nested:
                self._table(inner)
        self.rows.append(Row(()))

    def _shapes(self, element: Any) -> None:
        self.drawn += (
            len(element.xpath(".//w:pict//v:oval | .//w:pict//v:shape[@type]")) if _has_pict(element) else 0
        )


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _inside(element: Any, *tags: str) -> Iterator[Any]:
    """Yield the parts of an element, also those that a content control or a tracked insertion wraps."""
    for child in element:
        tag = _tag(child)
        if tag in tags:
            yield child
        elif tag in _WRAPPERS:
            yield from _inside(child, *tags)


def _has_pict(element: Any) -> bool:
    return bool(element.xpath(".//w:pict"))


def _text(paragraph: Any) -> str:
    """Return the text of a paragraph with check boxes (content controls and old form fields) as ☑ and ☐."""
    out: list[str] = []
    for node in paragraph.iter():
        tag = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if tag == "t":
            out.append(node.text or "")
        elif tag == "tab":
            if node.getparent().tag.endswith("}r"):
                out.append("\t")
        elif tag in ("br", "cr"):
            out.append("\n")
        elif tag == "sym":
            out.append(_symbol(node))
        elif tag == "checkBox" and node.getparent().tag.endswith("}ffData"):
            out.append("☑" if _checked(node) else "☐")
    return "".join(out).strip()


def _symbol(node: Any) -> str:
    """Return the box that a character of Wingdings draws, or nothing."""
    code = next((v for k, v in node.attrib.items() if k.endswith("}char")), "")
    return {"FE": "☑", "FD": "☒", "A8": "☐", "6F": "☐", "FC": "✓"}.get(code.upper()[-2:], "")


def _checked(node: Any) -> bool:
    on = False
    for child in node:
        tag = child.tag.rpartition("}")[2]
        if tag in ("checked", "default"):
            value = next((v for k, v in child.attrib.items() if k.endswith("}val")), "1")
            on = value not in ("0", "false", "off")
            if tag == "checked":
                return on
    return on


def _width(cell: Any) -> int:
    """Return how many columns a cell spans."""
    spans = cell.xpath("./w:tcPr/w:gridSpan/@w:val")
    return int(spans[0]) if spans and str(spans[0]).isdigit() else 1
