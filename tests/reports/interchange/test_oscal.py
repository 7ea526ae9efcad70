"""Protects: OSCAL assessment results that GRC tools accept, and that never turn "not known" into "not satisfied".

Validated against the models of compliance-trestle, which are made from the official OSCAL schema.
Golden files: ``pytest tests/reports/interchange/test_oscal.py --update-golden``.
"""

import datetime as dt
import json
import re
import uuid

import pytest
import sample

from shikii.reports.interchange.oscal import render_oscal
from shikii.reports.tables.result_tables import batch_of

models = pytest.importorskip("trestle.oscal.assessment_results", reason="compliance-trestle is not installed")


@pytest.fixture(scope="module")
def result():
    return batch_of([sample.settled(), sample.open_level(), sample.exempt()])


@pytest.fixture(scope="module")
def text(result):
    return render_oscal(result)


def read(text):
    return models.Model.model_validate_json(text).assessment_results


def test_it_is_accepted_by_the_official_models(text, golden):
    found = read(text)
    assert len(found.results) == 3
    golden(
        "oscal.json", re.sub(r"sha256:[0-9a-f]+", "sha256:…", re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", text))
    )


def test_the_models_refuse_what_is_no_oscal(text):
    data = json.loads(text)
    data["assessment-results"]["results"][0]["verdict"] = "bad"
    with pytest.raises(ValueError, match="verdict"):
        read(json.dumps(data))


def test_hostile_text_is_accepted_too():
    assert len(read(render_oscal(batch_of(sample.hostile()))).results) == len(sample.HOSTILE)


def test_what_is_not_stated_or_not_known_is_observed_but_never_judged(result, text):
    for told, row in zip(read(text).results, result.affairs.iter_rows(named=True), strict=True):
        rules = {f.target.target_id: f.target.status.state.value for f in told.findings or ()}
        observed = {p.value for o in told.observations or () for p in o.props if p.name == "rule"}
        findings = result.findings.filter(affair=row["affair"])
        duties = result.duties.filter(affair=row["affair"])
        assert observed == set(findings["rule"]) | set(duties["duty"])
        for finding in findings.iter_rows(named=True):
            assert rules.get(finding["rule"]) == (None if finding["kind"] == "measure" else "not-satisfied")
        states = {"met": "satisfied", "unmet": "not-satisfied", "unknown": None}
        for duty in duties.iter_rows(named=True):
            assert rules.get(duty["duty"]) == states[duty["status"]]
    assert {"measure"} < set(result.findings["kind"])
    assert {"met", "unmet", "unknown"} == set(result.duties["status"])


def test_every_identifier_is_its_own_and_every_reference_leads_somewhere(text):
    data = json.loads(text)
    found = re.findall(r'"uuid": "([^"]+)"', text)
    assert len(found) == len(set(found))
    assert all(uuid.UUID(u).version == 5 for u in found)
    for told in data["assessment-results"]["results"]:
        known = {o["uuid"] for o in told.get("observations", [])}
        assert {
            r["observation-uuid"] for f in told.get("findings", []) for r in f["related-observations"]
        } <= known
    law = data["assessment-results"]["back-matter"]["resources"][0]["uuid"]
    assert data["assessment-results"]["import-ap"]["href"] == f"#{law}"


def test_the_same_input_gives_the_same_file_and_times_are_those_asked_about(result, text):
    assert render_oscal(result) == text
    found = read(text)
    midnight = dt.datetime.combine(sample.DAY, dt.time(), dt.timezone(dt.timedelta(hours=9)))
    assert json.loads(text)["assessment-results"]["metadata"]["last-modified"] == midnight.isoformat()
    assert {r.start for r in found.results} == {midnight}


def test_more_affairs_than_a_file_should_hold_are_counted(result, monkeypatch):
    monkeypatch.setattr("shikii.reports.interchange.oscal._MOST_AFFAIRS", 1)
    found = read(render_oscal(result))
    assert len(found.results) == 1
    assert {p.name: p.value for p in found.metadata.props}["affairs-left-out"] == "2"
