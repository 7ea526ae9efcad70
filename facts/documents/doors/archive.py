"""Zip archives of documents: each file in them, bounded in number, depth and size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...errors import InputError, Problem
from .archive_limits import bounded_zip
from .kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["files_in_archive"]

_MOST_FILES: Final = 2_000
_DEEPEST: Final = 3
#: Files that systems put into archives by themselves.
_CLUTTER: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def files_in_archive(data: bytes, source: str, *, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file in an archive and in the archives it holds.

    A name is the archive's own, ``!`` and the path within it.

    Raises:
        InputError: the archive is broken, protected, too large, or holds too many files.
    """
    with bounded_zip(data, source) as archive:
        inside = [i for i in archive.infolist() if not i.is_dir() and not _clutter(i.filename)]
        if len(inside) > _MOST_FILES or depth > _DEEPEST:
            raise InputError(
                Problem(
                    "document.too-large",
                    source,
                    f"{len(inside)} files",
                    f"the archive holds more than {_MOST_FILES} files, or archives in archives",
                    "unpack it and give the folder",
                )
            )
        for info in inside:
            name = f"{source}!{_name(info.filename, info.flag_bits)}"
            if info.flag_bits & 1:
                raise InputError(
                    Problem(
                        "document.encrypted",
                        name,
                        "",
                        "the archive is protected by a password",
                        "unpack it and give the folder",
                    )
                )
            content = archive.read(info)
            if kind_of(content) == "archive":
                yield from files_in_archive(content, name, depth=depth + 1)
            else:
                yield name, content


def _clutter(name: str) -> bool:
    return name.startswith(_CLUTTER[0]) or name.rpartition("/")[2] in _CLUTTER[1:]


def _name(name: str, flags: int) -> str:
    """Return a name as the archive's maker wrote it; without the mark for UTF-8, Windows in Japan writes CP932.

    >>> _name("評価書".encode("cp932").decode("cp437"), 0)
    '評価書'
    """
    if flags & 0x800:
        return name
    try:
        return name.encode("cp437").decode("cp932")
    except UnicodeError:
        return name
