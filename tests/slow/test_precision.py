"""Protects: a measure taken to be stated is stated; a pattern that is often wrong settles nothing.

The verdicts under ``precision/`` say of places in the published documents whether the words there state the measure:
``{measure: {right: [document:line, …], wrong: […]}}``. Of the places of a measure at least eight, or all where there
are fewer, have been read. Needs the documents (``SHIKII_PUBLISHED``); skipped where they are absent.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hits import DOCUMENTS, FOLDER, hits, read_passages

from shikii.rulesets.language.grammar import Expect
from shikii.rulesets.loader import load_ruleset

READ = 8
PRECISE = 0.9
VERDICTS = {
    measure: verdicts
    for path in sorted((Path(__file__).parent / "precision").glob("*.yaml"))
    for measure, verdicts in yaml.safe_load(path.read_text("utf-8")).items()
}
MEASURES = {s.id: s for s in load_ruleset().statements if isinstance(s, Expect)}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DOCUMENTS, reason=f"no published documents in {FOLDER} (set SHIKII_PUBLISHED)"),
]


@pytest.fixture(scope="module")
def passages():
    return read_passages()


def test_verdicts_speak_of_measures_there_are():
    assert set(VERDICTS) <= set(MEASURES)


@pytest.mark.parametrize("name", MEASURES)
def test_what_is_taken_to_be_stated_is(passages, name):
    places = {hit.place for hit in hits(MEASURES[name], passages)}
    verdicts = VERDICTS.get(name, {})
    right, wrong = (places & set(verdicts.get(side, ())) for side in ("right", "wrong"))
    assert len(right) + len(wrong) >= min(READ, len(places)), "not enough places have been read"
    if not MEASURES[name].weak and (right or wrong):
        assert len(right) / (len(right) + len(wrong)) >= PRECISE, sorted(wrong)
