"""Tell what a file is by its content; its name is not asked."""

from __future__ import annotations

import io
import zipfile
from typing import Final, Literal

__all__ = ["Kind", "kind_of"]

Kind = Literal[
    "text",
    "html",
    "pdf",
    "workbook",
    "word",
    "archive",
    "encrypted",
    "old-office",
    "unknown-archive",
    "image",
]

_IMAGES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")
#: The head of an HTML file may follow a comment or an XML declaration.
_HEAD: Final = 4096


def kind_of(data: bytes) -> Kind:
    r"""Return the kind of a file.

    >>> kind_of(b"%PDF-1.7\n"), kind_of("評価書".encode()), kind_of(b"<!DOCTYPE html><title>x</title>")
    ('pdf', 'text', 'html')
    """
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        # An encrypted Office file is an OLE file with this stream; otherwise it is Excel or Word of before 2007.
        return "encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old-office"
    if data.startswith(_IMAGES):
        return "image"
    low = head[:1024].lower().replace(b"\0", b"")
    if low.startswith((b"<!doctype html", b"<html")) or (
        low.startswith((b"<?xml", b"<!--")) and b"<html" in low
    ):
        return "html"
    return "text"


def _kind_of_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        return "unknown-archive"
    if "xl/workbook.xml" in names or b"opendocument.spreadsheet" in mimetype:
        return "workbook"
    if "xl/workbook.bin" in names:
        return "workbook"
    if "word/document.xml" in names:
        return "word"
    if "[Content_Types].xml" in names or mimetype:
        return "unknown-archive"
    return "archive"
