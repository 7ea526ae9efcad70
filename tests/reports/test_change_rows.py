"""Protects: changed words are marked and nothing is lost, and the rows of 変更箇所 are ready to paste."""

import io

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from shikii.cli.commands.compare import command
from shikii.reports.comparison.change_rows import HEADERS
from shikii.reports.comparison.changed_words import changed_words
from shikii.tests.reports.test_compare_reports import FOLDER

PASSAGE = st.text(st.sampled_from("対象人数は約5万人、3月。ァB "), max_size=60)


@given(PASSAGE, PASSAGE)
def test_pieces_make_the_passages_again(before, after):
    old, new = changed_words(before, after)
    assert "".join(piece for piece, _ in old) == before
    assert "".join(piece for piece, _ in new) == after
    kept = ["".join(piece for piece, changed in side if not changed) for side in (old, new)]
    assert kept[0] == kept[1]


def test_long_stretches_that_stayed_are_shortened():
    same = "前と同じ文章です。" * 50
    old, new = changed_words(f"{same}甲課が行う。{same}", f"{same}乙課が行う。{same}")
    assert [p for p, changed in new if changed] == ["乙課"]
    assert len("".join(p for p, _ in old)) < 200


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_the_rows_are_written_in_the_columns_of_the_form(tmp_path, ending):
    path = tmp_path / f"rows.{ending}"
    files = [str(FOLDER / name) for name in ("before.yaml", "after.yaml")]
    done = CliRunner().invoke(command, [*files, "--as-of", "2026-04-01", "-o", str(path)])
    assert done.exit_code == 0, done.output
    if ending == "xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
        assert sheet.print_area
    else:
        table = Document(io.BytesIO(path.read_bytes())).tables[0]
        rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
    assert rows[0] == HEADERS
    assert len(rows) > 1
    assert {row[4] for row in rows[1:]} <= {"事前", "事後", "（要確認）"}
    for row in rows[1:]:
        assert (row[4] == "事前") is row[5].startswith("重要な変更に該当する。")
