"""Protects: on hand-labelled rows of 変更箇所, no significant change is called not significant, and hardly any
other is called significant. Prints what is left to a human; needs the labels, skipped where they are absent."""

import datetime as dt
import json
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from shikii import load_ruleset, read_affair
from shikii.engine.assess import program_of
from shikii.engine.evaluation.prepare import prepare
from shikii.engine.evaluation.view import View
from shikii.engine.executors.reference import evaluate
from shikii.facts.values import NO, YES

FOLDER = Path(os.environ.get("SHIKII_PUBLISHED", Path(__file__).parents[3] / "shared" / "published"))
LABELS = sorted(FOLDER.glob("*.labels.json"))
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not LABELS, reason=f"no labels in {FOLDER}")]
DAY = dt.date(2026, 4, 1)
WORDS = {YES: "significant", NO: "not significant"}


def judged(path):
    """Yield the label of every row with what the rules say of it."""
    data = json.loads(path.read_text("utf-8"))
    rows = [
        {"item": r["item"], "explanation": r["explanation"] or "空欄", "timing": r["timing"] or "空欄"}
        for r in data["changes"]
    ]
    program = program_of(load_ruleset(), DAY)
    record = prepare(program, read_affair({"form": data["facts"]["form"], "changes": rows}, path.name)).record
    view = View(program, record, evaluate(program, record))
    for i, row in enumerate(data["changes"]):
        yield row, WORDS.get(view.get("change.significant", (i,)), "human")


def test_labelled_changes(capsys):
    tally = Counter()
    missed = []
    for path in LABELS:
        for row, answer in judged(path):
            tally[row["significant"], answer] += 1
            if row["significant"] is True and answer == "not significant":
                missed.append((path.name, row["item"], row["explanation"]))
    with capsys.disabled():
        for label in (True, False, None):
            found = {a: tally[label, a] for a in ("significant", "not significant", "human")}
            sys.stdout.write(f"\nlabelled {label}: {found}")
    assert not missed
    false = sum(n for (label, _), n in tally.items() if label is False)
    assert tally[False, "significant"] <= 0.05 * false
    settled = tally[True, "significant"] + tally[False, "not significant"]
    assert settled >= 0.75 * sum(n for (label, _), n in tally.items() if label is not None)
