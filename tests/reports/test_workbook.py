"""Protects: the workbook is one people can work through on screen and on paper, in Japanese and English.

Golden files hold every cell and the set-up of every sheet: ``pytest tests/reports/test_workbook.py --update-golden``.
"""

import dataclasses
import re
import time
import zipfile

import openpyxl
import polars as pl
import pytest
import sample

from shikii.reports.tables import sheet_columns as sheets
from shikii.reports.tables.result_tables import batch_of
from shikii.reports.wording.labels import column_label
from shikii.reports.workbook.batch_workbook import write_findings_xlsx
from shikii.reports.workbook.judgements import Carried, Words


@pytest.fixture(scope="module")
def results():
    return [sample.settled(), sample.open_level()]


@pytest.fixture(scope="module")
def book(results, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    write_findings_xlsx(path, batch_of(results))
    return openpyxl.load_workbook(path)


def dump(book, rows=6):
    """Write a workbook as text: set-up, widths, the first rows."""
    out = []
    for page in book:
        setup = page.page_setup
        out.append(f"# {page.title} {page.dimensions}")
        out.append(
            f"freeze {page.freeze_panes} filter {page.auto_filter.ref} print {page.print_area} repeat {page.print_title_rows}"
        )
        out.append(
            f"paper {setup.paperSize} {setup.orientation} fit {setup.fitToWidth}x{setup.fitToHeight} foot {page.oddFooter.center.text}"
        )
        out += [f"choices {v.sqref}: {v.formula1}" for v in page.data_validations.dataValidation]
        out += [f"colours {c.sqref}: {[r.formula for r in c.rules]}" for c in page.conditional_formatting]
        widths = {k: round(d.width) for k, d in sorted(page.column_dimensions.items()) if d.width}
        out.append(f"widths {widths} hidden {[k for k, d in page.column_dimensions.items() if d.hidden]}")
        for row in page.iter_rows(
            max_row=rows if page.title not in ("概要", "summary") else None, values_only=True
        ):
            out.append(" | ".join("" if v is None else str(v).replace("\n", "⏎") for v in row).rstrip(" |"))
    return re.sub(r"sha256:[0-9a-f]+", "sha256:…", "\n".join(out)) + "\n"


def test_the_gravest_findings_of_all_affairs_stand_first_and_duties_in_their_order(results, tmp_path):
    batch = batch_of([*reversed(results), *results])
    write_findings_xlsx(tmp_path / "a.xlsx", batch)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    head, *found = book["指摘"].iter_rows(values_only=True)
    words = [("要修正", "要確認", "参考").index(row[head.index("重要度")]) for row in found if row[1]]
    assert words == sorted(words) != sorted(words, reverse=True)
    steps = [row[0] for row in book["義務"].iter_rows(min_row=2, values_only=True)]
    assert steps == batch.duties["step"].to_list()


def test_the_workbook_in_japanese(book, golden):
    golden("findings.xlsx.txt", dump(book))


def test_the_workbook_in_english(results, golden, tmp_path):
    write_findings_xlsx(tmp_path / "a.xlsx", batch_of(results), lang="en")
    golden("findings.en.xlsx.txt", dump(openpyxl.load_workbook(tmp_path / "a.xlsx")))


def test_long_text_is_wrapped_and_its_row_high_enough(book):
    page = book["指摘"]
    header = [c.value for c in page[1]]
    at = header.index(column_label("detail", "ja"))
    for row in page.iter_rows(min_row=2):
        cell = row[at]
        assert cell.alignment.wrap_text
        lines = len(str(cell.value or "")) * 2 / (page.column_dimensions[cell.column_letter].width or 30)
        assert page.row_dimensions[cell.row].height >= 12 * min(lines, 25)


def test_row_heights_are_a_start_and_grow_with_what_people_write(results, tmp_path):
    write_findings_xlsx(tmp_path / "a.xlsx", batch_of(results))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        xml = archive.read("xl/worksheets/sheet3.xml").decode()
    assert ' ht="' in xml
    assert "customHeight" not in xml.split("<sheetData>")[1]


def test_every_sheet_is_set_up_for_paper(book):
    for page in book:
        assert page.page_setup.paperSize == 9
        assert page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        assert "&P" in page.oddFooter.center.text
        if page.title != "概要":
            assert page.print_title_rows == "$1:$1"
            assert page.freeze_panes == "B2"


@pytest.mark.parametrize("sheet", ["指摘", "義務", "措置"])
def test_people_have_columns_of_their_own_with_choices_and_a_hidden_key(book, sheet):
    page = book[sheet]
    header = [c.value for c in page[1]]
    for name in ("判断", "担当", "期限", "備考"):
        assert header.count(name) == 1
    key = page.column_dimensions[page.cell(1, len(header)).column_letter]
    assert key.hidden
    (choices,) = page.data_validations.dataValidation
    assert page.cell(1, header.index("判断") + 1).column_letter in str(choices.sqref)
    assert not choices.showErrorMessage  # anything else may be written too


def test_the_same_results_give_the_same_bytes(results, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_findings_xlsx(tmp_path / name, batch_of(results))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_beyond_its_size_a_sheet_shows_the_gravest_and_every_judged_line(results, tmp_path, monkeypatch):
    result = batch_of(results)
    last = result.findings.height - 1
    severity = pl.Series("severity", ["note", "warning", "error", "error", "note"])
    result = dataclasses.replace(result, findings=result.findings.with_columns(severity))
    monkeypatch.setattr(
        "shikii.reports.workbook.batch_workbook.FINDINGS", dataclasses.replace(sheets.FINDINGS, most=3)
    )
    carried = Carried({("findings", last): (Words(remark="残す"), False)})
    write_findings_xlsx(tmp_path / "a.xlsx", result, carried=carried)
    rows = [
        [c for c in row if c]
        for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["指摘"].iter_rows(min_row=2, values_only=True)
    ]
    assert [row[0] for row in rows] == [
        "要修正",
        "要修正",
        "参考",
        "ほか 2 行は findings.parquet にあります（重い順に載せています）。",
    ]
    assert "残す" in rows[2]


def test_the_basis_of_every_rule_used_is_listed_once(book, results):
    page = book["根拠"]
    rows = {row[0]: row for row in page.iter_rows(min_row=2, values_only=True)}
    assert len(rows) == page.max_row - 1
    for result in results:
        for finding in result.findings:
            assert rows[finding.rule][2] == "、".join(finding.basis)


def test_facts_stand_with_their_places_and_what_was_not_read_with_the_reason(results):
    frame = batch_of(results).facts
    assert frame.height == sum(len(r.facts) + len(r.unread) for r in results)
    assert frame.filter(pl.col("path") == "headcount")["value"].to_list() == ["30万人以上", "25万人"]


@pytest.mark.slow
def test_a_nation_fits_into_a_workbook_in_bounded_time(results, tmp_path):
    one = batch_of(results)
    many = dataclasses.replace(
        one,
        affairs=pl.concat([one.affairs] * 1_000),
        findings=pl.concat([one.findings] * 20_000),
        duties=pl.concat([one.duties] * 10_000),
        measures=pl.concat([one.measures] * 500),
    )
    start = time.process_time()
    write_findings_xlsx(tmp_path / "a.xlsx", many)
    assert time.process_time() - start < 60
    assert (tmp_path / "a.xlsx").stat().st_size < 40 * 2**20
