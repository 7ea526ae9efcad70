"""Protects the hunt itself: it runs what it says, goes on where it stopped, and a wrong answer is seen."""

import shutil

import hunt_levels
import level_answers
import pytest


def test_a_small_part_runs_and_is_not_run_again(tmp_path, capsys):
    log = tmp_path / "hunt.jsonl"
    only = ["--only", "frames", "--only", "sets by reference"]
    assert (
        hunt_levels.main(["--seed", "3", "--share", "0.0003", "--jobs", "1", "--log", str(log), *only]) == 0
    )
    first = capsys.readouterr().out
    assert "seed 3: 2 chunks" in first
    assert "1,500 ran" in first
    assert "0 disagreements" in first
    assert hunt_levels.main(["--resume", "--jobs", "1", "--log", str(log), *only]) == 0
    again = capsys.readouterr().out
    assert "seed 3: 0 chunks" in again
    assert [x for x in first.splitlines() if " ran" in x] == [x for x in again.splitlines() if " ran" in x]


@pytest.mark.parametrize("kind", ["records", "page"])
def test_every_other_kind_runs(kind):
    if kind == "page" and shutil.which("node") is None:
        pytest.skip("no node here: apt-get install nodejs")
    found = hunt_levels.run((kind, 5, 40))
    assert found["wrong"] == 0
    assert max(found["ran"].values()) == 40


def test_a_wrong_answer_is_seen(monkeypatch):
    monkeypatch.setattr(
        level_answers, "by_reference", lambda _day, affairs, *_: [frozenset({"none"})] * len(affairs)
    )
    found = hunt_levels.run(("records", 0, 30))
    assert found["wrong"] > 5
    assert {"seed", "day", "by", "right", "got", "records"} <= set(found["shown"][0])
