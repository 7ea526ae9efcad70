"""Time the full ruleset over many synthetic affairs of three files each, two entrustments a file.

    python benchmarks/full_ruleset.py [AFFAIRS ...]        default 10000 45000

Every fact the rules read is made up: a fifth not known, the rest settled. Each size runs in its own process;
the figures are the median of three runs and the peak memory.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time

RUNS = 3
FILES, ITEMS = 3, 2


def frames(affairs: int, program):
    """Make one frame per scope with every input the program reads."""
    import numpy as np
    import polars as pl

    from shikii.facts.affair.columns import KEYS, columns_of, options_of
    from shikii.facts.values import Range
    from shikii.facts.vocabulary import Kind, Scope
    from shikii.rulesets.language.conditions import atoms

    rng = np.random.default_rng(7)
    concluded = {p.fact for stratum in program.strata for p in stratum}
    wanted = {a.fact for leaf in program.leaves for a in atoms(leaf.when)}
    wanted |= {
        n for s in program.strata for p in s if p.table for row in p.table.rows for b in row.boxes for n in b
    }
    wanted |= {"file.persons", "file.users", "entrustment.handlers", "entrustment.re_entrusts"}
    rows = {
        Scope.AFFAIR: [(i,) for i in range(affairs)],
        Scope.FILE: [(i, j) for i in range(affairs) for j in range(FILES)],
        Scope.ENTRUSTMENT: [(i, j, k) for i in range(affairs) for j in range(FILES) for k in range(ITEMS)],
    }
    out = {}
    for scope, keys in rows.items():
        n = len(keys)
        data = dict(
            zip(KEYS[scope], (pl.Series(c, dtype=pl.UInt32) for c in zip(*keys, strict=True)), strict=True)
        )
        for name in sorted(wanted):
            fact = program.vocabulary[name]
            if fact.scope is not scope or name.endswith(".conflict") or (name in concluded and fact.derived):
                continue
            hole = pl.Series(rng.random(n) < 0.2)
            if isinstance(fact.anything, Range):
                low = (
                    rng.integers(735_000, 740_000, n)
                    if fact.kind is Kind.DATE
                    else (10 ** rng.uniform(0, 6, n)).astype("int64")
                )
                series = pl.Series(low, dtype=pl.Int64)
                values = [series, series]
            else:
                values = [pl.Series(1 << rng.integers(0, len(options_of(fact)), n), dtype=pl.UInt32)]
            for column, series in zip(columns_of(fact), values, strict=True):
                data[column] = pl.select(pl.when(~hole).then(series)).to_series()
        if scope is Scope.AFFAIR:
            data["complete:file"] = pl.Series([True] * n)
        if scope is Scope.FILE:
            data["complete:entrustment"] = pl.Series([True] * n)
        out[scope] = pl.DataFrame(data)
    return out


def measure(affairs: int) -> None:
    """Time one size in this process and print it."""
    import datetime as dt

    from shikii.engine.executors.frames import evaluate_frames
    from shikii.rulesets.loader import load_ruleset
    from shikii.rulesets.program.program import compile_program

    program = compile_program(load_ruleset(), dt.date(2026, 4, 1))
    given = frames(affairs, program)
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        done = evaluate_frames(program, given)
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answers = sum(f.height * (f.width - 2) for f in done.truths.values())
    print(f"{statistics.median(times):.3f} {base:.0f} {peak:.0f} {answers} {len(program.statements)}")


def main() -> None:
    if len(sys.argv) > 2 and sys.argv[1] == "--measure":
        measure(int(sys.argv[2]))
        return
    print(
        f"{'affairs':>9} {'files':>9} {'rules':>6} {'answers':>12} {'median s':>9} {'input MB':>9} {'peak MB':>8}"
    )
    for affairs in [int(a) for a in sys.argv[1:]] or [10_000, 45_000]:
        command = [sys.executable, __file__, "--measure", str(affairs)]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        print(
            f"{affairs:>9,} {affairs * FILES:>9,} {out[4]:>6} {int(out[3]):>12,} {float(out[0]):>9.3f} {out[1]:>9} {out[2]:>8}"
        )


if __name__ == "__main__":
    main()
