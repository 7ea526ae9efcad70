"""Protects: SARIF that editors can show: valid, on the right line, with fingerprints that survive shifting lines.

Golden files: ``pytest tests/reports/interchange/test_sarif.py --update-golden``.
"""

import dataclasses
import json
import re

import jsonschema
import polars as pl
import pytest
import sample
import sarif_shape

from shikii.engine.results.assessment import Evidence
from shikii.facts.errors import Problem
from shikii.reports.interchange.sarif import render_sarif, uri_of
from shikii.reports.tables.result_tables import batch_of


@pytest.fixture(scope="module")
def result():
    return batch_of([sample.settled()])


def run_of(text):
    log = json.loads(text)
    jsonschema.Draft202012Validator(sarif_shape.LOG).validate(log)
    return log["runs"][0]


def test_the_findings_of_an_affair(result, golden):
    text = render_sarif(result)
    run_of(text)
    golden("findings.sarif", re.sub(r"sha256:[0-9a-f]+", "sha256:…", text))


def test_every_finding_is_a_result_of_a_rule_that_tells_its_basis(result):
    run = run_of(render_sarif(result))
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == result.findings.height
    rank = ("error", "warning", "note").index
    rows = sorted(result.findings.iter_rows(named=True), key=lambda row: rank(row["severity"]))
    for told, row in zip(run["results"], rows, strict=True):
        rule = rules[told["ruleIndex"]]
        assert rule["id"] == told["ruleId"] == row["rule"]
        assert (told["level"], rule["defaultConfiguration"]["level"]) == (row["severity"],) * 2
        assert row["basis"] in rule["help"]["text"]
        assert rule["properties"]["confidence"] == row["confidence"]
        assert row["title"] in told["message"]["text"]
        assert "不足" not in told["message"]["text"]


def with_place(result, **columns):
    return dataclasses.replace(
        result, findings=result.findings.with_columns(**{k: pl.lit(v) for k, v in columns.items()})
    )


def test_a_result_stands_on_the_line_of_the_document_with_all_its_places(result):
    there = with_place(result, document="評価書/住基 1.txt", line=31, text="対象人数")
    places = [
        [Evidence(document="評価書/住基 1.txt", line=n) for n in (31, 40, 40, 55)]
    ] * result.findings.height
    first = run_of(render_sarif(there, places))["results"][0]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "%E8%A9%95%E4%BE%A1%E6%9B%B8/%E4%BD%8F%E5%9F%BA%201.txt"
    assert place["region"] == {"startLine": 31, "snippet": {"text": "対象人数"}}
    related = [p["physicalLocation"]["region"]["startLine"] for p in first["relatedLocations"]]
    assert related[-2:] == [40, 55]
    assert related.count(40) == 1


def test_a_row_of_a_table_is_its_line(result):
    there = with_place(result, document="in/affairs.csv:12", line=None)
    place = run_of(render_sarif(there))["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "in/affairs.csv"}, "region": {"startLine": 12}}


def prints(result):
    return [r["partialFingerprints"]["shikii/v1"] for r in run_of(render_sarif(result))["results"]]


def test_fingerprints_stay_when_lines_shift_and_differ_between_findings(result):
    assert prints(with_place(result, line=5)) == prints(with_place(result, line=905)) == prints(result)
    assert len(set(prints(result))) == result.findings.height
    assert prints(with_place(result, affair="別の事務")) != prints(result)


def test_what_could_not_be_read_is_said(result):
    problem = Problem("table.cell", "t.csv:3", "x", "not a number", "write a number")
    told = run_of(render_sarif(dataclasses.replace(result, problems=(problem,))))["invocations"][0]
    assert told["executionSuccessful"] is False
    assert told["toolExecutionNotifications"][0]["descriptor"] == {"id": "table.cell"}
    assert run_of(render_sarif(result))["invocations"] == [{"executionSuccessful": True}]


def test_no_more_results_than_code_hosts_take_and_the_gravest_stay(result, monkeypatch):
    monkeypatch.setattr("shikii.reports.interchange.sarif._MOST", 3)
    run = run_of(render_sarif(result))
    assert [r["level"] for r in run["results"]] == ["error"] * 3
    assert run["properties"]["omitted"] == result.findings.height - 3


def test_hostile_text_stays_inside_strings():
    text = render_sarif(batch_of(sample.hostile()))
    assert run_of(text)["results"]
    assert len(text) < 2**20


@pytest.mark.parametrize(
    ("document", "uri"),
    [
        ("a.txt", "a.txt"),
        ("a:b.txt", "a%3Ab.txt"),
        ("/x/#1.txt", "file:///x/%231.txt"),
        ("./in/a.txt", "in/a.txt"),
        ("\ud800", "%3F"),
    ],
)
def test_documents_become_uris(document, uri):
    assert uri_of(document) == uri


def test_the_strict_schema_refuses_what_is_wrong(result):
    log = json.loads(render_sarif(result))
    for break_ in (
        lambda r: r.update(level="fatal"),
        lambda r: r.pop("message"),
        lambda r: r.update(rule_id="x"),
        lambda r: r["locations"][0]["physicalLocation"]["artifactLocation"].update(uri="a b"),
    ):
        wrong = json.loads(json.dumps(log))
        break_(wrong["runs"][0]["results"][0])
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, sarif_shape.LOG)
