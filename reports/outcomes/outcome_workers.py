"""Files of a run read and assessed in several processes; what comes out does not depend on how many there are.

Each worker has one file at a time. One that dies, or needs more processor time than any document may take, loses that
file, which is named; another worker takes its place. The outcomes are given in the order of the files.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from contextlib import suppress
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Final

from ...facts.budget import BASE, MOST_PAGES, PER_PAGE
from ...facts.errors import Problem
from .outcome import Outcome, outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from .outcome import Job
    from .outcome_cache import OutcomeCache

__all__ = ["Task", "cores", "in_processes"]

#: A file, and the name under which its outcome is kept, if it is kept.
Task = tuple["Path", "str | None"]
#: How often a worker looks whether the run that started it is still there, in seconds.
_LOOK: Final = 1.0
#: Bytes of a page at least; of an archive, which is packed.
_PAGE, _PACKED_PAGE = 1_000, 100


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_processes(
    tasks: Sequence[Task], job: Job, jobs: int, cache: OutcomeCache | None = None
) -> Iterator[Outcome]:
    """Yield the outcome of each file, in order; ``cache`` keeps them as soon as they are there.

    Where no process can be started, the files are read in this one.
    """
    pool = _Pool(tasks, job, min(jobs, len(tasks)), cache)
    try:
        yield from pool.outcomes()
    finally:
        pool.close()


class _Worker:
    """A process and this end of its pipe; ``at`` is the number of the file it has, None when it waits for one."""

    def __init__(self, job: Job, cache: OutcomeCache | None) -> None:
        context: Any = multiprocessing.get_context("fork" if _alone() else "spawn")
        self.pipe, there = context.Pipe()
        self.process = context.Process(target=_serve, args=(there, job, cache), daemon=True)
        self.process.start()
        there.close()
        self.ready = False
        self.at: int | None = None

    def end(self) -> None:
        self.pipe.close()
        if self.process.is_alive():
            self.process.terminate()
        self.process.join()


class _Pool:
    def __init__(self, tasks: Sequence[Task], job: Job, jobs: int, cache: OutcomeCache | None) -> None:
        self.tasks, self.job, self.jobs, self.cache = tasks, job, jobs, cache
        self.done: dict[int, Outcome] = {}
        self.next = 0
        self.workers: list[_Worker] = []
        self.useless = False

    def outcomes(self) -> Iterator[Outcome]:
        for at in range(len(self.tasks)):
            while at not in self.done:
                self.step()
            yield self.done.pop(at)

    def step(self) -> None:
        """Give every idle worker a file, and wait for what comes back."""
        if self.useless:
            self.here(self.next)
            self.next += 1
            return
        while len(self.workers) < min(self.jobs, len(self.tasks) - self.next + self.busy()):
            try:
                self.workers.append(_Worker(self.job, self.cache))
            except OSError:
                self.useless = not self.workers
                break
        for worker in self.workers:
            if worker.ready and worker.at is None and self.next < len(self.tasks):
                worker.at, self.next = self.next, self.next + 1
                path, key = self.tasks[worker.at]
                with suppress(OSError):  # one that has died is seen below
                    worker.pipe.send((path, key))
        pipes = {w.pipe: w for w in self.workers}
        for pipe in wait(list(pipes)):
            self.hear(pipes[pipe])

    def busy(self) -> int:
        return sum(w.at is not None for w in self.workers)

    def hear(self, worker: _Worker) -> None:
        try:
            data = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            self.lost(worker)
            return
        if not worker.ready:
            worker.ready = True
            return
        assert worker.at is not None  # noqa: S101 - it answers only when it has a file
        at, worker.at = worker.at, None
        outcome = pickle.loads(data)  # noqa: S301 - from a process of this very run
        if outcome is None:
            self.here(at)
        else:
            self.done[at] = outcome

    def here(self, at: int) -> None:
        """Read a file in this process; what fails there as well is raised where it can be seen."""
        path, key = self.tasks[at]
        outcome = outcome_of(path, self.job)
        if self.cache is not None and key is not None:
            self.cache.put(key, outcome)
        self.done[at] = outcome

    def lost(self, worker: _Worker) -> None:
        """Name the file of a worker that has died; one that died before its first file shows that none can work."""
        self.workers.remove(worker)
        worker.process.join()
        code = worker.process.exitcode or 0
        if worker.at is not None:
            path, _ = self.tasks[worker.at]
            self.done[worker.at] = Outcome(problems=(ended(path, code),))
        elif not worker.ready:
            self.useless = not self.workers
        worker.end()

    def close(self) -> None:
        for worker in self.workers:
            worker.end()


def ended(path: Path, code: int) -> Problem:
    """Say that the process that read a file ended before it was read."""
    try:
        how = signal.Signals(-code).name
    except ValueError:
        how = str(code)
    return Problem(
        "document.worker",
        str(path),
        how,
        "the process that read it was ended before it was done",
        "run again; if it ends there again, look whether the document can be opened and leave it out",
    )


def _alone() -> bool:
    """Whether this process has one thread only, so that a copy of it is whole."""
    if not hasattr(os, "fork"):
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - names are enough
    except OSError:
        return False if threading.active_count() > 1 else os.name == "posix" and not _apple()


def _apple() -> bool:
    import sys

    return sys.platform == "darwin"


def _serve(pipe: Connection, job: Job, cache: OutcomeCache | None) -> None:
    """Read and assess the files that come through a pipe, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = os.getppid()
    pipe.send_bytes(b"ready")
    while True:
        while not pipe.poll(_LOOK):
            if os.getppid() != parent:
                return
        try:
            path, key = pipe.recv()
        except (EOFError, OSError):
            return
        _limit(path)
        outcome: Outcome | None
        try:
            outcome = outcome_of(path, job)
        except Exception:
            outcome = None
        if outcome is not None and cache is not None and key is not None:
            cache.put(key, outcome)
        pipe.send_bytes(pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL))


def _limit(path: Path) -> None:
    """Let the system end this process where a file takes more than any document of its size may, in whatever code."""
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError, ValueError):
        size = path.stat().st_size
        page = _PACKED_PAGE if path.suffix.lower() == ".zip" else _PAGE
        seconds = 4 * (BASE + PER_PAGE * min(MOST_PAGES, size // page))
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + seconds) + 1
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(
            resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )
