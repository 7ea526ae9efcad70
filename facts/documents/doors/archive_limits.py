"""Bounds on what a zipped file may unpack to, looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ...errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MOST_UNPACKED", "bounded_zip"]

MOST_UNPACKED: Final = 256 * 2**20
_MOST_PARTS: Final = 20_000


@contextmanager
def bounded_zip(data: bytes, source: str) -> Iterator[zipfile.ZipFile]:
    """Open a zip whose parts together unpack to at most :data:`MOST_UNPACKED` bytes.

    Raises:
        InputError: it is broken, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED:
                raise InputError(
                    Problem(
                        "document.too-large",
                        source,
                        f"{len(parts)} parts",
                        f"the file unpacks to more than {MOST_UNPACKED // 2**20} MB",
                        "split it, or leave out pictures",
                    )
                )
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise InputError(
            Problem(
                "document.broken",
                source,
                str(error)[:80],
                "the file is damaged and cannot be unpacked",
                "fetch or save it again",
            )
        ) from error
