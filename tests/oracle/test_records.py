"""Protects the level on records with troubles: contradicting sources, short lists, exempt files, old answers, dates that are
missing. Right is what the oracle says, which shares no code with the package."""

import level_answers
import pytest
from oracle.affairs import assess
from oracle.readings import SHIKII
from oracle.records import Maker, as_records, sources_contradict

#: Seeds of the suite; ``make hunt`` goes on where they end.
SEEDS = range(2_000)


@pytest.fixture(scope="module")
def by_day():
    days = {}
    for seed in SEEDS:
        maker = Maker(seed)
        days.setdefault(maker.day, []).append(maker.affair())
    return days


def wrong(day, told, answers):
    out = []
    for affair, answer in zip(told, answers, strict=True):
        right = assess(affair, day, SHIKII)
        if answer != right.levels:
            out.append((day, as_records(affair), sorted(answer), sorted(right.levels)))
    return sorted(out, key=lambda found: len(str(found)))[:3]


def test_records_by_reference(by_day):
    for day, told in by_day.items():
        affairs = [level_answers.built(as_records(a)) for a in told]
        assert wrong(day, told, level_answers.by_reference(day, affairs)) == []


def test_records_by_frames(by_day):
    """A frame holds one value of a fact: records whose sources contradict one another are not for it."""
    for day, every in by_day.items():
        told = [a for a in every if not sources_contradict(a)]
        assert len(told) > len(every) // 2
        affairs = [level_answers.built(as_records(a)) for a in told]
        assert wrong(day, told, level_answers.by_frames(day, affairs)) == []


def test_records_by_session(by_day):
    for day, told in by_day.items():
        affairs = [level_answers.built(as_records(a)) for a in told[:50]]
        assert wrong(day, told[:50], level_answers.by_session(day, affairs)) == []


def test_records_in_several_files(by_day):
    """One record for each source, merged: the same levels as one record that holds every source."""
    for day, told in by_day.items():
        affairs = [level_answers.built(as_records(a, split=True)) for a in told[:150]]
        assert wrong(day, told[:150], level_answers.by_reference(day, affairs)) == []
