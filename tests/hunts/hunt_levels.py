"""Hold every executor to the oracle at length: ``make hunt``, or ``python tests/hunts/hunt_levels.py --share 0.01``.

Runs in chunks over processes. Each finished chunk is a line of the log, with its seed; ``--resume`` leaves out what the
log holds. Prints how many ran of each kind, and every disagreement as small records; the exit code is 1 if there is one.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

import numpy as np

# run as a script, it needs the folders that conftest.py names for the suite
sys.path.extend(str(Path(__file__).parents[1] / folder) for folder in ("", "support"))

import level_answers
from oracle import draws
from oracle.affairs import assess
from oracle.readings import SHIKII
from oracle.records import DAYS, Maker, as_records, sources_contradict
from oracle.sets import every_set
from oracle.vectors import possible, words

from shikii.engine.executors.durable import available

#: Kind → (how many in all, how many in a chunk).
SIZES = {
    "frames": (5_000_000, 100_000),
    "sets by frames": (2_168_775, 2_168_775),
    "sets by reference": (62_775, 2_000),
    "records": (200_000, 1_000),
    "page": (200_000, 10_000),
}
SHOWN = 3


def frames(seed, n):
    """Affairs drawn in columns, with files and 委託."""
    day = DAYS[seed % len(DAYS)]
    drawn = draws.draw(seed, n)
    right, got = draws.expected(drawn), level_answers.frames_drawn(day, drawn)
    bad = np.nonzero(right != got)[0]
    return {"frames": n}, [
        {"day": str(day), "row": int(i), "right": sorted(words(right[i])), "got": sorted(words(got[i]))}
        for i in bad
    ]


def sets_by_frames(_seed, _n):
    """Every set of possible values, claims and bodies one by one."""
    sets = every_set(alike=False)
    bad = np.nonzero(level_answers.frames_of_sets(DAYS[1], sets) != possible(*sets))[0]
    return {"sets by frames": len(sets[2])}, [level_answers.told(sets, i) for i in bad]


def sets_by_reference(start, n):
    """Every set of possible values, by the reference."""
    sets = every_set()
    right = possible(*sets)
    picked = range(start, min(start + n, len(right)))
    told = [level_answers.told(sets, i) for i in picked]
    got = level_answers.by_reference(DAYS[1], [level_answers.built([one]) for one in told])
    bad = [one for one, i, answer in zip(told, picked, got, strict=True) if answer != words(right[i])]
    return {"sets by reference": len(told)}, bad


def records(start, n):
    """Records with every trouble: reference, session and frames; half of them written as one record for each source."""
    by_day = {}
    for seed in range(start, start + n):
        maker = Maker(seed)
        by_day.setdefault(maker.day, []).append((seed, maker.affair()))
    ran, bad = Counter(), []
    runs = {"reference": level_answers.by_reference, "frames": level_answers.by_frames}
    if available():  # else the reference would be compared with itself
        runs["session"] = level_answers.by_session
    for day, told in by_day.items():
        affairs = [level_answers.built(as_records(a, split=seed % 2 == 1)) for seed, a in told]
        right = [assess(affair, day, SHIKII).levels for _, affair in told]
        for name, levels in runs.items():
            # a frame holds one value of a fact
            picked = [i for i, (_, a) in enumerate(told) if name != "frames" or not sources_contradict(a)]
            got = levels(day, [affairs[i] for i in picked])
            ran[f"records by {name}"] += len(picked)
            for i, answer in zip(picked, got, strict=True):
                if answer != right[i]:
                    found = {
                        "right": sorted(right[i]),
                        "got": sorted(answer),
                        "records": as_records(told[i][1]),
                    }
                    bad.append({"seed": told[i][0], "day": str(day), "by": name, **found})
    return ran, bad


def page(seed, n):
    """Affairs without files, by the script of the page in node."""
    day = DAYS[seed % len(DAYS)]
    drawn = draws.draw(seed, n)
    sets = (drawn.headcount, drawn.handlers, drawn.incident, drawn.claims, drawn.kinds)
    right, told = possible(*sets), level_answers.drawn_for_page(drawn)
    with tempfile.TemporaryDirectory() as folder:
        got = level_answers.by_page(day, told, Path(folder))
    bad = [
        {"day": str(day), "right": sorted(words(r)), "got": sorted(g), "told": t}
        for r, g, t in zip(right.tolist(), got, told, strict=True)
        if g != words(r)
    ]
    return {"page": n}, bad


RUNS = {
    "frames": frames,
    "sets by frames": sets_by_frames,
    "sets by reference": sets_by_reference,
    "records": records,
    "page": page,
}


def chunks(seed, share, kinds):
    """Give the chunks as (kind, seed or start, size); another base seed draws other affairs."""
    for kind in kinds:
        total, size = SIZES[kind]
        wanted = total if kind.startswith("sets") and share >= 1 else max(1, round(total * share))
        if kind == "sets by frames" and share < 1:
            continue
        for i, start in enumerate(range(0, wanted, size)):
            n = min(size, wanted - start)
            first = (
                start
                if kind.startswith("sets")
                else 10**9 * (seed + 1) + start
                if kind == "records"
                else seed * 10**6 + i
            )
            yield kind, first, n


def run(chunk):
    """Run one chunk, in a process of its own."""
    kind, first, n = chunk
    began = time.perf_counter()
    ran, bad = RUNS[kind](first, n)
    bad.sort(key=lambda found: len(str(found)))
    return {
        "chunk": chunk,
        "ran": ran,
        "wrong": len(bad),
        "seconds": round(time.perf_counter() - began, 1),
        "shown": bad[:SHOWN],
    }


def say(*lines):
    """Write at once, so that a log of the run is never behind."""
    sys.stdout.write("\n  ".join(map(str, lines)) + "\n")
    sys.stdout.flush()


def hunt(todo, log, jobs):
    """Run chunks over processes; give each as it ends, once it stands in the log.

    The processes are started afresh: a fork would take the locks of polars' threads along.
    """
    fresh = get_context("spawn")
    with log.open("a", encoding="utf-8") as lines, ProcessPoolExecutor(jobs, mp_context=fresh) as pool:
        for future in as_completed([pool.submit(run, c) for c in todo]):
            line = future.result()
            lines.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
            lines.flush()
            if line["wrong"]:
                say(f"{line['chunk']}: {line['wrong']} wrong", *line["shown"])
            yield line


def main(arguments=None):
    """Run the hunt and say what ran."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--seed", type=int, default=secrets.randbelow(10**6), help="drawn by chance if not given"
    )
    parser.add_argument("--share", type=float, default=1.0, help="part of the whole to run, such as 0.01")
    parser.add_argument("--only", choices=SIZES, action="append", help="kinds to run, by default all")
    parser.add_argument("--jobs", type=int, default=min(8, os.cpu_count() or 1))
    parser.add_argument("--log", type=Path, default=Path("out/hunt.jsonl"))
    parser.add_argument(
        "--resume", action="store_true", help="go on where the run of the log stopped, with its seed"
    )
    options = parser.parse_args(arguments)
    began = time.perf_counter()
    done = []
    if options.resume:
        first, *done = [json.loads(line) for line in options.log.read_text("utf-8").splitlines()]
        options.seed, options.share = first["seed"], first["share"]
    else:
        options.log.parent.mkdir(parents=True, exist_ok=True)
        options.log.write_text(json.dumps({"seed": options.seed, "share": options.share}) + "\n", "utf-8")
    kinds = options.only or [kind for kind in SIZES if kind != "page" or shutil.which("node")]
    if "page" not in kinds and not options.only:
        say("page: not run, there is no node here")
    known = {tuple(line["chunk"]) for line in done}
    todo = [chunk for chunk in chunks(options.seed, options.share, kinds) if chunk not in known]
    say(f"seed {options.seed}: {len(todo)} chunks on {options.jobs} processes, log {options.log}")
    done += hunt(todo, options.log, options.jobs)
    for name in dict.fromkeys(chain.from_iterable(line["ran"] for line in done)):
        say(f"{name:>22}: {sum(line['ran'].get(name, 0) for line in done):>10,} ran")
    wrong = sum(line["wrong"] for line in done)
    say(f"{wrong} disagreements; seed {options.seed}; {time.perf_counter() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
