"""Protects: a ruleset asks for facts of its own, and a law that stands alone applies nothing of the Japanese one."""

import datetime as dt
import json
from pathlib import Path

import pytest
from command import run

import shikii
from shikii import Session, assess, assess_arrow, load_ruleset, read_affair, run_batch
from shikii.authoring.case_runner import run_case
from shikii.authoring.cases import load_cases
from shikii.engine.evaluation import change_chains
from shikii.facts.documents.changes import present_in_body
from shikii.facts.errors import InputError, RulesetError
from shikii.facts.vocabulary import load_vocabulary, speaking
from shikii.reports.outcomes import outcome_workers
from shikii.reports.outcomes.outcome import Job
from shikii.rulesets.loader import read_ruleset

KOREA = Path(shikii.__file__).parent / "examples" / "rulesets" / "kr-pipa-35"
DAY = dt.date(2026, 4, 1)


@pytest.fixture(scope="module")
def korea():
    return load_ruleset(replacing_national=KOREA)


def test_cases_of_the_second_regime_hold(korea):
    with speaking(korea.given):
        outcomes = [run_case(c, korea) for c in load_cases(korea, KOREA)]
    assert len(outcomes) > 15
    assert [o for o in outcomes if not o.passed] == []


@pytest.mark.parametrize(
    ("told", "floor", "ceiling"),
    [
        ({"sensitive_subjects": 49_999, "linked_subjects": 0, "all_subjects": 49_999}, "none", "none"),
        ({"sensitive_subjects": 50_000}, "required", "required"),
        ({"連係後の情報主体の数": "50万人以上"}, "required", "required"),
        ({"all_subjects": "10万人以上"}, "none", "required"),
    ],
)
def test_level_of_the_second_regime_with_what_is_known(korea, told, floor, ceiling):
    affair = read_affair({"公共機関": "はい", "affair": "x", **told}, "x", vocabulary=korea.given)
    for executor in ("reference", "session"):
        found = assess(affair, as_of=DAY, ruleset=korea, executor=executor)
        assert (found.level.floor, found.level.ceiling) == (floor, ceiling)
        assert {o.id for o in found.obligations} == {"kr.submit"}
        assert found.findings == ()


def test_a_program_gives_the_facts_of_its_ruleset(korea, tmp_path):
    """Without the command line, which sets the vocabulary for its process."""
    session = Session(as_of=DAY, ruleset=korea).tell(all_subjects=1_000_000, public_institution="yes")
    assert session.level().floor == "required"
    assert session.retract("all_subjects").level().floor == "none"
    told = {"affair": "台帳", "public_institution": "yes", "all_subjects": 1_000_000}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    (found,) = run_batch([path], as_of=DAY, ruleset=korea).results
    pa = pytest.importorskip("pyarrow", reason="record batches are those of pyarrow, which is not installed")
    (batch,) = assess_arrow([pa.RecordBatch.from_pylist([{"path": str(path)}])], as_of=DAY, ruleset=korea)
    assert (found.level.floor, batch["level_floor"].to_pylist()) == ("required", ["required"])


def test_a_worker_that_is_no_copy_reads_the_facts_of_the_ruleset(korea, tmp_path, monkeypatch):
    monkeypatch.setattr(outcome_workers, "_alone", lambda: False)
    for n in (1, 2):
        told = f"affair: 台帳{n}\npublic_institution: yes\nall_subjects: 1000000\n"
        (tmp_path / f"{n}.yaml").write_text(told, encoding="utf-8")
    tasks = [(path, None) for path in sorted(tmp_path.iterdir())]
    found = list(outcome_workers.in_processes(tasks, Job(korea, DAY), 1))
    assert [(o.problems, [f.result.level.floor for f in o.fulls]) for o in found] == [((), ["required"])] * 2


def test_what_is_kept_for_all_rulesets_holds_no_fact_of_one(korea):
    for kept in (present_in_body._valued, change_chains._questions):
        kept.cache_clear()
        with speaking(korea.given):
            first = kept()
        kept.cache_clear()
        assert kept() == first


def test_the_facts_of_one_ruleset_are_unknown_elsewhere(korea):
    assert "all_subjects" not in load_vocabulary()
    with pytest.raises(InputError):
        read_affair({"affair": "x", "all_subjects": 5}, "x")
    assert not any(s.id.startswith("duty.") for s in korea.statements)


def test_cli_asks_for_and_reads_the_facts_of_the_ruleset(tmp_path):
    empty = run("facts", "template", "--ruleset", KOREA).stdout
    assert "sensitive_subjects:" in empty
    assert "headcount" not in empty
    path = tmp_path / "a.yaml"
    path.write_text("affair: 台帳\npublic_institution: yes\nall_subjects: 1000000\n", encoding="utf-8")
    told = run("assess", path, "--ruleset", KOREA, "--as-of", "2026-04-01", "--format", "json")
    result = json.loads(told.stdout)[0]
    assert (result["level"]["floor"], result["ruleset"]["id"]) == ("required", "kr-pipa-35")
    assert run("facts", "validate", path).returncode == 2
    assert run("facts", "validate", path, "--ruleset", KOREA).returncode == 0
    table = tmp_path / "a.csv"
    table.write_text("事務名,公共機関,ファイルの情報主体の数\n台帳,はい,100万人以上\n", encoding="utf-8")
    assert (
        run("batch", table, "-o", tmp_path / "out", "--ruleset", KOREA, "--as-of", "2026-04-01").returncode
        == 0
    )


@pytest.mark.parametrize(
    ("fact", "error"),
    [
        ("{name: headcount, scope: affair, kind: count, ja: 別の人数, en: other}", "ruleset.fact-twice"),
        ("{name: people, scope: affair, kind: count, ja: 対象人数, en: people}", "ruleset.fact-twice"),
        ("{name: people, scope: affair, kind: number, ja: 人, en: people}", "ruleset.fact"),
        ("{name: people, scope: affair, kind: choice, ja: 人, en: people}", "ruleset.fact"),
        ("{name: people, scope: file, kind: count, ja: 人, en: people}", "ruleset.fact"),
        ("{name: people, scope: affair, kind: count, ja: 人, en: people, derived: true}", "ruleset.fact"),
        ("people", "ruleset.fact"),
    ],
)
def test_a_fact_that_cannot_be_told_is_refused_at_load(fact, error):
    with pytest.raises(RulesetError) as raised:
        read_ruleset([("own.yaml", f"ruleset: {{id: own}}\nfacts:\n  - {fact}\nrules: []\n")])
    assert [p.id for p in raised.value.problems] == [error]
    assert ":3" in raised.value.problems[0].place


def test_an_overlay_may_ask_for_a_fact_of_its_own():
    rule = """
facts: [{name: drones, scope: affair, kind: yesno, ja: ドローンの使用, en: drones used}]
rules:
  - {check: consistency, id: own.drones, title: ドローン, severity: note, when: {drones: yes}, detail: d, advice: a, basis: [x], confidence: known}
"""
    own = read_ruleset([("own.yaml", "ruleset: {id: own}\n" + rule)])
    assert "drones" in own.given
    assert own.vocabulary["drones.stated"].ja == "ドローンの使用の記載"
