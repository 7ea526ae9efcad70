"""Run `shikii` as a shell does: in this process, which saves the start of an interpreter, or in one of its own."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from unittest.mock import patch

from shikii.cli.main import main


def run(*arguments) -> subprocess.CompletedProcess:
    """Call ``main`` with its streams caught and nothing to read; what it does not turn into an exit code is raised."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        patch.object(sys, "stdin", io.StringIO()),
    ):
        try:
            main([str(a) for a in arguments])
        except SystemExit as end:
            code = end.code
    said = []
    for stream in (out, err):
        stream.flush()
        said.append(stream.buffer.getvalue().decode("utf-8"))
    return subprocess.CompletedProcess(arguments, code, *said)


def spawn(*arguments, code="from shikii.cli.main import main; main()") -> subprocess.CompletedProcess:
    """Start a process of its own, for what only the interpreter's start and end show."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
