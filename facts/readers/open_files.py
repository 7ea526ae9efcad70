"""Opening files: bounded in size, decoded with care, every failure a problem with place and remedy."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Final

from ..errors import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["decode", "read_bytes", "read_text"]

_MOST: Final = 100 * 2**20


def read_bytes(path: Path, most: int = _MOST) -> bytes:
    """Read a whole file of at most ``most`` bytes.

    Raises:
        InputError: not there, a folder, empty, too large, not readable.
    """
    try:
        if path.is_dir():
            raise _error(
                "file.folder",
                path,
                "",
                "this is a folder",
                "name the file itself, or give the folder to `shikii batch`",
            )
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _error(
                "file.device",
                path,
                "",
                "this is no ordinary file",
                "save what it gives as a file, and name that",
            )
        size = status.st_size
        if size > most:
            raise _error(
                "file.too-large",
                path,
                f"{size:,} bytes",
                f"larger than {most // 2**20} MB",
                "split the file, or save large tables as parquet",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise _error("file.missing", path, "", "there is no such file", "check the path") from None
    except (OSError, ValueError) as error:
        raise _error(
            "file.unreadable", path, "", "the file cannot be opened", f"check its permissions: {error}"
        ) from None
    if not data:
        raise _error("file.empty", path, "", "the file is empty", "write the facts into it, or name another")
    return data


def read_text(path: Path, most: int = 10 * 2**20) -> str:
    """Read a text file in UTF-8 (with or without BOM), UTF-16 with BOM, or cp932."""
    return decode(read_bytes(path, most), str(path))


def decode(data: bytes, source: str) -> str:
    r"""Decode text, refusing what is none.

    >>> decode("対象人数".encode("cp932"), "a.csv")
    '対象人数'

    Raises:
        InputError: bytes that are no text in any of the encodings.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data[:65536]:
        raise InputError(
            Problem("file.binary", f"{source}:1", "", "this is no text", "save it as text in UTF-8")
        )
    else:
        encodings = ("utf-8-sig", "cp932", "euc_jp")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(c) < 32 and c not in "\t\n\r\f\v\x1a" for c in text[:4096]):
            return text.removeprefix("\ufeff")
    line = data[: _bad_byte(data)].count(b"\n") + 1
    raise InputError(
        Problem(
            "file.encoding",
            f"{source}:{line}",
            "",
            "neither UTF-8 nor Shift_JIS (cp932) text",
            "save it as text in UTF-8",
        )
    )


def _bad_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _error(id_: str, path: Path, value: str, message: str, remedy: str) -> InputError:
    return InputError(Problem(id_, str(path), value, message, remedy))
