"""Protects: the formats from the command line: files whole or not at all, judgements carried, nothing overwritten."""

import json
from pathlib import Path

import openpyxl
import pytest
from command import run

DOCUMENT = Path(__file__).parents[2] / "examples" / "documents" / "midori-juminzei-juten.txt"
DAY = ("--as-of", "2026-04-01")


def fill(path, text):
    book = openpyxl.load_workbook(path)
    page = book["指摘"]
    header = [c.value for c in page[1]]
    page.cell(2, header.index("備考") + 1).value = text
    book.save(path)


def remarks(path):
    page = openpyxl.load_workbook(path)["指摘"]
    at = [c.value for c in page[1]].index("備考")
    return [row[at] for row in page.iter_rows(min_row=2, values_only=True) if row[at]]


def test_batch_takes_over_what_people_wrote_and_never_writes_over_it(tmp_path):
    out = tmp_path / "out"
    assert run("batch", DOCUMENT, "-o", out, *DAY).returncode == 0
    book = out / "findings.xlsx"
    fill(book, "窓口で確認した")
    before = book.read_bytes()
    refused = run("batch", DOCUMENT, "-o", out, *DAY)
    assert refused.returncode == 2
    assert "--carry" in refused.stderr
    assert book.read_bytes() == before
    done = run("batch", DOCUMENT, "-o", out, *DAY, "--carry", book)
    assert done.returncode == 0, done.stderr
    assert "引き継いだ行：1、対応する行がないもの：0" in done.stderr
    assert remarks(book) == ["窓口で確認した"]


def test_assess_takes_over_what_people_wrote(tmp_path):
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    assert run("assess", DOCUMENT, "-o", first, *DAY).returncode == 0
    fill(first, "確認済み")
    done = run("assess", DOCUMENT, "-o", second, *DAY, "--carry", first)
    assert done.returncode == 0, done.stderr
    assert remarks(second) == ["確認済み"]


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_the_check_sheet_is_written_to_either_kind_of_file(tmp_path, name):
    done = run("assess", DOCUMENT, "--format", "checklist", "-o", tmp_path / name, *DAY)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / name).read_bytes().startswith(b"PK")
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_sarif_and_oscal_go_to_stdout_or_beside_the_reports_of_a_batch(tmp_path):
    assert json.loads(run("assess", DOCUMENT, "--format", "sarif", *DAY).stdout)["version"] == "2.1.0"
    assert "assessment-results" in json.loads(run("assess", DOCUMENT, "--format", "oscal", *DAY).stdout)
    done = run("batch", DOCUMENT, "-o", tmp_path / "out", *DAY, "--also", "sarif", "--also", "oscal")
    assert done.returncode == 0, done.stderr
    names = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["files"]
    assert sorted([*names, "affairs"]) == sorted(p.name for p in (tmp_path / "out").iterdir())
    assert {"findings.sarif", "oscal-assessment-results.json"} < set(names)


@pytest.mark.parametrize(
    "command",
    [["prescreen", "--headcount", "25万人"], ["rules", "diff", "2023-04", "2024-05"]],
    ids=lambda c: c[0],
)
def test_the_name_of_the_file_says_the_format(tmp_path, command):
    done = run(*command, "-o", tmp_path / "a.json", *DAY)
    assert done.returncode == 0, done.stderr
    json.loads((tmp_path / "a.json").read_text("utf-8"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "checklist"],
        ["--format", "checklist", "-o", "a.pdf"],
        ["--format", "xlsx", "-o", "a.docx"],
        ["-o", "a.html", "--carry", "previous.xlsx"],
        ["-o", "a.xlsx", "--carry", "nowhere.xlsx"],
        ["-o", "a.xlsx", "--carry", str(DOCUMENT)],
    ],
)
def test_wrong_use_is_exit_2_and_writes_nothing(tmp_path, arguments, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("assess", DOCUMENT, *arguments)
    assert done.returncode == 2
    assert "対処：" in done.stderr
    assert list(tmp_path.iterdir()) == []
