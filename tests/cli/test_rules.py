"""Protects ``shikii rules``: cases run, failures say everything, a folder laid over brings its own cases."""

import json

import pytest
from click.testing import CliRunner

from shikii.cli.commands.rules.rules import command

RULE = """\
rules:
  - check: level
    id: town.large
    title: 町の要綱による任意の全項目評価
    severity: note
    when: {headcount: ">= 10000"}
    detail: d
    advice: a
    basis: [要綱第2条]
    confidence: known
"""
CASES = """\
as_of: 2025-04-01
cases:
  - rule: town.large
    article: 要綱第2条
    cases:
      - {given: {headcount: 10000}, expect: finding, why: 1万人から}
      - {given: {headcount: 9999}, expect: none, why: 1万人未満}
"""


@pytest.fixture
def town(tmp_path):
    folder = tmp_path / "town"
    (folder / "cases").mkdir(parents=True)
    (folder / "rules.yaml").write_text(RULE, encoding="utf-8")
    (folder / "cases" / "rules.yaml").write_text(CASES, encoding="utf-8")
    return folder


def run(*arguments):
    return CliRunner().invoke(command, [str(a) for a in arguments], standalone_mode=False)


def test_the_cases_named_are_run_and_counted():
    done = run("test", "threshold.300k")
    assert (done.return_value, done.output) == (0, "1 件のルールの事例 7 件：全て合格\n")
    assert "14 件のルール" in run("test", "threshold.").output


def test_a_folder_laid_over_is_tested_by_its_own_cases(town):
    done = run("test", "--ruleset", town)
    assert (done.return_value, done.output) == (0, "1 件のルールの事例 2 件：全て合格\n")
    assert "問題は見つかりませんでした" in run("check", "--ruleset", town).output


def test_a_failure_shows_place_given_expected_got_and_why(town):
    path = town / "cases" / "rules.yaml"
    path.write_text(CASES.replace("headcount: 9999", "headcount: 1万人"), encoding="utf-8")
    done = run("test", "--ruleset", town)
    assert done.return_value == 2
    assert done.output == (
        "cases/rules.yaml:7 town.large (2025-04-01)\n"
        '  given     {"headcount": "1万人"}\n'
        '  expected  "none"\n'
        "  got       finding\n"
        "  why       1万人未満 (要綱第2条)\n"
        "1 件のルールの事例 2 件：1 件が不合格\n"
    )


def test_the_check_refuses_a_rule_laid_over_without_cases(town):
    (town / "cases" / "rules.yaml").unlink()
    done = run("check", "--ruleset", town)
    assert {p.id for p in done.exception.problems} == {"ruleset.no-case"}


def test_the_rules_of_an_article_are_listed():
    ids = {row["id"] for row in json.loads(run("list", "--basis", "規則第七条", "--format", "json").output)}
    assert {"threshold.300k", "threshold.100k-heavy"} <= ids
    assert "threshold.1k-10k" not in ids
    narrower = json.loads(run("list", "--basis", "規則第7条第4項", "--format", "json").output)
    assert {row["id"] for row in narrower} < ids


def test_open_lists_what_rests_on_the_unread_guideline_only():
    run = CliRunner().invoke(command, ["list", "--open", "--as-of", "2026-12-01", "--format", "json"])
    rows = {r["id"]: r for r in json.loads(run.output)}
    assert {"duty.hearing-30-days", "duty.reassess-5-years", "incident.serious"} <= rows.keys()
    assert "threshold.300k" not in rows
    assert all(r["confidence"] != "confirmed" for r in rows.values())
    text = CliRunner().invoke(command, ["list", "--open", "--as-of", "2026-12-01"]).output
    assert "unread  2025-07-15" in text
