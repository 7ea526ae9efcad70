"""Ratios of our times to those of other ways to the same answer, in one run: they hold on any machine, seconds do not.

    python benchmarks/ratios.py [--rows N] [--check] [--write]

Answers are compared before times. Each time is the least processor time of some runs, taken in turn so that a busy
machine slows all alike. ``--check`` fails where a ratio is a third worse than the one in ``ratios.json``; ``--write``
keeps those of this run there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# What was kept by earlier runs is none of these times; threads of polars would be counted for one side only.
os.environ["SHIKII_CACHE"] = "off"
os.environ.setdefault("POLARS_MAX_THREADS", "1")

ROOT = Path(__file__).parents[1]
KEPT = Path(__file__).with_suffix(".json")
DAY = dt.date(2026, 4, 1)
RUNS = 5
WORSE = 4 / 3
DOCUMENTS = sorted((ROOT / "examples/documents").glob("*.txt"))


def least(*jobs):
    """Return the least processor time of each job, run in turn."""
    best = [float("inf")] * len(jobs)
    for _ in range(RUNS):
        for n, job in enumerate(jobs):
            start = time.process_time()
            job()
            best[n] = min(best[n], time.process_time() - start)
    return best


def same(equal, otherwise):
    """Stop where answers differ: then times say nothing."""
    if not equal:
        sys.exit(otherwise)


def levels(rows):
    """Yield the level of a table: to polars and to DuckDB by hand, and to a plain copy of its parquet file."""
    import duckdb
    import polars as pl
    from level import by_hand, table

    from shikii import assess_frame

    frame = table(rows)
    columns = ["level_floor", "level_ceiling"]

    def ours(source=frame):
        return assess_frame(source, as_of=DAY).select(columns)

    def hand():
        return by_hand(frame).select(columns).collect()

    def text(table_):
        return table_.with_columns(pl.all().cast(pl.String))

    same(text(ours().collect()).equals(text(hand())), "other levels than by hand")
    heavy = "(coalesce(handlers >= 500, {0}) OR coalesce(incident_within_1y, {0}))"
    case = (
        "CASE WHEN {p} < 1000 THEN 'none' WHEN {p} < 10000 THEN 'basic' "
        "WHEN {p} < 100000 THEN CASE WHEN {h} THEN 'key' ELSE 'basic' END "
        "WHEN {p} < 300000 THEN CASE WHEN {h} THEN 'full' ELSE 'key' END ELSE 'full' END"
    )
    low = case.format(p="coalesce(headcount, 0)", h=heavy.format("false"))
    high = case.format(p=f"coalesce(headcount, {2**62})", h=heavy.format("true"))
    base = duckdb.connect(config={"threads": 1})
    base.register("affairs", frame)

    def duck():
        return base.sql(f"SELECT {low} AS level_floor, {high} AS level_ceiling FROM affairs").pl()  # noqa: S608 - ours

    same(text(duck()).equals(text(hand())), "other levels in DuckDB")
    mine, his, theirs = least(lambda: ours().collect(), hand, duck)
    yield "level / polars by hand", mine / his
    yield "level / DuckDB by hand", mine / theirs
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.parquet"), Path(folder, "out.parquet")
        frame.write_parquet(source)

        def through():
            both = assess_frame(pl.scan_parquet(source), as_of=DAY)
            both.select(*frame.columns, *columns).sink_parquet(target)

        mine, copy = least(through, lambda: pl.scan_parquet(source).sink_parquet(target))
        yield "level, parquet to parquet / copy", mine / copy


def documents():
    """Yield a document: to decoding it with one pass of a pattern; length, a second run, sessions against the reference."""
    from shikii import assess, load_ruleset, read_document
    from shikii.reports.outcomes.outcome import Job
    from shikii.reports.outcomes.outcome_cache import OutcomeCache, code_digest
    from shikii.reports.outcomes.run_inputs import assessed

    law = load_ruleset()
    data = [p.read_bytes() for p in DOCUMENTS]
    words = re.compile(
        "|".join(sorted({w for d in data for w in re.findall("[一-龠]{4}", d.decode())})[:200])
    )

    def read():
        return [a for d in data for a in read_document(d)]

    affairs = read()
    answers = [
        [assess(a, as_of=DAY, ruleset=law, executor=e) for a in affairs] for e in ("auto", "reference")
    ]
    bare = [[r.model_copy(update={"executor": ""}) for r in rows] for rows in answers]
    same(bare[0] == bare[1], "sessions and the reference differ")
    mine, one = least(read, lambda: [words.findall(d.decode()) for d in data])
    yield "reading / decoding and one pass", mine / one
    auto, plain = least(*(
        lambda e=e: [assess(a, as_of=DAY, ruleset=law, executor=e) for a in affairs] for e in ("auto", "reference")
    ))  # fmt: skip
    yield "assessing by sessions (durable_rules) / by the reference", auto / plain
    twice = [d + b"\n\f\n" + d for d in data]
    same(sum(len(read_document(d)) for d in twice) == 2 * len(affairs), "a bundle lost a document")
    once, both = least(read, lambda: [read_document(d) for d in twice])
    yield "reading twice the length / once", both / once
    with tempfile.TemporaryDirectory() as folder:
        cache, job = OutcomeCache(Path(folder)), Job(law, DAY)
        cache.ready(), code_digest()

        def run(kept):
            return [one.outcome for one in assessed(DOCUMENTS, job, jobs=1, cache=kept)]

        same(run(None) == run(cache) == run(cache), "a second run differs")
        first, again = least(lambda: run(None), lambda: run(cache))
        # the first run of all also searches the text, which is kept in this process for the next
        yield "second run of a document / assessed again", again / first


def shell():
    """Yield the start of `prescreen` to bare imports."""
    call = "from shikii.cli.main import main; main(['prescreen', '--headcount', '5000', '--as-of', '2026-04-01'])"

    def spent(code):
        before = os.times()
        subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=False)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    spent(call), spent("import polars, click")  # files are read once before
    mine, bare = (min(spent(code) for _ in range(RUNS)) for code in (call, "import polars, click"))
    yield "prescreen from the shell / import polars, click", mine / bare


def pdf():
    """Yield a PDF to `pdftotext`, where there is one of each: SHIKII_BENCH_PDF names the document."""
    named, tool = os.environ.get("SHIKII_BENCH_PDF"), shutil.which("pdftotext")
    if not named or not tool:
        return
    from shikii import read_document

    def theirs():
        before = os.times()
        subprocess.run([tool, "-layout", named, os.devnull], check=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    (mine,) = least(lambda: read_document(named))
    yield "a PDF / pdftotext", mine / min(theirs() for _ in range(RUNS))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    found, worse = {}, []
    for name, ratio in (*levels(asked.rows), *documents(), *shell(), *pdf()):
        found[name] = round(ratio, 3)
        before = kept.get(name)
        bad = before is not None and ratio > before * WORSE
        worse += [name] if bad else []
        print(
            f"{name:58} {ratio:8.2f}  kept {before if before is not None else '—'}{'  WORSE' if bad else ''}"
        )
    if asked.write:
        KEPT.write_text(json.dumps(kept | found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if asked.check and worse:
        sys.exit(f"a third worse than kept in {KEPT.name}: {', '.join(worse)}")


if __name__ == "__main__":
    main()
