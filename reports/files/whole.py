"""One file, written whole or not at all: made beside its target, then renamed over it.

A link is followed and stays a link; mode, owner and access lists of a file that is there are kept, and a new file has
those the umask gives. What a killed run left beside the target is removed by the next one.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...facts.errors import Problem, ShikiiError, UsageError
from .locks import try_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["cause_of", "keep_rights", "short_name", "sync", "told_of", "unwritable", "write_whole"]

_PART: Final = ".shikii-part"
_LONGEST: Final = 120
_CLOEXEC: Final = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def write_whole(target: Path, make: Callable[[Path], object]) -> None:
    """Let ``make`` write a file beside ``target``, and put it in its place when it is whole.

    Into a pipe or a character device (``/dev/stdout``) the bytes are written as they are.

    Raises:
        UsageError: it cannot be written; what stood there is as before.
    """
    with told_of(target):
        before = target.stat() if target.exists() else None
        if before is not None and (stat.S_ISCHR(before.st_mode) or stat.S_ISFIFO(before.st_mode)):
            _pour(target, make)  # under its own name: a pipe that /dev/stdout leads to has no other
            return
        real = Path(os.path.realpath(target, strict=False))
        if before is not None and not os.access(real, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        _sweep(real)
        _write_beside(real, before, make)


@contextmanager
def told_of(target: Path) -> Iterator[None]:
    """Turn what the system refuses inside into a problem that names the target.

    Raises:
        UsageError: see :func:`unwritable`.
    """
    try:
        yield
    except (ShikiiError, BrokenPipeError):
        raise
    except Exception as error:
        raise unwritable(target, error) from None


def unwritable(target: Path, error: BaseException) -> UsageError:
    """Return the problem of a file or folder that could not be written; raise ``error`` itself where it is no such.

    >>> print(unwritable(Path("a.html"), OSError(28, "No space left on device")))
    a.html: it could not be written; what stood there is unchanged: `No space left on device` [output.unwritable]
      remedy: check the free space and the permissions, or name another place
    """
    cause = cause_of(error)
    if cause is None:
        raise error
    message = "it could not be written; what stood there is unchanged"
    remedy = "check the free space and the permissions, or name another place"
    shown = cause.strerror or str(cause)
    if cause.filename and Path(str(cause.filename)).parent != target.parent:
        shown = f"{cause.filename}: {shown}"
    return UsageError(Problem("output.unwritable", str(target), shown, message, remedy))


def cause_of(error: BaseException | None) -> OSError | None:
    """Return the error of the system behind an exception: libraries wrap it in their own."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError):
            return error
        inner = next((a for a in error.args if isinstance(a, OSError)), None)
        error = inner or error.__cause__ or error.__context__
    return None


def _pour(target: Path, make: Callable[[Path], object]) -> None:
    with tempfile.TemporaryDirectory(prefix="shikii-") as folder:
        made = Path(folder) / "made"
        make(made)
        with made.open("rb") as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink)


def _write_beside(real: Path, before: os.stat_result | None, make: Callable[[Path], object]) -> None:
    part = real.parent / f".{short_name(real.name)}.{secrets.token_hex(4)}{_PART}"
    mode = 0o666 if before is None else 0o600
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | _CLOEXEC, mode)
    try:
        if os.name == "posix":
            try_lock(handle)
        make(part)
        keep_rights(part, real if before is not None else None)
        sync(part)
        if os.name != "posix":
            os.close(handle)
            handle = -1
        part.replace(real)
        sync(real.parent)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if handle >= 0:
            os.close(handle)


def keep_rights(new: Path, old: Path | None) -> None:
    """Give a new file or folder the owner, mode and access lists of the one it replaces, as far as allowed."""
    if old is None:
        return
    was, now = old.stat(), new.stat()
    if hasattr(os, "chown") and (was.st_uid, was.st_gid) != (now.st_uid, now.st_gid):
        for owner in ((was.st_uid, was.st_gid), (-1, was.st_gid)):
            with suppress(OSError):
                os.chown(new, *owner)
                break
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(old):
                os.setxattr(new, name, os.getxattr(old, name))
    new.chmod(stat.S_IMODE(was.st_mode))


def sync(path: Path) -> None:
    """Bring a file or folder to the disk, where the system can."""
    with suppress(PermissionError, IsADirectoryError):
        handle = os.open(path, os.O_RDONLY | _CLOEXEC)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in _NO_SYNC:
                raise
        finally:
            os.close(handle)


#: A file system that cannot do it has nothing to lose by it.
_NO_SYNC: Final = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}


def _sweep(real: Path) -> None:
    """Remove what killed runs left beside a target; what a running one holds stays."""
    start = f".{short_name(real.name)}."
    with suppress(OSError):
        for entry in os.scandir(real.parent):
            if not (entry.name.startswith(start) and entry.name.endswith(_PART)):
                continue
            if len(entry.name) != len(start) + 8 + len(_PART) or not entry.is_file(follow_symlinks=False):
                continue
            handle = os.open(entry.path, os.O_RDWR | _CLOEXEC)
            try:
                if os.name == "posix" and try_lock(handle):
                    os.unlink(entry.path)  # noqa: PTH108 - a path as scandir gives it
            finally:
                os.close(handle)


def short_name(name: str) -> str:
    """Return a name that still fits a file name when something is put before and after it.

    >>> short_name("report.html"), len(short_name("評" * 80))
    ('report.html', 32)
    """
    import hashlib

    raw = os.fsencode(name)
    return name if len(raw) <= _LONGEST else hashlib.sha256(raw).hexdigest()[:32]
