"""Protects: how a text is spelt, drawn or damaged may hide a value and never turns it into another.

The published documents are written in every manner of :mod:`variants` and cut, doubled and shuffled at random,
and scored against their hand-made labels, which stay outside the repository.
"""

from __future__ import annotations

import importlib.util
import json
import os
import time
from functools import cache
from pathlib import Path

import pytest
from variants import VARIANTS, damaged

from shikii.facts.documents.reader import read_published
from shikii.facts.errors import ShikiiError
from shikii.facts.forms.model import load_forms

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("SHIKII_PUBLISHED", ROOT.parent / "shared" / "published"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (FOLDER / "score.py").is_file(),
        reason=f"no labelled documents in {FOLDER} (set SHIKII_PUBLISHED)",
    ),
]

WRONG = 0.005
SECONDS = 3
# Manners that take away what a shuffled text layer has left to go by: its page ends, or the brackets of its boxes.
LOSING = {
    "no spaces": 0.75,
    "one space for many": 0.75,
    "wide spaces": 0.75,
    "no blank lines": 0.75,
    "page ends kept, boxes not parted": 0.75,
    "indented": 0.75,
    "no indent": 0.75,
    "wrapped at 30": 0.90,
    "boxes (○) ( )": 0.85,
    "boxes ○ and nothing": 0.75,
    "answers without brackets": 0.90,
    "without option lists": 0.60,
    "Markdown bold": 0.90,
    "Markdown bullets": 0.75,
    "cells in bars": 0.75,
    "a cell per line": 0.70,
    "ticks ○ at the word": 0.75,
    "option numbers on rows of their own": 0.60,
    "on one line": 0.40,
    "a page per line": 0.35,
}
FOUND = 0.92


@cache
def _labels():
    return [json.loads(p.read_text("utf-8")) for p in sorted(FOLDER.glob("*.labels.json"))]


@cache
def _score():
    spec = importlib.util.spec_from_file_location("published_score", FOLDER / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _forms():
    return load_forms(ROOT / "rulesets" / "my-number-pia" / "forms")


def _read(text, name):
    began = time.process_time()
    try:
        found = read_published(text.encode(), name, _forms())
    except ShikiiError:
        return []
    assert time.process_time() - began <= SECONDS
    return [
        {r.path: list(r.value) if isinstance(r.value, tuple) else r.value for r in a.readings} for a in found
    ]


def _tally(change, *, whole=True):
    """Count labelled facts, those found right, and name the wrong ones."""
    same = _score().same
    total, right, wrong = 0, 0, []
    for path in sorted(FOLDER.glob("*.txt")):
        found = _read(change(path.read_text("utf-8")), path.name)
        for label in _labels():
            want = label["facts"]
            if label["document"] != path.name:
                continue
            got = max(
                found,
                key=lambda f: (
                    f.get("form") == want["form"],
                    sum(same(k, f.get(k), v) for k, v in want.items()),
                ),
                default={},
            )
            if not whole and not same("affair", got.get("affair"), want["affair"]):
                continue  # this assessment is no longer there; what was matched is another one
            total += len(want)
            for key, value in want.items():
                if got.get(key) is None:
                    continue
                if same(key, got[key], value):
                    right += 1
                else:
                    wrong.append(f"{label['document']} {key}: {value!r} but {got[key]!r}")
    return total, right, wrong


@pytest.mark.parametrize("name", VARIANTS)
def test_a_manner_hides_at_most(name):
    total, right, wrong = _tally(VARIANTS[name])
    print(f"{name}: found {right / total:.1%}, wrong {len(wrong) / total:.2%}")  # noqa: T201
    assert len(wrong) <= WRONG * total, wrong
    assert right >= LOSING.get(name, FOUND) * total


@pytest.mark.parametrize("part", [0.25, 0.5, 0.75])
def test_a_document_broken_off(part):
    def cut(text):
        lines = text.split("\n")
        return "\n".join(lines[: int(len(lines) * part)])

    total, _, wrong = _tally(cut, whole=False)
    assert len(wrong) <= WRONG * total, wrong


@pytest.mark.parametrize("seed", range(12))
def test_lines_cut_doubled_and_shuffled(seed):
    total, _, wrong = _tally(lambda text: damaged(text, seed), whole=False)
    assert len(wrong) <= WRONG * total, wrong


def test_documents_one_after_another_in_any_order():
    texts = [p.read_text("utf-8") for p in sorted(FOLDER.glob("*.txt"))]
    alone = [f for t in texts for f in _read(t, "alone")]
    together = _read("\n".join(reversed(texts)), "together")
    assert len(together) == len(alone)
    for one in alone:
        other = max(together, key=lambda f: sum(f.get(k) == v for k, v in one.items()))
        assert {k: (v, other[k]) for k, v in one.items() if k in other and other[k] != v} == {}
