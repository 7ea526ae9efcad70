"""Protects: a program is compiled once for all days of the same law, and is what compiling for the day gives."""

import datetime as dt
import threading
import time
import tracemalloc

import generators
import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from shikii import assess, load_ruleset, read_affair
from shikii.engine.assess import program_of
from shikii.facts.errors import UsageError
from shikii.facts.shared import made_once
from shikii.facts.vocabulary import Kind
from shikii.rulesets.program import law_of_day
from shikii.rulesets.program.measure_counts import COUNTS, RISK
from shikii.rulesets.program.program import compile_program

LAW = load_ruleset()
DAY = dt.date(2026, 4, 1)
AFFAIR = read_affair({"affair": "予防接種", "headcount": 250_000, "incidents": []}, "x")
CHANGES = [d + dt.timedelta(days=n) for d in LAW.days_of_change() for n in (-1, 0, 1)]


@examples(12)
@given(st.dates(dt.date(2014, 4, 20), dt.date(2040, 1, 1)) | st.sampled_from(CHANGES))
def test_the_program_of_a_day_is_the_one_compiled_for_it(day):
    try:
        expected = compile_program(LAW, day)
    except UsageError:
        with pytest.raises(UsageError):
            program_of(LAW, day)
        return
    assert program_of(LAW, day) == expected


@examples(20)
@given(st.integers(0, 2**32), st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)))
def test_generated_rulesets_too(seed, day):
    ruleset = generators.Maker(seed).ruleset()
    assert program_of(ruleset, day) == compile_program(ruleset, day)


def test_periods_are_counted_from_the_day_asked_about():
    """The plain answer stays plain: within a year counts, a day more does not."""
    facts = {"headcount": 50_000, "handlers": 20}
    serious = {
        "occurred": "2025-06-01",
        "learned": "2025-06-01",
        "my_number": True,
        "persons": 300,
        "intentional": True,
    }
    affair = read_affair({**facts, "incidents": [serious]}, "x")
    on = {
        day: assess(affair, as_of=dt.date.fromisoformat(day)).level.possible
        for day in ("2026-06-01", "2026-06-02", "2026-05-31")
    }
    assert on == {"2026-06-01": ("key",), "2026-06-02": ("basic",), "2026-05-31": ("key",)}


def test_days_of_the_same_law_share_what_no_day_changes():
    one, other = (program_of(LAW, DAY + dt.timedelta(days=n)) for n in (40, 41))
    assert one.statements is other.statements
    tables = [{id(p.table) for s in program.strata for p in s if p.table} for program in (one, other)]
    assert tables[0] == tables[1]
    pairs = list(zip(one.leaves, other.leaves, strict=True))
    assert 0 < sum(a is not b for a, b in pairs) < len(pairs) / 5


@pytest.mark.slow
def test_another_day_needs_little_memory():
    """25 MB a day once; the engine's own memory does not show here but holds no day (see test_session)."""
    for n in range(3):
        assess(AFFAIR, as_of=DAY + dt.timedelta(days=n))
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for n in range(3, 9):
        assess(AFFAIR, as_of=DAY + dt.timedelta(days=n))
    grown = (tracemalloc.get_traced_memory()[0] - before) / 6
    tracemalloc.stop()
    assert grown < 1_500_000


def test_twenty_threads_compile_once(monkeypatch):
    compiled = []

    def count(ruleset, day):
        compiled.append(day)
        time.sleep(0.05)
        return compile_program(ruleset, day)

    monkeypatch.setattr(law_of_day, "compile_program", count)
    ruleset = generators.Maker(987_654).ruleset()
    results, barrier = [], threading.Barrier(20)

    def ask():
        barrier.wait()
        results.append(program_of(ruleset, DAY))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(compiled) == 1
    assert len({id(r) for r in results}) == 1
    assert len(results) == 20


def test_what_cannot_be_made_is_not_kept():
    tried = []

    @made_once(2)
    def make(n):
        tried.append(n)
        raise ValueError(n)

    for _ in range(2):
        with pytest.raises(ValueError, match="1"):
            make(1)
    assert tried == [1, 1]


def test_conditions_on_measures_know_no_day():
    """They are kept without one."""
    assert not any(f.kind is Kind.DATE for v in (COUNTS, RISK) for f in v.facts)
