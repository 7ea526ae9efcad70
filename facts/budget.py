"""The processor time one document may take: 10 s and 0.2 s a page; beyond it, the document is a named problem.

A hundred pages need about 0.2 s, so only a document that hits something superlinear gets there. The time is that of the
thread that reads, so that other work and a busy machine do not count. It is looked at in two ways:

* the loops of the reader and of the search for evidence call :func:`spend`;
* in the main thread a timer interrupts as well, also in the middle of one regular expression. It is used only where the
  program has no profiling timer of its own, and put back afterwards. In other threads the loops alone look.

Reading a document, assessing each of its affairs, and comparing two each have this budget; one inside another shares
the outer one.
"""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["BASE", "LINES", "MOST_PAGES", "PER_PAGE", "allow", "budget", "pages_of", "spend"]

#: Seconds for any document, and more for each of its pages.
BASE: float = 10.0
PER_PAGE: float = 0.2
#: More pages than any bundle has; an endless row of form feeds buys no more time.
MOST_PAGES: Final = 2_000
#: A page of a text that marks none.
LINES: Final = 50
#: The timer goes on after the first time: what is raised inside a callback of another library may get lost.
_AGAIN: Final = 0.25


@dataclass(slots=True)
class _Budget:
    source: str
    what: str
    ends: float
    seconds: float
    starts: float
    began: float

    def check(self) -> None:
        # The clock on the wall costs a hundredth of that of the thread, which never runs faster.
        if time.perf_counter() - self.began < self.ends - self.starts:
            return
        if time.thread_time() > self.ends:
            raise InputError(
                Problem(
                    "document.budget",
                    self.source,
                    f"{self.seconds:.1f} s",
                    f"{self.what} was stopped: it took more processor time than {BASE:g} s and {PER_PAGE:g} s a page",
                    "look for very long lines and for rows or headings repeated thousands of times, remove or split them, "
                    "and give the rest again",
                )
            )


_current: ContextVar[_Budget | None] = ContextVar("shikii-budget", default=None)


def pages_of(text: str) -> int:
    r"""Estimate the pages of a text: by its form feeds, else by its lines.

    >>> pages_of("a\fb\fc"), pages_of("a\n" * 500), pages_of("\f" * 10**6)
    (3, 10, 2000)
    """
    return min(MOST_PAGES, max(text.count("\f") + 1, text.count("\n") // LINES))


def spend() -> None:
    """Look at the clock; loops over what a document holds call this.

    Raises:
        InputError: the budget in force is used up; ``document.budget``.
    """
    running = _current.get()
    if running is not None:
        running.check()


def allow(pages: int) -> None:
    """Give the budget in force the time for more pages, once they are known."""
    running = _current.get()
    if running is not None:
        running.ends += PER_PAGE * pages
        running.seconds += PER_PAGE * pages


@contextmanager
def budget(source: str, pages: int, what: str = "reading") -> Iterator[None]:
    """Give a document its time; inside another budget, that one goes on, with the time for these pages added.

    >>> with budget("a.txt", 12):
    ...     spend()

    Raises:
        InputError: the time is used up; ``document.budget``.
    """
    if _current.get() is not None:
        allow(pages)
        yield
        return
    seconds = BASE + PER_PAGE * pages
    starts = time.thread_time()
    running = _Budget(source, what, starts + seconds, seconds, starts, time.perf_counter())
    token = _current.set(running)
    try:
        with _timer(running):
            yield
    finally:
        _current.reset(token)


@contextmanager
def _timer(running: _Budget) -> Iterator[None]:
    """Let the profiling timer check too, where it is free and signals come to this thread."""
    if not _free():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        running.check()

    before = signal.signal(signal.SIGPROF, ring)
    try:
        signal.setitimer(signal.ITIMER_PROF, running.seconds, _AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _free() -> bool:
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGPROF) is signal.SIG_DFL
        and signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    )
