"""Protects: what 360 sentences by a writer who had seen neither rules nor lexicon are read as does not get worse.

``stated``: the measure is done. ``denied``, ``planned``, ``owed``, ``norm`` (of a law or a guideline) and ``others`` (another body or
affair): the sentence does not say that it is. ``near_miss``: a neighbouring matter. First run: 129 of 160 statements and 43 of the 140
that say otherwise were read as done; the bounds below are those after mending, so they say nothing of other sentences.
"""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from one_measure import MEASURES, state

SENTENCES = yaml.safe_load(Path(__file__).with_name("unseen_sentences.yaml").read_text("utf-8"))


def told(kind):
    return Counter(state(MEASURES[s["id"]], s["text"]) for s in SENTENCES[kind])


def test_statements_are_read_as_done():
    assert told("stated")["done"] >= 129


@pytest.mark.parametrize(
    ("kind", "most"),
    [("denied", 0), ("planned", 1), ("owed", 2), ("norm", 3), ("others", 14), ("near_miss", 3)],
)
def test_other_sentences_are_not(kind, most):
    assert told(kind)["done"] <= most
