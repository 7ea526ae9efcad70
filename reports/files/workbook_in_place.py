"""A workbook being written: what it needs beside goes with it, also where the disk is full."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["new_workbook"]


@contextmanager
def new_workbook(path: Path, *, row_by_row: bool = False, scratch: Path | None = None) -> Iterator[Any]:
    """Open a workbook to write to a path, in which strings stay strings; it is whole at the end.

    ``row_by_row`` keeps large sheets out of memory: each row is written once and in order. ``scratch`` is where its
    files in between go, by default where the system keeps such.
    """
    with tempfile.TemporaryDirectory(prefix="shikii-", dir=scratch, ignore_cleanup_errors=True) as folder:
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "constant_memory": row_by_row,
            "tmpdir": folder,
        }
        book = xlsxwriter.Workbook(str(path), options)
        try:
            yield book
            book.close()
        except BaseException:
            book.fileclosed = True  # or it is tried once more when it goes
            for sheet in book.worksheets():
                _let_go(getattr(sheet, "row_data_fh", None))
            raise


def _let_go(handle: Any) -> None:
    """Close a file though what is left in its buffer cannot be written."""
    if handle is None:
        return
    with suppress(OSError, ValueError):
        handle.close()
    with suppress(OSError, ValueError, AttributeError):
        handle.buffer.raw.close()
