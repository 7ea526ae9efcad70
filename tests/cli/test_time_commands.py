"""Protects: the commands about time read days, versions and folders, write every format, and keep the error manners."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import shikii
from shikii.cli.main import cli, main
from shikii.facts.errors import UsageError
from shikii.reports.terminal.law_versions import render_versions_markdown
from shikii.rulesets.loader import load_ruleset

ROOT = Path(shikii.__file__).parent
EXAMPLES = ROOT / "examples"
OWN = """\
ruleset: {id: city, version: "7"}
rules:
  - check: procedure
    id: city.many-handlers
    title: 取扱者が多い<script>
    severity: note
    when: {handlers: ">= 300"}
    detail: d
    advice: a
    basis: [市要綱第3条]
    confidence: confirmed
"""


def run(*args):
    result = CliRunner().invoke(cli, [str(a) for a in args], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "city"
    folder.mkdir()
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    return folder


def test_versions_are_listed_with_their_days_and_what_they_change():
    data = json.loads(run("rules", "versions", "--format", "json"))
    assert data["schema"] == "shikii/rules-versions/1"
    by_id = {v["id"]: v for v in data["versions"]}
    assert by_id["2024-05"]["from"] == "2024-05-27"
    assert by_id["2024-10"]["rules"]["incident.serious"] == "changes"
    assert data["unread"][0]["on"] == "2025-07-15"
    text = run("rules", "versions")
    assert all(v in text for v in by_id)
    assert "paragraphs of article 2" in run("rules", "versions", "--lang", "en")


def test_the_page_of_versions_is_the_one_of_the_rules(golden):
    golden(ROOT / "docs" / "law-versions.md", render_versions_markdown(load_ruleset()))


@pytest.mark.parametrize(
    ("a", "b"), [("2024-05", "2024-10"), ("2024-05-27", "2024-10-01"), ("2024-06", "2024-11")]
)
def test_versions_days_and_months_name_the_same_law(a, b):
    found = json.loads(run("rules", "diff", a, b, "--format", "json"))
    assert "incident.serious" in [d["rule"] for d in found["differences"] if d["what"] == "meaning"]
    assert (found["before"]["version"], found["after"]["version"]) == ("2024-05", "2024-10")


@pytest.mark.parametrize("command", [("rules", "diff"), ("impact",)])
def test_a_day_before_the_law_is_named_as_the_side_it_was_given_for(command):
    with pytest.raises(UsageError) as caught:
        cli.main(
            args=[*command, "2013-01", "2025-05", *([str(EXAMPLES)] * (command == ("impact",)))],
            standalone_mode=False,
        )
    assert [(p.id, p.place) for p in caught.value.problems] == [("ruleset.no-law", "A B")]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_difference_reads_well(lang, golden):
    golden(f"diff.{lang}.txt", run("rules", "diff", "2024-09-30", "2024-10", "--lang", lang))


def test_a_folder_is_laid_over_and_compared(own):
    found = json.loads(run("rules", "diff", "2026-04-01", own, "--as-of", "2026-04-01", "--format", "json"))
    assert [(d["rule"], d["what"]) for d in found["differences"]] == [("city.many-handlers", "added")]
    assert found["differences"][0]["parts"][0]["example"] == {"handlers": "300"}
    assert found["after"]["version"] == "2025-05+7"
    text = run("rules", "diff", "2026-04-01", own, "--as-of", "2026-04-01", "--format", "md")
    assert "<script>" not in text


def test_rules_are_listed_and_shown_as_they_read_on_a_day():
    assert "text.old-table-after-2024" not in run("rules", "list", "--as-of", "2024-05-26")
    assert "text.old-table-after-2024" in run("rules", "list", "--as-of", "2024-05-27")
    assert "番号法第27条" in run("rules", "show", "threshold.300k", "--as-of", "2017-05-29")
    assert "番号法第28条" in run("rules", "show", "threshold.300k", "--as-of", "2017-05-30")


def test_impact_in_every_format(own, tmp_path):
    table = tmp_path / "affairs.csv"
    lines = (EXAMPLES / "affairs.csv").read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join(lines[:9]), "utf-8")
    args = (
        "impact",
        "2026-04-01",
        own,
        table,
        EXAMPLES / "facts",
        "--as-of",
        "2026-04-01",
    )
    data = json.loads(run(*args, "--format", "json"))
    assert data["schema"] == "shikii/impact/1"
    assert data["rules"] == [{"rule": "city.many-handlers", "cause": "law", "affairs": len(data["changed"])}]
    assert 0 < len(data["changed"]) < data["affairs"]
    (shift,) = data["changed"][0]["shifts"]
    assert (shift["kind"], shift["before"], shift["after"]) == ("finding", "none", "note")
    page = tmp_path / "i.html"
    run(*args, "-o", page)
    html = page.read_text("utf-8")
    assert "<script>取" not in html
    assert "多い<script" not in html
    assert "取扱者が多い&lt;script&gt;" in html
    few = (*args[:3], table, *args[5:])
    for format_, lang in (("text", "en"), ("md", "ja")):
        assert "city.many" in run(*few, "--format", format_, "--lang", lang)


def test_impact_without_time():
    """--law-only leaves out what changes only because time passes."""
    args = ("impact", "2025-06-01", "2031-06-01", EXAMPLES / "facts", "--format", "json")
    assert json.loads(run(*args))["changed"]
    assert json.loads(run(*args, "--law-only"))["changed"] == []


def test_a_broken_table_is_told_and_the_rest_goes_on(tmp_path, capsys):
    (tmp_path / "t.csv").write_text("事務名,対象人数\nあ,1000\nい,たくさん\n", encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        main(["impact", "2024-05", "2024-10", str(tmp_path)])
    assert stop.value.code == 2
    out, err = capsys.readouterr()
    assert "たくさん" in err
    assert "/ 1" in out


def test_the_batch_names_what_is_ahead(tmp_path):
    run("batch", EXAMPLES / "facts", "-o", tmp_path / "out", "--as-of", "2016-12-01")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert {(c["rule"], c["on"]) for c in summary["changes_ahead"]} >= {("threshold.300k", "2017-05-30")}
    assert "今後1年以内に変わるルール" in (tmp_path / "out" / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("format_", "words"),
    [
        ("text", "今後1年以内に変わるルール"),
        ("md", "今後1年以内に変わるルール"),
        ("html", "今後1年以内に変わるルール"),
        ("json", '"changes_ahead"'),
    ],
)
def test_an_assessment_names_what_is_ahead(format_, words):
    facts = EXAMPLES / "facts" / "core-city-a-juki.yaml"
    found = run("assess", facts, "--as-of", "2017-01-01", "--format", format_)
    assert words in found
    assert "threshold.300k" in found
