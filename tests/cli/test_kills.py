"""Protects: a writer killed at any moment leaves the earlier output or the new one, and the next call clears the rest.

`tests/reports/test_run_directory.py` and `test_written_files.py` kill before every single change; here real commands are
killed at moments drawn at random, in a process that may fork (see ``kills.py``).
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
SCRIPT = Path(__file__).parents[1] / "hunts" / "kills.py"


def kills(times, *writers):
    command = [sys.executable, SCRIPT, str(times), "1", *writers]
    done = subprocess.run(command, capture_output=True, text=True, timeout=3000, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return int(re.search(r"(\d+) killed before", done.stdout)[1])


@pytest.mark.slow  # the crash points of single writers are tested one by one in the suite
def test_ten_kills():
    assert kills(10, *3 * ("prescreen", "memo docx", "facts template"), "batch") >= 4


@pytest.mark.slow
def test_a_hundred_kills_over_every_writer():
    assert kills(100) >= 50
