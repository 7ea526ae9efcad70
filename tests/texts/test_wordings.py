"""Protects: a measure worded in another way than in its rule is found, and one that is not taken is not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from shikii.rulesets.language.grammar import Expect
from shikii.rulesets.loader import load_ruleset
from shikii.texts.evidence import shows

WORDINGS = [
    (measure, sentence, side == "shows")
    for path in sorted((Path(__file__).parent / "wordings").glob("*.yaml"))
    for measure, sides in yaml.safe_load(path.read_text("utf-8")).items()
    for side, sentences in sides.items()
    for sentence in sentences
]


@pytest.mark.parametrize(("measure", "sentence", "shown"), WORDINGS)
def test_a_measure_is_read_in_other_words_too(measure, sentence, shown):
    rule = load_ruleset()[measure]
    assert isinstance(rule, Expect)
    assert shows(rule.shown_by, sentence) is shown
