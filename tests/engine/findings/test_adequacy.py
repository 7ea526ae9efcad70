"""Protects: adequacy is bounded by what is certain only, and the declared answer is compared with it rightly."""

import datetime as dt
from itertools import product

import pytest

from shikii.engine.assess import program_of
from shikii.engine.evaluation.truth import Truth
from shikii.engine.findings.adequacy import Answer, compared, derived_adequacy, doubts, settling
from shikii.engine.results.assessment import Spread
from shikii.rulesets.language.grammar import Judge
from shikii.rulesets.loader import load_ruleset
from shikii.rulesets.program.measure_counts import ADEQUACY, STATES, STRENGTHS

DAY = dt.date(2025, 4, 1)
PROGRAM = program_of(load_ruleset(), DAY)
OPEN = ("not_stated", "unknown", "undecided")
SPREADS = [(low, high) for i, low in enumerate(ADEQUACY) for high in ADEQUACY[i:]]


def ends(counts):
    spread = derived_adequacy(PROGRAM, counts)
    return ADEQUACY.index(spread.floor), ADEQUACY.index(spread.ceiling)


def test_nothing_read_bounds_nothing():
    assert ends({}) == (0, 2)
    for state in OPEN:
        assert ends({f"{s}.{state}": 2 for s in STRENGTHS}) == (0, 2)


def test_to_learn_of_a_measure_only_narrows():
    """Whatever an open measure turns out to be (done, not done, not expected at all), the answer stays inside."""
    tried = 0
    for numbers in product((0, 1), repeat=6):
        for desirable in (0, 5):
            keys = [
                f"{s}.{state}"
                for s in ("required", "expected", "desirable")
                for state in ("done", "not_done")
            ]
            known = dict(zip(keys, numbers, strict=True))
            known["desirable.done"] += desirable
            for strength, state in product(STRENGTHS, OPEN):
                low, high = ends(known | {f"{strength}.{state}": 1})
                later = [known | {f"{strength}.{s}": known.get(f"{strength}.{s}", 0) + 1} for s in STATES[:3]]
                later += [known] if state == "undecided" and any(known.values()) else []
                for learned in later:
                    a, b = ends(learned)
                    tried += 1
                    assert low <= a <= b <= high, (known, strength, state, learned)
    assert tried > 3_000


def test_absence_of_words_never_lowers_the_ceiling():
    for numbers in product((0, 1, 3), repeat=3):
        counts = {f"{s}.not_stated": n for s, n in zip(STRENGTHS, numbers, strict=True)}
        assert ends(counts | {"required.done": 2})[1] == 2


def test_every_bound_can_be_reached():
    all_done = {"required.done": 1, "expected.done": 1, "desirable.done": 5}
    assert ends(all_done) == (2, 2)
    assert ends(all_done | {"desirable.not_stated": 1}) == (1, 2)
    assert ends(all_done | {"expected.not_done": 1}) == (0, 1)
    assert ends(all_done | {"required.not_done": 1}) == (0, 0)


@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("declared", ADEQUACY)
def test_a_comparison_says_no_more_than_the_bounds(declared, spread):
    low, high = (ADEQUACY.index(end) for end in spread)
    said = compared(Answer(declared, "yes"), Spread(floor=spread[0], ceiling=spread[1]))
    answer = ADEQUACY.index(declared)
    wanted = {
        "more_than_shown": answer > high,
        "less_than_shown": answer < low,
        "borne_out": (low == high == answer) or 0 < answer == low,
        "cannot_tell": low < answer <= high or (answer == low == 0 < high),
    }
    assert [name for name, holds in wanted.items() if holds] == [said]


def test_no_answer_is_blank_only_where_the_field_was_read():
    whole = Spread()
    assert compared(Answer(None, "yes", blank=True), whole) == "blank"
    assert compared(Answer(None, "yes"), whole) == "cannot_tell"
    assert compared(Answer(None, "unknown", blank=True), whole) == "blank"
    assert compared(Answer("strong", "no"), Spread(ceiling="lacking")) == "not_applicable"
    assert compared(Answer(None, "no", blank=True), whole) == "not_applicable"


def test_a_declared_answer_bounds_nothing():
    """A floor or ceiling that read the declared answer would bear the answer out by itself."""
    bounds = [s for s in PROGRAM.statements if isinstance(s, Judge) and s.then]
    assert len(bounds) >= 4
    assert not any("declared" in str(s.when) or "applicable" in str(s.when) for s in bounds)


def test_a_doubt_needs_certainty():
    answers = (None, *ADEQUACY)
    for declared, state in product(answers, OPEN):
        found = [
            s.id
            for s, truth in doubts(
                PROGRAM, {f"required.{state}": 2, "expected.done": 1}, Answer(declared, "yes")
            )
            if truth is Truth.TRUE
        ]
        assert found == (
            ["adequacy.strong-not-stated"] if (declared, state) == ("strong", "not_stated") else []
        )


def test_settling_sets_name_the_measures_the_bounds_rest_on():
    open_ = {"required": ("r1", "r2"), "desirable": ("d1",)}
    found = settling(PROGRAM, open_, {"required.done": 1})
    assert found == (("r1", "r2"),)
    assert settling(PROGRAM, {}, {"required.done": 1}) == ()
