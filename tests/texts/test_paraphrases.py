"""Protects: a measure is recognised in anyone's words, and a sentence that only comes near is not taken for it.

The sentences (``paraphrases/``) were written from the title and the basis of a measure alone. Every other one was looked at
while lexicon and evidence were written; the rest was set aside, and their figures are the ones to trust.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml
from one_measure import MEASURES, state

SENTENCES = {
    measure: sides
    for path in sorted((Path(__file__).parent / "paraphrases").glob("*.yaml"))
    for measure, sides in yaml.safe_load(path.read_text("utf-8")).items()
}


@cache
def shares(side, first):
    """The share of each state among every other sentence of one side."""
    found = Counter(
        state(MEASURES[name], text) for name, sides in SENTENCES.items() for text in sides[side][first::2]
    )
    return {name: n / sum(found.values()) for name, n in found.items()}


def test_there_are_sentences_enough():
    assert set(SENTENCES) <= set(MEASURES)
    assert all(len(s["shows"]) >= 8 and len(s["near_misses"]) >= 4 for s in SENTENCES.values())
    assert len(SENTENCES) >= 70


@pytest.mark.parametrize("first", [0, 1], ids=["looked at", "set aside"])
def test_statements_are_recognised(first):
    told = shares("shows", first)
    assert told["done"] >= 0.82
    assert told["done"] + told["possible"] >= 0.88
    assert told.get("not_done", 0) <= 0.015


@pytest.mark.parametrize("first", [0, 1], ids=["looked at", "set aside"])
def test_near_misses_are_not_taken_for_statements(first):
    told = shares("near_misses", first)
    assert told.get("done", 0) <= 0.08
    assert told.get("possible", 0) <= 0.08
