"""Protects: no document holds up a run: beyond its time it is a named problem, and the others go on."""

import datetime as dt
import json
import re
import signal
import threading
from pathlib import Path

import pytest

from shikii import assess
from shikii.cli.common import read_affairs
from shikii.facts import budget as module
from shikii.facts.budget import budget, spend
from shikii.facts.errors import InputError
from shikii.tests.support.command import run
from shikii.tests.support.shipped import RULESET

EXAMPLE = "examples/documents/midori-juminzei-juten.txt"
ROOT = Path(module.__file__).parents[1]


@pytest.fixture
def small(monkeypatch):
    """Give every document next to no time."""
    monkeypatch.setattr(module, "BASE", 0.0)
    monkeypatch.setattr(module, "PER_PAGE", 0.0)


def forever():
    while True:
        spend()


def explode():
    # the caller knows that this never ends in time
    re.search("(a|aa)+$", "a" * 60 + "b")


def test_time_that_is_left_is_no_problem():
    with budget("a.txt", 1):
        spend()
    spend()


def test_a_loop_stops_when_the_time_is_over(small):
    with pytest.raises(InputError, match=re.escape("document.budget")) as caught, budget("a.txt", 3):
        forever()
    (problem,) = caught.value.problems
    assert problem.place == "a.txt"


def test_pages_give_more_time(monkeypatch):
    monkeypatch.setattr(module, "BASE", 0.0)
    monkeypatch.setattr(module, "PER_PAGE", 60.0)
    with budget("a.txt", 1):
        spend()


def test_one_expression_is_interrupted_in_the_main_thread(monkeypatch):
    monkeypatch.setattr(module, "BASE", 0.1)
    monkeypatch.setattr(module, "PER_PAGE", 0.0)
    with pytest.raises(InputError, match=re.escape("document.budget")), budget("a.txt", 1):
        explode()
    assert signal.getsignal(signal.SIGPROF) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_timer_of_the_program_is_left_alone():
    rung = []
    before = signal.signal(signal.SIGPROF, lambda *_: rung.append(1))
    try:
        with budget("a.txt", 1):
            assert signal.getsignal(signal.SIGPROF) is not signal.SIG_DFL
            signal.raise_signal(signal.SIGPROF)
        assert rung == [1]
    finally:
        signal.signal(signal.SIGPROF, before)


def test_in_another_thread_the_loops_look(small):
    caught = []

    def work():
        try:
            with budget("a.txt", 1):
                forever()
        except InputError as error:
            caught.append(error.problems[0].id)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert caught == ["document.budget"]


def test_the_inner_of_two_budgets_is_the_outer():
    with budget("outer.txt", 1):
        outer = module._current.get()
        with budget("inner.txt", 1):
            assert module._current.get() is outer
    assert module._current.get() is None


def test_another_thread_has_its_own_time(monkeypatch):
    monkeypatch.setattr(module, "BASE", 0.2)
    with budget("a.txt", 0):
        thread = threading.Thread(target=lambda: sum(range(30_000_000)))
        thread.start()
        thread.join()
        spend()


@pytest.fixture
def folder(tmp_path):
    """A document and a facts file."""
    (tmp_path / "in").mkdir()
    text = (ROOT / EXAMPLE).read_text("utf-8")
    (tmp_path / "in/a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "in/b.yaml").write_text("affair: 乙\nheadcount: 400000\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def slow_reader(monkeypatch):
    """Let reading a document take its whole time; facts are as quick as ever."""
    from shikii.facts.documents import reader as importer

    def find_spans(_lines):
        module._current.get().ends = 0.0
        spend()

    monkeypatch.setattr(importer, "find_spans", find_spans)


def test_batch_names_the_document_and_goes_on(folder, slow_reader):
    done = run("batch", folder / "in", "-o", folder / "out", "--as-of", "2026-04-01")
    assert done.returncode == 2
    assert "a.txt：文書の読取りを中止しました" in done.stderr
    assert "[document.budget]" in done.stderr
    told = json.loads((folder / "out/summary.json").read_text("utf-8"))
    assert told["affairs"] == 1


@pytest.mark.parametrize("command", ["assess", "import"])
def test_commands_for_one_document_name_it(folder, slow_reader, command):
    done = run(command, folder / "in/a.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert "a.txt：文書の読取りを中止しました" in done.stderr


def test_compare_names_it(folder, slow_reader):
    done = run("compare", folder / "in/b.yaml", folder / "in/a.txt")
    assert done.returncode == 2
    assert "[document.budget]" in done.stderr


def test_schedule_goes_on(folder, slow_reader):
    done = run("schedule", folder / "in", "--as-of", "2026-04-01")
    assert done.returncode == 2
    assert "[document.budget]" in done.stderr
    assert done.stdout


def test_the_search_for_evidence_is_bounded_too(monkeypatch):
    (read,) = read_affairs(ROOT / EXAMPLE)
    monkeypatch.setattr(module, "BASE", 0.0)
    monkeypatch.setattr(module, "PER_PAGE", 0.0)
    with pytest.raises(InputError, match="assessing was stopped"):
        assess(read, as_of=dt.date(2026, 4, 1), ruleset=RULESET)
