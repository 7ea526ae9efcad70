"""Word documents (``.docx``): paragraphs and tables in their order; a cell that spans others is one cell."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ...errors import InputError, Problem
from .archive_limits import bounded_zip
from .cells import Cell, DoorNote, OpenedDocument, Page, Place, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["open_word"]


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
        for item in part.iter_inner_content():
            self._item(item)

    def body(self, document: Any) -> None:
        for item in document.iter_inner_content():
            self._item(item)

    def _item(self, item: Any) -> None:
        if hasattr(item, "rows"):
            self._table(item)
        else:
            self._paragraph(item)

    def _paragraph(self, paragraph: Any) -> None:
        self.paragraphs += 1
        self._shapes(paragraph._p)
        broken = paragraph.contains_page_break or paragraph.paragraph_format.page_break_before
        if broken and self.rows:
            self.done.append(Page(tuple(self.rows)))
            self.rows = []
        for text in _text(paragraph).split("\n"):
            self.rows.append(Row((Cell(text, Place(paragraph=self.paragraphs)),) if text else ()))

    def _table(self, table: Any) -> None:
        self.tables += 1
        number = self.tables
        self.rows.append(Row(()))
        above: set[Any] = set()
        for index, row in enumerate(table.rows, start=1):
            seen: set[Any] = set()
            cells = []
            nested = []
            for cell in row.cells:
                element = cell._tc
                if element in seen or element in above:
                    seen.add(element)
                    continue
                seen.add(element)
                self._shapes(element)
                text = "\n".join(t for p in cell.paragraphs if (t := _text(p)))
                if text:
                    cells.append(Cell(text, Place(table=number, row=index)))
                nested += cell.tables
            self.rows.append(Row(tuple(cells)))
            for inner in nested:
                self._table(inner)
            above = seen
        self.rows.append(Row(()))

    def _shapes(self, element: Any) -> None:
        self.drawn += (
            len(element.xpath(".//w:pict//v:oval | .//w:pict//v:shape[@type]")) if _has_pict(element) else 0
        )


def _has_pict(element: Any) -> bool:
    return bool(element.xpath(".//w:pict"))


def _text(paragraph: Any) -> str:
    """Return the text of a paragraph with check boxes (content controls and old form fields) as ☑ and ☐."""
    out: list[str] = []
    for node in paragraph._p.iter():
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
