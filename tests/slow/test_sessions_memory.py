"""Protects: thousands of sessions in one process without growth in memory, copies, what-ifs and events among them."""

import datetime as dt
from pathlib import Path

import pytest

from shikii import Session

DAY = dt.date(2026, 4, 1)
STATUS = Path("/proc/self/status")


def resident():
    """Memory of this process in MiB."""
    line = next(x for x in STATUS.read_text().splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def work(number):
    for n in range(number):
        session = Session(as_of=DAY).tell(headcount=1_000 + 97 * n % 400_000)
        session.listen(lambda _: None)
        session.tell(handlers=n % 900, incident_within_1y=n % 3 == 0)
        session.copy().tell(headcount=n)
        session.what_if(handlers=None)
        session.retract("handlers")
        session.level()


@pytest.mark.slow
@pytest.mark.skipif(not STATUS.exists(), reason="memory is read from /proc, which this system lacks")
def test_thousands_of_sessions_keep_memory_flat(capsys):
    work(600)
    start = resident()
    work(1_200)
    middle = resident()
    work(1_200)
    end = resident()
    with capsys.disabled():
        print(f"\n600 sessions: {start:.1f} MiB, 1,800: {middle:.1f} MiB, 3,000: {end:.1f} MiB")  # noqa: T201
    assert end - start < 12
    assert end - middle < 4
