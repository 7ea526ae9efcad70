"""PDF: the characters and ruled lines of every page, put together to cells and rows.

The library underneath (PDFium) is not safe in several threads at once, so one document is read at a time in a process.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from ....errors import InputError, Problem
from ..cells import DoorNote, OpenedDocument, Page, Place
from .pdf_grid import rows_of_page
from .pdf_margins import without_margins
from .pdf_page import read_page

if TYPE_CHECKING:
    from .pdf_page import Drawn

__all__ = ["open_pdf"]

_LOCK: Final = threading.Lock()
_MOST_PAGES: Final = 5_000
#: A page whose letters are mostly unmapped says nothing, however many there are.
_UNMAPPED: Final = 0.2


def open_pdf(data: bytes, source: str) -> OpenedDocument:
    """Open a PDF.

    Raises:
        InputError: it is encrypted, broken, too long, or scanned (no page has letters).
    """
    with _LOCK:
        drawn = _drawn_pages(data, source)
    if not any(page.glyphs for page in drawn):
        raise _problem(
            "document.scanned",
            source,
            f"{len(drawn)} pages",
            "the PDF holds pictures of pages and no letters",
            "give the Excel or Word file it was made from, or a PDF made by text recognition (OCR)",
        )
    notes: list[DoorNote] = []
    for number, page in enumerate(drawn, start=1):
        place = Place(page=number)
        if not page.glyphs and page.images:
            notes.append(DoorNote("images", place, str(page.images)))
        if page.unmapped > _UNMAPPED * max(1, len(page.glyphs)):
            notes.append(DoorNote("unmapped-text", place, str(page.unmapped)))
    pages = [rows_of_page(page, number) for number, page in enumerate(drawn, start=1)]
    return OpenedDocument("pdf", tuple(Page(rows) for rows in without_margins(pages)), tuple(notes))


def _drawn_pages(data: bytes, source: str) -> list[Drawn]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document: Any = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise _problem(
                "document.encrypted",
                source,
                "",
                "the PDF is protected by a password",
                "save it again without a password",
            ) from error
        raise _broken(source, str(error)) from error
    try:
        count = len(document)
        if count > _MOST_PAGES:
            raise _problem(
                "document.too-large",
                source,
                f"{count} pages",
                f"the PDF has more than {_MOST_PAGES} pages",
                "give one bundle of 評価書 at a time",
            )
        pages = []
        for index in range(count):
            try:
                page = document[index]
                try:
                    pages.append(read_page(page))
                finally:
                    page.close()
            except pypdfium2.PdfiumError as error:
                raise _broken(f"{source}: page {index + 1}", str(error)) from error
        return pages
    finally:
        document.close()


def _broken(source: str, value: str) -> InputError:
    return _problem(
        "document.broken",
        source,
        value[:80],
        "the PDF is damaged and cannot be opened",
        "fetch or save it again",
    )


def _problem(name: str, source: str, value: str, message: str, remedy: str) -> InputError:
    return InputError(Problem(name, source, value, message, remedy))
