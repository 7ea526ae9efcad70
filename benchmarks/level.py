"""Time the batch level job against the same table written by hand in polars.

    python benchmarks/level.py [ROWS ...]        default 1000000 10000000

Each measurement runs in a process of its own; the figures are the median of five runs and the peak memory.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time

SEED = 7
RUNS = 5


def table(rows: int):
    """Make affairs of which a tenth lack each fact."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(SEED)
    frame = pl.DataFrame(
        {
            "headcount": (10 ** rng.uniform(1, 7, rows)).astype("int64"),
            "handlers": rng.integers(1, 1500, rows),
            "incident_within_1y": rng.random(rows) < 0.03,
        }
    )
    holes = [pl.Series(rng.random(rows) < 0.1) for _ in range(3)]
    return frame.with_columns(
        pl.when(~h).then(pl.col(c)).alias(c) for c, h in zip(frame.columns, holes, strict=True)
    )


def by_hand(frame):
    """Give floor and ceiling as a careful person would write them: a missing fact widens the answer."""
    import polars as pl

    levels = pl.Enum(["none", "basic", "key", "full"])
    people, handlers, incident = pl.col("headcount"), pl.col("handlers"), pl.col("incident_within_1y")
    sure = (handlers >= 500).fill_null(value=False) | incident.fill_null(value=False)
    maybe = (handlers >= 500).fill_null(value=True) | incident.fill_null(value=True)

    def level(least, heavy):
        return (
            pl.when(least < 1_000).then(pl.lit("none"))
            .when(least < 10_000).then(pl.lit("basic"))
            .when(least < 100_000).then(pl.when(heavy).then(pl.lit("key")).otherwise(pl.lit("basic")))
            .when(least < 300_000).then(pl.when(heavy).then(pl.lit("full")).otherwise(pl.lit("key")))
            .otherwise(pl.lit("full")).cast(levels)
        )  # fmt: skip

    return frame.lazy().with_columns(
        level(people.fill_null(0), sure).alias("level_floor"),
        level(people.fill_null(2**62), maybe).alias("level_ceiling"),
    )


def ours(frame):
    """Give floor, ceiling, rule and phrase from the ruleset."""
    import datetime as dt

    from shikii.engine.level_frames import assess_frame

    return assess_frame(frame, as_of=dt.date(2026, 4, 1))


def measure(which: str, rows: int) -> None:
    """Time one of the two in this process and print it."""
    frame = table(rows)
    job = {"ours": ours, "hand": by_hand, "ours-levels": lambda f: ours(f).drop("level_rule", "phrase")}[
        which
    ]
    job(frame.head(1000)).collect()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        result = job(frame).collect()
        times.append(time.perf_counter() - start)
    digest = result.select("level_floor", "level_ceiling").hash_rows().sum()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{statistics.median(times):.3f} {peak:.0f} {digest}")


def main() -> None:
    if len(sys.argv) > 2 and sys.argv[1] == "--measure":
        measure(sys.argv[2], int(sys.argv[3]))
        return
    print(f"{'affairs':>12} {'job':<14} {'median s':>9} {'peak MB':>9}  same answers")
    for rows in [int(a) for a in sys.argv[1:]] or [1_000_000, 10_000_000]:
        digests = set()
        for which in ("hand", "ours-levels", "ours"):
            command = [sys.executable, __file__, "--measure", which, str(rows)]
            out = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            digests.add(out[2])
            print(f"{rows:>12,} {which:<14} {float(out[0]):>9.3f} {float(out[1]):>9.0f}  {len(digests) == 1}")


if __name__ == "__main__":
    main()
