"""The one way in: bytes of any kind to an opened document, by what they are and not by what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...budget import MOST_PAGES, budget
from ...errors import InputError, Problem
from .kinds import kind_of

if TYPE_CHECKING:
    from .cells import OpenedDocument
    from .kinds import Kind

__all__ = ["open_document"]

#: Bytes of a printed page; nobody knows the pages before the file is open.
_PAGE: Final = 10_000
_REFUSED: Final[dict[Kind, tuple[str, str, str]]] = {
    "encrypted": (
        "document.encrypted",
        "the file is protected by a password",
        "open it in Excel or Word, take the password away, and save it again",
    ),
    "old-office": (
        "document.binary",
        "this is an Excel or Word file of the old kind (.xls, .doc)",
        "open it and save it as .xlsx, .docx or PDF",
    ),
    "image": (
        "document.scanned",
        "this is a picture and holds no letters",
        "give the Excel or Word file it was made from, or a PDF made by text recognition (OCR)",
    ),
    "unknown-archive": (
        "document.binary",
        "this archive is no Excel workbook and no Word document",
        "give .xlsx, .xlsm, .ods, .docx, .pdf, .html or .txt",
    ),
    "archive": (
        "document.binary",
        "this is an archive of files, not one document",
        "give it where several documents are taken, or unpack it",
    ),
}


def open_document(data: bytes, source: str) -> OpenedDocument | None:
    """Open a document of any kind; None for plain text, which has lines of its own.

    Raises:
        InputError: the file is encrypted, broken, scanned, too large, of no kind that can be read, or takes more than
            the time a document has (:mod:`shikii.facts.budget`).
    """
    with budget(source, min(MOST_PAGES, len(data) // _PAGE), "opening"):
        return _open(data, source)


def _open(data: bytes, source: str) -> OpenedDocument | None:
    kind = kind_of(data)
    match kind:
        case "text":
            return None
        case "pdf":
            from .pdf.pdf import open_pdf

            return open_pdf(data, source)
        case "workbook":
            from .workbook import open_workbook

            return open_workbook(data, source)
        case "word":
            from .word import open_word

            return open_word(data, source)
        case "html":
            from .page_html import open_html

            return open_html(data, source)
        case _:
            name, message, remedy = _REFUSED[kind]
            raise InputError(Problem(name, source, "", message, remedy))
