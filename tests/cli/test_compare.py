"""Protects `shikii compare`: formats, files, and refusal of input that cannot be compared."""

import json
from pathlib import Path

import pytest
from command import run

EXAMPLES = Path(__file__).parents[2] / "examples"
OLD, NEW = EXAMPLES / "compare" / "before.yaml", EXAMPLES / "compare" / "after.yaml"
DOCUMENT = EXAMPLES / "documents" / "midori-juki-zenkomoku.txt"


def test_json_on_stdout_only():
    done = run("compare", OLD, NEW, "--as-of", "2026-04-01", "--format", "json")
    (one,) = json.loads(done.stdout)["comparisons"]
    assert (done.returncode, done.stderr) == (0, "")
    assert (one["threshold"]["raised"], one["threshold"]["before"]["floor"]) == ("yes", "key")


@pytest.mark.parametrize(
    ("name", "start"), [("x.html", "<!doctype html>"), ("x.md", "# みどり市長"), ("x.json", "{")]
)
def test_the_name_of_the_output_gives_the_format(tmp_path, name, start):
    out = tmp_path / name
    assert run("compare", OLD, NEW, "-o", out).returncode == 0
    assert out.read_text("utf-8").lstrip().startswith(start)
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_documents_are_compared_with_documents_and_facts():
    same = run("compare", DOCUMENT, DOCUMENT)
    assert (same.returncode, "違いは見当たりません" in same.stdout) == (0, True)
    mixed = run("compare", DOCUMENT, NEW, "--format", "json")
    assert json.loads(mixed.stdout)["comparisons"]


def test_all_problems_are_told_and_nothing_is_written(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("headcont: 5\n", encoding="utf-8")
    out = tmp_path / "x.html"
    done = run("compare", bad, tmp_path / "nowhere.yaml", "-o", out)
    assert done.returncode == 2
    assert "bad.yaml" in done.stderr
    assert "nowhere.yaml" in done.stderr
    assert not out.exists()


def test_a_form_chooses_among_several(tmp_path):
    several = tmp_path / "several.json"
    affairs = [{"affair": "住基", "form": form, "headcount": 300_000} for form in ("basic", "full")]
    several.write_text(json.dumps(affairs, ensure_ascii=False), encoding="utf-8")
    found = json.loads(run("compare", several, several, "--form", "full", "--format", "json").stdout)
    assert [c["new"]["form"] for c in found["comparisons"]] == ["full"]


def test_folders_are_compared_body_by_body(tmp_path):
    for side, heads in (("old", 90_000), ("new", 120_000)):
        (tmp_path / side).mkdir()
        for city, name in (("みどり市長", "a"), ("あおば市長", "b")):
            text = f"affair: 予防接種\norganization: {city}\nheadcount: {heads}\nhandlers: 10\nincident_within_1y: no\n"
            (tmp_path / side / f"{name}.yaml").write_text(text, "utf-8")
        (tmp_path / side / "notes.json").write_text('{"a": 1, "b": 2, "changes": [{"c": 3}]}', "utf-8")
    (tmp_path / "old" / "c.yaml").write_text(
        "affair: 予防接種\norganization: くれない市長\nheadcount: 5\n", "utf-8"
    )
    result = run("compare", tmp_path / "old", tmp_path / "new", "--as-of", "2026-04-01", "--format", "json")
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert sorted(c["new"]["organization"] for c in report["comparisons"]) == ["あおば市長", "みどり市長"]
    assert all(c["old"]["organization"] == c["new"]["organization"] for c in report["comparisons"])
    assert [s["organization"] for s in report["only_old"]] == ["くれない市長"]
    assert "notes.json：" in result.stderr
