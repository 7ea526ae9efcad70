"""Protects the counts of peers: each assessment once, never among its own peers, only where the text was read."""

import datetime as dt
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shikii import assess, read_affair
from shikii.engine.findings.peers import Profile, profile_of, with_peers

DAY = dt.date(2026, 4, 1)
RISK = {"applicable": True, "adequacy": "十分である"}


@cache
def result(*states, form="全項目評価書", name="x"):
    files = [
        {"name": f"f{i}", "entrusts": True, "entrustments": [{}], "risks": {"out": RISK}, "answers": {"out.contract_clauses": "定めている"}, "measures": {"out-confidentiality": s} if s else {}}
        for i, s in enumerate(states)
    ]  # fmt: skip
    facts = {"affair": name, "form": form, "headcount": 300_000, "files": files}
    return assess(read_affair(facts, name), as_of=DAY, executor="reference")


def counted(*results):
    measure = profile_of(results).forms["full"].measures["out-confidentiality"]
    return measure.stated, measure.asked


def test_an_assessment_counts_once_however_many_files_it_has():
    assert counted(result("not_stated", "done", "done")) == (1, 1)
    assert counted(result("not_stated", "not_stated"), result("done")) == (1, 2)


def test_text_that_was_not_read_and_other_forms_are_no_peers():
    profile = profile_of([result(None), result("done", form="重点項目評価書")])
    assert "out-confidentiality" not in profile.forms["full"].measures
    assert profile.forms["key"].measures["out-confidentiality"].asked == 1


def told(found):
    return [f.detail for f in found.findings if f.rule == "out-confidentiality"]


def test_a_finding_says_how_many_of_the_others_state_it():
    own = result("not_stated")
    profile = profile_of([own, *[result("done")] * 4, result("not_stated")])
    assert told(with_peers(own, profile, among=True))[0].endswith("類似の評価書5件中4件に記載があります。")
    assert told(with_peers(own, profile))[0].endswith("類似の評価書6件中4件に記載があります。")


def test_alone_there_is_nothing_to_compare_with():
    own = result("not_stated")
    assert told(with_peers(own, profile_of([own]), among=True)) == told(own)


@given(st.lists(st.sampled_from(["done", "not_stated", None]), min_size=1, max_size=6))
def test_counts_stay_within_the_portfolio(states):
    results = [result(s) for s in states]
    form = profile_of(results).forms["full"]
    peers = form.measures.get("out-confidentiality")
    asked = sum(s is not None for s in states)
    assert (peers.asked if peers else 0) == asked
    assert (peers.stated if peers else 0) == states.count("done")


def test_a_profile_reads_back_as_it_was_written():
    profile = profile_of([result("done"), result("not_stated")])
    assert Profile.model_validate_json(profile.model_dump_json(by_alias=True)) == profile
    with pytest.raises(ValueError, match="schema"):
        Profile.model_validate_json('{"schema": "other", "as_of": "", "ruleset": "", "forms": {}}')
