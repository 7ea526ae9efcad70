"""Protects: the number of processes changes nothing, and one that dies loses its file by name and no other."""

import datetime as dt
import os
import signal

import pytest

from shikii.reports.outcomes import outcome_workers
from shikii.reports.outcomes.outcome import Job, outcome_of
from shikii.reports.outcomes.outcome_workers import in_processes
from shikii.reports.outcomes.run_inputs import assessed, default_jobs
from shikii.tests.support.shipped import RULESET

JOB = Job(RULESET, dt.date(2026, 4, 1), "reference")


@pytest.fixture
def paths(tmp_path):
    made = [tmp_path / f"{n}.yaml" for n in range(6)]
    for n, path in enumerate(made):
        headcount = "a word" if n == 4 else 500 * 10**n
        path.write_text(f"affair: 事務{n}\nheadcount: {headcount}\n", encoding="utf-8")
    return made


@pytest.fixture
def copied(monkeypatch):
    """Let workers be copies of this process, which share what a test replaces in it."""
    monkeypatch.setattr(outcome_workers, "_alone", lambda: hasattr(os, "fork"))


def test_any_number_of_processes_gives_the_same(paths, copied):
    alone = [one.outcome for one in assessed(paths, JOB, jobs=1)]
    assert [bool(o.problems) for o in alone] == [False] * 4 + [True, False]
    assert [one.outcome for one in assessed(paths, JOB, jobs=3)] == alone


def test_a_worker_that_dies_loses_its_file_by_name(paths, copied, monkeypatch):
    def die(path, job):
        if path == paths[2]:
            os.kill(os.getpid(), signal.SIGKILL)
        return outcome_of(path, job)

    monkeypatch.setattr(outcome_workers, "outcome_of", die)
    outcomes = [*in_processes([(p, None) for p in paths], JOB, 2)]
    (problem,) = outcomes[2].problems
    assert (problem.id, problem.place, problem.value) == ("document.worker", str(paths[2]), "SIGKILL")
    monkeypatch.undo()
    rest = [n for n in range(6) if n != 2]
    assert [outcomes[n] for n in rest] == [outcome_of(paths[n], JOB) for n in rest]


def test_what_no_python_code_can_stop_is_stopped(paths, copied, monkeypatch):
    """A library that never comes back is ended by the system when the time of the file is over."""

    def hang(path, job):
        signal.signal(signal.SIGPROF, signal.SIG_IGN)
        while path == paths[1]:
            sum(range(100_000))
        return outcome_of(path, job)

    monkeypatch.setattr(outcome_workers, "outcome_of", hang)
    monkeypatch.setattr(outcome_workers, "BASE", 0.0)
    outcomes = [*in_processes([(p, None) for p in paths[:3]], JOB, 2)]
    assert [[(p.id, p.value) for p in o.problems] for o in outcomes] == [
        [],
        [("document.worker", "SIGXCPU")],
        [],
    ]


def test_an_error_of_the_program_is_raised_by_the_run(paths, copied, monkeypatch):
    def fail(path, _job):
        raise ZeroDivisionError(path.name)

    monkeypatch.setattr(outcome_workers, "outcome_of", fail)
    with pytest.raises(ZeroDivisionError):
        [*in_processes([(p, None) for p in paths], JOB, 2)]


def test_few_files_are_read_in_this_process(monkeypatch):
    monkeypatch.setattr("shikii.reports.outcomes.run_inputs.cores", lambda: 4)
    assert [default_jobs(n) for n in (0, 15, 32, 40_000)] == [1, 1, 2, 4]
