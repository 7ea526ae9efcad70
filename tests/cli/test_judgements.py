"""Protects: judgements and a baseline decide what fails a run, through the commands."""

import json
from pathlib import Path

import openpyxl
import pytest

from shikii.cli.main import main
from shikii.reports.wording.labels import column_label

FACTS = "affair: 住基\norganization: みどり市長\nform: full\ndeclared_result: key\nheadcount: 400000\nhandlers: 10\n"


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        main([*map(str, arguments), "--as-of", "2026-04-01"])
    return end.value.code, *capsys.readouterr()


@pytest.fixture
def facts(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(FACTS, "utf-8")
    return path


def judge_all(path, word, remark):
    """Write a judgement on every finding, as a person does."""
    book = openpyxl.load_workbook(path)
    page = book["指摘"]
    header = [c.value for c in page[1]]
    for row in range(2, page.max_row + 1):
        page.cell(row, header.index(column_label("judgement", "ja")) + 1).value = word
        page.cell(row, header.index(column_label("remark", "ja")) + 1).value = remark
    book.save(path)


def test_a_reasoned_dismissal_lets_a_run_pass(capsys, tmp_path, facts):
    book = tmp_path / "findings.xlsx"
    assert run(capsys, "assess", facts, "-o", book, "--fail-on", "note")[0] == 1
    judge_all(book, "該当しない", "条例による")
    code, out, err = run(capsys, "assess", facts, "--carry", book, "--format", "json", "--fail-on", "note")
    assert code == 0
    assert "引き継いだ行" in err
    found = json.loads(out)[0]["findings"]
    assert found
    assert all(f["judgement"]["dismisses"] for f in found)
    judge_all(book, "該当しない", "")
    assert run(capsys, "assess", facts, "--carry", book, "--format", "json", "--fail-on", "note")[0] == 1


@pytest.mark.parametrize("ending", ["json", "sarif"])
def test_a_baseline_leaves_only_what_is_new(capsys, tmp_path, facts, ending):
    before = tmp_path / f"before.{ending}"
    run(capsys, "assess", facts, "-o", before, "--format", ending)
    again = ["assess", facts, "--baseline", before, "--fail-on", "note", "--format", "sarif"]
    code, out, err = run(capsys, *again)
    assert (code, "新しい指摘：0" in err) == (0, True)
    assert {r["baselineState"] for r in json.loads(out)["runs"][0]["results"]} == {"unchanged"}
    facts.write_text(FACTS.replace("declared_result: key", "declared_result: basic"), "utf-8")
    assert run(capsys, *again)[0] == 1


def test_batch_takes_several_books_and_says_what_contradicts(capsys, tmp_path, facts):
    out = tmp_path / "out"
    run(capsys, "batch", facts, "-o", out)
    first, second = tmp_path / "甲課.xlsx", tmp_path / "乙課.xlsx"
    for path, word in ((first, "対応する"), (second, "対応済")):
        path.write_bytes((out / "findings.xlsx").read_bytes())
        judge_all(path, word, "")
    code, _, err = run(capsys, "batch", facts, "-o", tmp_path / "next", "--carry", first, "--carry", second)
    assert (code, "対応する行がないもの" in err) == (0, True)
    book = openpyxl.load_workbook(tmp_path / "next" / "findings.xlsx")
    lost = list(book["引継ぎ（該当なし）"].iter_rows(values_only=True))
    assert any("甲課.xlsx" in str(cell) for row in lost for cell in row)
    summary = json.loads(Path(tmp_path / "next" / "summary.json").read_text("utf-8"))
    assert summary["dismissed"] == 0
