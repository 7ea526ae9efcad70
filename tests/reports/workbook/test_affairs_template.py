"""Protects the table to fill in: it offers what the form offers, and reads back without a note."""

from pathlib import Path

import openpyxl
import pytest

from shikii import load_ruleset
from shikii.authoring.facts_read import facts_read
from shikii.facts.errors import InputError
from shikii.facts.readers.affair_tables import read_table
from shikii.reports.workbook.affairs_template import write_affairs_template
from shikii.tests.support.command import run

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_filled_table_reads_back_without_a_note(tmp_path, lang):
    path = tmp_path / "事務一覧.xlsx"
    write_affairs_template(path, lang)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    told = {
        "事務名": "予防接種",
        "対象人数": "10万人以上30万人未満",
        "重大事故": "発生なし",
        "取扱者数": 45,
        "様式": "重点項目評価書",
    }
    for header, value in told.items():
        sheet.cell(2, headers.index(header) + 1).value = value
    book.save(path)
    table = read_table(path)
    assert (table.problems, table.notes) == ((), ())
    row = table.frame.row(0, named=True)
    assert (row["affair"], row["headcount.lo"], row["handlers.lo"], row["form.may"]) == (
        "予防接種",
        100000,
        45,
        2,
    )


def test_every_option_offered_is_one_that_reads(tmp_path):
    path = tmp_path / "t.xlsx"
    write_affairs_template(path)
    book = openpyxl.load_workbook(path)
    table, lists = book.worksheets
    headers = [cell.value for cell in table[1]]
    offered = 0
    for validation in table.data_validations.dataValidation:
        if validation.type != "list":
            continue
        column = next(iter(validation.sqref.ranges)).min_col
        for (cell,) in lists[validation.formula1.partition("!")[2].replace("$", "")]:
            table.cell(2 + offered, 1).value = f"事務{offered}"
            table.cell(2 + offered, column).value = cell.value
            offered += 1
    assert "対象人数" in headers
    book.save(path)
    read = read_table(path)
    assert read.problems == ()
    assert read.frame.height == offered > 15


def test_an_empty_table_says_what_to_write(tmp_path):
    path = tmp_path / "t.xlsx"
    write_affairs_template(path)
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert [p.id for p in caught.value.problems] == ["table.empty"]


def test_the_table_of_an_own_ruleset_asks_for_its_facts(tmp_path):
    path, law = tmp_path / "t.xlsx", ROOT / "examples" / "rulesets" / "kr-pipa-35"
    done = run("facts", "template", "--ruleset", str(law), "-o", str(path))
    assert done.returncode == 0, done.stderr
    asked = {fact.ja for fact in facts_read(load_ruleset(replacing_national=law))}
    assert {cell.value for cell in openpyxl.load_workbook(path).worksheets[0][1]} == asked


def test_a_template_is_refused_where_no_program_would_open_it(tmp_path):
    done = run("facts", "template", "-o", str(tmp_path / "一覧.xls"))
    assert (done.returncode, "[output.kind]" in done.stderr) == (2, True)
    assert "-o facts.xlsx" in done.stderr
    assert not (tmp_path / "一覧.xls").exists()
