"""Protects: no file in a folder is passed over; what was not read is named on stderr, in the data and in the reports."""

import json

import openpyxl

from shikii.tests.support.command import run


def test_every_file_left_out_is_named_everywhere(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.yaml").write_text("affair: 甲\nheadcount: 5\n", encoding="utf-8")
    (folder / "議事録.rtf").write_text("x", encoding="utf-8")
    (folder / "notes.json").write_text('{"todo": [1]}', encoding="utf-8")
    done = run("batch", str(folder), "-o", str(out))
    assert done.returncode == 0
    for name in ("議事録.rtf", "notes.json"):
        assert name in done.stderr
        assert name in (out / "report.html").read_text("utf-8")
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert {(row["place"].rpartition("/")[2], row["reason"]) for row in summary["left_out"]} == {
        ("議事録.rtf", "a file of this kind cannot be read"),
        ("notes.json", "it is neither facts nor an assessment"),
    }
    sheet = openpyxl.load_workbook(out / "findings.xlsx").worksheets[0]
    shown = "".join(str(cell.value) for row in sheet for cell in row)
    assert "議事録.rtf：読み込めない種類のファイルです" in shown
