"""Kill a process at its n-th change of the file system: no chance is left out that a kill at random may miss.

The interpreter tells of every file it opens, renames or removes before it does so; the process kills itself there.
"""

from __future__ import annotations

import os
import signal
import sys

CHANGES = {
    "open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.truncate", "os.link",
    "os.symlink", "os.setxattr",
}  # fmt: skip


def killed_at(change: int, folder, work) -> bool:
    """Do ``work`` in a process of its own and kill it before its ``change``-th change below ``folder``.

    Returns False where it ended before; raises where it failed by itself.
    """
    child = os.fork()
    if child == 0:
        code = 70
        try:
            _watch(change, str(folder))
            work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def _watch(change: int, folder: str) -> None:
    seen = 0

    def hook(event, arguments):
        nonlocal seen
        if event not in CHANGES or not str(arguments[0]).startswith(folder):
            return
        if event == "open" and isinstance(arguments[2], int) and not arguments[2] & (os.O_WRONLY | os.O_RDWR):
            return
        seen += 1
        if seen == change:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
