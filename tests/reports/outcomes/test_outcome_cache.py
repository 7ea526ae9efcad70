"""Protects: what was kept of a file is what reading it again gives, for its owner alone, and never out of date."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shikii.facts.errors import Problem
from shikii.reports.outcomes import outcome_cache, run_inputs
from shikii.reports.outcomes.outcome import Job, Outcome, outcome_of
from shikii.reports.outcomes.outcome_cache import OutcomeCache, key_of_file
from shikii.reports.outcomes.outcome_json import outcome_from_json, outcome_to_json
from shikii.reports.outcomes.run_inputs import assessed
from shikii.tests.support.command import run
from shikii.tests.support.shipped import RULESET

DAY = dt.date(2026, 4, 1)
JOB = Job(RULESET, DAY, "reference")
FACTS = (
    "affair: 国保\norganization: 架空市長\nheadcount: 50000\nhandlers: 100\nincident_within_1y: yes\n"
    "files: [{name: 台帳, persons: 50000, users: 20}]\n"
)


@pytest.fixture
def cache(tmp_path):
    kept = OutcomeCache(tmp_path / "kept")
    assert kept.ready()
    return kept


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "a.yaml"
    made.write_text(FACTS, encoding="utf-8")
    return made


def test_what_is_written_is_read_again_as_it_was(path):
    outcome = outcome_of(path, JOB)
    assert outcome.fulls[0].word is not None
    assert outcome_from_json(outcome_to_json(outcome)) == outcome


@given(
    headcounts=st.lists(st.sampled_from([None, 999, 1_000, 299_999, 300_000]), min_size=2, max_size=3),
    days=st.lists(st.sampled_from([DAY, DAY + dt.timedelta(days=1)]), min_size=2, max_size=3),
)
@settings(max_examples=8)
def test_nothing_is_out_of_date(tmp_path_factory, headcounts, days):
    """Whatever was read before, in whichever order, a run with the cache gives what one without gives."""
    folder = tmp_path_factory.mktemp("runs")
    path, cache = folder / "a.yaml", OutcomeCache(folder / "kept")
    for headcount, day in zip(headcounts, days, strict=False):
        known = "" if headcount is None else f"headcount: {headcount}\n"
        path.write_text(f"affair: 国保\n{known}", encoding="utf-8")
        job = replace(JOB, as_of=day)
        assert cache.ready()
        (one,) = assessed([path], job, cache=cache)
        assert one.outcome == outcome_of(path, job)


def test_all_that_has_a_say_in_an_outcome_is_in_its_name(path, tmp_path):
    other = tmp_path / "b.yaml"
    other.write_text(FACTS, encoding="utf-8")
    jobs = [
        JOB,
        replace(JOB, as_of=DAY + dt.timedelta(days=1)),
        replace(JOB, executor="session"),
        replace(JOB, organization="乙市長"),
        replace(JOB, ruleset=replace(RULESET, hash="sha256:other")),
    ]
    names = {key_of_file(path, job) for job in jobs} | {key_of_file(other, JOB)}
    path.write_text(FACTS + "\n", encoding="utf-8")
    assert len(names | {key_of_file(path, JOB)}) == len(jobs) + 2


def test_an_unchanged_file_is_not_read_again(path, cache, monkeypatch):
    first = [*assessed([path], JOB, cache=cache)]
    monkeypatch.setattr(run_inputs, "outcome_of", lambda *_: pytest.fail("read again"))
    again = [*assessed([path], JOB, cache=cache)]
    assert [(one.outcome, one.cached) for one in again] == [(first[0].outcome, True)]


@pytest.mark.parametrize("damage", [lambda d: d[:-1], lambda d: d[:60] + b"x" + d[61:], lambda _: b""])
def test_an_entry_that_is_not_whole_is_none(path, cache, damage):
    key = key_of_file(path, JOB)
    cache.put(key, outcome_of(path, JOB))
    (entry,) = cache.entries()
    entry.write_bytes(damage(entry.read_bytes()))
    assert cache.get(key) is None
    (one,) = assessed([path], JOB, cache=cache)
    assert not one.cached
    assert cache.get(key) == one.outcome


def test_what_has_problems_is_not_kept(path, cache):
    outcome = outcome_of(path, JOB)
    problem = Problem("document.budget", "a.txt", "", "late", "wait")
    for bad in (Outcome(), replace(outcome, problems=(problem,)), replace(outcome, left_out=(problem,))):
        cache.put("ab" * 32, bad)
    assert [*cache.entries()] == []


def test_entries_are_for_their_owner_alone(path, tmp_path):
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    cache = OutcomeCache(folder)
    assert cache.ready()
    cache.put(key_of_file(path, JOB), outcome_of(path, JOB))
    modes = {p.stat().st_mode & 0o077 for p in (folder, *folder.rglob("*"))}
    assert modes == {0}


def test_a_folder_that_cannot_be_made_is_no_cache(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert not OutcomeCache(tmp_path / "file" / "kept").ready()


def test_a_folder_holds_no_more_than_it_may(path, cache):
    import os

    outcome = outcome_of(path, JOB)
    names = [f"{n:02}" * 32 for n in range(4)]
    for age, name in enumerate(names):
        cache.put(name, outcome)
        os.utime(next(cache.folder.glob(f"{name[:2]}/*.outcome")), (1_000 + age, 1_000 + age))
    size = next(cache.entries()).stat().st_size
    replace(cache, most=2 * size).trim()
    assert [n for n in names if cache.holds(n)] == names[2:]


def test_clearing_leaves_nothing(path, cache):
    cache.put(key_of_file(path, JOB), outcome_of(path, JOB))
    done = run("cache", "clear", "--cache", cache.folder)
    assert (done.returncode, "1 件" in done.stdout, [*cache.folder.iterdir()]) == (0, True, [])


def test_a_correction_makes_another_entry(path):
    keys = [key_of_file(path, JOB)]
    beside = path.with_name("a.correct.yaml")
    for text in ("corrections: []", "corrections: [x]"):
        beside.write_text(text, encoding="utf-8")
        keys.append(key_of_file(path, JOB))
    keys.append(key_of_file(path, replace(JOB, correct=(beside,))))
    assert len({*keys}) == 4


@pytest.mark.parametrize("file", ["engine/level/a.py", "rulesets/law/a.yaml", "reports/outcomes/outcome.py"])
def test_other_code_has_entries_of_its_own(tmp_path, monkeypatch, file):
    monkeypatch.setattr(outcome_cache, "_ROOT", tmp_path)
    digests = []
    for text in ("a = 1\n", "a = 2\n", "a = 1\n"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
        digests.append(outcome_cache.code_digest.__wrapped__())
    assert digests[0] == digests[2] != digests[1]
