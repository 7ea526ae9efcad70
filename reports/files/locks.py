"""Locks that end with the process that holds them, so that a kill leaves none behind."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

fcntl: Any
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

__all__ = ["Busy", "held_folder", "try_lock"]

LOCK: Final = "lock"
_NO_LOCKS: Final = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


class Busy(OSError):
    """Another process holds the lock."""


def try_lock(handle: int) -> bool:
    """Lock an open file for this process; False where another process holds it.

    A file system without locks (some network shares) counts as free: there nothing better is known.
    """
    if fcntl is None:
        return _try_lock_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return True
        raise
    return True


def _try_lock_windows(handle: int) -> bool:
    import importlib

    msvcrt: Any = importlib.import_module("msvcrt")
    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True


@contextmanager
def held_folder(folder: Path) -> Iterator[None]:
    """Make a folder only this user can enter and hold it; it is removed at the end if nothing is left in it.

    Raises:
        Busy: another process holds it.
        OSError: it cannot be made.
    """
    path = folder / LOCK
    handle = _open_held(folder, path)
    try:
        yield
    finally:
        try:
            if os.listdir(folder) == [LOCK]:  # noqa: PTH208 - one name, not a walk
                if fcntl is None:
                    os.close(handle)
                    handle = -1
                path.unlink()
                folder.rmdir()
        except OSError:
            pass  # what is left is cleared by the next run
        finally:
            if handle >= 0:
                os.close(handle)


def _open_held(folder: Path, path: Path) -> int:
    """Open and lock the file in the folder, once more where the holder before removed it meanwhile."""
    while True:
        folder.mkdir(mode=0o700, exist_ok=True)
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except FileNotFoundError:
            continue
        locked = False
        try:
            locked = try_lock(handle)
            if not locked:
                raise Busy(errno.EAGAIN, "another process is writing here", str(folder))
            if _same(handle, path):
                return handle
            locked = False
        finally:
            if not locked:
                os.close(handle)


def _same(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
